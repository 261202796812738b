/*
 * A command line: `--name value`, `--name=value`, switches, operands; `--` ends the flags.
 *
 * Each argument is either a flag, which takes the next argument for its value if it needs one, or
 * an operand. A value that begins with `--` is refused unless it is written with `=`: it is nearly
 * always the next flag after a forgotten value.
 */
#include <string.h>

#include "conf/sources.h"

/* Where the reading is. */
struct arguments {
    char **next;
    char **end;
};

/* One flag as it was written. */
struct written_flag {
    struct str source; /* "--http-threads" */
    struct str name;   /* "http-threads" */
    struct str value;
    bool has_value; /* by "=" */
};

static bool is_flag(struct str argument)
{
    return argument.len > 1 && argument.ptr[0] == '-';
}

static struct written_flag flag_parse(struct str argument)
{
    size_t equals = str_find(argument, '=');
    return (struct written_flag){
        .source = str_slice(argument, 0, equals),
        .name = str_starts_with(argument, STR("--")) ? str_slice(argument, 2, equals) : STR(""),
        .value = str_slice(argument, equals + 1, argument.len),
        .has_value = equals < argument.len,
    };
}

bool command_line_asks_help(int argc, char **argv)
{
    for (int i = 0; i < argc; i++) {
        if (strcmp(argv[i], "--") == 0)
            return false;
        if (strcmp(argv[i], "--help") == 0)
            return true;
    }
    return false;
}

bool setting_in_scope(const struct setting *setting, enum settings_scope scope)
{
    switch (scope) {
    case SETTINGS_ALL:
        return true;
    case SETTINGS_STORE:
        return setting_is_config(setting) || str_eq(setting->name, STR("store"));
    case SETTINGS_NONE:
        break;
    }
    return false;
}

/* ---- values ------------------------------------------------------------------------------------
 */

static enum err value_take(struct written_flag *flag, struct arguments *arguments,
                           struct str placeholder, struct err_text *explanation)
{
    if (flag->has_value)
        return ERR_NONE;
    if (arguments->next == arguments->end || strncmp(*arguments->next, "--", 2) == 0)
        return err_explain(explanation, ERR_SETTING_INVALID,
                           "%.*s: a value is missing; write %.*s=%.*s", STR_ARG(flag->source),
                           STR_ARG(flag->source), STR_ARG(placeholder));
    flag->value = str_of(*arguments->next++);
    return ERR_NONE;
}

static enum err own_value_add(const struct conf_flag *own, const struct written_flag *flag,
                              struct err_text *explanation)
{
    if (own->value) {
        *own->value = flag->value;
        return ERR_NONE;
    }
    if (*own->count == own->values_max)
        return err_explain(explanation, ERR_SETTING_INVALID, "%.*s: give it at most %zu times",
                           STR_ARG(flag->source), own->values_max);
    own->values[(*own->count)++] = flag->value;
    return ERR_NONE;
}

static enum err own_flag_read(const struct conf_flag *own, struct written_flag *flag,
                              struct arguments *arguments, struct err_text *explanation)
{
    if (!own->placeholder)
        return switch_read(flag->source, flag->has_value ? flag->value : STR("true"), own->given,
                           explanation);
    enum err err = value_take(flag, arguments, str_of(own->placeholder), explanation);
    return err ? err : own_value_add(own, flag, explanation);
}

static enum err setting_flag_read(const struct setting *setting, struct written_flag *flag,
                                  struct arguments *arguments, struct settings *settings,
                                  struct err_text *explanation)
{
    if (setting->kind == SETTING_SWITCH) {
        if (!flag->has_value)
            flag->value = STR("true");
    } else {
        enum err err = value_take(flag, arguments, setting->placeholder, explanation);
        if (err)
            return err;
    }
    return settings_put(settings, setting, ORIGIN_FLAG, flag->source, flag->value, explanation);
}

/* ---- flags -------------------------------------------------------------------------------------
 */

static const struct conf_flag *own_flag_find(const struct conf_flag *flags, struct str name)
{
    for (const struct conf_flag *flag = flags; flag && flag->name; flag++) {
        if (str_eq(str_of(flag->name), name))
            return flag;
    }
    return NULL;
}

static enum err flag_refuse(const struct command_line *line, struct str source, struct arena *arena,
                            struct err_text *explanation)
{
    struct str names = STR("");
    for (const struct conf_flag *flag = line->flags; flag && flag->name; flag++)
        names = arena_format(arena, "%.*s--%s, ", STR_ARG(names), flag->name);
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        if (setting_in_scope(&setting_rows[i], line->scope))
            names =
                arena_format(arena, "%.*s--%.*s, ", STR_ARG(names), STR_ARG(setting_rows[i].name));
    }
    return err_explain(explanation, ERR_SETTING_INVALID,
                       "%.*s: there is no such flag; there are %.*s--help", STR_ARG(source),
                       STR_ARG(names));
}

static enum err flag_read(const struct command_line *line, struct written_flag *flag,
                          struct arguments *arguments, struct settings *settings,
                          struct err_text *explanation)
{
    const struct conf_flag *own = own_flag_find(line->flags, flag->name);
    if (own)
        return own_flag_read(own, flag, arguments, explanation);
    const struct setting *setting = setting_find(flag->name);
    if (setting && setting_in_scope(setting, line->scope))
        return setting_flag_read(setting, flag, arguments, settings, explanation);
    return flag_refuse(line, flag->source, settings->arena, explanation);
}

/* ---- the line ----------------------------------------------------------------------------------
 */

static enum err operand_add(struct command_line *line, struct str argument,
                            struct err_text *explanation)
{
    if (line->operand_count == line->operands_max)
        return err_explain(explanation, ERR_SETTING_INVALID, "'%.*s' is one argument too many",
                           STR_ARG(argument));
    line->operands[line->operand_count++] = argument;
    return ERR_NONE;
}

static void own_flags_clear(const struct conf_flag *flags)
{
    for (const struct conf_flag *flag = flags; flag && flag->name; flag++) {
        if (flag->count)
            *flag->count = 0;
        if (flag->given)
            *flag->given = false;
    }
}

enum err command_line_read(struct command_line *line, int argc, char **argv,
                           struct settings *settings, struct err_text *explanation)
{
    struct arguments arguments = {.next = argv, .end = argv + argc};
    bool flags_ended = false;
    enum err err = ERR_NONE;
    own_flags_clear(line->flags);
    while (!err && arguments.next < arguments.end) {
        struct str argument = str_of(*arguments.next++);
        if (!flags_ended && str_eq(argument, STR("--"))) {
            flags_ended = true;
        } else if (!flags_ended && is_flag(argument)) {
            struct written_flag flag = flag_parse(argument);
            err = flag_read(line, &flag, &arguments, settings, explanation);
        } else {
            err = operand_add(line, argument, explanation);
        }
    }
    return err;
}
