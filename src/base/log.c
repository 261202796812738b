#include "base/log.h"

#include <errno.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log_line.h"

/* Set once, before there is a second thread. */
static enum log_level log_least = LOG_INFO;
static enum log_format log_format = LOG_LOGFMT;

static const char *const log_level_names[] = {
    [LOG_DEBUG] = "debug",
    [LOG_INFO] = "info",
    [LOG_WARN] = "warn",
    [LOG_ERROR] = "error",
};

void log_configure(enum log_level least, enum log_format format)
{
    log_least = least;
    log_format = format;
}

bool log_enabled(enum log_level level)
{
    return level >= log_least;
}

/* A log that cannot be written cannot be complained about either. */
static void write_line(struct str line)
{
    ssize_t written;
    do
        written = write(STDERR_FILENO, line.ptr, line.len);
    while (written < 0 && errno == EINTR);
}

void log_fields(enum log_level level, const char *event, const struct log_field *fields)
{
    if (!log_enabled(level))
        return;
    char now[CLOCK_ISO_LEN];
    clock_format_iso(clock_wall_ms(), now);
    const struct log_field head[] = {
        log_str("ts", (struct str){.ptr = now, .len = CLOCK_ISO_LEN}),
        log_str("level", str_of(log_level_names[level])),
        log_str("event", str_of(event)),
    };
    struct log_line line;
    log_line_begin(&line, log_format);
    for (size_t i = 0; i < sizeof head / sizeof *head; i++)
        log_line_add(&line, &head[i]);
    for (; fields->name; fields++)
        log_line_add(&line, fields);
    write_line(log_line_end(&line));
}
