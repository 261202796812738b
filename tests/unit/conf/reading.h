/*
 * A reading of settings for one test: lines of argv and environment in, settings or explanation
 * out.
 */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "conf/conf.h"

struct reading {
    struct arena arena;
    struct conf conf;
    bool help;
    struct err_text why;
};

#define ARGV(...)        ((char **)(const char *[]){__VA_ARGS__, NULL})
#define NO_ARGV          ((char **)(const char *[]){NULL})
#define ENVIRONMENT(...) ((char **)(const char *[]){"PATH=/bin", __VA_ARGS__, NULL})
#define NO_ENVIRONMENT   ((char **)(const char *[]){"PATH=/bin", NULL})

static inline int reading_begin(void **state)
{
    struct reading *reading = calloc(1, sizeof *reading);
    arena_init(&reading->arena);
    *state = reading;
    return 0;
}

static inline int reading_end(void **state)
{
    struct reading *reading = *state;
    arena_release(&reading->arena);
    free(reading);
    return 0;
}

#define reading_test(name) cmocka_unit_test_setup_teardown(name, reading_begin, reading_end)

static inline enum err reading_serve(struct reading *reading, char **argv, char **environment)
{
    int argc = 0;
    while (argv[argc])
        argc++;
    return conf_read(argc, argv, environment, &reading->arena, &reading->conf, &reading->help,
                     &reading->why);
}

#define assert_str(s, z)                                          \
    do {                                                          \
        struct str assert_str_ = (s);                             \
        assert_int_equal(assert_str_.len, strlen(z));             \
        assert_memory_equal(assert_str_.ptr, z, assert_str_.len); \
    } while (0)

#define assert_refused(reading, argv, environment, sentence)                              \
    do {                                                                                  \
        assert_int_equal(reading_serve(reading, argv, environment), ERR_SETTING_INVALID); \
        assert_string_equal((reading)->why.text, sentence);                               \
    } while (0)

#define assert_accepted(reading, argv, environment)                     \
    do {                                                                \
        enum err accepted_ = reading_serve(reading, argv, environment); \
        if (accepted_ != ERR_NONE)                                      \
            fail_msg("refused: %s", (reading)->why.text);               \
    } while (0)

/* A settings file in a new temporary folder; file_remove takes both away. */
struct settings_file {
    char folder[sizeof "/tmp/contactd-conf-XXXXXX"];
    char path[64];
    char flag[80];
};

static inline void file_write(struct settings_file *file, const char *text, size_t size)
{
    memcpy(file->folder, "/tmp/contactd-conf-XXXXXX", sizeof file->folder);
    assert_non_null(mkdtemp(file->folder));
    snprintf(file->path, sizeof file->path, "%s/c.ini", file->folder);
    snprintf(file->flag, sizeof file->flag, "--config=%s", file->path);
    FILE *stream = fopen(file->path, "w");
    assert_non_null(stream);
    assert_int_equal(fwrite(text, 1, size, stream), size);
    assert_int_equal(fclose(stream), 0);
}

static inline void file_remove(struct settings_file *file)
{
    unlink(file->path);
    rmdir(file->folder);
}
