#include "conf/setting.h"

#include <assert.h>

#define AT(member) offsetof(struct settings, member)

const struct setting setting_rows[SETTING_COUNT] = {
#define TEXT(member, flag, preset, holder, text) \
    {.kind = SETTING_TEXT,                       \
     .name = STR_INIT(flag),                     \
     .fallback = STR_INIT(preset),               \
     .placeholder = STR_INIT(holder),            \
     .help = STR_INIT(text),                     \
     .offset = AT(conf.member)},
#define NUMBER(member, flag, preset, min, max, measure, text) \
    {.kind = SETTING_NUMBER,                                  \
     .name = STR_INIT(flag),                                  \
     .fallback = STR_INIT(#preset),                           \
     .placeholder = STR_INIT("N"),                            \
     .least = (min),                                          \
     .most = (max),                                           \
     .unit = STR_INIT(measure),                               \
     .help = STR_INIT(text),                                  \
     .offset = AT(conf.member)},
#define CHOICE(member, flag, preset, words, text) \
    {.kind = SETTING_CHOICE,                      \
     .name = STR_INIT(flag),                      \
     .fallback = STR_INIT(preset),                \
     .placeholder = STR_INIT(words),              \
     .choices = STR_INIT(words),                  \
     .help = STR_INIT(text),                      \
     .offset = AT(conf.member)},
#define SWITCH(member, flag, text)  \
    {.kind = SETTING_SWITCH,        \
     .name = STR_INIT(flag),        \
     .fallback = STR_INIT("false"), \
     .help = STR_INIT(text),        \
     .offset = AT(conf.member)},
#include "conf/conf.def"
#undef TEXT
#undef NUMBER
#undef CHOICE
#undef SWITCH
    {.kind = SETTING_TEXT,
     .name = STR_INIT("config"),
     .fallback = STR_INIT(""),
     .placeholder = STR_INIT("FILE"),
     .help = STR_INIT("file to read settings from, one `name = value` a line"),
     .offset = AT(config)},
};

const struct setting *setting_find(struct str name)
{
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        if (str_eq(setting_rows[i].name, name))
            return &setting_rows[i];
    }
    return NULL;
}

bool setting_is_config(const struct setting *setting)
{
    return setting->offset == AT(config);
}

struct str setting_variable(const struct setting *setting, struct arena *arena)
{
    char *variable = arena_alloc(arena, setting->name.len);
    for (size_t i = 0; i < setting->name.len; i++) {
        char c = setting->name.ptr[i];
        variable[i] = c == '-' ? '_' : c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
    }
    return arena_format(arena, "CONTACTD_%.*s", (int)setting->name.len, variable);
}

/* ---- values ------------------------------------------------------------------------------------
 */

enum err switch_read(struct str source, struct str value, bool *on, struct err_text *explanation)
{
    *on = str_eq(value, STR("true"));
    if (*on || str_eq(value, STR("false")))
        return ERR_NONE;
    return err_explain(explanation, ERR_SETTING_INVALID,
                       "%.*s: '%.*s' is not allowed; give true or false", STR_ARG(source),
                       STR_ARG(value));
}

static enum err number_read(const struct setting *setting, struct str source, struct str value,
                            int64_t *number, struct err_text *explanation)
{
    if (str_to_int64(value, number) && *number >= setting->least && *number <= setting->most)
        return ERR_NONE;
    return err_explain(explanation, ERR_SETTING_INVALID,
                       "%.*s: '%.*s' is not allowed; give a number from %lld to %lld (%.*s)",
                       STR_ARG(source), STR_ARG(value), (long long)setting->least,
                       (long long)setting->most, STR_ARG(setting->unit));
}

static enum err choice_read(const struct setting *setting, struct str source, struct str value,
                            struct err_text *explanation)
{
    struct str rest = setting->choices;
    struct str choice;
    while (str_cut(&rest, '|', &choice)) {
        if (str_eq(choice, value))
            return ERR_NONE;
    }
    return err_explain(explanation, ERR_SETTING_INVALID,
                       "%.*s: '%.*s' is not allowed; give one of %.*s", STR_ARG(source),
                       STR_ARG(value), STR_ARG(setting->choices));
}

/* A value of the setting's kind; which member is the one, the kind says. */
struct setting_value {
    struct str text;
    int64_t number;
    bool on;
};

static enum err value_read(const struct setting *setting, struct str source, struct str written,
                           struct setting_value *value, struct err_text *explanation)
{
    value->text = written;
    switch (setting->kind) {
    case SETTING_TEXT:
        return ERR_NONE;
    case SETTING_CHOICE:
        return choice_read(setting, source, written, explanation);
    case SETTING_NUMBER:
        return number_read(setting, source, written, &value->number, explanation);
    case SETTING_SWITCH:
        return switch_read(source, written, &value->on, explanation);
    }
    assert(!"a setting's kind is one of the four");
    return ERR_INTERNAL;
}

static void value_keep(struct settings *settings, const struct setting *setting,
                       const struct setting_value *value)
{
    char *place = (char *)settings + setting->offset;
    switch (setting->kind) {
    case SETTING_TEXT:
    case SETTING_CHOICE:
        *(struct str *)(void *)place = value->text;
        break;
    case SETTING_NUMBER:
        *(int64_t *)(void *)place = value->number;
        break;
    case SETTING_SWITCH:
        *(bool *)place = value->on;
        break;
    }
}

enum err settings_put(struct settings *settings, const struct setting *setting, enum origin origin,
                      struct str source, struct str written, struct err_text *explanation)
{
    struct setting_value value = {.number = 0};
    enum err err = value_read(setting, source, written, &value, explanation);
    if (err)
        return err;
    enum origin *current = &settings->origins[setting - setting_rows];
    if (origin >= *current) {
        *current = origin;
        value_keep(settings, setting, &value);
    }
    return ERR_NONE;
}

void settings_init(struct settings *settings, struct arena *arena)
{
    *settings = (struct settings){.arena = arena};
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        const struct setting *setting = &setting_rows[i];
        struct err_text why = {""};
        enum err err =
            settings_put(settings, setting, ORIGIN_DEFAULT, setting->name, setting->fallback, &why);
        assert(err == ERR_NONE && "a default keeps its own rule");
    }
}
