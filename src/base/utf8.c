#include "base/utf8.h"

/* Eight bytes are ASCII when none of them has its high bit. */
enum { WORD_LEN = sizeof(uint64_t) };
static const uint64_t WORD_HIGH_BITS = UINT64_C(0x8080808080808080);

static bool word_is_ascii(const char *ptr)
{
    uint64_t word;
    memcpy(&word, ptr, WORD_LEN);
    return (word & WORD_HIGH_BITS) == 0;
}

/* Index of the first byte from `at` on that is not ASCII, or s.len. */
static size_t ascii_end(struct str s, size_t at)
{
    while (s.len - at >= WORD_LEN && word_is_ascii(s.ptr + at))
        at += WORD_LEN;
    while (at < s.len && (unsigned char)s.ptr[at] < 0x80)
        at++;
    return at;
}

static bool is_continuation(unsigned char byte)
{
    return (byte & 0xC0) == 0x80;
}

/*
 * What the second byte may be depends on the first (Unicode, table 3-7): that is where overlong
 * forms, surrogates and what lies past U+10FFFF are told from the rest.
 */
static bool second_byte_fits(unsigned char first, unsigned char second)
{
    switch (first) {
    case 0xE0:
        return second >= 0xA0 && second <= 0xBF;
    case 0xED:
        return second >= 0x80 && second <= 0x9F;
    case 0xF0:
        return second >= 0x90 && second <= 0xBF;
    case 0xF4:
        return second >= 0x80 && second <= 0x8F;
    default:
        return is_continuation(second);
    }
}

static size_t length_by_first_byte(unsigned char first)
{
    if (first < 0x80)
        return 1;
    if (first < 0xC2 || first > 0xF4)
        return 0;
    return first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

size_t utf8_sequence_len(struct str s)
{
    if (s.len == 0)
        return 0;
    const unsigned char *bytes = (const unsigned char *)s.ptr;
    size_t len = length_by_first_byte(bytes[0]);
    if (len > s.len)
        return 0;
    if (len >= 2 && !second_byte_fits(bytes[0], bytes[1]))
        return 0;
    for (size_t i = 2; i < len; i++) {
        if (!is_continuation(bytes[i]))
            return 0;
    }
    return len;
}

bool str_is_ascii(struct str s)
{
    return ascii_end(s, 0) == s.len;
}

bool str_is_utf8(struct str s)
{
    for (size_t at = ascii_end(s, 0); at < s.len; at = ascii_end(s, at)) {
        size_t len = utf8_sequence_len(str_slice(s, at, s.len));
        if (len == 0)
            return false;
        at += len;
    }
    return true;
}

size_t str_code_points(struct str s)
{
    size_t count = 0;
    for (size_t i = 0; i < s.len; i++)
        count += !is_continuation((unsigned char)s.ptr[i]);
    return count;
}
