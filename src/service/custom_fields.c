#include "service/custom_fields.h"

#include "base/clock.h"
#include "base/rand.h"
#include "contact/custom_object.h"
#include "service/location.h"

/* ---- reading ----------------------------------------------------------------------------------
 */

static bool shows(enum custom_field_api api, const struct custom_field *field)
{
    return api == CUSTOM_FIELD_API_OBJECT || custom_object_is_model(field->object_key);
}

/* Every key has a dot, and no id has. */
static enum err find(struct store_view *view, struct arena *arena, enum custom_field_api api,
                     struct str location_id, struct str id_or_key, struct custom_field *field)
{
    bool is_key = str_find(id_or_key, '.') < id_or_key.len;
    enum err err = is_key ? store_custom_field_by_key(view, arena, location_id, id_or_key, field)
                          : store_custom_field_get(view, arena, location_id, id_or_key, field);
    if (err == ERR_NOT_FOUND || (!err && !shows(api, field)))
        return ERR_CUSTOM_FIELD_UNKNOWN;
    return err;
}

enum err custom_field_get(struct store *store, struct arena *arena, enum custom_field_api api,
                          struct str location_id, struct str id_or_key, struct custom_field *field)
{
    struct store_view *view;
    enum err err = store_view_acquire(store, &view);
    if (err)
        return err;
    err = find(view, arena, api, location_id, id_or_key, field);
    store_view_release(view);
    return err;
}

enum err custom_field_list(struct store *store, struct arena *arena, struct str location_id,
                           struct str object_key, struct custom_fields *fields)
{
    struct store_view *view;
    enum err err = store_view_acquire(store, &view);
    if (err)
        return err;
    err = store_custom_field_list(view, arena, location_id, object_key, fields);
    store_view_release(view);
    return err;
}

/* ---- changing: the body -----------------------------------------------------------------------
 */

static enum custom_field_body_kind body_kind(const struct custom_field_change *change)
{
    bool creates = change->kind == CUSTOM_FIELD_CREATE;
    if (change->api == CUSTOM_FIELD_API_LOCATION)
        return creates ? CUSTOM_FIELD_BODY_LOCATION_CREATE : CUSTOM_FIELD_BODY_LOCATION_UPDATE;
    return creates ? CUSTOM_FIELD_BODY_OBJECT_CREATE : CUSTOM_FIELD_BODY_OBJECT_UPDATE;
}

enum err custom_field_change_read(struct custom_field_change *change, const struct json *object)
{
    faults_init(&change->faults, change->arena);
    custom_field_body_read(body_kind(change), object, change->arena, &change->body,
                           &change->faults);
    const struct json_opt_text *named = &change->body.location_id;
    if (named->presence == JSON_GIVEN && !str_eq(named->value, change->location_id))
        return ERR_LOCATION_FORBIDDEN;
    return change->faults.count > 0 ? ERR_BODY_INVALID : ERR_NONE;
}

/* ---- changing: the transaction ----------------------------------------------------------------
 */

/* In the place of `old_size` bytes; with nothing in its place, one more. */
static enum err check_room(struct store_view *view, struct str location_id,
                           const struct custom_field *field, const struct custom_field *old)
{
    struct custom_field_total total;
    enum err err = store_custom_field_total(view, location_id, field->object_key, &total);
    if (err)
        return err;
    int64_t more = (int64_t)custom_field_size(field) - (old ? (int64_t)custom_field_size(old) : 0);
    bool full = (!old && total.fields >= CUSTOM_FIELDS_OF_LOCATION_MAX) ||
                (more > 0 && total.bytes + more > CUSTOM_FIELDS_BYTES_MAX);
    return full ? ERR_CUSTOM_FIELDS_FULL : ERR_NONE;
}

/* A folder that is named must be there, and one of the same kind of object. */
static enum err check_folder(const struct custom_field_change *change, struct store_view *view)
{
    const struct json_opt_text *parent = &change->body.parent_id;
    if (parent->presence != JSON_GIVEN || str_is_empty(parent->value))
        return ERR_NONE;
    struct custom_folder folder;
    enum err err =
        store_custom_folder_get(view, change->arena, change->location_id, parent->value, &folder);
    bool other = !err && !str_eq(folder.object_key, change->field.object_key);
    return err == ERR_NOT_FOUND || other ? ERR_CUSTOM_FOLDER_UNKNOWN : err;
}

/* The boxes that are new get ids that outlive their labels. */
static void name_boxes(struct custom_field_change *change)
{
    struct custom_field *field = &change->field;
    for (size_t i = 0; i < field->option_count; i++) {
        if (str_is_empty(field->options[i].key))
            field->options[i].key = rand_id_str(change->arena);
    }
}

/* What can only be said with the field that is changed. `old` is NULL for a new one. */
static enum err check_options(struct custom_field_change *change, const struct custom_field *old)
{
    faults_init(&change->faults, change->arena);
    if (!change->body.gives_options)
        return ERR_NONE;
    if (!custom_options_are_unique(&change->field))
        faults_add(&change->faults, "All options's elements must be unique");
    if (old && change->api == CUSTOM_FIELD_API_OBJECT &&
        !custom_options_are_kept(old, &change->field))
        faults_add(&change->faults, "options must include all existing options");
    return change->faults.count > 0 ? ERR_BODY_INVALID : ERR_NONE;
}

/* The body onto change->field, and whether that may be kept. */
static enum err fill(struct custom_field_change *change, struct store_view *view,
                     const struct custom_field *old)
{
    custom_field_body_apply(&change->body, change->arena, &change->field);
    name_boxes(change);
    change->field.date_updated_ms = clock_wall_ms();
    enum err err = check_options(change, old);
    if (!err)
        err = check_folder(change, view);
    return err ? err : check_room(view, change->location_id, &change->field, old);
}

static enum err insert(struct store_tx *tx, struct str location_id,
                       const struct custom_field *field)
{
    enum err err = store_tx_custom_field_insert(tx, location_id, field);
    return err == ERR_EXISTS ? ERR_CUSTOM_FIELD_EXISTS : err;
}

static enum err apply_create(struct custom_field_change *change, struct store_tx *tx)
{
    enum err err = location_turn(tx, change->location_id);
    if (err)
        return err;
    change->field = (struct custom_field){
        .id = rand_id_str(change->arena),
        .object_key = change->body.object_key,
        .key = change->body.key,
        .type = change->body.type,
        .shows_in_forms = true,
        .date_added_ms = clock_wall_ms(),
    };
    err = fill(change, store_tx_view(tx), NULL);
    return err ? err : insert(tx, change->location_id, &change->field);
}

static enum err load(struct custom_field_change *change, struct store_view *view)
{
    enum err err = store_custom_field_get(view, change->arena, change->location_id,
                                          change->field_id, &change->field);
    if (err == ERR_NOT_FOUND || (!err && !shows(change->api, &change->field)))
        return ERR_CUSTOM_FIELD_UNKNOWN;
    return err;
}

/* A field stays what it is one of: a body that says otherwise asks for a field that is not there.
 */
static enum err apply_update(struct custom_field_change *change, struct store_tx *tx)
{
    enum err err = load(change, store_tx_view(tx));
    if (err)
        return err;
    const struct custom_field old = change->field;
    if (!str_is_empty(change->body.object_key) && !str_eq(change->body.object_key, old.object_key))
        return ERR_CUSTOM_FIELD_UNKNOWN;
    err = fill(change, store_tx_view(tx), &old);
    return err ? err : store_tx_custom_field_update(tx, change->location_id, &change->field);
}

/* Only contacts have values here. */
static enum err apply_delete(struct custom_field_change *change, struct store_tx *tx)
{
    enum err err = load(change, store_tx_view(tx));
    if (!err)
        err = store_tx_custom_field_delete(tx, change->location_id, change->field_id);
    if (err || !str_eq(change->field.object_key, STR(CUSTOM_FIELD_CONTACT)))
        return err;
    return store_tx_removed_field_insert(tx, change->location_id, change->field_id,
                                         clock_wall_ms());
}

enum err custom_field_change_apply(struct store_op *op, struct store_tx *tx)
{
    struct custom_field_change *change = (struct custom_field_change *)op;
    switch (change->kind) {
    case CUSTOM_FIELD_CREATE:
        return apply_create(change, tx);
    case CUSTOM_FIELD_UPDATE:
        return apply_update(change, tx);
    case CUSTOM_FIELD_DELETE:
        break;
    }
    return apply_delete(change, tx);
}

/* ---- by the command line ----------------------------------------------------------------------
 */

struct create_field {
    struct store_op op; /* first */
    struct arena *arena;
    struct str location_id;
    const struct custom_field *field;
};

static enum err apply_field(struct store_op *op, struct store_tx *tx)
{
    struct create_field *create = (struct create_field *)op;
    struct store_view *view = store_tx_view(tx);
    struct location location;
    enum err err = store_location_get(view, create->arena, create->location_id, &location);
    if (!err)
        err = check_room(view, create->location_id, create->field, NULL);
    return err ? err : insert(tx, create->location_id, create->field);
}

enum err custom_field_create(struct store *store, struct arena *arena, struct str location_id,
                             struct custom_field *field)
{
    field->id = rand_id_str(arena);
    field->date_added_ms = clock_wall_ms();
    field->date_updated_ms = field->date_added_ms;
    struct create_field create = {
        .op.apply = apply_field,
        .arena = arena,
        .location_id = location_id,
        .field = field,
    };
    return store_run(store, &create.op);
}
