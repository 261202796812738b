#include "api/items.h"

#include "api/access.h"
#include "api/answer.h"
#include "api/submit.h"
#include "service/items.h"
#include "json/writer.h"

static struct item_key key_of(struct request *request, enum item_kind kind)
{
    return (struct item_key){
        .location_id = identity_location(&request->identity),
        .contact_id = request->params[0],
        .kind = kind,
        .id = request->params[1],
    };
}

/* ---- answers ----------------------------------------------------------------------------------
 */

/* {"note":{…},"traceId"} */
static void answer_item(struct request *request, int status, const struct item_row *row)
{
    struct json_writer *w = json_writer_new(request->arena);
    json_begin_object(w);
    json_key(w, item_kind_name(row->key.kind));
    json_write_raw(w, row->document);
    answer_end(request, &(struct http_response){.status = status}, w);
}

/* As published: of a workflow it is 200. */
static int succeeded_status(const struct item_change *change)
{
    return change->kind == ITEM_JOIN && change->key.kind == ITEM_CAMPAIGN ? 201 : 200;
}

static void answer_change(struct request *request)
{
    struct item_change *change = request->item_change;
    if (change->op.result == ERR_BODY_INVALID)
        answer_faults(request, &change->faults);
    else if (change->op.result)
        answer_error(request, change->op.result);
    else if (change->kind == ITEM_CREATE || change->kind == ITEM_UPDATE)
        answer_item(request, change->kind == ITEM_CREATE ? 201 : 200, &change->row);
    else
        answer_succeeded(request, succeeded_status(change));
}

/* ---- changes ----------------------------------------------------------------------------------
 */

static void start(struct request *request, enum item_kind kind, enum item_change_kind what)
{
    struct item_change *change = ARENA_NEW(request->arena, struct item_change);
    const struct item_key key = key_of(request, kind);
    *change = (struct item_change){
        .op.about = {key.location_id, key.contact_id},
        .kind = what,
        .arena = request->arena,
        .key = key,
    };
    request->item_change = change;
}

static void submit(struct request *request)
{
    request_submit(request, &request->item_change->op, item_change_apply, answer_change);
}

static void read_and_submit(struct request *request, enum item_kind kind,
                            enum item_change_kind what, enum item_body body)
{
    start(request, kind, what);
    enum err err = item_change_read(request->item_change, body, request->body);
    if (!err) {
        submit(request);
        return;
    }
    request->item_change->op.result = err;
    answer_change(request);
}

/* Without a body. */
static void start_and_submit(struct request *request, enum item_kind kind,
                             enum item_change_kind what)
{
    start(request, kind, what);
    submit(request);
}

/* ---- reading ----------------------------------------------------------------------------------
 */

static void get_item(struct request *request, enum item_kind kind)
{
    struct item_key key = key_of(request, kind);
    struct item_row row;
    enum err err = item_get(request->api->store, request->arena, &key, &row);
    if (err)
        answer_error(request, err);
    else
        answer_item(request, 200, &row);
}

static void answer_list(struct request *request, struct str name, const struct item_row *rows,
                        size_t count)
{
    struct json_writer *w = json_writer_new(request->arena);
    json_begin_object(w);
    json_key(w, name);
    json_begin_array(w);
    for (size_t i = 0; i < count; i++)
        json_write_raw(w, rows[i].document);
    json_end(w);
    answer_end(request, &(struct http_response){.status = 200}, w);
}

static void list_items(struct request *request, enum item_kind kind, struct str name)
{
    struct item_key key = key_of(request, kind);
    struct item_row *rows;
    size_t count;
    enum err err = item_list(request->api->store, request->arena, &key, &rows, &count);
    if (err)
        answer_error(request, err);
    else
        answer_list(request, name, rows, count);
}

/* ---- operations -------------------------------------------------------------------------------
 */

void list_notes(struct request *request)
{
    list_items(request, ITEM_NOTE, STR("notes"));
}

void create_note(struct request *request)
{
    read_and_submit(request, ITEM_NOTE, ITEM_CREATE, ITEM_BODY_CREATE);
}

void get_note(struct request *request)
{
    get_item(request, ITEM_NOTE);
}

void update_note(struct request *request)
{
    read_and_submit(request, ITEM_NOTE, ITEM_UPDATE, ITEM_BODY_UPDATE);
}

void delete_note(struct request *request)
{
    start_and_submit(request, ITEM_NOTE, ITEM_DELETE);
}

void list_tasks(struct request *request)
{
    list_items(request, ITEM_TASK, STR("tasks"));
}

void create_task(struct request *request)
{
    read_and_submit(request, ITEM_TASK, ITEM_CREATE, ITEM_BODY_CREATE);
}

void get_task(struct request *request)
{
    get_item(request, ITEM_TASK);
}

void update_task(struct request *request)
{
    read_and_submit(request, ITEM_TASK, ITEM_UPDATE, ITEM_BODY_UPDATE);
}

void complete_task(struct request *request)
{
    read_and_submit(request, ITEM_TASK, ITEM_UPDATE, ITEM_BODY_COMPLETE);
}

void delete_task(struct request *request)
{
    start_and_submit(request, ITEM_TASK, ITEM_DELETE);
}

void search_tasks(struct request *request)
{
    struct task_query query;
    struct faults faults;
    struct item_row *rows;
    size_t count;
    enum err err = access_check_location(request, request->params[0]);
    if (err) {
        answer_error(request, err);
        return;
    }
    faults_init(&faults, request->arena);
    task_query_read(request->body, request->arena, &query, &faults);
    if (faults.count > 0) {
        answer_faults(request, &faults);
        return;
    }
    err =
        task_search(request->api->store, request->arena, request->params[0], &query, &rows, &count);
    if (err)
        answer_error(request, err);
    else
        answer_list(request, STR("tasks"), rows, count);
}

void join_campaign(struct request *request)
{
    read_and_submit(request, ITEM_CAMPAIGN, ITEM_JOIN, ITEM_BODY_UPDATE);
}

void leave_campaign(struct request *request)
{
    start_and_submit(request, ITEM_CAMPAIGN, ITEM_LEAVE);
}

void leave_campaigns(struct request *request)
{
    start_and_submit(request, ITEM_CAMPAIGN, ITEM_LEAVE_ALL);
}

void join_workflow(struct request *request)
{
    read_and_submit(request, ITEM_WORKFLOW, ITEM_JOIN, ITEM_BODY_UPDATE);
}

/* Its body says which run of the workflow is meant; a contact is in it once, so all are. */
void leave_workflow(struct request *request)
{
    read_and_submit(request, ITEM_WORKFLOW, ITEM_LEAVE, ITEM_BODY_UPDATE);
}

/* Appointments are kept by calendars, which this server has none of. */
void list_appointments(struct request *request)
{
    enum err err = item_contact_exists(request->api->store, identity_location(&request->identity),
                                       request->params[0]);
    if (err)
        answer_error(request, err);
    else
        answer_list(request, STR("events"), NULL, 0);
}
