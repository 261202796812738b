#include <assert.h>

#include "base/memory.h"
#include "http/request.h"

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

/* Header by header the library takes copies; it refuses none that http_response_header let pass. */
static void add_header(struct http_request *request, struct str name, struct str value)
{
    if (MHD_add_response_header(request->answer, arena_copy_z(&request->arena, name),
                                arena_copy_z(&request->arena, value)) != MHD_YES)
        memory_exhausted(name.len + value.len);
}

/*
 * The body is not copied: it lives in the request's arena or longer, and the library has sent the
 * last of it before it reports the request as completed.
 */
static struct MHD_Response *response_of_body(struct str body)
{
    struct MHD_Response *made = MHD_create_response_from_buffer(
        body.len, (void *)(uintptr_t)body.ptr, MHD_RESPMEM_PERSISTENT);
    if (!made)
        memory_exhausted(body.len);
    return made;
}

void http_answer(struct http_request *request, const struct http_response *response)
{
    assert(!request->status && response->status >= 200 && response->status <= 599);
    request->status = response->status;
    request->answer = response_of_body(response->body);
    add_header(request, STR("Content-Type"),
               str_is_empty(response->content_type) ? STR("application/json; charset=utf-8")
                                                    : response->content_type);
    for (size_t i = 0; i < response->header_count; i++)
        add_header(request, response->headers[i].name, response->headers[i].value);
    if (atomic_load(&request->server->draining))
        add_header(request, STR("Connection"), STR("close"));
}
