/*
 * Calendar dates as clients write them. Pure; any thread.
 */
#pragma once

#include <stdbool.h>

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

enum { DATE_LEN = 10, DATE_ISO_LEN = 24 };

/* "1990-09-25", no NUL. */
void date_format(struct date date, char out[DATE_LEN]);

/* "1990-09-25T00:00:00.000Z": how dateOfBirth is kept and served, no NUL. */
void date_format_iso(struct date date, char out[DATE_ISO_LEN]);
