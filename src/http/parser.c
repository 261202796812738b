#include "http/parser.h"

#include <llhttp.h>

#include "http/exchange.h"
#include "http/request.h"

/* ---- what llhttp finds ------------------------------------------------------------------------
 */

static struct http_request *request_of(llhttp_t *parser)
{
    return parser->data;
}

static bool is_in_head(llhttp_t *parser)
{
    return request_of(parser)->phase == HTTP_READING_HEAD;
}

static int on_url(llhttp_t *parser, const char *at, size_t len)
{
    head_add_target(&request_of(parser)->head, (struct str){at, len});
    return HPE_OK;
}

/* Behind the last chunk there may be fields as well; nobody asks for those. */
static int on_header_field(llhttp_t *parser, const char *at, size_t len)
{
    if (is_in_head(parser))
        head_add_name(&request_of(parser)->head, (struct str){at, len});
    return HPE_OK;
}

static int on_header_value(llhttp_t *parser, const char *at, size_t len)
{
    if (is_in_head(parser))
        head_add_value(&request_of(parser)->head, (struct str){at, len});
    return HPE_OK;
}

static int on_header_value_complete(llhttp_t *parser)
{
    if (is_in_head(parser))
        head_end_field(&request_of(parser)->head);
    return HPE_OK;
}

/*
 * Whether the next request may follow. Not where others may see this one's end elsewhere than
 * llhttp does: it gives a CONNECT no body whatever its head says, and HTTP/1.0 knows no chunks
 * (RFC 9112, 6.1).
 */
static bool keeps_connection(const llhttp_t *parser)
{
    bool old_chunks = parser->http_minor == 0 && parser->flags & F_CHUNKED;
    return llhttp_should_keep_alive(parser) && parser->method != HTTP_CONNECT && !old_chunks &&
           !(parser->flags & F_CONNECTION_CLOSE);
}

/*
 * 0.9 and 2.0 are versions to llhttp, but no requests that we answer. Of RTSP and ICE it takes some
 * methods as well, and does not tell; they have no route.
 */
static int on_headers_complete(llhttp_t *parser)
{
    struct head *head = &request_of(parser)->head;
    if (llhttp_get_http_major(parser) != 1 || llhttp_get_http_minor(parser) > 1)
        return HPE_USER;
    head->method = str_of(llhttp_method_name(llhttp_get_method(parser)));
    head->http_1_0 = llhttp_get_http_minor(parser) == 0;
    head->keep_alive = keeps_connection(parser);
    head->content_length = parser->content_length;
    head_end(head);
    return HPE_PAUSED;
}

static int on_body(llhttp_t *parser, const char *at, size_t len)
{
    exchange_take_part(request_of(parser), (struct str){at, len});
    return HPE_OK;
}

static int on_message_complete(llhttp_t *parser)
{
    (void)parser;
    return HPE_PAUSED;
}

static const llhttp_settings_t callbacks = {
    .on_url = on_url,
    .on_header_field = on_header_field,
    .on_header_value = on_header_value,
    .on_header_value_complete = on_header_value_complete,
    .on_headers_complete = on_headers_complete,
    .on_body = on_body,
    .on_message_complete = on_message_complete,
};

void parser_init(struct http_request *request)
{
    llhttp_init(&request->parser, HTTP_REQUEST, &callbacks);
    request->parser.data = request;
}

/* ---- what it is given -------------------------------------------------------------------------
 */

/* How much more of the head, or of the body, is read. */
static size_t allowance(const struct http_request *request)
{
    return request->phase == HTTP_READING_HEAD ? HTTP_HEAD_MAX - request->head.size
                                               : HTTP_BODY_DRAIN_MAX - request->body_size;
}

static void count(struct http_request *request, size_t taken)
{
    *(request->phase == HTTP_READING_HEAD ? &request->head.size : &request->body_size) += taken;
}

/* A whole head and a whole message pause llhttp; the first, once. */
static enum parsed paused(struct http_request *request)
{
    llhttp_resume(&request->parser);
    return request->phase == HTTP_READING_HEAD ? PARSED_HEAD : PARSED_WHOLE;
}

enum parsed parser_take(struct http_request *request, struct str *bytes)
{
    struct str some = str_slice(*bytes, 0, allowance(request));
    bool beyond = some.len < bytes->len;
    llhttp_errno_t found = llhttp_execute(&request->parser, some.ptr, some.len);
    size_t taken = some.len;
    if (found == HPE_PAUSED)
        taken = (size_t)(llhttp_get_error_pos(&request->parser) - some.ptr);
    count(request, taken);
    *bytes = str_slice(*bytes, taken, bytes->len);
    if (found == HPE_PAUSED)
        return paused(request);
    if (found != HPE_OK)
        return PARSED_MALFORMED;
    return beyond ? PARSED_TOO_LARGE : PARSED_ALL;
}
