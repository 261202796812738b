/*
 * Calendar dates as clients write them. Pure; any thread.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

struct date {
    int year;  /* 1 to 9999 */
    int month; /* 1 to 12 */
    int day;   /* 1 to the month's last */
};

/*
 * Reads `YYYY-MM-DD`, `YYYY/MM/DD`, `YYYY.MM.DD`, `YYYY_MM_DD`, `MM-DD-YYYY`, `MM/DD/YYYY`,
 * `MM.DD.YYYY`, `MM_DD_YYYY`, or a full ISO 8601 time, whose date counts as written, whatever its
 * offset: a birthday does not move. Both separators must be the same. False when it is none of
 * these, or a day that does not exist.
 */
bool date_parse(struct str text, struct date *date);

/*
 * Reads an ISO 8601 time, `YYYY-MM-DD` with or without a time behind it: midnight without one, UTC
 * without an offset. Milliseconds since 1970; what is finer is dropped. False when it is none, or
 * not in the years 1 to 9999 of UTC.
 */
bool date_parse_instant(struct str text, int64_t *wall_ms);

enum { DATE_LEN = 10, DATE_ISO_LEN = 24 };

/* "1990-09-25", no NUL. */
void date_format(struct date date, char out[DATE_LEN]);

/* "1990-09-25T00:00:00.000Z": how dateOfBirth is kept and served, no NUL. */
void date_format_iso(struct date date, char out[DATE_ISO_LEN]);
