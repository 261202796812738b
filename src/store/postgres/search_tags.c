#include "store/postgres/search_tags.h"

#include <stdlib.h>

#include "store/postgres/statement.h"

struct tag_change {
    struct str tag;
    int64_t more;
};

struct tag_changes {
    struct tag_change *items;
    size_t count;
};

static void add(struct tag_changes *changes, const PGresult *rows, int64_t more)
{
    for (int row = 0; row < PQntuples(rows); row++)
        changes->items[changes->count++] = (struct tag_change){result_text(rows, row, 0), more};
}

static int compare(const void *a, const void *b)
{
    const struct tag_change *one = a;
    const struct tag_change *other = b;
    return str_compare(one->tag, other->tag);
}

/* Each tag once. */
static void fold(struct tag_changes *changes)
{
    size_t count = 0;
    qsort(changes->items, changes->count, sizeof *changes->items, compare);
    for (size_t i = 0; i < changes->count; i++) {
        if (count > 0 && str_eq(changes->items[count - 1].tag, changes->items[i].tag))
            changes->items[count - 1].more += changes->items[i].more;
        else
            changes->items[count++] = changes->items[i];
    }
    changes->count = count;
}

static void send_count(struct pg_view *view, struct arena *arena, struct str location_id,
                       const struct tag_changes *changes, const struct str *tags)
{
    struct parameters parameters = {0};
    int64_t *more = ARENA_ARRAY(arena, int64_t, changes->count);
    for (size_t i = 0; i < changes->count; i++)
        more[i] = changes->items[i].more;
    parameter_text(&parameters, 1, location_id);
    parameter_texts(&parameters, 2, arena, tags, changes->count);
    parameter_ints(&parameters, 3, arena, more, changes->count);
    pg_send(view, SQL_SEARCH_TAGS_COUNT, &parameters, NULL);
}

/* Those that nobody has any more. */
static void send_forget(struct pg_view *view, struct arena *arena, struct str location_id,
                        const struct str *tags, size_t count)
{
    struct parameters parameters = {0};
    parameter_text(&parameters, 1, location_id);
    parameter_texts(&parameters, 2, arena, tags, count);
    pg_send(view, SQL_SEARCH_TAGS_FORGET, &parameters, NULL);
}

void pg_search_tags_count(struct pg_view *view, struct arena *arena, struct str location_id,
                          const PGresult *gone, const PGresult *come)
{
    size_t most = (size_t)PQntuples(gone) + (size_t)PQntuples(come);
    struct tag_changes changes = {ARENA_ARRAY(arena, struct tag_change, most), 0};
    add(&changes, gone, -1);
    add(&changes, come, 1);
    fold(&changes);
    if (changes.count == 0)
        return;
    struct str *tags = ARENA_ARRAY(arena, struct str, changes.count);
    for (size_t i = 0; i < changes.count; i++)
        tags[i] = changes.items[i].tag;
    send_count(view, arena, location_id, &changes, tags);
    if (PQntuples(gone) > 0)
        send_forget(view, arena, location_id, tags, changes.count);
}
