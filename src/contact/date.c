#include "contact/date.h"

#include <assert.h>

/* A fraction of a second finer than nanoseconds is no clock's. */
enum { FRACTION_DIGITS_MAX = 9 };

static bool is_separator(char c)
{
    return c == '-' || c == '/' || c == '.' || c == '_';
}

/* Takes exactly `digits` digits off the rest. */
static bool take_number(struct str *rest, size_t digits, int *number)
{
    if (rest->len < digits)
        return false;
    *number = 0;
    for (size_t i = 0; i < digits; i++) {
        if (!str_is_digit(rest->ptr[i]))
            return false;
        *number = *number * 10 + (rest->ptr[i] - '0');
    }
    *rest = str_slice(*rest, digits, rest->len);
    return true;
}

static bool take_char(struct str *rest, char c)
{
    if (rest->len == 0 || rest->ptr[0] != c)
        return false;
    *rest = str_slice(*rest, 1, rest->len);
    return true;
}

/* Two digits from 0 to `max`. */
static bool take_part(struct str *rest, int max, int *number)
{
    return take_number(rest, 2, number) && *number <= max;
}

static bool take_year_first(struct str *rest, char separator, struct date *date)
{
    return take_number(rest, 4, &date->year) && take_char(rest, separator) &&
           take_number(rest, 2, &date->month) && take_char(rest, separator) &&
           take_number(rest, 2, &date->day);
}

static bool take_month_first(struct str *rest, char separator, struct date *date)
{
    return take_number(rest, 2, &date->month) && take_char(rest, separator) &&
           take_number(rest, 2, &date->day) && take_char(rest, separator) &&
           take_number(rest, 4, &date->year);
}

/* The time of a day, and how far its clock is ahead of UTC. */
struct time_of_day {
    int hour, minute, second;
    int ms;
    int offset_min;
};

/* ".5" to ".999999999", of which milliseconds are kept. */
static bool take_fraction(struct str *rest, int *ms)
{
    size_t digits = 0;
    int weight = 100;
    take_char(rest, '.');
    for (; digits < rest->len && str_is_digit(rest->ptr[digits]); digits++, weight /= 10)
        *ms += (rest->ptr[digits] - '0') * weight;
    *rest = str_slice(*rest, digits, rest->len);
    return digits >= 1 && digits <= FRACTION_DIGITS_MAX;
}

/* "Z", "+02:00", "-0530" */
static bool take_offset(struct str *rest, int *offset_min)
{
    int hours;
    int minutes;
    if (take_char(rest, 'Z'))
        return true;
    int sign = take_char(rest, '-') ? -1 : 1;
    if (sign > 0 && !take_char(rest, '+'))
        return false;
    if (!take_part(rest, 23, &hours))
        return false;
    take_char(rest, ':');
    if (!take_part(rest, 59, &minutes))
        return false;
    *offset_min = sign * (hours * 60 + minutes);
    return true;
}

/* The time behind a date, "T18:30" to "T18:30:15.123456789+02:00"; without an offset it is UTC. */
static bool parse_time(struct str rest, struct time_of_day *time)
{
    *time = (struct time_of_day){.hour = 0};
    if (!take_char(&rest, 'T') || !take_part(&rest, 23, &time->hour) || !take_char(&rest, ':') ||
        !take_part(&rest, 59, &time->minute))
        return false;
    if (take_char(&rest, ':')) {
        if (!take_part(&rest, 59, &time->second))
            return false;
        if (str_starts_with(rest, STR(".")) && !take_fraction(&rest, &time->ms))
            return false;
    }
    return str_is_empty(rest) || (take_offset(&rest, &time->offset_min) && str_is_empty(rest));
}

static bool is_leap_year(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int days_of_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap_year(year) ? 29 : days[month - 1];
}

static bool is_on_calendar(struct date date)
{
    return date.year >= 1 && date.month >= 1 && date.month <= 12 && date.day >= 1 &&
           date.day <= days_of_month(date.year, date.month);
}

/* Where the first separator is tells the year first from the month first. */
static bool take_date(struct str *rest, struct date *date)
{
    enum { AFTER_MONTH = 2, AFTER_YEAR = 4 };
    if (rest->len < DATE_LEN)
        return false;
    char after_year = rest->ptr[AFTER_YEAR];
    if (is_separator(after_year))
        return take_year_first(rest, after_year, date);
    char after_month = rest->ptr[AFTER_MONTH];
    return is_separator(after_month) && take_month_first(rest, after_month, date);
}

/* Only the year first and with hyphens is a date that a time may follow. */
static bool is_iso_date(struct str text)
{
    return text.ptr[4] == '-';
}

/* A date, and the time behind it if there is one: midnight otherwise. */
static bool parse(struct str text, struct date *date, struct time_of_day *time)
{
    struct str rest = text;
    *time = (struct time_of_day){.hour = 0};
    if (!take_date(&rest, date) || !is_on_calendar(*date))
        return false;
    return str_is_empty(rest) || (is_iso_date(text) && parse_time(rest, time));
}

/* The time is checked, so that a typing mistake is not taken for a date, and then dropped. */
bool date_parse(struct str text, struct date *date)
{
    struct date parsed;
    struct time_of_day time;
    if (!parse(text, &parsed, &time))
        return false;
    *date = parsed;
    return true;
}

/* Days from 1970 on: years are counted from March, so that a leap day is a year's last. */
static int64_t days_since_1970(struct date date)
{
    enum { DAYS_OF_400_YEARS = 146097, DAYS_FROM_0000_03_01 = 719468 };
    int64_t year = date.month <= 2 ? date.year - 1 : date.year;
    int64_t of_era = year % 400;
    int64_t month = (date.month + 9) % 12;
    int64_t of_year = (153 * month + 2) / 5 + date.day - 1;
    int64_t of_eras = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
    return year / 400 * DAYS_OF_400_YEARS + of_eras - DAYS_FROM_0000_03_01;
}

/* An offset may lead out of the years that can be written with four digits. */
static bool is_writable(int64_t wall_ms)
{
    const int64_t day_ms = INT64_C(24) * 60 * 60 * 1000;
    return wall_ms >= days_since_1970((struct date){1, 1, 1}) * day_ms &&
           wall_ms < (days_since_1970((struct date){9999, 12, 31}) + 1) * day_ms;
}

bool date_parse_instant(struct str text, int64_t *wall_ms)
{
    struct date date;
    struct time_of_day time;
    if (text.len < DATE_LEN || !is_iso_date(text) || !parse(text, &date, &time))
        return false;
    int64_t hours = days_since_1970(date) * 24 + time.hour;
    int64_t minutes = hours * 60 + time.minute - time.offset_min;
    *wall_ms = (minutes * 60 + time.second) * 1000 + time.ms;
    return is_writable(*wall_ms);
}

static void put_number(char *out, size_t digits, int number)
{
    for (size_t i = digits; i > 0; i--, number /= 10)
        out[i - 1] = (char)('0' + number % 10);
}

void date_format(struct date date, char out[DATE_LEN])
{
    assert(is_on_calendar(date) && date.year <= 9999);
    put_number(out, 4, date.year);
    out[4] = '-';
    put_number(out + 5, 2, date.month);
    out[7] = '-';
    put_number(out + 8, 2, date.day);
}

void date_format_iso(struct date date, char out[DATE_ISO_LEN])
{
    static const struct str midnight = STR_INIT("T00:00:00.000Z");
    date_format(date, out);
    memcpy(out + DATE_LEN, midnight.ptr, midnight.len);
}
