#include "api/docs.h"

#include <stdlib.h>

#include "api/answer.h"
#include "api/openapi/openapi.h"
#include "base/hash.h"
#include "base/memory.h"

/* Bytes of a hash in an ETag: nobody makes another text with the same. */
enum { ETAG_BYTES = 16 };

struct docs {
    struct arena arena;
    struct str openapi;
    struct str openapi_etag;
};

static struct str etag_of(struct arena *arena, struct str text)
{
    const struct hash hash = hash_sha256(text);
    struct str digits = STR("");
    for (size_t i = 0; i < ETAG_BYTES; i++)
        digits = arena_format(arena, "%.*s%02x", STR_ARG(digits), hash.bytes[i]);
    return arena_format(arena, "\"%.*s\"", STR_ARG(digits));
}

struct docs *docs_new(void)
{
    struct docs *docs = memory_alloc(sizeof *docs);
    arena_init(&docs->arena);
    docs->openapi = openapi_write(&docs->arena);
    docs->openapi_etag = etag_of(&docs->arena, docs->openapi);
    return docs;
}

void docs_free(struct docs *docs)
{
    if (!docs)
        return;
    arena_release(&docs->arena);
    free(docs);
}

/* ---- answers ----------------------------------------------------------------------------------
 */

static bool has_it_already(struct request *request, struct str etag)
{
    struct str tags = http_header(request->http, "If-None-Match");
    struct str tag;
    while (str_cut(&tags, ',', &tag)) {
        tag = str_trim(tag);
        if (str_starts_with(tag, STR("W/")))
            tag = str_slice(tag, 2, tag.len);
        if (str_eq(tag, etag) || str_eq(tag, STR("*")))
            return true;
    }
    return false;
}

/*
 * Asked for anew each time, which costs a 304: after an upgrade nobody may look at what the program
 * before it was.
 */
static void answer_file(struct request *request, struct http_response *response, struct str etag,
                        struct str body)
{
    http_response_header(response, STR("ETag"), etag);
    http_response_header(response, STR("Cache-Control"), STR("no-cache"));
    http_response_header(response, STR("X-Content-Type-Options"), STR("nosniff"));
    response->status = has_it_already(request, etag) ? 304 : 200;
    answer_json(request, response, response->status == 304 ? STR("") : body);
}

void get_openapi(struct request *request)
{
    const struct docs *docs = request->api->docs;
    struct http_response response = {0};
    answer_file(request, &response, docs->openapi_etag, docs->openapi);
}

/* ---- the page ---------------------------------------------------------------------------------
 */

/* Everything from here and nothing from elsewhere; a script that gets in finds nowhere to go. */
static const char policy[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/* Only the compressed form is there: what reads such a page has read gzip for 25 years. */
static void answer_docs_file(struct request *request, struct str name)
{
    const struct docs_file *file = docs_files;
    if (str_is_empty(file->name)) {
        answer_error(request, ERR_DOCS_ABSENT);
        return;
    }
    while (!str_is_empty(file->name) && !str_eq(file->name, name))
        file++;
    if (str_is_empty(file->name)) {
        answer_error(request, ERR_ROUTE_UNKNOWN);
        return;
    }
    struct http_response response = {.content_type = file->media};
    http_response_header(&response, STR("Content-Encoding"), STR("gzip"));
    http_response_header(&response, STR("Content-Security-Policy"), str_of(policy));
    answer_file(request, &response, file->etag,
                (struct str){file->bytes, (size_t)(file->end - file->bytes)});
}

void get_docs(struct request *request)
{
    answer_docs_file(request, STR("index.html"));
}

void get_docs_file(struct request *request)
{
    answer_docs_file(request, request->params[0]);
}
