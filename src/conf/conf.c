#include "conf/conf.h"

#include "conf/sources.h"

struct str settings_names(struct arena *arena, enum origin origin)
{
    struct str names = STR("");
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        const struct setting *setting = &setting_rows[i];
        if (origin == ORIGIN_FILE && setting_is_config(setting))
            continue;
        struct str name =
            origin == ORIGIN_ENVIRONMENT ? setting_variable(setting, arena) : setting->name;
        names = arena_format(arena, "%.*s%s%.*s", STR_ARG(names), names.len > 0 ? ", " : "",
                             STR_ARG(name));
    }
    return names;
}

/* The command line and the environment first: they say which file there is. */
static enum err settings_read(struct settings *settings, struct command_line *line, int argc,
                              char **argv, char **environment, struct err_text *explanation)
{
    enum err err = command_line_read(line, argc, argv, settings, explanation);
    if (!err)
        err = environment_read(environment, settings, explanation);
    if (!err && line->scope != SETTINGS_NONE && settings->config.len > 0)
        err = file_read(settings, explanation);
    return err;
}

enum err conf_read(int argc, char **argv, char **environment, struct arena *arena,
                   struct conf *conf, bool *help, struct err_text *explanation)
{
    *help = command_line_asks_help(argc, argv);
    if (*help)
        return ERR_NONE;
    struct settings settings;
    struct command_line line = {.scope = SETTINGS_ALL};
    settings_init(&settings, arena);
    enum err err = settings_read(&settings, &line, argc, argv, environment, explanation);
    if (!err)
        *conf = settings.conf;
    return err;
}

enum err conf_read_flags(int argc, char **argv, char **environment, struct arena *arena,
                         const struct conf_flag *flags, struct str *store, struct str *operands,
                         size_t operands_max, size_t *operand_count, bool *help,
                         struct err_text *explanation)
{
    *help = command_line_asks_help(argc, argv);
    if (*help)
        return ERR_NONE;
    struct settings settings;
    struct command_line line = {.scope = store ? SETTINGS_STORE : SETTINGS_NONE,
                                .flags = flags,
                                .operands = operands,
                                .operands_max = operands_max};
    settings_init(&settings, arena);
    enum err err = settings_read(&settings, &line, argc, argv, environment, explanation);
    if (err)
        return err;
    if (store)
        *store = settings.conf.store;
    if (operand_count)
        *operand_count = line.operand_count;
    return ERR_NONE;
}
