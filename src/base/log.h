/*
 * The log: one line an event on standard error, logfmt or JSON.
 *
 *      log_event(LOG_INFO, "listening", log_str("address", address), log_int("port", port));
 *
 * Any thread may log; the lines of one process are whole, in order, and never mixed. A line is at
 * most LOG_LINE_MAX bytes, values are cut to fit. Control characters and quotes are escaped, so
 * that nothing a client sends can forge a line. Never give it a token, an email, a phone or an ssn.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };
enum log_format { LOG_LOGFMT, LOG_JSON };

/* What a pipe that several processes share takes whole; gathered lines have no such promise. */
enum { LOG_LINE_MAX = 4096 };

struct log_field {
    const char *name; /* NULL ends the list */
    enum { LOG_FIELD_STR, LOG_FIELD_INT, LOG_FIELD_MS } kind;
    struct str str;
    int64_t number; /* LOG_FIELD_MS: nanoseconds from 0 on, printed as milliseconds, 3 decimals */
};

static inline struct log_field log_str(const char *name, struct str value)
{
    return (struct log_field){.name = name, .kind = LOG_FIELD_STR, .str = value};
}

static inline struct log_field log_int(const char *name, int64_t value)
{
    return (struct log_field){.name = name, .kind = LOG_FIELD_INT, .number = value};
}

static inline struct log_field log_ms(const char *name, int64_t nanoseconds)
{
    return (struct log_field){.name = name, .kind = LOG_FIELD_MS, .number = nanoseconds};
}

/* Called once, before there is a second thread; the defaults are LOG_INFO and LOG_LOGFMT. */
void log_configure(enum log_level least, enum log_format format);

/*
 * From now on lines below LOG_WARN are gathered and written together, LOG_GATHER_MS later at most;
 * one from LOG_WARN on is written at once, with all before it. A server logs each request, and a
 * write(2) for each costs a twentieth of answering; a crash may lose the lines of so long. Without
 * a thread to be had it stays as it was. log_gather_stop writes what is left; one thread calls the
 * two, others may log.
 */
enum { LOG_GATHER_MS = 10 };
void log_gather_start(void);
void log_gather_stop(void);

bool log_enabled(enum log_level level);

/* fields end with one whose name is NULL; use the macro. */
void log_fields(enum log_level level, const char *event, const struct log_field *fields);

/* An event with at least one field, and one with none. */
#define log_event(level, event, ...) \
    log_fields((level), (event), (const struct log_field[]){__VA_ARGS__, {.name = NULL}})

static inline void log_note(enum log_level level, const char *event)
{
    log_fields(level, event, &(const struct log_field){.name = NULL});
}
