/*
 * Two bytes as a country and the others as a phone number. One that is taken is written as E.164,
 * and is taken again as written; one that says it is international is the same in every country.
 */
#include "contact/phone.h"

#include <assert.h>

enum { COUNTRY_LEN = 2 };

struct number {
    bool taken;
    char e164[PHONE_E164_MAX];
    size_t len;
};

static struct number number_read(struct str text, struct str country)
{
    struct number number = {.len = 0};
    number.taken = phone_normalize(text, country, number.e164, &number.len);
    return number;
}

static struct str number_text(const struct number *number)
{
    return (struct str){.ptr = number->e164, .len = number->len};
}

static void check_e164(struct str e164)
{
    assert(e164.len >= 2 && e164.len <= PHONE_E164_MAX);
    assert(e164.ptr[0] == '+' && e164.ptr[1] != '0');
    for (size_t i = 1; i < e164.len; i++)
        assert(e164.ptr[i] >= '0' && e164.ptr[i] <= '9');
}

static void check_same(const struct number *a, const struct number *b)
{
    assert(a->taken == b->taken && str_eq(number_text(a), number_text(b)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str all = {.ptr = (const char *)data, .len = size};
    struct str country = str_slice(all, 0, COUNTRY_LEN);
    struct str text = str_slice(all, COUNTRY_LEN, size);
    struct number number = number_read(text, country);
    if (number.taken) {
        check_e164(number_text(&number));
        struct number again = number_read(number_text(&number), STR(""));
        check_same(&number, &again);
    }
    if (phone_is_international(text)) {
        struct number elsewhere = number_read(text, STR(""));
        check_same(&number, &elsewhere);
    }
    return 0;
}
