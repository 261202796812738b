/*
 * Contacts, read and changed one at a time; how a batch of them is, contact_batch.c tells.
 */
#include <assert.h>

#include "store/postgres/contact_row.h"
#include "store/postgres/statement.h"
#include "store/postgres/tables.h"
#include "store/tables/tables.h"

static struct str field_name(enum match_field field)
{
    return field == MATCH_EMAIL ? STR("email") : STR("phone");
}

static void set_keys(struct parameters *parameters, struct str location_id, struct str id)
{
    parameters->count = 0;
    parameter_text(parameters, 1, location_id);
    parameter_text(parameters, 2, id);
}

/* ERR_NOT_FOUND when there is no row. */
static enum err run_for_row(struct store_view *view, enum pg_statement statement,
                            const struct parameters *parameters, PGresult **result)
{
    enum err err = pg_run(pg_view(view), statement, parameters, result);
    return !err && PQntuples(*result) == 0 ? ERR_NOT_FOUND : err;
}

/* ---- reading ----------------------------------------------------------------------------------
 */

static enum err get(struct store_view *view, struct arena *arena, struct str location_id,
                    struct str id, struct contact_row *row)
{
    struct parameters parameters;
    RESULT result = NULL;
    set_keys(&parameters, location_id, id);
    enum err err = run_for_row(view, SQL_CONTACT_GET, &parameters, &result);
    if (!err)
        pg_row_read(arena, result, 0, location_id, row);
    return err;
}

/* What a transaction reads it has locked, and knows until its end. */
static enum err get_cached(struct pg_tx *tx, struct str location_id, struct str id,
                           struct cached_contact **found)
{
    *found = contact_cache_find(&tx->cache, location_id, id);
    if (*found)
        return ERR_NONE;
    struct contact_row row;
    enum err err = get(&tx->view.base, &tx->arena, location_id, id, &row);
    if (err && err != ERR_NOT_FOUND)
        return err;
    *found = contact_cache_add(&tx->cache, location_id, id);
    (*found)->there = !err;
    if (!err)
        (*found)->row = row;
    return ERR_NONE;
}

enum err pg_contact_get(struct store_view *view, struct arena *arena, struct str location_id,
                        struct str id, struct contact_row *row)
{
    struct pg_tx *tx = pg_view(view)->tx;
    if (!tx)
        return get(view, arena, location_id, id, row);
    struct cached_contact *cached;
    enum err err = get_cached(tx, location_id, id, &cached);
    if (!err && !cached->there)
        err = ERR_NOT_FOUND;
    if (!err)
        pg_row_copy(arena, &cached->row, row);
    return err;
}

enum err pg_contact_document(struct store_view *view, struct arena *arena, struct str location_id,
                             struct str id, struct contact_document *document)
{
    struct parameters parameters;
    RESULT result = NULL;
    set_keys(&parameters, location_id, id);
    enum err err = run_for_row(view, SQL_CONTACT_DOCUMENT, &parameters, &result);
    if (!err)
        *document = (struct contact_document){
            .version = result_int(result, 0, 0),
            .text = arena_copy(arena, result_text(result, 0, 1)),
        };
    return err;
}

enum err pg_contact_exists(struct store_view *view, struct str location_id, struct str id)
{
    struct pg_tx *tx = pg_view(view)->tx;
    if (tx) {
        struct cached_contact *cached;
        enum err err = get_cached(tx, location_id, id, &cached);
        return err || cached->there ? err : ERR_NOT_FOUND;
    }
    struct parameters parameters;
    RESULT result = NULL;
    set_keys(&parameters, location_id, id);
    return run_for_row(view, SQL_CONTACT_EXISTS, &parameters, &result);
}

/* One that the transaction knows already is as the transaction has made it. */
static void keep(struct pg_tx *tx, const struct contact_row *row)
{
    if (contact_cache_find(&tx->cache, row->location_id, row->id))
        return;
    struct cached_contact *cached = contact_cache_add(&tx->cache, row->location_id, row->id);
    cached->there = true;
    pg_row_copy(&tx->arena, row, &cached->row);
}

enum err pg_contact_match(struct store_view *view, struct arena *arena, struct str location_id,
                          enum match_field field, struct str value, struct str except_id,
                          struct contact_row *row)
{
    assert(field != MATCH_NONE);
    struct pg_tx *tx = pg_view(view)->tx;
    struct parameters parameters = {0};
    RESULT result = NULL;
    parameter_text(&parameters, 1, location_id);
    parameter_text(&parameters, 2, value);
    parameter_text(&parameters, 3, except_id);
    parameter_text(&parameters, 4, field_name(field));
    enum err err =
        run_for_row(view, tx ? SQL_CONTACT_MATCH_LOCKED : SQL_CONTACT_MATCH, &parameters, &result);
    if (err)
        return err;
    pg_row_read(arena, result, 0, location_id, row);
    if (tx)
        keep(tx, row);
    return ERR_NONE;
}

enum err pg_contact_page(struct store_view *view, struct arena *arena, struct str location_id,
                         struct str after_id, const struct contact_page_bounds *bounds,
                         struct contact_row **rows, size_t *count)
{
    struct parameters parameters;
    RESULT result = NULL;
    set_keys(&parameters, location_id, after_id);
    parameter_int(&parameters, 3, (int64_t)bounds->rows_max);
    enum err err = pg_run(pg_view(view), SQL_CONTACT_PAGE, &parameters, &result);
    if (err)
        return err;
    int found = PQntuples(result);
    struct contact_row *list = ARENA_ARRAY(arena, struct contact_row, (size_t)found);
    size_t bytes = 0;
    for (*count = 0; *count < (size_t)found && bytes < bounds->bytes_max; ++*count) {
        pg_row_read(arena, result, (int)*count, location_id, &list[*count]);
        bytes += list[*count].document.len;
    }
    *rows = list;
    return ERR_NONE;
}

enum err pg_contact_count(struct store_view *view, struct str location_id, int64_t *count)
{
    struct parameters parameters = {0};
    RESULT result = NULL;
    parameter_text(&parameters, 1, location_id);
    enum err err = run_for_row(view, SQL_CONTACT_COUNT, &parameters, &result);
    if (!err)
        *count = result_int(result, 0, 0);
    return err;
}

/* ---- changing ---------------------------------------------------------------------------------
 */

/* A change that says itself whether there was a row. */
static enum err change(struct pg_tx *tx, enum pg_statement statement,
                       const struct parameters *parameters)
{
    RESULT result = NULL;
    tx->wrote = true;
    enum err err = pg_run(&tx->view, statement, parameters, &result);
    return !err && result_changes(result) == 0 ? ERR_NOT_FOUND : err;
}

/* What was sent and not waited for; an error spoils the transaction. */
static enum err wait_for_all(struct pg_tx *tx)
{
    if (!tx->spoilt)
        tx->spoilt = pg_sync(&tx->view);
    return tx->spoilt;
}

/* Sends an address of the contact; nothing for an empty one. */
static void add_address(struct pg_tx *tx, const struct contact_row *row,
                        const struct address_change *address, bool own)
{
    if (str_is_empty(address->value) || tx->spoilt)
        return;
    struct parameters parameters;
    set_keys(&parameters, row->location_id, row->id);
    parameter_text(&parameters, 3, field_name(address->field));
    parameter_text(&parameters, 4, address->value);
    parameter_text(&parameters, 5, address->unique ? STR("") : row->id);
    parameter_int(&parameters, 6, own);
    pg_send(&tx->view, SQL_ADDRESS_INSERT, &parameters, NULL);
}

static void add_own(struct pg_tx *tx, const struct contact_row *row)
{
    const struct address_change own[] = {
        {MATCH_EMAIL, row->email, true, row->email_unique},
        {MATCH_PHONE, row->phone, true, row->phone_unique},
    };
    add_address(tx, row, &own[0], true);
    add_address(tx, row, &own[1], true);
}

enum err pg_contact_insert(struct store_tx *base, const struct contact_row *row)
{
    struct pg_tx *tx = pg_tx(base);
    struct parameters parameters = {0};
    assert(row->address_count == 0);
    pg_contact_changed(base, row->location_id, row->id);
    pg_row_set(&parameters, row);
    parameter_int(&parameters, 9, row->date_added_ms);
    if (tx->spoilt)
        return tx->spoilt;
    tx->wrote = true;
    pg_send(&tx->view, SQL_CONTACT_INSERT, &parameters, NULL);
    add_own(tx, row);
    return wait_for_all(tx);
}

static enum err take_away(struct pg_tx *tx, const struct contact_row *row)
{
    struct parameters parameters;
    enum err err = ERR_NONE;
    for (size_t i = 0; !err && i < row->address_count; i++) {
        if (row->addresses[i].adds)
            continue;
        set_keys(&parameters, row->location_id, row->id);
        parameter_text(&parameters, 3, field_name(row->addresses[i].field));
        parameter_text(&parameters, 4, row->addresses[i].value);
        err = change(tx, SQL_ADDRESS_DELETE, &parameters);
    }
    if (err == ERR_NOT_FOUND) /* and the contact is changed already */
        tx->spoilt = err;
    return err;
}

static void add_additional(struct pg_tx *tx, const struct contact_row *row)
{
    for (size_t i = 0; i < row->address_count; i++) {
        if (row->addresses[i].adds)
            add_address(tx, row, &row->addresses[i], false);
    }
}

/* Every statement that has nothing to do is nothing that went wrong. */
static enum err change_any(struct pg_tx *tx, enum pg_statement statement, struct str location_id,
                           struct str id)
{
    struct parameters parameters;
    set_keys(&parameters, location_id, id);
    enum err err = change(tx, statement, &parameters);
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
}

/* Values may change places between own and additional: what is let go goes first. */
static enum err update_whole(struct pg_tx *tx, const struct contact_row *row)
{
    struct parameters parameters = {0};
    pg_row_set(&parameters, row);
    enum err err = change(tx, SQL_CONTACT_UPDATE, &parameters);
    if (!err)
        err = take_away(tx, row);
    if (!err)
        err = change_any(tx, SQL_ADDRESS_DELETE_OWN, row->location_id, row->id);
    if (err)
        return err;
    add_own(tx, row);
    add_additional(tx, row);
    return wait_for_all(tx);
}

static bool same_addresses(const struct contact_row *a, const struct contact_row *b)
{
    return str_eq(a->email, b->email) && str_eq(a->phone, b->phone) &&
           a->email_unique == b->email_unique && a->phone_unique == b->phone_unique &&
           b->address_count == 0;
}

/* Most updates change the document alone: those are put off and saved together. */
enum err pg_contact_update(struct store_tx *base, const struct contact_row *row)
{
    struct pg_tx *tx = pg_tx(base);
    struct cached_contact *cached;
    enum err err = get_cached(tx, row->location_id, row->id, &cached);
    if (err || !cached->there)
        return err ? err : ERR_NOT_FOUND;
    tx->wrote = true;
    search_mark_add(&tx->marks, &tx->arena, row->location_id, row->id);
    if (!same_addresses(&cached->row, row)) {
        pg_contacts_save(tx);
        contact_cache_forget(&tx->cache, row->location_id, row->id);
        return update_whole(tx, row);
    }
    cached->row.version = row->version;
    cached->row.document = arena_copy(&tx->arena, row->document);
    contact_cache_soil(&tx->cache, cached);
    return ERR_NONE;
}

enum err pg_contact_delete(struct store_tx *base, struct str location_id, struct str id)
{
    struct pg_tx *tx = pg_tx(base);
    struct parameters parameters;
    pg_contact_changed(base, location_id, id);
    set_keys(&parameters, location_id, id);
    enum err err = change(tx, SQL_CONTACT_DELETE, &parameters);
    if (!err)
        err = change_any(tx, SQL_ADDRESS_DELETE_ALL, location_id, id);
    return err ? err : item_rows_delete(base, location_id, id);
}

void pg_location_added(struct store_tx *base, struct str id)
{
    struct parameters parameters = {0};
    parameter_text(&parameters, 1, id);
    parameter_int(&parameters, 2, true);
    pg_send(&pg_tx(base)->view, SQL_SEARCH_LOCATION_ADD, &parameters, NULL);
}

void pg_contact_changed(struct store_tx *base, struct str location_id, struct str id)
{
    struct pg_tx *tx = pg_tx(base);
    pg_contacts_save(tx);
    contact_cache_forget(&tx->cache, location_id, id);
    search_mark_add(&tx->marks, &tx->arena, location_id, id);
}
