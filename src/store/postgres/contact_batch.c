/*
 * Contacts of a batch: one statement a location loads those that the operations are about, one
 * saves those that were changed.
 */
#include <assert.h>
#include <stdlib.h>

#include "store/postgres/contact_row.h"
#include "store/postgres/tables.h"

/* ---- rows -------------------------------------------------------------------------------------
 */

void pg_row_read(struct arena *arena, const PGresult *result, int place, struct str location_id,
                 struct contact_row *row)
{
    *row = (struct contact_row){
        .location_id = arena_copy(arena, location_id),
        .version = result_int(result, place, 0),
        .email = arena_copy(arena, result_text(result, place, 1)),
        .phone = arena_copy(arena, result_text(result, place, 2)),
        .email_unique = result_int(result, place, 3) != 0,
        .phone_unique = result_int(result, place, 4) != 0,
        .date_added_ms = result_int(result, place, 5),
        .document = arena_copy(arena, result_text(result, place, 6)),
        .id = arena_copy(arena, result_text(result, place, 7)),
    };
}

void pg_row_copy(struct arena *arena, const struct contact_row *from, struct contact_row *row)
{
    *row = *from;
    row->location_id = arena_copy(arena, from->location_id);
    row->id = arena_copy(arena, from->id);
    row->email = arena_copy(arena, from->email);
    row->phone = arena_copy(arena, from->phone);
    row->document = arena_copy(arena, from->document);
}

void pg_row_set(struct parameters *parameters, const struct contact_row *row)
{
    parameter_text(parameters, 1, row->location_id);
    parameter_text(parameters, 2, row->id);
    parameter_int(parameters, 3, row->version);
    parameter_text_or_null(parameters, 4, row->email);
    parameter_text_or_null(parameters, 5, row->phone);
    parameter_int(parameters, 6, row->email_unique);
    parameter_int(parameters, 7, row->phone_unique);
    parameter_text(parameters, 8, row->document);
}

/* ---- loading ----------------------------------------------------------------------------------
 */

static int compare_abouts(const void *a, const void *b)
{
    const struct store_about *one = *(const struct store_about *const *)a;
    const struct store_about *other = *(const struct store_about *const *)b;
    int order = str_compare(one->location_id, other->location_id);
    return order != 0 ? order : str_compare(one->contact_id, other->contact_id);
}

/* What the batch is about, sorted, each once. */
static const struct store_about **abouts_of(struct pg_tx *tx, struct store_batch batch,
                                            size_t *count)
{
    const struct store_about **list =
        ARENA_ARRAY(&tx->arena, const struct store_about *, batch.count);
    size_t filled = 0;
    for (size_t i = 0; i < batch.count; i++) {
        if (!str_is_empty(batch.ops[i]->about.contact_id))
            list[filled++] = &batch.ops[i]->about;
    }
    qsort(list, filled, sizeof *list, compare_abouts);
    *count = 0;
    for (size_t i = 0; i < filled; i++) {
        if (*count == 0 || compare_abouts(&list[*count - 1], &list[i]) != 0)
            list[(*count)++] = list[i];
    }
    return list;
}

/* How many of the list are of one location with the first. */
static size_t group_of(const struct store_about **list, size_t count)
{
    size_t same = 1;
    while (same < count && str_eq(list[same]->location_id, list[0]->location_id))
        same++;
    return same;
}

static void send_load(struct pg_tx *tx, const struct store_about **list, size_t count,
                      PGresult **result)
{
    struct parameters parameters = {0};
    struct str *ids = ARENA_ARRAY(&tx->arena, struct str, count);
    for (size_t i = 0; i < count; i++)
        ids[i] = list[i]->contact_id;
    parameter_text(&parameters, 1, list[0]->location_id);
    parameter_texts(&parameters, 2, &tx->arena, ids, count);
    pg_send(&tx->view, SQL_CONTACT_LOAD, &parameters, result);
}

/* Those that were asked for and did not come are not there. */
static void keep(struct pg_tx *tx, const struct store_about **list, size_t count,
                 const PGresult *result)
{
    for (size_t i = 0; i < count; i++)
        contact_cache_add(&tx->cache, list[i]->location_id, list[i]->contact_id);
    for (int place = 0; place < PQntuples(result); place++) {
        struct contact_row row;
        pg_row_read(&tx->arena, result, place, list[0]->location_id, &row);
        struct cached_contact *cached = contact_cache_find(&tx->cache, row.location_id, row.id);
        cached->row = row;
        cached->there = true;
    }
}

enum err pg_contacts_load(struct pg_tx *tx, struct store_batch batch)
{
    arena_release(&tx->arena);
    contact_cache_init(&tx->cache, &tx->arena);
    tx->marks = (struct search_marks){0};
    size_t count;
    const struct store_about **list = abouts_of(tx, batch, &count);
    PGresult **results = ARENA_ARRAY(&tx->arena, PGresult *, count);
    size_t group = 0;
    for (size_t i = 0; i < count; i += group) {
        group = group_of(list + i, count - i);
        send_load(tx, list + i, group, &results[i]);
    }
    enum err err = pg_sync(&tx->view);
    for (size_t i = 0; !err && i < count; i += group) {
        group = group_of(list + i, count - i);
        keep(tx, list + i, group, results[i]);
        PQclear(results[i]);
    }
    return err;
}

/* ---- saving -----------------------------------------------------------------------------------
 */

static void send_save(struct pg_tx *tx, struct cached_contact **list, size_t count)
{
    struct parameters parameters = {0};
    struct str *ids = ARENA_ARRAY(&tx->arena, struct str, count);
    int64_t *versions = ARENA_ARRAY(&tx->arena, int64_t, count);
    struct str *documents = ARENA_ARRAY(&tx->arena, struct str, count);
    for (size_t i = 0; i < count; i++) {
        ids[i] = list[i]->id;
        versions[i] = list[i]->row.version;
        documents[i] = list[i]->row.document;
    }
    parameter_text(&parameters, 1, list[0]->location_id);
    parameter_texts(&parameters, 2, &tx->arena, ids, count);
    parameter_ints(&parameters, 3, &tx->arena, versions, count);
    parameter_texts(&parameters, 4, &tx->arena, documents, count);
    pg_send(&tx->view, SQL_CONTACT_SAVE, &parameters, NULL);
}

void pg_contacts_save(struct pg_tx *tx)
{
    size_t count;
    if (tx->cache.dirty_count == 0)
        return;
    struct cached_contact **list = contact_cache_take_dirty(&tx->cache, &count);
    for (size_t i = 0; i < count;) {
        size_t group = 1;
        while (i + group < count && str_eq(list[i + group]->location_id, list[i]->location_id))
            group++;
        send_save(tx, list + i, group);
        i += group;
    }
}
