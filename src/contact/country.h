/*
 * The countries that the API takes: the published list of 247 ISO 3166-1 alpha-2 codes, plus BL,
 * BQ, CW and SS, which ISO 3166 has and the list lacks. One row each in country.def.
 */
#pragma once

#include <stdbool.h>

#include "base/str.h"

/*
 * Finds a code in either case; *code is the table's own upper-case text, which lives for ever.
 */
bool country_find(struct str text, struct str *code);
