/*
 * What the tests of bodies and documents share. JSON is written with ' for ", so that it can be
 * read.
 */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "contact/patch.h"

struct fixture {
    struct arena arena;
    struct faults faults;
};

static inline int fixture_set_up(void **state)
{
    static struct fixture fixture;
    arena_init(&fixture.arena);
    faults_init(&fixture.faults, &fixture.arena);
    *state = &fixture;
    return 0;
}

static inline int fixture_tear_down(void **state)
{
    struct fixture *fixture = *state;
    arena_release(&fixture->arena);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_set_up, fixture_tear_down)

/* The text with every ' made a ". */
static inline struct str quoted(struct fixture *fixture, const char *text)
{
    char *copy = arena_copy_z(&fixture->arena, str_of(text));
    for (char *c = copy; *c; c++)
        if (*c == '\'')
            *c = '"';
    return str_of(copy);
}

static inline const struct json *json_of(struct fixture *fixture, const char *text)
{
    const struct json *value;
    struct json_malformed malformed;
    assert_int_equal(json_parse(&fixture->arena, quoted(fixture, text), &value, &malformed), 0);
    return value;
}

/* `text`, so many times over, with a NUL behind it. */
static inline struct str repeated(struct fixture *fixture, const char *text, size_t times)
{
    size_t len = strlen(text);
    char *all = arena_alloc(&fixture->arena, len * times + 1);
    for (size_t i = 0; i < times; i++)
        memcpy(all + i * len, text, len);
    all[len * times] = '\0';
    return (struct str){all, len * times};
}

static inline void assert_text(struct str actual, const char *expected)
{
    if (!str_eq(actual, str_of(expected)))
        fail_msg("got '%.*s', not '%s'", STR_ARG(actual), expected);
}

static inline void assert_json(struct fixture *fixture, struct str actual, const char *expected)
{
    assert_text(actual, quoted(fixture, expected).ptr);
}

/* All faults, each on a line of its own; they are forgotten afterwards. */
static inline void assert_faults(struct fixture *fixture, const char *expected)
{
    struct str all = STR("");
    for (size_t i = 0; i < fixture->faults.count; i++)
        all = arena_format(&fixture->arena, "%.*s%s%.*s", STR_ARG(all), i > 0 ? "\n" : "",
                           STR_ARG(fixture->faults.items[i]));
    fixture->faults.count = 0;
    assert_text(all, expected);
}

/* A location in the United States without custom fields. */
static const struct location fixture_location = {
    .id = STR_INIT("ve9EPM428h8vShlRW1KT"),
    .country = STR_INIT("US"),
};

static const struct custom_fields fixture_no_fields = {.count = 0};

static const struct contact_rules fixture_rules = {
    .location = &fixture_location,
    .custom_fields = &fixture_no_fields,
};

static inline struct contact_body body_of(struct fixture *fixture, enum contact_body_kind kind,
                                          const char *text)
{
    struct contact_body body;
    contact_body_decode(json_of(fixture, text), kind, DND_SPELLING_V2, &fixture->arena, &body,
                        &fixture->faults);
    return body;
}

/* The checked patch of an update's body. */
static inline struct contact_patch patch_of(struct fixture *fixture, const char *text,
                                            const struct contact_rules *rules)
{
    struct contact_body body = body_of(fixture, CONTACT_BODY_UPDATE, text);
    struct contact_patch patch;
    contact_patch_check(&body, rules, &fixture->arena, &patch, &fixture->faults);
    return patch;
}
