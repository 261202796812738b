/*
 * The environment: CONTACTD_HTTP_THREADS for http-threads. The whole prefix is ours, so a variable
 * that begins with it and names no setting is a misspelt one.
 */
#include "conf/sources.h"

static const struct setting *variable_find(struct str variable, struct arena *arena)
{
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        if (str_eq(setting_variable(&setting_rows[i], arena), variable))
            return &setting_rows[i];
    }
    return NULL;
}

static enum err variable_read(struct str entry, struct settings *settings,
                              struct err_text *explanation)
{
    size_t equals = str_find(entry, '=');
    struct str variable = str_slice(entry, 0, equals);
    const struct setting *setting = variable_find(variable, settings->arena);
    if (!setting) {
        struct str names = settings_names(settings->arena, ORIGIN_ENVIRONMENT);
        return err_explain(explanation, ERR_SETTING_INVALID,
                           "%.*s: there is no such setting; there are %.*s", STR_ARG(variable),
                           STR_ARG(names));
    }
    return settings_put(settings, setting, ORIGIN_ENVIRONMENT, variable,
                        str_slice(entry, equals + 1, entry.len), explanation);
}

enum err environment_read(char **environment, struct settings *settings,
                          struct err_text *explanation)
{
    enum err err = ERR_NONE;
    for (char **entry = environment; !err && *entry; entry++) {
        if (str_starts_with(str_of(*entry), STR("CONTACTD_")))
            err = variable_read(str_of(*entry), settings, explanation);
    }
    return err;
}
