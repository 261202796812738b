#include "base/log_line.h"

#include <stdio.h>

#include "base/utf8.h"

/* What stays free behind every field: the brace and the LF that end a line. */
enum { LOG_END_LEN = 2 };

static size_t line_left(const struct log_line *line)
{
    return LOG_LINE_MAX - LOG_END_LEN - line->len;
}

static bool line_append(struct log_line *line, struct str piece)
{
    if (piece.len > line_left(line))
        return false;
    memcpy(line->bytes + line->len, piece.ptr, piece.len);
    line->len += piece.len;
    return true;
}

/*
 * True for a character that terminals and the parsers of both formats take as it is. Among the
 * others are the controls of C1, U+0080 to U+009F: some terminals obey them.
 */
static bool is_harmless(struct str character)
{
    unsigned char first = (unsigned char)character.ptr[0];
    if (character.len == 2)
        return first != 0xC2 || (unsigned char)character.ptr[1] >= 0xA0;
    return character.len > 2 || (first >= 0x20 && first != 0x7F && first != '"' && first != '\\');
}

enum { ESCAPE_ROOM = sizeof "\\u0000" };

static struct str escape(struct str character, char room[ESCAPE_ROOM])
{
    /* a control of two bytes is C2 and its code point */
    unsigned char code = (unsigned char)character.ptr[character.len - 1];
    if (code == '"')
        return STR("\\\"");
    if (code == '\\')
        return STR("\\\\");
    if (code == '\n')
        return STR("\\n");
    snprintf(room, ESCAPE_ROOM, "\\u%04x", code);
    return str_of(room);
}

/* What stands in the line for the first character of a text; *len bytes of the text are done. */
static struct str first_character(struct str text, size_t *len, char room[ESCAPE_ROOM])
{
    *len = utf8_sequence_len(text);
    if (*len == 0) {
        *len = 1;
        return STR("\xEF\xBF\xBD"); /* U+FFFD, the replacement character */
    }
    struct str character = str_slice(text, 0, *len);
    return is_harmless(character) ? character : escape(character, room);
}

static bool line_append_quoted(struct log_line *line, struct str text)
{
    if (line_left(line) < sizeof "\"\"" - 1)
        return false;
    line_append(line, STR("\""));
    size_t room = line_left(line) - 1;
    size_t end = line->len + (room < LOG_TEXT_MAX ? room : LOG_TEXT_MAX);
    while (!str_is_empty(text)) {
        size_t len;
        char escaped[ESCAPE_ROOM];
        struct str piece = first_character(text, &len, escaped);
        if (piece.len > end - line->len)
            break;
        line_append(line, piece);
        text = str_slice(text, len, text.len);
    }
    return line_append(line, STR("\""));
}

/* What a logfmt parser reads without quotes: visible ASCII without " \ and =. */
static const bool bare[256] = {
    ['!'] = true,
    ['#' ... '<'] = true,
    ['>' ... '['] = true,
    [']' ... '~'] = true,
};

static bool is_bare(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (!bare[(unsigned char)text.ptr[i]])
            return false;
    }
    return text.len > 0 && text.len <= LOG_TEXT_MAX;
}

static bool line_append_text(struct log_line *line, struct str text)
{
    if (line->format == LOG_LOGFMT && is_bare(text) && text.len <= line_left(line))
        return line_append(line, text);
    return line_append_quoted(line, text);
}

static bool line_append_int(struct log_line *line, int64_t number)
{
    char room[STR_INT64_MAX];
    return line_append(line, str_from_int64(number, room));
}

static bool line_append_ms(struct log_line *line, int64_t nanoseconds)
{
    int64_t us = nanoseconds / 1000 + (nanoseconds % 1000 >= 500);
    const char fraction[] = {'.', (char)('0' + us / 100 % 10), (char)('0' + us / 10 % 10),
                             (char)('0' + us % 10)};
    return line_append_int(line, us / 1000) &&
           line_append(line, (struct str){fraction, sizeof fraction});
}

static bool line_append_value(struct log_line *line, const struct log_field *field)
{
    switch (field->kind) {
    case LOG_FIELD_INT:
        return line_append_int(line, field->number);
    case LOG_FIELD_MS:
        return line_append_ms(line, field->number);
    default:
        return line_append_text(line, field->str);
    }
}

static bool line_append_name(struct log_line *line, const char *name)
{
    bool json = line->format == LOG_JSON;
    struct str separator = json ? STR(",\"") : STR(" ");
    bool first = line->len == 0;
    if (first)
        separator = json ? STR("{\"") : STR("");
    return line_append(line, separator) && line_append(line, str_of(name)) &&
           line_append(line, json ? STR("\":") : STR("="));
}

void log_line_begin(struct log_line *line, enum log_format format)
{
    line->format = format;
    line->len = 0;
}

void log_line_add(struct log_line *line, const struct log_field *field)
{
    size_t before = line->len;
    if (!line_append_name(line, field->name) || !line_append_value(line, field))
        line->len = before;
}

struct str log_line_end(struct log_line *line)
{
    if (line->format == LOG_JSON)
        line->bytes[line->len++] = '}';
    line->bytes[line->len++] = '\n';
    return (struct str){.ptr = line->bytes, .len = line->len};
}
