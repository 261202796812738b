#include "http/request.h"

#include <assert.h>

#include "http/connection.h"
#include "http/parser.h"
#include "http/worker.h"

struct http_request *http_request_new(struct http_connection *connection, int64_t now_ns)
{
    struct arena arena;
    arena_init(&arena);
    struct http_request *request = ARENA_NEW(&arena, struct http_request);
    *request = (struct http_request){
        .connection = connection,
        .arena = arena,
        .phase = HTTP_READING_HEAD,
        .begun_ns = now_ns,
    };
    head_init(&request->head, &request->arena);
    buf_init(&request->body, HTTP_BODY_MAX);
    parser_init(request);
    return request;
}

void http_request_free(struct http_request *request)
{
    buf_release(&request->body);
    struct arena arena = request->arena;
    arena_release(&arena);
}

/* ---- what it says -----------------------------------------------------------------------------
 */

struct str http_method(const struct http_request *request)
{
    return request->head.method;
}

struct str http_path(const struct http_request *request)
{
    return head_path(&request->head);
}

struct str http_query(const struct http_request *request)
{
    return head_query(&request->head);
}

struct str http_header(const struct http_request *request, const char *name)
{
    struct str value = STR("");
    return head_find(&request->head, str_of(name), &value) ? value : STR("");
}

bool http_has_header(const struct http_request *request, const char *name)
{
    struct str value;
    return head_find(&request->head, str_of(name), &value);
}

struct str http_body(const struct http_request *request)
{
    return request->phase < HTTP_WHOLE ? STR("") : buf_str(&request->body);
}

/* ---- what is known of it ----------------------------------------------------------------------
 */

struct arena *http_arena(struct http_request *request)
{
    return &request->arena;
}

int64_t http_started_ns(const struct http_request *request)
{
    return request->started_ns;
}

void *http_state(const struct http_request *request)
{
    return request->state;
}

void http_set_state(struct http_request *request, void *state)
{
    request->state = state;
}

int http_status(const struct http_request *request)
{
    return request->status;
}

void http_ignore_body(struct http_request *request)
{
    request->ignores_body = true;
}

/* ---- its answer -------------------------------------------------------------------------------
 */

void http_answer(struct http_request *request, const struct http_response *response)
{
    assert(!request->status && response->status >= 200 && response->status <= 599);
    request->status = response->status;
    request->response = *response;
}

/* ---- suspended --------------------------------------------------------------------------------
 */

void http_suspend(struct http_request *request)
{
    assert(request->phase == HTTP_WHOLE && !request->status);
    request->phase = HTTP_SUSPENDED;
}

void http_resume(struct http_request *request)
{
    http_connection_resume(request->connection);
}

void http_resume_quietly(struct http_request *request)
{
    http_connection_resume_quietly(request->connection);
}

void http_wake_resumed(void)
{
    worker_wake_owed();
}
