#include "http/exchange.h"

#include <assert.h>

#include "base/clock.h"
#include "http/connection.h"
#include "http/request.h"
#include "http/server.h"

/* What web servers log since nginx for a client that did not wait for its answer. */
enum { STATUS_CLIENT_GONE = 499 };

static struct http_server *server_of(const struct http_request *request)
{
    return request->connection->server;
}

static const struct http_app *app_of(const struct http_request *request)
{
    return &server_of(request)->config.app;
}

static void refuse(struct http_request *request, enum err why)
{
    app_of(request)->refuse(app_of(request)->context, request, why);
    assert(request->status);
}

/* ---- the head ---------------------------------------------------------------------------------
 */

static void begin(struct http_request *request)
{
    request->phase = HTTP_READING_BODY;
    request->started_ns = clock_mono_ns();
    request->closes = !request->head.keep_alive;
    atomic_fetch_add(&server_of(request)->in_flight, 1);
}

static bool reading_on_makes_sense(const struct head *head)
{
    return head->framed && !head->expects_continue && head->content_length <= HTTP_BODY_DRAIN_MAX;
}

static void answer_and_close(struct http_request *request)
{
    request->phase = HTTP_ANSWERING;
    request->closes = true;
}

void exchange_take_head(struct http_request *request)
{
    begin(request);
    enum err err = head_check(&request->head);
    if (err)
        refuse(request, err);
    else
        app_of(request)->head(app_of(request)->context, request);
    if (request->status && !reading_on_makes_sense(&request->head))
        answer_and_close(request);
}

void exchange_refuse(struct http_request *request, enum err why)
{
    if (request->phase == HTTP_READING_HEAD)
        begin(request);
    if (!request->status)
        refuse(request, why);
    answer_and_close(request);
}

/* ---- the body ---------------------------------------------------------------------------------
 */

void exchange_take_part(struct http_request *request, struct str part)
{
    if (request->status)
        return;
    request->body_len += part.len;
    if (request->body_len > HTTP_BODY_MAX) {
        refuse(request, ERR_BODY_TOO_LARGE);
    } else if (!request->ignores_body) {
        buf_reserve(&request->body, (size_t)request->head.content_length);
        buf_append(&request->body, part);
    }
}

void exchange_take_end(struct http_request *request)
{
    if (!request->status) {
        request->phase = HTTP_WHOLE;
        app_of(request)->body(app_of(request)->context, request);
        if (request->phase == HTTP_SUSPENDED)
            return;
        assert(request->status);
    }
    request->phase = HTTP_ANSWERING;
}

void exchange_take_resumed(struct http_request *request)
{
    request->phase = HTTP_WHOLE;
    app_of(request)->resumed(app_of(request)->context, request);
    assert(request->status);
    request->phase = HTTP_ANSWERING;
}

/* ---- the end ----------------------------------------------------------------------------------
 */

void exchange_end(struct http_request *request, enum exchange_end how)
{
    struct http_server *server = server_of(request);
    bool begun = request->phase != HTTP_READING_HEAD;
    if (how == EXCHANGE_CLIENT_GONE)
        request->status = STATUS_CLIENT_GONE;
    if (begun)
        app_of(request)->done(app_of(request)->context, request);
    http_request_free(request);
    if (begun)
        atomic_fetch_sub(&server->in_flight, 1);
}
