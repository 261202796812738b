/*
 * The settings: one struct, filled from flags, environment, a file and defaults by one table
 * (conf.def). Read once, at the start, by one thread.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct conf {
#define TEXT(member, flag, fallback, placeholder, help)         struct str member;
#define NUMBER(member, flag, fallback, least, most, unit, help) int64_t member;
#define CHOICE(member, flag, fallback, choices, help)           struct str member;
#define SWITCH(member, flag, help)                              bool member;
#include "conf/conf.def"
#undef TEXT
#undef NUMBER
#undef CHOICE
#undef SWITCH
};

/*
 * A subcommand's own flags, beside (or, without `serve` settings, instead of) conf.def's. Used by
 * cli/ so that there is one way in which a command line is read: `--name value` or `--name=value`,
 * `--help` anywhere, `--` ends the flags. A value that begins with "--" has to be written with "=".
 */
struct conf_flag {
    const char *name;        /* without "--"; NULL ends a list */
    const char *placeholder; /* NULL: a switch */
    const char *help;
    struct str *value;  /* of a flag with a placeholder, the last one; untouched when not given */
    struct str *values; /* … or many times, at most `values_max`, counted in *count */
    size_t values_max;
    size_t *count;
    bool *given; /* of a switch */
};

/*
 * Reads a serve command line: flags, CONTACTD_* in `environment` (as environ), the file named by
 * --config or CONTACTD_CONFIG. `argv` begins behind the subcommand's name; the texts of `conf` lie
 * in it, in the environment and in the arena.
 *
 * ERR_SETTING_INVALID with the name, the value and what is allowed; an unknown flag, variable with
 * our prefix, or line of the file is refused the same way. With --help, *help is set and nothing
 * else is read or written.
 */
MUST_CHECK enum err conf_read(int argc, char **argv, char **environment, struct arena *arena,
                              struct conf *conf, bool *help, struct err_text *explanation);

/*
 * Reads another subcommand's command line into its flags. `store` is the setting of the same name
 * by flag, environment or file, as for serve; NULL when the command has no store. `operands` gets
 * what is not a flag, at most operands_max. On failure the flags may have been written in part.
 */
MUST_CHECK enum err conf_read_flags(int argc, char **argv, char **environment, struct arena *arena,
                                    const struct conf_flag *flags, struct str *store,
                                    struct str *operands, size_t operands_max,
                                    size_t *operand_count, bool *help,
                                    struct err_text *explanation);

/* The table as text: the flags part of `serve --help`, docs/configuration.md, and the man page. */
void conf_print_help(FILE *out);
void conf_print_markdown(FILE *out);
void conf_print_man(FILE *out);

/* The flags part of another subcommand's --help. */
void conf_print_flags(FILE *out, const struct conf_flag *flags, bool with_store);
