/*
 * Any bytes as a date. One that is taken is on the calendar, and is written and read again as the
 * same.
 */
#include "contact/date.h"

#include <assert.h>

static void check_same(struct date a, struct date b)
{
    assert(a.year == b.year && a.month == b.month && a.day == b.day);
}

static void check_read_again(struct date date, const char *text, size_t len)
{
    struct date again;
    bool taken = date_parse((struct str){.ptr = text, .len = len}, &again);
    assert(taken);
    check_same(date, again);
}

static void check_date(struct str text, struct date date)
{
    assert(text.len >= DATE_LEN && str_is_ascii(text));
    assert(date.year >= 1 && date.year <= 9999);
    assert(date.month >= 1 && date.month <= 12);
    assert(date.day >= 1 && date.day <= 31);
    char day[DATE_LEN];
    date_format(date, day);
    check_read_again(date, day, DATE_LEN);
    char midnight[DATE_ISO_LEN];
    date_format_iso(date, midnight);
    check_read_again(date, midnight, DATE_ISO_LEN);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str text = {.ptr = (const char *)data, .len = size};
    struct date date;
    if (date_parse(text, &date))
        check_date(text, date);
    return 0;
}
