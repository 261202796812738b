/*
 * Phone numbers, by libphonenumber; phone.cc behind this header is the project's only C++.
 * Pure; any thread (the library's one object is made at first use).
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

#ifdef __cplusplus
extern "C" {
#endif

/* "+" and at most 15 digits, ITU-T E.164. */
enum { PHONE_E164_MAX = 16 };

/* A number as typed; longer texts are not numbers (libphonenumber's own bound is 250). */
enum { PHONE_TEXT_MAX = 64 };

/*
 * Reads a number, by `country` (upper-case alpha-2, or empty) where it has no country code of its
 * own, and writes it as E.164 without a NUL; that, read again, gives itself in every country. False
 * when it is not a possible number of its region. Possible, not valid: developers test with numbers
 * such as +1 555 010 0123 that no network has assigned, and the live service takes them
 * (docs/decisions/0008-possible-phone-numbers.md).
 */
bool phone_normalize(struct str text, struct str country, char e164[PHONE_E164_MAX], size_t *len);

/* True when reading it does not depend on the country: it begins with "+" (or full-width "+"). */
bool phone_is_international(struct str text);

#ifdef __cplusplus
}
#endif
