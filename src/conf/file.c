/*
 * The file of settings, by inih: `name = value` lines, comments behind `;` or `#`.
 *
 * inih splits a line longer than its buffer and takes an indented line for the rest of the one
 * before; both would change a setting without a word. So the lines are handed to it one by one: too
 * long a line is refused, and the indent is taken away.
 */
#include <errno.h>
#include <ini.h>
#include <stdio.h>
#include <string.h>

#include "conf/sources.h"

struct file_reading {
    struct settings *settings;
    struct str rest; /* lines that inih has not seen */
    unsigned line_number;
    struct str line;
    enum err err;
    struct err_text *explanation;
};

static struct str file_position(const struct file_reading *reading)
{
    return arena_format(reading->settings->arena, "%.*s:%u", STR_ARG(reading->settings->config),
                        reading->line_number);
}

/* Only the first fault is told; the ones behind it may follow from it. */
static void line_refuse(struct file_reading *reading, const char *reason)
{
    if (reading->err)
        return;
    reading->err = err_explain(reading->explanation, ERR_SETTING_INVALID, "%.*s: %s",
                               STR_ARG(file_position(reading)), reason);
}

/* inih's own fgets: the next line with its newline in `out`, NULL at the end. */
static char *line_next(char *out, int size, void *context)
{
    struct file_reading *reading = context;
    if (reading->err || !str_cut(&reading->rest, '\n', &reading->line))
        return NULL;
    reading->line_number++;
    reading->line = str_trim(reading->line);
    if (reading->line.len + sizeof "\n" > (size_t)size) {
        line_refuse(reading, "the line is too long; set this one by flag or environment");
        return NULL;
    }
    memcpy(out, reading->line.ptr, reading->line.len);
    memcpy(out + reading->line.len, "\n", sizeof "\n");
    return out;
}

static enum err name_refuse(struct file_reading *reading, struct str source)
{
    struct str names = settings_names(reading->settings->arena, ORIGIN_FILE);
    return err_explain(reading->explanation, ERR_SETTING_INVALID,
                       "%.*s: there is no such setting; there are %.*s", STR_ARG(source),
                       STR_ARG(names));
}

/* inih's handler: 0 is a fault. */
static int pair_read(void *context, const char *section, const char *name, const char *value)
{
    struct file_reading *reading = context;
    struct arena *arena = reading->settings->arena;
    if (*section != '\0')
        line_refuse(reading, "there are no [sections] in this file");
    if (reading->err)
        return 0;
    struct str source = arena_format(arena, "%.*s: %s", STR_ARG(file_position(reading)), name);
    const struct setting *setting = setting_find(str_of(name));
    if (!setting || setting_is_config(setting))
        reading->err = name_refuse(reading, source);
    else
        reading->err = settings_put(reading->settings, setting, ORIGIN_FILE, source,
                                    arena_copy(arena, str_of(value)), reading->explanation);
    return reading->err == ERR_NONE;
}

static enum err text_read(struct settings *settings, struct str text, struct err_text *explanation)
{
    struct file_reading reading = {.settings = settings, .rest = text, .explanation = explanation};
    int line_number = ini_parse_stream(line_next, &reading, pair_read, &reading);
    if (!reading.err && line_number > 0) {
        reading.line_number = (unsigned)line_number;
        line_refuse(&reading, "the line is not understood; write name = value");
    }
    return reading.err;
}

/* ---- the file ----------------------------------------------------------------------------------
 */

static enum err path_refuse(const struct settings *settings, const char *reason,
                            struct err_text *explanation)
{
    return err_explain(explanation, ERR_SETTING_INVALID, "the settings file '%.*s' %s",
                       STR_ARG(settings->config), reason);
}

static enum err stream_load(FILE *stream, struct settings *settings, struct str *text,
                            struct err_text *explanation)
{
    char *bytes = arena_alloc(settings->arena, FILE_SIZE_MAX + 1);
    size_t size = fread(bytes, 1, FILE_SIZE_MAX + 1, stream);
    if (ferror(stream))
        return path_refuse(settings, "cannot be read", explanation);
    if (size > FILE_SIZE_MAX)
        return path_refuse(settings, "is larger than 64 KiB", explanation);
    *text = (struct str){.ptr = bytes, .len = size};
    if (str_find(*text, '\0') < size)
        return path_refuse(settings, "is not a text file", explanation);
    return ERR_NONE;
}

enum err file_read(struct settings *settings, struct err_text *explanation)
{
    FILE *stream = fopen(arena_copy_z(settings->arena, settings->config), "re");
    if (!stream)
        return err_explain(explanation, ERR_SETTING_INVALID,
                           "the settings file '%.*s' cannot be opened: %s",
                           STR_ARG(settings->config), strerror(errno));
    struct str text;
    enum err err = stream_load(stream, settings, &text, explanation);
    fclose(stream);
    return err ? err : text_read(settings, text, explanation);
}
