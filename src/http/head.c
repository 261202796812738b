#include "http/head.h"

#include "http/request.h"
#include "http/uri.h"

/* ---- the header -------------------------------------------------------------------------------
 */

/* The fields that say where a body ends and whom the request is for. */
struct fields {
    unsigned hosts;
    unsigned content_lengths;
    unsigned transfer_encodings;
    bool chunked;
    bool named; /* every name is a token of RFC 9110 */
};

static bool is_token(struct str name)
{
    static const char others[] = "!#$%&'*+-.^_`|~";
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        bool alphanumeric =
            (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (!alphanumeric && !memchr(others, c, sizeof others - 1))
            return false;
    }
    return !str_is_empty(name);
}

static enum MHD_Result count_field(void *context, enum MHD_ValueKind kind, const char *name,
                                   size_t name_len, const char *value, size_t value_len)
{
    (void)kind;
    struct fields *fields = context;
    struct str field = {.ptr = name, .len = name_len};
    if (str_eq_nocase(field, STR("Host"))) {
        fields->hosts++;
    } else if (str_eq_nocase(field, STR("Content-Length"))) {
        fields->content_lengths++;
    } else if (str_eq_nocase(field, STR("Transfer-Encoding"))) {
        fields->transfer_encodings++;
        fields->chunked = str_eq_nocase((struct str){value, value_len}, STR("chunked"));
    }
    fields->named = fields->named && is_token(field);
    return MHD_YES;
}

/* "Content-Length : 5" is a name with a blank to the library and a length to others. */
static bool is_framed(const struct fields *fields)
{
    bool by_chunks = fields->transfer_encodings == 1 && fields->chunked;
    return fields->named && fields->content_lengths + fields->transfer_encodings <= 1 &&
           (fields->transfer_encodings == 0 || by_chunks);
}

/* The library has refused what is no number; what does not fit in 63 bits is too large anyhow. */
static int64_t content_length(const struct http_request *request)
{
    struct str text = http_header(request, "Content-Length");
    int64_t length = 0;
    if (!str_is_empty(text) && !str_to_int64(text, &length))
        return INT64_MAX;
    return length;
}

void head_read(struct http_request *request, struct str version)
{
    struct fields fields = {.named = true};
    MHD_get_connection_values_n(request->connection, MHD_HEADER_KIND, count_field, &fields);
    request->head = (struct head){
        .framed = is_framed(&fields),
        .expects_continue = str_eq_nocase(http_header(request, "Expect"), STR("100-continue")),
        .has_host = fields.hosts == 1 || (!fields.hosts && str_eq(version, STR("HTTP/1.0"))),
        .content_length = content_length(request),
    };
}

/* ---- what we answer ---------------------------------------------------------------------------
 */

static size_t head_size(const struct http_request *request)
{
    return MHD_get_connection_info(request->connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE)
        ->header_size;
}

static bool has_blank_or_control(struct str target)
{
    for (size_t i = 0; i < target.len; i++) {
        if ((unsigned char)target.ptr[i] <= ' ' || target.ptr[i] == '\x7F')
            return true;
    }
    return false;
}

static enum err check_target(struct http_request *request)
{
    struct str decoded;
    if (!is_token(request->method) || has_blank_or_control(request->target))
        return ERR_REQUEST_MALFORMED;
    if (!str_is_utf8(request->target)) /* answers and the log show it undecoded */
        return ERR_NOT_UTF8;
    enum err err = uri_decode(&request->arena, http_path(request), false, &decoded);
    return err ? err : uri_decode(&request->arena, http_query(request), true, &decoded);
}

enum err head_check(struct http_request *request)
{
    if (request->target.len > HTTP_URL_MAX)
        return ERR_URL_TOO_LONG;
    if (head_size(request) > HTTP_HEAD_MAX)
        return ERR_HEAD_TOO_LARGE;
    if (!request->head.framed || !request->head.has_host)
        return ERR_REQUEST_MALFORMED;
    enum err err = check_target(request);
    if (!err && request->head.content_length > HTTP_BODY_MAX)
        err = ERR_BODY_TOO_LARGE;
    return err;
}
