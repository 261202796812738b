/*
 * What the bench's programs share: they do one thing, and end with one line and exit code 1 where
 * it cannot be done.
 */
#pragma once

#include <stdint.h>

#include "base/err.h"
#include "store/store.h"

_Noreturn void program_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Ends the program unless err is ERR_NONE; `what` is what was being done. */
void program_check(enum err err, const char *what);

/* A number of the command line, from 1 on. */
uint64_t program_number(const char *argument);

/* The store of a URL, made when there is none, with the settings of `contactd serve`. */
struct store *program_store(const char *url);

void program_sleep(uint64_t seconds);
