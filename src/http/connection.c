#include "http/connection.h"

#include <assert.h>
#include <stdlib.h>
#include <sys/epoll.h>

#include "base/memory.h"
#include "http/address.h"
#include "http/exchange.h"
#include "http/parser.h"
#include "http/request.h"
#include "http/response.h"
#include "http/server.h"
#include "http/worker.h"

/* Steps in a row, each as much as one read gives or one answer, before others have their turn. */
enum { TURN_MAX = 32 };

/*
 * What a client has on its way when we end: the longest pause in it, how long it may take in all,
 * and bytes.
 */
enum { LINGER_PAUSE_MS = 2000, LINGER_MS = 30000, LINGER_MAX = HTTP_BODY_DRAIN_MAX };

struct http_connection *http_connection_new(struct http_server *server, int fd)
{
    struct http_connection *made = memory_alloc(sizeof *made);
    *made = (struct http_connection){
        .server = server,
        .transport = transport_open(fd, server->tls),
        .state = server->tls ? CONNECTION_SHAKING_HANDS : CONNECTION_OPEN,
    };
    buf_init(&made->unread, WORKER_ROOM);
    return made;
}

/* ---- the end ----------------------------------------------------------------------------------
 */

static void end_request(struct http_connection *connection, enum exchange_end how)
{
    struct http_request *request = connection->request;
    connection->request = NULL;
    if (request)
        exchange_end(request, how);
}

static void finish(struct http_connection *connection, enum exchange_end how)
{
    end_request(connection, how);
    transport_close(&connection->transport);
    buf_release(&connection->unread);
    server_lose(connection->server, connection);
    free(connection);
}

void http_connection_close(struct http_connection *connection)
{
    assert(!connection->request || connection->request->phase != HTTP_SUSPENDED);
    transport_end(&connection->transport);
    finish(connection, EXCHANGE_CUT);
}

static bool lose_client(struct http_connection *connection)
{
    end_request(connection, EXCHANGE_CLIENT_GONE);
    connection->state = CONNECTION_OVER;
    return true;
}

/*
 * A socket that is closed with bytes unread is reset, and a reset takes with it what the client has
 * not read yet: the answer. So the client is told that nothing more comes, and heard out.
 */
static void linger(struct http_connection *connection)
{
    transport_end(&connection->transport);
    connection->state = CONNECTION_LINGERING;
    connection->lingers_ns = connection->active_ns = connection->worker->now_ns;
    buf_release(&connection->unread);
}

static bool discard(struct http_connection *connection)
{
    struct worker *worker = connection->worker;
    if (!connection->readable)
        return false;
    ssize_t received = transport_discard(&connection->transport, worker->room, WORKER_ROOM);
    if (received == TRANSPORT_BLOCKED) {
        connection->readable = false;
        return false;
    }
    if (received > 0) {
        connection->discarded += (size_t)received;
        connection->active_ns = worker->now_ns;
    }
    if (received < 0 || connection->discarded > LINGER_MAX)
        connection->state = CONNECTION_OVER;
    return true;
}

/* ---- in ---------------------------------------------------------------------------------------
 */

/*
 * A plain socket that gave less than it was asked for is empty, and will say when it is not any
 * more, unless it has said already that the end comes next.
 */
static bool may_give_more(const struct http_connection *connection, ssize_t received)
{
    return connection->client_ended || connection->transport.tls || received == WORKER_ROOM;
}

/* Something to parse; false when nothing has come. TRANSPORT_OVER shows as nothing, and over. */
static bool receive(struct http_connection *connection, struct str *bytes)
{
    struct worker *worker = connection->worker;
    *bytes =
        str_slice(buf_str(&connection->unread), connection->unread_taken, connection->unread.len);
    if (!str_is_empty(*bytes))
        return true;
    if (!connection->readable)
        return false;
    ssize_t received = transport_receive(&connection->transport, worker->room, WORKER_ROOM);
    if (received == TRANSPORT_OVER)
        return lose_client(connection);
    connection->readable = received > 0 && may_give_more(connection, received);
    if (received < 0)
        return false;
    connection->active_ns = worker->now_ns;
    *bytes = (struct str){worker->room, (size_t)received};
    return true;
}

/* What is left waits until the request before it is answered. */
static void keep(struct http_connection *connection, struct str rest)
{
    struct buf *unread = &connection->unread;
    if (unread->len > 0)
        connection->unread_taken = unread->len - rest.len;
    else
        buf_append(unread, rest);
    if (!str_is_empty(rest))
        return;
    buf_release(unread);
    connection->unread_taken = 0;
}

/* What was answered before it is out, so there is room for 25 bytes. */
static bool send_continue(struct http_connection *connection)
{
    const struct str line = STR("HTTP/1.1 100 Continue\r\n\r\n");
    return transport_send(&connection->transport, line, STR("")) == (ssize_t)line.len;
}

static void take_head(struct http_connection *connection)
{
    struct http_request *request = connection->request;
    exchange_take_head(request);
    if (request->phase == HTTP_READING_BODY && request->head.expects_continue &&
        !request->head.http_1_0 && !send_continue(connection))
        lose_client(connection);
}

/* A body past what is thrown away has its answer, which nobody will read: the connection is cut. */
static void take_too_large(struct http_connection *connection)
{
    struct http_request *request = connection->request;
    if (request->phase == HTTP_READING_HEAD) {
        exchange_refuse(request,
                        request->head.url_too_long ? ERR_URL_TOO_LONG : ERR_HEAD_TOO_LARGE);
        return;
    }
    end_request(connection, EXCHANGE_CUT);
    connection->state = CONNECTION_OVER;
}

static void take(struct http_connection *connection, enum parsed parsed)
{
    switch (parsed) {
    case PARSED_HEAD:
        take_head(connection);
        break;
    case PARSED_WHOLE:
        exchange_take_end(connection->request);
        break;
    case PARSED_MALFORMED:
        exchange_refuse(connection->request, ERR_REQUEST_MALFORMED);
        break;
    case PARSED_TOO_LARGE:
        take_too_large(connection);
        break;
    case PARSED_ALL:
        break;
    }
}

/* Empty lines before a request (RFC 9112, 2.2) are none of it; false when there is nothing else. */
static bool begin_request(struct http_connection *connection, struct str *bytes)
{
    size_t start = 0;
    while (start < bytes->len && (bytes->ptr[start] == '\r' || bytes->ptr[start] == '\n'))
        start++;
    *bytes = str_slice(*bytes, start, bytes->len);
    if (str_is_empty(*bytes)) {
        keep(connection, *bytes);
        return false;
    }
    connection->request = http_request_new(connection, connection->worker->now_ns);
    return true;
}

static bool read_on(struct http_connection *connection)
{
    struct str bytes;
    if (!receive(connection, &bytes))
        return false;
    if (connection->state == CONNECTION_OVER)
        return true;
    if (!connection->request && !begin_request(connection, &bytes))
        return true;
    enum parsed parsed;
    do {
        parsed = parser_take(connection->request, &bytes);
        take(connection, parsed);
    } while (parsed != PARSED_ALL && connection->request &&
             connection->request->phase <= HTTP_READING_BODY);
    keep(connection, bytes);
    return true;
}

/* ---- out --------------------------------------------------------------------------------------
 */

static void answered(struct http_connection *connection)
{
    bool closes = connection->request->closes;
    end_request(connection, EXCHANGE_DELIVERED);
    if (closes)
        linger(connection);
}

static void take_sent(struct http_request *request, size_t sent)
{
    size_t of_head = sent < request->unsent_head.len ? sent : request->unsent_head.len;
    size_t of_body = sent - of_head;
    request->unsent_head = str_slice(request->unsent_head, of_head, request->unsent_head.len);
    request->unsent_body = str_slice(request->unsent_body, of_body, request->unsent_body.len);
}

static bool is_sent(const struct http_request *request)
{
    return str_is_empty(request->unsent_head) && str_is_empty(request->unsent_body);
}

static bool send_on(struct http_connection *connection)
{
    struct http_request *request = connection->request;
    if (is_sent(request)) /* nothing of it yet */
        response_compose(request);
    ssize_t sent =
        transport_send(&connection->transport, request->unsent_head, request->unsent_body);
    if (sent == TRANSPORT_OVER)
        return lose_client(connection);
    if (sent == TRANSPORT_BLOCKED)
        return false;
    connection->active_ns = connection->worker->now_ns;
    take_sent(request, (size_t)sent);
    if (is_sent(request))
        answered(connection);
    return true;
}

/* ---- step by step -----------------------------------------------------------------------------
 */

static bool shake_hands(struct http_connection *connection)
{
    int result = transport_shake_hands(&connection->transport);
    if (result == TRANSPORT_OVER)
        return lose_client(connection);
    if (result == 0)
        connection->state = CONNECTION_OPEN;
    return result == 0;
}

static bool go_on(struct http_connection *connection)
{
    enum http_phase phase = connection->request ? connection->request->phase : HTTP_READING_HEAD;
    if (phase == HTTP_SUSPENDED)
        return false;
    if (phase < HTTP_ANSWERING)
        return read_on(connection);
    return !worker_puts_off(connection->worker, connection) && send_on(connection);
}

/* True when the next step may be possible at once. */
static bool step(struct http_connection *connection)
{
    switch (connection->state) {
    case CONNECTION_SHAKING_HANDS:
        return shake_hands(connection);
    case CONNECTION_OPEN:
        return go_on(connection);
    case CONNECTION_LINGERING:
        return discard(connection);
    case CONNECTION_OVER:
        break;
    }
    return false;
}

void http_connection_drive(struct http_connection *connection)
{
    unsigned steps = 0;
    while (step(connection)) {
        if (++steps < TURN_MAX || connection->state == CONNECTION_OVER)
            continue;
        worker_call_again(connection->worker, connection);
        return;
    }
    if (connection->state == CONNECTION_OVER)
        finish(connection, EXCHANGE_CUT);
}

void http_connection_take_events(struct http_connection *connection, uint32_t events)
{
    if (events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR))
        connection->client_ended = true;
    if (events & EPOLLIN || connection->client_ended || connection->transport.tls)
        connection->readable = true;
    http_connection_drive(connection);
}

/* ---- resumed ----------------------------------------------------------------------------------
 */

/* As soon as the worker has it, the request may be answered and gone, and the connection too. */
void http_connection_resume(struct http_connection *connection)
{
    worker_hand(connection->worker, connection);
}

void http_connection_resume_quietly(struct http_connection *connection)
{
    worker_hand_quietly(connection->worker, connection);
}

void http_connection_take_resumed(struct http_connection *connection)
{
    exchange_take_resumed(connection->request);
    connection->active_ns = connection->worker->now_ns;
    http_connection_drive(connection);
}

/* ---- time -------------------------------------------------------------------------------------
 */

static bool is_over_time(const struct http_connection *connection, int64_t now_ns)
{
    const struct http_server *server = connection->server;
    const struct http_request *request = connection->request;
    int64_t idle_ns = now_ns - connection->active_ns;
    if (connection->state == CONNECTION_LINGERING)
        return idle_ns > LINGER_PAUSE_MS * (int64_t)HTTP_NS_PER_MS ||
               now_ns - connection->lingers_ns > LINGER_MS * (int64_t)HTTP_NS_PER_MS;
    if (request && request->phase == HTTP_SUSPENDED)
        return false;
    if (request && request->phase <= HTTP_READING_BODY && server->request_timeout_ns > 0 &&
        now_ns - request->begun_ns > server->request_timeout_ns)
        return true;
    return server->idle_timeout_ns > 0 && idle_ns > server->idle_timeout_ns;
}

void http_connection_check_time(struct http_connection *connection, int64_t now_ns)
{
    if (!is_over_time(connection, now_ns))
        return;
    transport_end(&connection->transport);
    finish(connection, EXCHANGE_CUT);
}

bool http_is_encrypted(const struct http_request *request)
{
    return request->connection->transport.tls != NULL;
}
