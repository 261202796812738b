/*
 * What decodes is UTF-8, no longer than it was and without a NUL of ours; a value that is found is
 * such a text, too.
 */
#include <assert.h>

#include "http/uri.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_decoded(struct arena *arena, struct str encoded, bool query)
{
    struct str decoded;
    if (uri_decode(arena, encoded, query, &decoded))
        return;
    assert(str_is_utf8(decoded) && decoded.len <= encoded.len);
    assert(str_find(encoded, '\0') < encoded.len || str_find(decoded, '\0') == decoded.len);
}

/* The first line of the input is the name that is asked for, the rest a query. */
static void check_query(struct arena *arena, struct str input)
{
    struct str name;
    struct str value;
    if (str_cut(&input, '\n', &name) && !uri_query_get(arena, input, name, &value))
        assert(str_is_utf8(value) && value.len <= input.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str input = {.ptr = (const char *)data, .len = size};
    struct arena arena;
    arena_init(&arena);
    check_decoded(&arena, input, false);
    check_decoded(&arena, input, true);
    check_query(&arena, input);
    arena_release(&arena);
    return 0;
}
