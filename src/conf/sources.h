/*
 * The three places that settings are written in, each read into the same struct settings.
 */
#pragma once

#include "base/err.h"
#include "conf/conf.h"
#include "conf/setting.h"

/* Which settings a command takes as flags. The environment and the file may hold all in any case.
 */
enum settings_scope {
    SETTINGS_NONE,
    SETTINGS_STORE, /* --store, and --config, which may name one */
    SETTINGS_ALL
};

/* A command line: what it may hold, and where that goes. */
struct command_line {
    enum settings_scope scope;
    const struct conf_flag *flags; /* the command's own; NULL: none */
    struct str *operands;
    size_t operands_max;
    size_t operand_count;
};

bool setting_in_scope(const struct setting *setting, enum settings_scope scope);

/* True when --help is among the flags. */
bool command_line_asks_help(int argc, char **argv);

MUST_CHECK enum err command_line_read(struct command_line *line, int argc, char **argv,
                                      struct settings *settings, struct err_text *explanation);

MUST_CHECK enum err environment_read(char **environment, struct settings *settings,
                                     struct err_text *explanation);

/* A file of settings is a page; something larger is a wrong path. */
enum { FILE_SIZE_MAX = 1 << 16 };

/* The file that settings->config names. */
MUST_CHECK enum err file_read(struct settings *settings, struct err_text *explanation);

/* The names of all settings as that origin writes them, but for what cannot stand there: "a, b". */
struct str settings_names(struct arena *arena, enum origin origin);
