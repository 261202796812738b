#include "service/records.h"

#include "base/clock.h"
#include "base/rand.h"
#include "service/business.h"
#include "service/location.h"
#include "service/room.h"
#include "service/users.h"

static enum err find(struct store_view *view, struct arena *arena, const struct record_key *key,
                     struct record_row *row)
{
    enum err err = store_record_get(view, arena, key, row);
    return err == ERR_NOT_FOUND ? ERR_RECORD_UNKNOWN : err;
}

/* ---- reading ----------------------------------------------------------------------------------
 */

enum err record_get(struct store *store, struct arena *arena, const struct record_key *key,
                    struct record_row *row)
{
    struct store_view *view;
    enum err err = store_view_acquire(store, &view);
    if (err)
        return err;
    err = find(view, arena, key, row);
    store_view_release(view);
    return err;
}

enum err record_walk(struct store *store, const struct record_key *key, struct record_page page,
                     store_record_visit *visit, void *context)
{
    struct store_view *view;
    enum err err = store_view_acquire(store, &view);
    if (err)
        return err;
    err = store_record_walk(view, key, page, visit, context);
    store_view_release(view);
    return err;
}

/* ---- changing ---------------------------------------------------------------------------------
 */

enum err record_change_read(struct record_change *change, const struct json *object)
{
    enum record_body body = change->what == RECORD_CREATE ? RECORD_BODY_CREATE : RECORD_BODY_UPDATE;
    const struct json_opt_text *named = &change->patch.location_id;
    faults_init(&change->faults, change->arena);
    record_read(change->key.kind, body, object, change->arena, &change->patch, &change->faults);
    if (named->presence == JSON_GIVEN && !str_eq(named->value, change->key.location_id))
        return ERR_LOCATION_FORBIDDEN;
    if (change->key.kind == RECORD_USER && !user_may_become(change))
        return ERR_LOCATION_FORBIDDEN;
    return change->faults.count > 0 ? ERR_BODY_INVALID : ERR_NONE;
}

static struct str make_id(struct arena *arena, enum record_id look)
{
    static const char digits[] = "0123456789abcdef";
    unsigned char bytes[12];
    char *id = arena_alloc(arena, RAND_UUID_LEN);
    switch (look) {
    case RECORD_ID_UUID:
        rand_uuid(id);
        return (struct str){id, RAND_UUID_LEN};
    case RECORD_ID_HEX:
        rand_bytes(bytes, sizeof bytes);
        for (size_t i = 0; i < 2 * sizeof bytes; i++)
            id[i] = digits[bytes[i / 2] >> (i % 2 ? 0 : 4) & 15];
        return (struct str){id, 2 * sizeof bytes};
    case RECORD_ID_WORD:
        break;
    }
    return rand_id_str(arena);
}

/* `fields` into change->row. */
static void fill_row(struct record_change *change, struct record_fields *fields)
{
    struct arena *arena = change->arena;
    enum record_kind kind = change->key.kind;
    struct str now = clock_iso(arena, clock_wall_ms());
    const struct record_event event = {
        .creates = change->what == RECORD_CREATE,
        .location_id = change->key.location_id,
        .now = now,
        .who = actor_at(arena, &change->actor, now),
    };
    record_stamp(kind, &event, arena, fields);
    change->row.name = record_name(kind, fields, arena);
    change->row.document = record_encode(kind, change->row.key.id, fields, arena);
}

/* For change->row, in the place of `old_len` bytes: 0 for a new one. */
static enum err check_room(const struct record_change *change, struct store_view *view,
                           size_t old_len)
{
    const struct record_type *type = record_type(change->key.kind);
    const struct room room = {type->most, type->bytes_most};
    struct item_total total;
    enum err err = store_record_total(view, &change->key, &total);
    if (err)
        return err;
    return room_has(&room, &total, old_len, change->row.document.len) ? ERR_NONE : ERR_RECORDS_FULL;
}

static enum err taken(enum err err)
{
    return err == ERR_EXISTS ? ERR_RECORD_EXISTS : err;
}

/* Users are in none. */
static enum err check_location(const struct record_change *change, struct store_tx *tx)
{
    if (change->key.kind == RECORD_USER)
        return ERR_NONE;
    return location_turn(tx, change->key.location_id);
}

static enum err apply_create(struct record_change *change, struct store_tx *tx)
{
    struct record_fields fields = change->patch;
    enum err err = check_location(change, tx);
    if (err)
        return err;
    change->row = (struct record_row){.key = change->key, .date_added_ms = clock_wall_ms()};
    change->row.key.id = make_id(change->arena, record_type(change->key.kind)->id);
    fill_row(change, &fields);
    err = check_room(change, store_tx_view(tx), 0);
    return err ? err : taken(store_tx_record_insert(tx, &change->row));
}

/* The one that is to be changed, as it is. */
static enum err load(struct record_change *change, struct store_view *view,
                     struct record_fields *fields)
{
    enum record_kind kind = change->key.kind;
    enum err err = find(view, change->arena, &change->key, &change->row);
    if (!err)
        err = record_decode(kind, change->row.document, change->arena, fields);
    if (!err && kind == RECORD_USER)
        err = user_check_change(change, fields);
    return err;
}

static enum err apply_update(struct record_change *change, struct store_tx *tx)
{
    struct record_fields fields;
    enum record_kind kind = change->key.kind;
    enum err err = load(change, store_tx_view(tx), &fields);
    if (err)
        return err;
    size_t old_len = change->row.document.len;
    record_merge(kind, &change->patch, &fields);
    fill_row(change, &fields);
    err = check_room(change, store_tx_view(tx), old_len);
    return err ? err : taken(store_tx_record_update(tx, &change->row));
}

static enum err apply_delete(struct record_change *change, struct store_tx *tx)
{
    struct record_fields fields;
    enum err err = load(change, store_tx_view(tx), &fields);
    if (!err)
        err = store_tx_record_delete(tx, &change->key);
    if (err || change->key.kind != RECORD_BUSINESS)
        return err;
    return business_leave(change->arena, tx, &change->key, &change->unfinished);
}

enum err record_change_apply(struct store_op *op, struct store_tx *tx)
{
    struct record_change *change = (struct record_change *)op;
    change->unfinished = false;
    switch (change->what) {
    case RECORD_CREATE:
        return apply_create(change, tx);
    case RECORD_UPDATE:
        return apply_update(change, tx);
    case RECORD_DELETE:
        break;
    }
    return apply_delete(change, tx);
}
