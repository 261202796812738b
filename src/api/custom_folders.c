#include "api/custom_folders.h"

#include "api/answer.h"
#include "api/query.h"
#include "api/submit.h"
#include "service/custom_folders.h"
#include "json/writer.h"

/* {"id", "objectKey", "locationId", "name", "traceId"}; of a delete {"succeded", "id", "key"}. */
static void answer_folder(struct request *request, const struct custom_folder_change *change)
{
    const struct custom_folder *folder = &change->folder;
    struct json_writer *w = json_writer_new(request->arena);
    json_begin_object(w);
    if (change->kind == CUSTOM_FOLDER_DELETE) {
        answer_write_succeeded(request, w);
        json_member_string(w, STR("id"), folder->id);
        json_member_string(w, STR("key"), custom_folder_key(request->arena, folder));
    } else {
        custom_folder_write_members(w, change->location_id, folder);
    }
    int status = change->kind == CUSTOM_FOLDER_CREATE ? 201 : 200;
    answer_end(request, &(struct http_response){.status = status}, w);
}

static void answer_change(struct request *request)
{
    const struct custom_folder_change *change = request->custom_folder_change;
    enum err err = change->op.result;
    if (err == ERR_BODY_INVALID)
        answer_faults(request, &change->faults);
    else if (err)
        answer_error(request, err);
    else
        answer_folder(request, change);
}

static void start(struct request *request, enum custom_folder_change_kind kind)
{
    struct custom_folder_change *change = ARENA_NEW(request->arena, struct custom_folder_change);
    *change = (struct custom_folder_change){
        .kind = kind,
        .arena = request->arena,
        .location_id = identity_location(&request->identity),
        .folder_id = request->params[0],
    };
    request->custom_folder_change = change;
    if (kind != CUSTOM_FOLDER_DELETE)
        change->op.result = custom_folder_change_read(change, request->body);
    if (change->op.result)
        answer_change(request);
    else
        request_submit(request, &change->op, custom_folder_change_apply, answer_change);
}

void create_custom_folder(struct request *request)
{
    start(request, CUSTOM_FOLDER_CREATE);
}

void rename_custom_folder(struct request *request)
{
    start(request, CUSTOM_FOLDER_RENAME);
}

void delete_custom_folder(struct request *request)
{
    struct str location_id;
    if (query_location(request, &location_id))
        start(request, CUSTOM_FOLDER_DELETE);
}
