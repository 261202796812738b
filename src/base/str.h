/*
 * A piece of text: pointer and length, never NUL-terminated, never owned.
 *
 * Whoever made the bytes owns them: a request's arena, a parsed document, a literal. A struct str
 * is passed by value and lives as long as what it points into. All functions are pure and may be
 * called from any thread. Comparison and case are by byte; what is more than ASCII is the business
 * of contact/text.h (ICU).
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct str {
    const char *ptr;
    size_t len;
};

/* A literal as a struct str; the terminating NUL is not part of it. */
#define STR(literal) ((struct str){.ptr = (literal), .len = sizeof(literal) - 1})

/* The same inside a static initialiser. */
#define STR_INIT(literal)                            \
    {                                                \
        .ptr = (literal), .len = sizeof(literal) - 1 \
    }

/* For printf: "%.*s", STR_ARG(s). */
#define STR_ARG(s) (int)(s).len, (s).ptr

/* A NUL-terminated text; NULL gives the empty text. */
static inline struct str str_of(const char *z)
{
    return (struct str){.ptr = z, .len = z ? strlen(z) : 0};
}

static inline bool str_is_empty(struct str s)
{
    return s.len == 0;
}

static inline bool str_eq(struct str a, struct str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

/* One of ASCII's ten, whatever the locale. */
static inline bool str_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Equal when A-Z and a-z are taken as one. */
bool str_eq_nocase(struct str a, struct str b);

/* Below 0, 0 or above, by bytes. */
int str_compare(struct str a, struct str b);

bool str_starts_with(struct str s, struct str prefix);
bool str_ends_with(struct str s, struct str suffix);

/* The bytes [from, to) of s; both are clamped to its length. */
struct str str_slice(struct str s, size_t from, size_t to);

/* Index of the first byte c, or s.len when there is none. */
size_t str_find(struct str s, char c);

/* Without leading and trailing space, tab, CR and LF. */
struct str str_trim(struct str s);

/*
 * Cuts the part before the first `sep` off `*rest`, which moves behind it. Returns false when
 * nothing is left; an empty part between two separators is returned as such.
 */
bool str_cut(struct str *rest, char sep, struct str *part);

/* The whole of s as a decimal number; false when it is not one or does not fit. */
bool str_to_int64(struct str s, int64_t *number);

/* A number as decimal text, written into `room`. */
enum { STR_INT64_MAX = 20 };
struct str str_from_int64(int64_t number, char room[STR_INT64_MAX]);

/* True when s is well-formed UTF-8 (no surrogates, no overlong forms). */
bool str_is_utf8(struct str s);

/* Number of code points of a well-formed UTF-8 text. */
size_t str_code_points(struct str s);

/*
 * A number that spreads texts over a table; texts in a row by giving one's hash as the next one's
 * `seed`. Not for what a stranger may choose to collide.
 */
uint64_t str_hash(struct str s, uint64_t seed);

/* True for plain ASCII, where the expensive ways round can be skipped. */
bool str_is_ascii(struct str s);
