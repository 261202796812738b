#include "api/custom_fields.h"

#include "api/access.h"
#include "api/answer.h"
#include "api/query.h"
#include "api/submit.h"
#include "contact/custom_object.h"
#include "service/custom_fields.h"
#include "service/custom_folders.h"
#include "json/writer.h"

/* ---- answers ----------------------------------------------------------------------------------
 */

/* err.def's sentence about that field, key or folder. */
static void answer_about(struct request *request, enum err err, struct str subject)
{
    answer_error_message(request, err, answer_sentence(request, err, subject));
}

static void write_field(struct request *request, struct json_writer *w, enum custom_field_api api,
                        const struct custom_field *field)
{
    struct str location_id = identity_location(&request->identity);
    if (api == CUSTOM_FIELD_API_LOCATION)
        custom_field_write_of_location(w, location_id, field);
    else
        custom_field_write_of_object(w, request->arena, location_id, field);
}

/* {"customField":{…},"traceId"} or {"field":{…},"traceId"} */
static void answer_field(struct request *request, int status, enum custom_field_api api,
                         const struct custom_field *field)
{
    struct json_writer *w = json_writer_new(request->arena);
    json_begin_object(w);
    json_key(w, api == CUSTOM_FIELD_API_LOCATION ? STR("customField") : STR("field"));
    write_field(request, w, api, field);
    answer_end(request, &(struct http_response){.status = status}, w);
}

/* Of an object's, which one it was. */
static void answer_deleted(struct request *request, const struct custom_field_change *change)
{
    struct json_writer *w = json_writer_new(request->arena);
    json_begin_object(w);
    answer_write_succeeded(request, w);
    if (change->api == CUSTOM_FIELD_API_OBJECT) {
        json_member_string(w, STR("id"), change->field.id);
        json_member_string(w, STR("key"), change->field.key);
    }
    answer_end(request, &(struct http_response){.status = 200}, w);
}

static void answer_failure(struct request *request, const struct custom_field_change *change)
{
    switch (change->op.result) {
    case ERR_BODY_INVALID:
        answer_faults(request, &change->faults);
        break;
    case ERR_CUSTOM_FIELD_EXISTS:
        answer_about(request, change->op.result, change->field.key);
        break;
    case ERR_CUSTOM_FOLDER_UNKNOWN:
        answer_about(request, change->op.result, change->body.parent_id.value);
        break;
    default:
        answer_about(request, change->op.result, change->field_id);
    }
}

static void answer_change(struct request *request)
{
    const struct custom_field_change *change = request->custom_field_change;
    if (change->op.result) {
        answer_failure(request, change);
        return;
    }
    if (change->kind == CUSTOM_FIELD_DELETE)
        answer_deleted(request, change);
    else
        answer_field(request, change->kind == CUSTOM_FIELD_CREATE ? 201 : 200, change->api,
                     &change->field);
}

/* ---- changes ----------------------------------------------------------------------------------
 */

/* Contacts are checked against the fields, and served without those that are deleted. */
static void forget(struct request *request)
{
    location_cache_forget(request->api->locations, request->custom_field_change->location_id);
}

static void start(struct request *request, enum custom_field_api api,
                  enum custom_field_change_kind kind, struct str field_id)
{
    struct custom_field_change *change = ARENA_NEW(request->arena, struct custom_field_change);
    *change = (struct custom_field_change){
        .kind = kind,
        .api = api,
        .arena = request->arena,
        .location_id = identity_location(&request->identity),
        .field_id = field_id,
    };
    request->custom_field_change = change;
    request->committed = forget;
    if (kind != CUSTOM_FIELD_DELETE)
        change->op.result = custom_field_change_read(change, request->body);
    if (change->op.result)
        answer_change(request);
    else
        request_submit(request, &change->op, custom_field_change_apply, answer_change);
}

/* ---- of a location ----------------------------------------------------------------------------
 */

/* False when it has answered that the location of the path is another one. */
static bool check_path(struct request *request)
{
    enum err err = access_check_location(request, request->params[0]);
    if (err)
        answer_error(request, err);
    return !err;
}

static void change_location_field(struct request *request, enum custom_field_change_kind kind)
{
    if (check_path(request))
        start(request, CUSTOM_FIELD_API_LOCATION, kind, request->params[1]);
}

void create_location_field(struct request *request)
{
    change_location_field(request, CUSTOM_FIELD_CREATE);
}

void update_location_field(struct request *request)
{
    change_location_field(request, CUSTOM_FIELD_UPDATE);
}

void delete_location_field(struct request *request)
{
    change_location_field(request, CUSTOM_FIELD_DELETE);
}

/* By its key as well, as published. */
void get_location_field(struct request *request)
{
    struct custom_field field;
    if (!check_path(request))
        return;
    enum err err = custom_field_get(request->api->store, request->arena, CUSTOM_FIELD_API_LOCATION,
                                    request->params[0], request->params[1], &field);
    if (err)
        answer_about(request, err, request->params[1]);
    else
        answer_field(request, 200, CUSTOM_FIELD_API_LOCATION, &field);
}

/* The fields of one kind of object, as items of the array that was begun. */
static enum err write_fields(struct request *request, struct json_writer *w,
                             enum custom_field_api api, struct str object_key)
{
    struct custom_fields fields;
    enum err err = custom_field_list(request->api->store, request->arena,
                                     identity_location(&request->identity), object_key, &fields);
    if (err)
        return err;
    const struct custom_field **order = custom_fields_in_order(request->arena, &fields);
    for (size_t i = 0; i < fields.count; i++)
        write_field(request, w, api, order[i]);
    return ERR_NONE;
}

/* Of contacts, unless the query says otherwise: 422 when it says something else. */
static bool read_model(struct request *request, bool *contacts, bool *opportunities)
{
    struct str model = query_text(request, STR("model"));
    bool all = str_eq(model, STR("all"));
    *contacts = all || str_is_empty(model) || str_eq(model, STR("contact"));
    *opportunities = all || str_eq(model, STR("opportunity"));
    if (*contacts || *opportunities)
        return true;
    struct faults faults;
    faults_init(&faults, request->arena);
    faults_add(&faults, "model must be one of the following values: contact, opportunity, all");
    answer_faults(request, &faults);
    return false;
}

void list_location_fields(struct request *request)
{
    bool contacts;
    bool opportunities;
    if (!check_path(request) || !read_model(request, &contacts, &opportunities))
        return;
    struct json_writer *w = json_writer_new(request->arena);
    json_begin_object(w);
    json_key(w, STR("customFields"));
    json_begin_array(w);
    enum err err = ERR_NONE;
    if (contacts)
        err = write_fields(request, w, CUSTOM_FIELD_API_LOCATION, STR("contact"));
    if (!err && opportunities)
        err = write_fields(request, w, CUSTOM_FIELD_API_LOCATION, STR("opportunity"));
    if (err) {
        answer_error(request, err);
        return;
    }
    json_end(w);
    answer_end(request, &(struct http_response){.status = 200}, w);
}

/* ---- of objects -------------------------------------------------------------------------------
 */

void create_object_field(struct request *request)
{
    start(request, CUSTOM_FIELD_API_OBJECT, CUSTOM_FIELD_CREATE, STR(""));
}

void update_object_field(struct request *request)
{
    start(request, CUSTOM_FIELD_API_OBJECT, CUSTOM_FIELD_UPDATE, request->params[0]);
}

void delete_object_field(struct request *request)
{
    start(request, CUSTOM_FIELD_API_OBJECT, CUSTOM_FIELD_DELETE, request->params[0]);
}

/* Whatever is neither a field nor a folder is an unknown field. */
static void answer_folder(struct request *request, enum err unknown)
{
    struct custom_folder folder;
    struct str location_id = identity_location(&request->identity);
    enum err err = custom_folder_get(request->api->store, request->arena, location_id,
                                     request->params[0], &folder);
    if (err) {
        answer_about(request, err == ERR_CUSTOM_FOLDER_UNKNOWN ? unknown : err, request->params[0]);
        return;
    }
    struct json_writer *w = json_writer_new(request->arena);
    json_begin_object(w);
    json_key(w, STR("field"));
    custom_folder_write_as_field(w, request->arena, location_id, &folder);
    answer_end(request, &(struct http_response){.status = 200}, w);
}

void get_object_field(struct request *request)
{
    struct custom_field field;
    enum err err =
        custom_field_get(request->api->store, request->arena, CUSTOM_FIELD_API_OBJECT,
                         identity_location(&request->identity), request->params[0], &field);
    if (err == ERR_CUSTOM_FIELD_UNKNOWN)
        answer_folder(request, err);
    else if (err)
        answer_error(request, err);
    else
        answer_field(request, 200, CUSTOM_FIELD_API_OBJECT, &field);
}

static enum err write_folders(struct request *request, struct json_writer *w, struct str object_key)
{
    struct custom_folder *folders;
    size_t count;
    struct str location_id = identity_location(&request->identity);
    enum err err = custom_folder_list(request->api->store, request->arena, location_id, object_key,
                                      &folders, &count);
    for (size_t i = 0; !err && i < count; i++)
        custom_folder_write_as_field(w, request->arena, location_id, &folders[i]);
    return err;
}

static void answer_object(struct request *request, struct str object_key)
{
    struct json_writer *w = json_writer_new(request->arena);
    json_begin_object(w);
    json_key(w, STR("fields"));
    json_begin_array(w);
    enum err err = write_fields(request, w, CUSTOM_FIELD_API_OBJECT, object_key);
    json_end(w);
    json_key(w, STR("folders"));
    json_begin_array(w);
    if (!err)
        err = write_folders(request, w, object_key);
    json_end(w);
    if (err)
        answer_error(request, err);
    else
        answer_end(request, &(struct http_response){.status = 200}, w);
}

void list_object_fields(struct request *request)
{
    struct str location_id;
    struct str object_key = STR("");
    struct faults faults;
    if (!query_location(request, &location_id))
        return;
    faults_init(&faults, request->arena);
    custom_object_check(request->arena, request->params[0], &object_key, &faults);
    if (faults.count > 0)
        answer_faults(request, &faults);
    else
        answer_object(request, object_key);
}
