#include "http/request.h"

#include <assert.h>

#include "base/clock.h"

/*
 * A client that believes us to be its proxy sends "http://host/path" (RFC 9112, 3.2.2: to be
 * taken); what counts is the path.
 */
static struct str origin_form(struct str target)
{
    static const struct str schemes[] = {STR_INIT("http://"), STR_INIT("https://")};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        if (!str_eq_nocase(str_slice(target, 0, schemes[i].len), schemes[i]))
            continue;
        struct str rest = str_slice(target, schemes[i].len, target.len);
        struct str path = str_slice(rest, str_find(rest, '/'), rest.len);
        return str_is_empty(path) ? STR("/") : path;
    }
    return target;
}

struct http_request *http_request_new(struct http_server *server, struct MHD_Connection *connection,
                                      struct str target)
{
    struct arena arena;
    arena_init(&arena);
    struct http_request *request = ARENA_NEW(&arena, struct http_request);
    target = arena_copy(&arena, origin_form(target));
    *request = (struct http_request){
        .server = server,
        .connection = connection,
        .arena = arena,
        .phase = HTTP_READING_HEAD,
        .begun_ns = clock_mono_ns(),
        .target = target,
    };
    buf_init(&request->body, HTTP_BODY_MAX);
    return request;
}

void http_request_free(struct http_request *request)
{
    if (request->answer)
        MHD_destroy_response(request->answer);
    buf_release(&request->body);
    struct arena arena = request->arena;
    arena_release(&arena);
}

/* ---- what it says -----------------------------------------------------------------------------
 */

struct str http_method(const struct http_request *request)
{
    return request->method;
}

struct str http_path(const struct http_request *request)
{
    return str_slice(request->target, 0, str_find(request->target, '?'));
}

struct str http_query(const struct http_request *request)
{
    return str_slice(request->target, str_find(request->target, '?') + 1, request->target.len);
}

static bool header_find(const struct http_request *request, const char *name, struct str *value)
{
    return MHD_lookup_connection_value_n(request->connection, MHD_HEADER_KIND, name, strlen(name),
                                         &value->ptr, &value->len) == MHD_YES;
}

struct str http_header(const struct http_request *request, const char *name)
{
    struct str value = STR("");
    return header_find(request, name, &value) ? str_trim(value) : STR("");
}

bool http_has_header(const struct http_request *request, const char *name)
{
    struct str value;
    return header_find(request, name, &value);
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

/* ---- suspended --------------------------------------------------------------------------------
 */

void http_suspend(struct http_request *request)
{
    assert(request->phase == HTTP_WHOLE && !request->status);
    request->phase = HTTP_SUSPENDED;
    atomic_fetch_add(&request->server->suspended, 1);
    MHD_suspend_connection(request->connection);
}

/* As soon as the library knows, the request may be answered and gone. */
void http_resume(struct http_request *request)
{
    struct http_server *server = request->server;
    MHD_resume_connection(request->connection);
    atomic_fetch_sub(&server->suspended, 1);
}

void http_ignore_body(struct http_request *request)
{
    request->ignores_body = true;
}
