#include "contact/country.h"

#include <stdlib.h>

/* Upper-case and sorted by code, as country.def is. */
static const struct str codes[] = {
#define COUNTRY(code, name) STR_INIT(#code),
#include "contact/country.def"
#undef COUNTRY
};

enum { COUNTRY_COUNT = sizeof(codes) / sizeof(codes[0]), CODE_LEN = 2 };

static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static int code_order(const void *a, const void *b)
{
    const struct str *left = a;
    const struct str *right = b;
    return memcmp(left->ptr, right->ptr, CODE_LEN);
}

bool country_find(struct str text, struct str *code)
{
    if (text.len != CODE_LEN)
        return false;
    const char wanted[CODE_LEN] = {upper(text.ptr[0]), upper(text.ptr[1])};
    const struct str key = {.ptr = wanted, .len = CODE_LEN};
    const struct str *found = bsearch(&key, codes, COUNTRY_COUNT, sizeof(codes[0]), code_order);
    if (found)
        *code = *found;
    return found != NULL;
}
