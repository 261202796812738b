/*
 * One line of the log on its way: fields appended, text made harmless, cut to LOG_LINE_MAX.
 *
 * A field that has no room any more is left out as a whole; a text that is too long for the room
 * there is, or longer than LOG_TEXT_MAX, is cut between two characters. So a line is always
 * well-formed. A line is a local of one thread.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/log.h"
#include "base/str.h"

/* One long text (a URL has up to 8 KiB) must not push the fields behind it off the line. */
enum { LOG_TEXT_MAX = 1024 };

struct log_line {
    enum log_format format;
    size_t len;
    char bytes[LOG_LINE_MAX];
};

void log_line_begin(struct log_line *line, enum log_format format);
void log_line_add(struct log_line *line, const struct log_field *field);

/* The whole line with its LF; points into *line. */
struct str log_line_end(struct log_line *line);
