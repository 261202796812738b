/*
 * UTF-8, one sequence at a time. Pure; any thread.
 */
#pragma once

#include <stddef.h>

#include "base/str.h"

/*
 * Bytes of the well-formed sequence that s begins with, 1 to 4; 0 when it begins with none (a
 * stray or missing continuation, an overlong form, a surrogate, past U+10FFFF) or is empty.
 */
size_t utf8_sequence_len(struct str s);
