#include "http/exchange.h"

#include <assert.h>

#include "base/clock.h"
#include "http/request.h"

/* What web servers log since nginx for a client that did not wait for its answer. */
enum { STATUS_CLIENT_GONE = 499 };

/*
 * The library would now make a record of each parameter, which nobody reads; of a few hundred its
 * memory for the connection is full, and 0.9.75 then never answers. We have our copy of the target:
 * end the library's behind the "?".
 */
static void hide_query(const char *target)
{
    char *mark = strchr((char *)(uintptr_t)target, '?');
    if (mark)
        mark[1] = '\0';
}

void *exchange_begin(void *context, const char *target, struct MHD_Connection *connection)
{
    struct http_request *request = http_request_new(context, connection, str_of(target));
    if (target)
        hide_query(target);
    return request;
}

/* ---- the answer -------------------------------------------------------------------------------
 */

static void refuse(struct http_request *request, enum err why)
{
    const struct http_app *app = &request->server->app;
    app->refuse(app->context, request, why);
    assert(request->status);
}

static enum MHD_Result queue_answer(struct http_request *request)
{
    enum MHD_Result queued =
        MHD_queue_response(request->connection, (unsigned)request->status, request->answer);
    MHD_destroy_response(request->answer);
    request->answer = NULL;
    return queued;
}

/* ---- the head ---------------------------------------------------------------------------------
 */

static bool reading_on_makes_sense(const struct head *head)
{
    return head->framed && !head->expects_continue && head->content_length <= HTTP_BODY_DRAIN_MAX;
}

/*
 * The library's own limit counts silence only; a client that sends a byte now and then would hold
 * its connection for ever.
 */
static bool takes_too_long(const struct http_request *request)
{
    int64_t timeout_ns = request->server->request_timeout_ns;
    return timeout_ns > 0 && clock_mono_ns() - request->begun_ns > timeout_ns;
}

static enum MHD_Result take_head(struct http_request *request, const char *method,
                                 const char *version)
{
    const struct http_app *app = &request->server->app;
    if (takes_too_long(request))
        return MHD_NO; /* cuts the connection */
    request->phase = HTTP_READING_BODY;
    request->started_ns = clock_mono_ns();
    request->method = arena_copy(&request->arena, str_of(method));
    atomic_fetch_add(&request->server->in_flight, 1);
    head_read(request, str_of(version));
    enum err err = head_check(request);
    if (err)
        refuse(request, err);
    else
        app->head(app->context, request);
    if (request->status && !reading_on_makes_sense(&request->head))
        return queue_answer(request);
    return MHD_YES;
}

/* ---- the body ---------------------------------------------------------------------------------
 */

static enum MHD_Result take_part(struct http_request *request, struct str part)
{
    request->body_received += part.len;
    if (request->body_received > HTTP_BODY_DRAIN_MAX || takes_too_long(request))
        return MHD_NO;
    if (request->status || request->ignores_body)
        return MHD_YES;
    buf_reserve(&request->body, (size_t)request->head.content_length);
    buf_append(&request->body, part);
    if (request->body.overflowed)
        refuse(request, ERR_BODY_TOO_LARGE);
    return MHD_YES;
}

static void resumed(struct http_request *request)
{
    const struct http_app *app = &request->server->app;
    request->phase = HTTP_WHOLE;
    app->resumed(app->context, request);
    assert(request->status);
}

static enum MHD_Result take_end(struct http_request *request)
{
    const struct http_app *app = &request->server->app;
    if (request->phase == HTTP_SUSPENDED) {
        resumed(request);
    } else if (!request->status) {
        request->phase = HTTP_WHOLE;
        app->body(app->context, request);
        if (request->phase == HTTP_SUSPENDED)
            return MHD_YES;
        assert(request->status);
    }
    return queue_answer(request);
}

enum MHD_Result exchange_step(void *context, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *part,
                              size_t *part_len, void **slot)
{
    (void)context, (void)connection, (void)url;
    struct http_request *request = *slot;
    if (request->phase == HTTP_READING_HEAD)
        return take_head(request, method, version);
    if (*part_len == 0)
        return take_end(request);
    struct str taken = {.ptr = part, .len = *part_len};
    *part_len = 0;
    return take_part(request, taken);
}

/* ---- the end ----------------------------------------------------------------------------------
 */

/*
 * Not where it was us who would read no more, nor at our own stop before there was an answer; one
 * that our stop kept from going out was not delivered, like any other.
 */
static bool client_went_away(const struct http_request *request,
                             enum MHD_RequestTerminationCode why)
{
    return why != MHD_REQUEST_TERMINATED_COMPLETED_OK &&
           (why != MHD_REQUEST_TERMINATED_DAEMON_SHUTDOWN || request->status) &&
           request->body_received <= HTTP_BODY_DRAIN_MAX;
}

static void tell_done(struct http_request *request, enum MHD_RequestTerminationCode why)
{
    const struct http_app *app = &request->server->app;
    if (request->phase == HTTP_SUSPENDED)
        resumed(request);
    if (client_went_away(request, why))
        request->status = STATUS_CLIENT_GONE;
    app->done(app->context, request);
}

void exchange_end(void *context, struct MHD_Connection *connection, void **slot,
                  enum MHD_RequestTerminationCode why)
{
    (void)connection;
    struct http_server *server = context;
    struct http_request *request = *slot;
    if (!request)
        return;
    *slot = NULL;
    bool begun = request->phase != HTTP_READING_HEAD;
    if (begun)
        tell_done(request, why);
    http_request_free(request);
    if (begun)
        atomic_fetch_sub(&server->in_flight, 1);
}
