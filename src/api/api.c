/*
 * The callbacks of http, in the order in which a request meets them.
 */
#include "api/api.h"

#include <stdlib.h>

#include "api/access.h"
#include "api/answer.h"
#include "api/docs.h"
#include "api/idempotency.h"
#include "api/request.h"
#include "api/route.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "service/business.h"
#include "service/searchers.h"

static void start_sweeps(struct api *api)
{
    for (size_t i = 0; i < SWEEP_COUNT; i++)
        sweep_start(&api->sweeps[i]);
}

enum err api_new(struct store *store, const struct api_config *config, struct api **made)
{
    struct searchers *searchers;
    enum err err = searchers_start(config->search_threads, &searchers);
    if (err)
        return err;
    struct api *api = memory_alloc(sizeof *api);
    struct location_cache *locations = location_cache_new(store);
    *api = (struct api){
        .store = store,
        .tokens = token_cache_new(store),
        .rate_limits = rate_limits_new(config->rate_limits),
        .locations = locations,
        .contacts = {.store = store, .locations = locations},
        .docs = docs_new(),
        .searchers = searchers,
        .sweeps = {[SWEEP_LOCATIONS] = {.store = store, .piece = store_tx_location_sweep},
                   [SWEEP_BUSINESSES] = {.store = store, .piece = business_sweep}},
    };
    start_sweeps(api); /* what an earlier process left undone */
    *made = api;
    return ERR_NONE;
}

void api_stop_searching(struct api *api)
{
    searchers_stop(api->searchers);
    api->searchers = NULL;
}

void api_free(struct api *api)
{
    if (!api)
        return;
    api_stop_searching(api);
    token_cache_free(api->tokens);
    rate_limits_free(api->rate_limits);
    location_cache_free(api->locations);
    docs_free(api->docs);
    free(api);
}

void api_set_stopping(struct api *api)
{
    api->stopping = true;
}

bool api_keep_up(struct api *api)
{
    token_cache_write_last_used(api->tokens);
    contacts_keep_up(&api->contacts);
    start_sweeps(api);
    return store_health(api->store) == ERR_NONE;
}

/* ---- the head ---------------------------------------------------------------------------------
 */

static struct request *request_of(void *context, struct http_request *http)
{
    struct request *request = http_state(http);
    if (request)
        return request;
    request = ARENA_NEW(http_arena(http), struct request);
    *request = (struct request){.api = context, .http = http, .arena = http_arena(http)};
    rand_uuid(request->trace_id);
    http_set_state(http, request);
    return request;
}

static void on_head(void *context, struct http_request *http)
{
    struct request *request = request_of(context, http);
    struct str allow;
    enum err err = route_find(request->arena, http_method(http), http_path(http), &request->route,
                              request->params, &allow);
    if (err == ERR_METHOD_UNKNOWN) {
        answer_method_unknown(request, allow);
        return;
    }
    if (!err)
        err = access_check(request);
    if (err)
        answer_error(request, err);
    else if (request->route->body == ROUTE_BODY_EMPTY)
        http_ignore_body(http);
}

/* ---- the body ---------------------------------------------------------------------------------
 */

static bool is_json(struct str content_type)
{
    struct str type;
    return str_cut(&content_type, ';', &type) &&
           str_eq_nocase(str_trim(type), STR("application/json"));
}

/* Reads the body into request->body; false when it has answered why that is not possible. */
static bool read_body(struct request *request)
{
    struct str text = http_body(request->http);
    if (!str_is_empty(text) && !is_json(http_header(request->http, "Content-Type"))) {
        answer_error(request, ERR_MEDIA_TYPE);
        return false;
    }
    if (str_is_empty(text) && request->route->body == ROUTE_BODY_OPTIONAL)
        text = STR("{}");
    struct json_malformed malformed = {0};
    enum err err = json_parse(request->arena, text, &request->body, &malformed);
    if (!err && json_type(request->body) != JSON_OBJECT) {
        malformed = (struct json_malformed){STR("the body must be an object"), 0};
        err = ERR_JSON_MALFORMED;
    }
    if (err == ERR_JSON_MALFORMED)
        answer_json_malformed(request, &malformed);
    else if (err)
        answer_error(request, err);
    return !err;
}

static void on_body(void *context, struct http_request *http)
{
    struct request *request = request_of(context, http);
    enum err err = access_check_again(request);
    if (err)
        answer_error(request, err);
    else if ((request->route->body == ROUTE_BODY_EMPTY || read_body(request)) &&
             idempotency_begin(request))
        request->route->handle(request);
}

static void on_resumed(void *context, struct http_request *http)
{
    struct request *request = request_of(context, http);
    request->resumed(request);
}

static void on_refuse(void *context, struct http_request *http, enum err why)
{
    answer_error(request_of(context, http), why);
}

/* ---- the end ----------------------------------------------------------------------------------
 */

static void log_request(struct request *request)
{
    const struct http_request *http = request->http;
    log_event(LOG_INFO, "request", log_str("method", http_method(http)),
              log_str("route", request->route ? request->route->path : STR("none")),
              log_int("status", http_status(http)),
              log_ms("duration_ms", clock_mono_ns() - http_started_ns(http)),
              log_str("location", identity_location(&request->identity)),
              log_str("traceId", request_trace_id(request)));
}

static void on_done(void *context, struct http_request *http)
{
    struct request *request = http_state(http);
    if (request && request->change)
        contact_change_release(request->change);
    if (log_enabled(LOG_INFO))
        log_request(request_of(context, http));
}

struct http_app api_app(struct api *api)
{
    return (struct http_app){
        .context = api,
        .head = on_head,
        .body = on_body,
        .resumed = on_resumed,
        .refuse = on_refuse,
        .done = on_done,
    };
}
