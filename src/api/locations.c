#include "api/locations.h"

#include "api/access.h"
#include "api/answer.h"
#include "api/query.h"
#include "api/submit.h"
#include "contact/text.h"
#include "service/location.h"
#include "json/writer.h"

/* As published: what a page of a search has, where it is not said. */
enum { SEARCH_LIMIT = 10 };

/* ---- answers ----------------------------------------------------------------------------------
 */

static void answer_short(struct request *request, const struct location *location)
{
    struct json_writer *w = json_writer_new(request->arena);
    json_begin_object(w);
    enum err err = location_write(location, LOCATION_SHORT, request->arena, w);
    if (err)
        answer_error(request, err);
    else
        answer_end(request, &(struct http_response){.status = 200}, w);
}

static void answer_whole(struct request *request, const struct location *location)
{
    struct json_writer *w = json_writer_new(request->arena);
    json_begin_object(w);
    json_key(w, STR("location"));
    json_begin_object(w);
    enum err err = location_write(location, LOCATION_WHOLE, request->arena, w);
    if (err) {
        answer_error(request, err);
        return;
    }
    json_end(w);
    answer_end(request, &(struct http_response){.status = 200}, w);
}

static void answer_found(struct request *request, const struct location *locations, size_t count)
{
    struct json_writer *w = json_writer_new(request->arena);
    json_begin_object(w);
    json_key(w, STR("locations"));
    json_begin_array(w);
    for (size_t i = 0; i < count; i++) {
        json_begin_object(w);
        enum err err = location_write(&locations[i], LOCATION_SHORT, request->arena, w);
        if (err) {
            answer_error(request, err);
            return;
        }
        json_end(w);
    }
    json_end(w);
    answer_end(request, &(struct http_response){.status = 200}, w);
}

static void answer_deleted(struct request *request)
{
    struct json_writer *w = json_writer_new(request->arena);
    json_begin_object(w);
    json_member_bool(w, STR("success"), true);
    json_member_string(w, STR("message"),
                       arena_format(request->arena, "Deleted location with id: %.*s",
                                    STR_ARG(request->params[0])));
    answer_end(request, &(struct http_response){.status = 200}, w);
}

/* Whoever asks after the answer must not meet what was. */
static void forget(struct request *request)
{
    struct api *api = request->api;
    const struct location_change *change = request->location_change;
    if (change->kind == LOCATION_CREATE)
        return;
    location_cache_forget(api->locations, change->location_id);
    if (change->kind == LOCATION_UPDATE)
        return;
    token_cache_forget(api->tokens, change->location_id);
    sweep_start(&api->sweeps[SWEEP_LOCATIONS]);
}

static void answer_change(struct request *request)
{
    const struct location_change *change = request->location_change;
    if (change->op.result == ERR_BODY_INVALID)
        answer_faults(request, &change->faults);
    else if (change->op.result)
        answer_error(request, change->op.result);
    else if (change->kind == LOCATION_DELETE)
        answer_deleted(request);
    else
        answer_short(request, &change->location);
}

/* ---- changes ----------------------------------------------------------------------------------
 */

static struct location_change *start(struct request *request, enum location_change_kind kind)
{
    struct location_change *change = ARENA_NEW(request->arena, struct location_change);
    *change = (struct location_change){
        .kind = kind,
        .arena = request->arena,
        .location_id = request->params[0],
    };
    request->location_change = change;
    request->committed = forget;
    return change;
}

static void submit(struct request *request, struct location_change *change, enum err read)
{
    change->op.result = read;
    if (read)
        answer_change(request);
    else
        request_submit(request, &change->op, location_change_apply, answer_change);
}

void create_location(struct request *request)
{
    struct location_change *change = start(request, LOCATION_CREATE);
    submit(request, change, location_change_read(change, request->body));
}

void update_location(struct request *request)
{
    struct location_change *change = start(request, LOCATION_UPDATE);
    submit(request, change, location_change_read(change, request->body));
}

/* Whether to delete an account at Twilio has to be said, though there is none here. */
void delete_location(struct request *request)
{
    struct location_change *change = start(request, LOCATION_DELETE);
    faults_init(&change->faults, request->arena);
    query_flag(request, STR("deleteTwilioAccount"), &change->faults);
    submit(request, change, change->faults.count > 0 ? ERR_BODY_INVALID : ERR_NONE);
}

/* ---- reading ----------------------------------------------------------------------------------
 */

void get_location(struct request *request)
{
    struct location location;
    enum err err = access_check_location(request, request->params[0]);
    if (!err)
        err = location_get(request->api->store, request->arena, request->params[0], &location);
    if (err)
        answer_error(request, err);
    else
        answer_whole(request, &location);
}

static bool read_order(struct request *request, struct faults *faults)
{
    struct str order = query_text(request, STR("order"));
    bool newest_first = str_eq(order, STR("desc"));
    if (!newest_first && !str_is_empty(order) && !str_eq(order, STR("asc")))
        faults_add(faults, "order must be one of the following values: asc, desc");
    return newest_first;
}

static void read_query(struct request *request, struct location_query *query, struct faults *faults)
{
    static const struct query_range limits = {1, LOCATION_SEARCH_MAX, SEARCH_LIMIT};
    static const struct query_range skips = {0, LOCATION_SKIP_MAX, 0};
    struct arena *arena = request->arena;
    *query = (struct location_query){
        .company_id = query_text(request, STR("companyId")),
        .email = text_lower(arena, text_nfc(arena, query_email(request, STR("email")))),
        .newest_first = read_order(request, faults),
        .skip = query_number(request, STR("skip"), &skips, faults),
        .limit = (size_t)query_number(request, STR("limit"), &limits, faults),
    };
}

void search_locations(struct request *request)
{
    struct location_query query;
    struct location *locations;
    size_t count;
    struct faults faults;
    faults_init(&faults, request->arena);
    read_query(request, &query, &faults);
    if (faults.count > 0) {
        answer_faults(request, &faults);
        return;
    }
    enum err err =
        location_search(request->api->store, request->arena, identity_location(&request->identity),
                        &query, &locations, &count);
    if (err)
        answer_error(request, err);
    else
        answer_found(request, locations, count);
}

void list_time_zones(struct request *request)
{
    enum err err = access_check_location(request, request->params[0]);
    if (err) {
        answer_error(request, err);
        return;
    }
    size_t count;
    const struct str *zones = text_time_zones(&count);
    struct json_writer *w = json_writer_new(request->arena);
    json_begin_object(w);
    json_member_strings(w, STR("timeZones"), zones, count);
    answer_end(request, &(struct http_response){.status = 200}, w);
}
