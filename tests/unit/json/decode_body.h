/*
 * Bodies read by the table of body_table.h: what the tests of json/table.c have in common.
 */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "body_table.h"

static struct arena arena;
static struct faults faults;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena);
    faults_init(&faults, &arena);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static void decode_into(const struct json_table *table, void *decoded, struct str text)
{
    const struct json *root = NULL;
    struct json_malformed malformed;
    assert_int_equal(json_parse(&arena, text, &root, &malformed), ERR_NONE);
    faults_init(&faults, &arena);
    json_table_decode(table, root, &arena, decoded, &faults);
}

static inline struct body decode(struct str text)
{
    struct body body;
    memset(&body, 0xAA, sizeof body);
    decode_into(&body_table, &body, text);
    return body;
}
