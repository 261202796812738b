/*
 * One setting of the table, and where a value of it came from.
 *
 * A value is taken only from an origin at least as strong as the one it has, so flags, environment
 * and file may be read in any order. Every value is checked, also one that a stronger origin beats:
 * a mistake in the file should not wait for the day the flag is left out.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "conf/conf.h"

/* The weakest first. */
enum origin { ORIGIN_DEFAULT, ORIGIN_FILE, ORIGIN_ENVIRONMENT, ORIGIN_FLAG };

enum setting_kind { SETTING_TEXT, SETTING_NUMBER, SETTING_CHOICE, SETTING_SWITCH };

struct setting {
    enum setting_kind kind;
    struct str name;        /* "http-threads" */
    struct str fallback;    /* as a user would write it */
    struct str placeholder; /* what stands for the value in a help text; a switch has none */
    struct str choices;     /* "a|b|c" */
    int64_t least;
    int64_t most;
    struct str unit;
    struct str help;
    size_t offset; /* of its value in struct settings */
};

/* Every row of conf.def, and `config`, which names the file and so cannot stand in it. */
enum {
    SETTING_COUNT = 1
#define TEXT(member, flag, fallback, placeholder, help)         +1
#define NUMBER(member, flag, fallback, least, most, unit, help) +1
#define CHOICE(member, flag, fallback, choices, help)           +1
#define SWITCH(member, flag, help)                              +1
#include "conf/conf.def"
#undef TEXT
#undef NUMBER
#undef CHOICE
#undef SWITCH
};

extern const struct setting setting_rows[SETTING_COUNT];

/* The values while they are being read. */
struct settings {
    struct conf conf;
    struct str config;
    enum origin origins[SETTING_COUNT];
    struct arena *arena;
};

/* All defaults. What is written to `settings` later may point into the arena. */
void settings_init(struct settings *settings, struct arena *arena);

/* The setting of that name; NULL when there is none. */
const struct setting *setting_find(struct str name);

bool setting_is_config(const struct setting *setting);

/* Its environment variable: "CONTACTD_HTTP_THREADS". */
struct str setting_variable(const struct setting *setting, struct arena *arena);

/*
 * Checks the value and keeps it if no stronger origin has spoken. `source` is the setting as the
 * user wrote it, for the explanation: "--http-threads", "CONTACTD_HTTP_THREADS", "FILE:3: …".
 */
MUST_CHECK enum err settings_put(struct settings *settings, const struct setting *setting,
                                 enum origin origin, struct str source, struct str value,
                                 struct err_text *explanation);

/* "true" or "false". */
MUST_CHECK enum err switch_read(struct str source, struct str value, bool *on,
                                struct err_text *explanation);
