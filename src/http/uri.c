#include "http/uri.h"

/* The value of a hex digit, or -1. */
static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* The byte that the "%XY" at the start of s stands for; 0, which is never allowed, when none. */
static char escaped_byte(struct str s)
{
    if (s.len < 3)
        return '\0';
    int high = hex_value(s.ptr[1]);
    int low = hex_value(s.ptr[2]);
    return high < 0 || low < 0 ? '\0' : (char)(high << 4 | low);
}

static bool is_plain(struct str encoded, bool query)
{
    return str_find(encoded, '%') == encoded.len &&
           !(query && str_find(encoded, '+') < encoded.len);
}

static enum err unescape(struct arena *arena, struct str encoded, bool query, struct str *decoded)
{
    char *out = arena_alloc(arena, encoded.len);
    size_t len = 0;
    for (size_t i = 0; i < encoded.len; i++) {
        char c = encoded.ptr[i];
        if (c == '%') {
            c = escaped_byte(str_slice(encoded, i, encoded.len));
            if (c == '\0')
                return ERR_REQUEST_MALFORMED;
            i += 2;
        } else if (c == '+' && query) {
            c = ' ';
        }
        out[len++] = c;
    }
    *decoded = (struct str){.ptr = out, .len = len};
    return ERR_NONE;
}

enum err uri_decode(struct arena *arena, struct str encoded, bool query, struct str *decoded)
{
    struct str text = encoded;
    if (!is_plain(encoded, query)) {
        enum err err = unescape(arena, encoded, query, &text);
        if (err)
            return err;
    }
    if (!str_is_utf8(text))
        return ERR_NOT_UTF8;
    *decoded = text;
    return ERR_NONE;
}

enum err uri_query_get(struct arena *arena, struct str query, struct str name, struct str *value)
{
    struct str parameter;
    while (str_cut(&query, '&', &parameter)) {
        size_t equals = str_find(parameter, '=');
        struct str decoded;
        enum err err = uri_decode(arena, str_slice(parameter, 0, equals), true, &decoded);
        if (err)
            return err;
        if (str_eq(decoded, name))
            return uri_decode(arena, str_slice(parameter, equals + 1, parameter.len), true, value);
    }
    return ERR_NOT_FOUND;
}
