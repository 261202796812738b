#include "http/response.h"

#include <assert.h>
#include <time.h>

#include "http/connection.h"
#include "http/request.h"
#include "http/server.h"
#include "http/worker.h"

/* ---- the app's part ---------------------------------------------------------------------------
 */

static bool has_control(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if ((unsigned char)text.ptr[i] < ' ' || text.ptr[i] == '\x7F')
            return true;
    }
    return false;
}

void http_response_header(struct http_response *response, struct str name, struct str value)
{
    assert(response->header_count < HTTP_HEADERS_MAX);
    assert(name.len && !has_control(name) && value.len && !has_control(value));
    response->headers[response->header_count++] = (struct http_header){name, value};
}

/* ---- bytes ------------------------------------------------------------------------------------
 */

/* Of the statuses in err.def and of what is no error; any other goes without, which HTTP allows. */
static const char *phrase_of(int status)
{
    static const struct {
        int status;
        const char *phrase;
    } phrases[] = {
        {200, "OK"},
        {201, "Created"},
        {304, "Not Modified"},
        {400, "Bad Request"},
        {401, "Unauthorized"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {409, "Conflict"},
        {412, "Precondition Failed"},
        {413, "Content Too Large"},
        {414, "URI Too Long"},
        {415, "Unsupported Media Type"},
        {422, "Unprocessable Content"},
        {429, "Too Many Requests"},
        {431, "Request Header Fields Too Large"},
        {500, "Internal Server Error"},
        {503, "Service Unavailable"},
    };
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++) {
        if (phrases[i].status == status)
            return phrases[i].phrase;
    }
    return "";
}

/* "Tue, 24 Nov 2026 18:39:56 GMT", made once a second. */
static struct str date(void)
{
    static _Thread_local time_t last;
    static _Thread_local char text[sizeof "Tue, 24 Nov 2026 18:39:56 GMT"];
    time_t now = time(NULL);
    struct tm utc;
    if (now != last && gmtime_r(&now, &utc))
        strftime(text, sizeof text, "%a, %d %b %Y %T GMT", &utc);
    last = now;
    return str_of(text);
}

static void add_field(struct buf *head, struct str name, struct str value)
{
    buf_append(head, name);
    buf_append(head, STR(": "));
    buf_append(head, value);
    buf_append(head, STR("\r\n"));
}

static void add_status_line(struct buf *head, int status)
{
    buf_append(head, STR("HTTP/1.1 "));
    buf_append_int(head, status);
    buf_append_char(head, ' ');
    buf_append(head, str_of(phrase_of(status)));
    buf_append(head, STR("\r\n"));
}

static void add_length(struct buf *head, size_t len)
{
    buf_append(head, STR("Content-Length: "));
    buf_append_int(head, (long long)len);
    buf_append(head, STR("\r\n"));
}

/* In HTTP/1.1 a connection is kept unless it is said, before it is closed unless it is said. */
static void add_connection(struct buf *head, const struct http_request *request)
{
    if (request->closes)
        add_field(head, STR("Connection"), STR("close"));
    else if (request->head.http_1_0)
        add_field(head, STR("Connection"), STR("keep-alive"));
}

static void add_fields(struct buf *head, const struct http_response *response)
{
    bool typed = !str_is_empty(response->content_type);
    add_field(head, STR("Date"), date());
    add_field(head, STR("Content-Type"),
              typed ? response->content_type : STR("application/json; charset=utf-8"));
    for (size_t i = 0; i < response->header_count; i++)
        add_field(head, response->headers[i].name, response->headers[i].value);
}

void response_compose(struct http_request *request)
{
    const struct http_response *response = &request->response;
    struct buf *head = &request->connection->worker->head;
    if (atomic_load(&request->connection->server->draining))
        request->closes = true;
    buf_clear(head);
    add_status_line(head, response->status);
    add_fields(head, response);
    add_connection(head, request);
    if (response->status != 304) /* whose length would be that of what it does not send */
        add_length(head, response->body.len);
    buf_append(head, STR("\r\n"));
    assert(!head->overflowed);
    request->unsent_head = arena_copy(&request->arena, buf_str(head));
    request->unsent_body = str_eq(request->head.method, STR("HEAD")) ? STR("") : response->body;
}
