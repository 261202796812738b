#include "program.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

void program_fail(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    exit(1);
}

void program_check(enum err err, const char *what)
{
    if (err)
        program_fail("%s failed: %.*s", what, STR_ARG(err_name(err)));
}

uint64_t program_number(const char *argument)
{
    int64_t number = 0;
    if (!str_to_int64(str_of(argument), &number) || number < 1)
        program_fail("'%s' is not a number from 1 on", argument);
    return (uint64_t)number;
}

struct store *program_store(const char *url)
{
    struct store_config config = {
        .url = str_of(url),
        .create = true,
        .readers_max = 4,
        .queue_max = 8192,
        .committers = 2,
        .busy_timeout_ms = 5000,
    };
    struct store *store;
    struct err_text why = {""};
    if (store_open(&config, &store, &why) != ERR_NONE)
        program_fail("%s", why.text);
    return store;
}

void program_sleep(uint64_t seconds)
{
    struct timespec rest = {.tv_sec = (time_t)seconds};
    while (nanosleep(&rest, &rest) != 0)
        continue;
}
