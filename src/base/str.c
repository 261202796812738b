#include "base/str.h"

static char ascii_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool str_eq_nocase(struct str a, struct str b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++) {
        if (ascii_lower(a.ptr[i]) != ascii_lower(b.ptr[i]))
            return false;
    }
    return true;
}

/* FNV-1a, and a multiplication that lets the last bytes reach every bit. */
uint64_t str_hash(struct str s, uint64_t seed)
{
    uint64_t hash = seed ^ UINT64_C(0xCBF29CE484222325);
    for (size_t i = 0; i < s.len; i++)
        hash = (hash ^ (unsigned char)s.ptr[i]) * UINT64_C(0x100000001B3);
    return (hash ^ hash >> 32) * UINT64_C(0x9E3779B97F4A7C15);
}

int str_compare(struct str a, struct str b)
{
    size_t len = a.len < b.len ? a.len : b.len;
    int order = len > 0 ? memcmp(a.ptr, b.ptr, len) : 0;
    return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

bool str_starts_with(struct str s, struct str prefix)
{
    return str_eq(str_slice(s, 0, prefix.len), prefix);
}

bool str_ends_with(struct str s, struct str suffix)
{
    return s.len >= suffix.len && str_eq(str_slice(s, s.len - suffix.len, s.len), suffix);
}

struct str str_slice(struct str s, size_t from, size_t to)
{
    if (to > s.len)
        to = s.len;
    if (from >= to)
        return (struct str){.ptr = s.ptr, .len = 0};
    return (struct str){.ptr = s.ptr + from, .len = to - from};
}

size_t str_find(struct str s, char c)
{
    const char *found = s.len > 0 ? memchr(s.ptr, c, s.len) : NULL;
    return found ? (size_t)(found - s.ptr) : s.len;
}

struct str str_trim(struct str s)
{
    size_t from = 0;
    size_t to = s.len;
    while (from < to && is_space(s.ptr[from]))
        from++;
    while (to > from && is_space(s.ptr[to - 1]))
        to--;
    return str_slice(s, from, to);
}

bool str_cut(struct str *rest, char sep, struct str *part)
{
    if (str_is_empty(*rest))
        return false;
    size_t end = str_find(*rest, sep);
    *part = str_slice(*rest, 0, end);
    *rest = str_slice(*rest, end + 1, rest->len);
    return true;
}

struct str str_from_int64(int64_t number, char room[STR_INT64_MAX])
{
    /* as unsigned, because INT64_MIN has no positive counterpart */
    uint64_t rest = number < 0 ? -(uint64_t)number : (uint64_t)number;
    size_t from = STR_INT64_MAX;
    do {
        room[--from] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (number < 0)
        room[--from] = '-';
    return (struct str){.ptr = room + from, .len = STR_INT64_MAX - from};
}

bool str_to_int64(struct str s, int64_t *number)
{
    bool negative = str_starts_with(s, STR("-"));
    size_t first = negative ? 1 : 0;
    if (s.len == first)
        return false;
    int64_t sum = 0;
    for (size_t i = first; i < s.len; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return false;
        /* summed on its own side of zero, because INT64_MIN has no positive twin */
        int digit = negative ? '0' - s.ptr[i] : s.ptr[i] - '0';
        if (__builtin_mul_overflow(sum, 10, &sum) || __builtin_add_overflow(sum, digit, &sum))
            return false;
    }
    *number = sum;
    return true;
}
