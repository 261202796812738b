#include "service/custom_folders.h"

#include "base/clock.h"
#include "base/rand.h"
#include "service/location.h"

static enum err find(struct store_view *view, struct arena *arena, struct str location_id,
                     struct str id, struct custom_folder *folder)
{
    enum err err = store_custom_folder_get(view, arena, location_id, id, folder);
    return err == ERR_NOT_FOUND ? ERR_CUSTOM_FOLDER_UNKNOWN : err;
}

enum err custom_folder_get(struct store *store, struct arena *arena, struct str location_id,
                           struct str id, struct custom_folder *folder)
{
    struct store_view *view;
    enum err err = store_view_acquire(store, &view);
    if (err)
        return err;
    err = find(view, arena, location_id, id, folder);
    store_view_release(view);
    return err;
}

enum err custom_folder_list(struct store *store, struct arena *arena, struct str location_id,
                            struct str object_key, struct custom_folder **folders, size_t *count)
{
    struct store_view *view;
    enum err err = store_view_acquire(store, &view);
    if (err)
        return err;
    err = store_custom_folder_list(view, arena, location_id, object_key, folders, count);
    store_view_release(view);
    return err;
}

/* ---- changing ---------------------------------------------------------------------------------
 */

enum err custom_folder_change_read(struct custom_folder_change *change, const struct json *object)
{
    faults_init(&change->faults, change->arena);
    custom_folder_body_read(change->kind == CUSTOM_FOLDER_CREATE, object, change->arena,
                            &change->body, &change->faults);
    const struct json_opt_text *named = &change->body.location_id;
    if (named->presence == JSON_GIVEN && !str_eq(named->value, change->location_id))
        return ERR_LOCATION_FORBIDDEN;
    return change->faults.count > 0 ? ERR_BODY_INVALID : ERR_NONE;
}

static enum err apply_create(struct custom_folder_change *change, struct store_tx *tx)
{
    struct custom_folder *list;
    size_t count;
    int64_t now_ms = clock_wall_ms();
    enum err err = location_turn(tx, change->location_id);
    if (err)
        return err;
    change->folder = (struct custom_folder){
        .id = rand_id_str(change->arena),
        .object_key = change->body.object_key,
        .name = change->body.name.value,
        .date_added_ms = now_ms,
        .date_updated_ms = now_ms,
    };
    err = store_custom_folder_list(store_tx_view(tx), change->arena, change->location_id,
                                   change->folder.object_key, &list, &count);
    if (!err && count >= CUSTOM_FOLDERS_MAX)
        err = ERR_CUSTOM_FOLDERS_FULL;
    return err ? err : store_tx_custom_folder_insert(tx, change->location_id, &change->folder);
}

static enum err load(struct custom_folder_change *change, struct store_tx *tx)
{
    return find(store_tx_view(tx), change->arena, change->location_id, change->folder_id,
                &change->folder);
}

static enum err apply_rename(struct custom_folder_change *change, struct store_tx *tx)
{
    enum err err = load(change, tx);
    change->folder.name = change->body.name.value;
    change->folder.date_updated_ms = clock_wall_ms();
    return err ? err : store_tx_custom_folder_update(tx, change->location_id, &change->folder);
}

static enum err apply_delete(struct custom_folder_change *change, struct store_tx *tx)
{
    enum err err = load(change, tx);
    return err ? err : store_tx_custom_folder_delete(tx, change->location_id, &change->folder);
}

enum err custom_folder_change_apply(struct store_op *op, struct store_tx *tx)
{
    struct custom_folder_change *change = (struct custom_folder_change *)op;
    switch (change->kind) {
    case CUSTOM_FOLDER_CREATE:
        return apply_create(change, tx);
    case CUSTOM_FOLDER_RENAME:
        return apply_rename(change, tx);
    case CUSTOM_FOLDER_DELETE:
        break;
    }
    return apply_delete(change, tx);
}
