#include "service/items.h"

#include "base/clock.h"
#include "base/rand.h"
#include "service/room.h"

static enum err unknown(enum item_kind kind)
{
    return kind == ITEM_NOTE ? ERR_NOTE_UNKNOWN : ERR_TASK_UNKNOWN;
}

/* Whose note is asked for comes before which. */
static enum err find_contact(struct store_view *view, const struct item_key *key)
{
    enum err err = store_contact_exists(view, key->location_id, key->contact_id);
    return err == ERR_NOT_FOUND ? ERR_CONTACT_UNKNOWN : err;
}

static enum err find(struct store_view *view, struct arena *arena, const struct item_key *key,
                     struct item_row *row)
{
    enum err err = find_contact(view, key);
    if (!err)
        err = store_item_get(view, arena, key, row);
    return err == ERR_NOT_FOUND ? unknown(key->kind) : err;
}

/* ---- reading ----------------------------------------------------------------------------------
 */

enum err item_get(struct store *store, struct arena *arena, const struct item_key *key,
                  struct item_row *row)
{
    struct store_view *view;
    enum err err = store_view_acquire(store, &view);
    if (err)
        return err;
    err = find(view, arena, key, row);
    store_view_release(view);
    return err;
}

enum err item_contact_exists(struct store *store, struct str location_id, struct str contact_id)
{
    struct store_view *view;
    enum err err = store_view_acquire(store, &view);
    if (err)
        return err;
    const struct item_key key = {.location_id = location_id, .contact_id = contact_id};
    err = find_contact(view, &key);
    store_view_release(view);
    return err;
}

enum err item_list(struct store *store, struct arena *arena, const struct item_key *key,
                   struct item_row **rows, size_t *count)
{
    struct store_view *view;
    enum err err = store_view_acquire(store, &view);
    if (err)
        return err;
    err = find_contact(view, key);
    if (!err)
        err = store_item_list(view, arena, key, rows, count);
    store_view_release(view);
    return err;
}

enum err task_search(struct store *store, struct arena *arena, struct str location_id,
                     const struct task_query *query, struct item_row **rows, size_t *count)
{
    struct store_view *view;
    enum err err = store_view_acquire(store, &view);
    if (err)
        return err;
    err = store_task_search(view, arena, location_id, query, rows, count);
    store_view_release(view);
    return err;
}

/* ---- changing ---------------------------------------------------------------------------------
 */

enum err item_change_read(struct item_change *change, enum item_body body,
                          const struct json *object)
{
    faults_init(&change->faults, change->arena);
    if (change->kind == ITEM_JOIN && str_code_points(change->key.id) > ITEM_WORD_MAX)
        faults_add(&change->faults, "id must be shorter than or equal to %d characters",
                   ITEM_WORD_MAX);
    item_read(change->key.kind, body, object, change->arena, &change->patch, &change->faults);
    return change->faults.count > 0 ? ERR_BODY_INVALID : ERR_NONE;
}

static void encode(struct item_change *change, const struct item_fields *fields)
{
    const struct item_identity identity = {
        .id = change->row.key.id,
        .contact_id = change->key.contact_id,
        .date_added = clock_iso(change->arena, change->row.date_added_ms),
    };
    change->row.document = item_encode(change->key.kind, &identity, fields, change->arena);
    change->row.index = item_index_of(change->key.kind, fields, change->arena);
}

/* For change->row, in the place of `old_len` bytes: 0 for a new one. */
static enum err check_room(const struct item_change *change, struct store_view *view,
                           size_t old_len)
{
    struct item_total total;
    enum err err = store_item_total(view, &change->key, &total);
    if (err)
        return err;
    static const struct room room = {ITEMS_MAX, ITEMS_BYTES_MAX};
    return room_has(&room, &total, old_len, change->row.document.len) ? ERR_NONE : ERR_ITEMS_FULL;
}

static enum err apply_create(struct item_change *change, struct store_tx *tx)
{
    enum err err = find_contact(store_tx_view(tx), &change->key);
    if (err)
        return err;
    change->row = (struct item_row){.key = change->key, .date_added_ms = clock_wall_ms()};
    change->row.key.id = rand_id_str(change->arena);
    encode(change, &change->patch);
    err = check_room(change, store_tx_view(tx), 0);
    return err ? err : store_tx_item_insert(tx, &change->row);
}

static enum err apply_update(struct item_change *change, struct store_tx *tx)
{
    struct item_fields fields;
    enum err err = find(store_tx_view(tx), change->arena, &change->key, &change->row);
    if (!err)
        err = item_decode(change->key.kind, change->row.document, change->arena, &fields);
    if (err)
        return err;
    size_t old_len = change->row.document.len;
    item_merge(change->key.kind, &change->patch, &fields);
    encode(change, &fields);
    err = check_room(change, store_tx_view(tx), old_len);
    return err ? err : store_tx_item_update(tx, &change->row);
}

static enum err apply_delete(struct item_change *change, struct store_tx *tx)
{
    enum err err = find(store_tx_view(tx), change->arena, &change->key, &change->row);
    return err ? err : store_tx_item_delete(tx, &change->key);
}

/* ---- campaigns and workflows ------------------------------------------------------------------
 */

/* Joining once more only brings another start. */
static enum err apply_join(struct item_change *change, struct store_tx *tx)
{
    struct store_view *view = store_tx_view(tx);
    enum err err = find_contact(view, &change->key);
    if (err)
        return err;
    err = store_item_get(view, change->arena, &change->key, &change->row);
    if (err && err != ERR_NOT_FOUND)
        return err;
    bool joined = !err;
    size_t old_len = joined ? change->row.document.len : 0;
    if (!joined)
        change->row = (struct item_row){.key = change->key, .date_added_ms = clock_wall_ms()};
    encode(change, &change->patch);
    err = check_room(change, view, old_len);
    if (err)
        return err;
    return joined ? store_tx_item_update(tx, &change->row) : store_tx_item_insert(tx, &change->row);
}

static enum err apply_leave(struct item_change *change, struct store_tx *tx)
{
    enum err err = find_contact(store_tx_view(tx), &change->key);
    if (err)
        return err;
    err = change->kind == ITEM_LEAVE ? store_tx_item_delete(tx, &change->key)
                                     : store_tx_item_delete_kind(tx, &change->key);
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
}

enum err item_change_apply(struct store_op *op, struct store_tx *tx)
{
    struct item_change *change = (struct item_change *)op;
    switch (change->kind) {
    case ITEM_CREATE:
        return apply_create(change, tx);
    case ITEM_UPDATE:
        return apply_update(change, tx);
    case ITEM_DELETE:
        return apply_delete(change, tx);
    case ITEM_JOIN:
        return apply_join(change, tx);
    case ITEM_LEAVE:
    case ITEM_LEAVE_ALL:
        break;
    }
    return apply_leave(change, tx);
}
