/*
 * However a request is cut into pieces, the same comes out: as much of it is taken, with the same
 * head and the same body. The first byte of the input is the size of the pieces.
 */
#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"
#include "http/parser.h"
#include "http/request.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct outcome {
    struct http_request *request;
    enum parsed parsed;
    size_t taken; /* bytes */
    enum err err; /* of the head */
};

/* In memory of its own, so that a read past its end is found; true when it goes on. */
static bool take_piece(struct outcome *outcome, struct str piece)
{
    struct http_request *request = outcome->request;
    char *copy = memory_alloc(piece.len + 1);
    memcpy(copy, piece.ptr, piece.len);
    struct str rest = {copy, piece.len};
    do {
        outcome->parsed = parser_take(request, &rest);
        if (outcome->parsed != PARSED_HEAD)
            break;
        outcome->err = head_check(&request->head);
        request->phase = HTTP_READING_BODY;
    } while (true);
    outcome->taken += piece.len - rest.len;
    free(copy);
    return outcome->parsed == PARSED_ALL;
}

static struct outcome parse(struct str input, size_t piece_size)
{
    struct outcome outcome = {.request = http_request_new(NULL, 0)};
    size_t at = 0;
    while (at < input.len && take_piece(&outcome, str_slice(input, at, at + piece_size)))
        at += piece_size;
    return outcome;
}

static void assert_same_head(const struct head *a, const struct head *b)
{
    assert(str_eq(a->method, b->method) && str_eq(a->target, b->target));
    assert(a->field_count == b->field_count && a->text_len == b->text_len);
    assert(a->text_len == 0 || memcmp(a->text, b->text, a->text_len) == 0);
    assert(a->framed == b->framed && a->keep_alive == b->keep_alive);
    assert(a->has_host == b->has_host && a->content_length == b->content_length);
}

/* Of what is malformed the pieces say how much had been seen by then. */
static void assert_same(const struct outcome *a, const struct outcome *b)
{
    assert(a->parsed == b->parsed && a->err == b->err);
    if (a->parsed == PARSED_MALFORMED)
        return;
    assert(a->taken == b->taken);
    assert_same_head(&a->request->head, &b->request->head);
    assert(str_eq(buf_str(&a->request->body), buf_str(&b->request->body)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    struct str input = {(const char *)data + 1, size - 1};
    struct outcome whole = parse(input, input.len);
    struct outcome pieces = parse(input, data[0] % 64 + 1U);
    assert_same(&whole, &pieces);
    http_request_free(whole.request);
    http_request_free(pieces.request);
    return 0;
}
