#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "json/json.h"

static struct arena arena;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static const struct json *parsed(struct str text)
{
    const struct json *value = NULL;
    struct json_malformed malformed;
    assert_int_equal(json_parse(&arena, text, &value, &malformed), ERR_NONE);
    return value;
}

static void assert_becomes(const char *given, const char *wanted)
{
    struct str text = json_text(&arena, json_without_repeats(&arena, parsed(str_of(given))));
    assert_int_equal(text.len, strlen(wanted));
    assert_memory_equal(text.ptr, wanted, text.len);
}

static void the_last_of_two_members_stays(void **state)
{
    (void)state;
    assert_becomes("{\"a\":1,\"b\":2,\"a\":3}", "{\"b\":2,\"a\":3}");
    assert_becomes("{\"a\":1,\"a\":2,\"a\":3}", "{\"a\":3}");
    assert_becomes("{\"\":1,\"\":2}", "{\"\":2}");
}

static void every_level_is_looked_at(void **state)
{
    (void)state;
    assert_becomes("{\"o\":{\"x\":1,\"x\":[{\"y\":1,\"y\":2}]},\"l\":[[{\"z\":1,\"z\":{}}]]}",
                   "{\"o\":{\"x\":[{\"y\":2}]},\"l\":[[{\"z\":{}}]]}");
}

static void names_that_only_begin_alike_are_two(void **state)
{
    (void)state;
    const char text[] = "{\"a\":1,\"ab\":2,\"A\":3,\"\":4}";
    assert_becomes(text, text);
}

static void a_value_without_repeats_is_returned_itself(void **state)
{
    (void)state;
    const char *texts[] = {"1", "\"a\"", "null", "[]", "{}", "[1,1]", "{\"a\":{\"a\":1}}"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const struct json *value = parsed(str_of(texts[i]));
        assert_ptr_equal(json_without_repeats(&arena, value), value);
    }
}

static void the_deepest_value_is_walked_to_its_end(void **state)
{
    (void)state;
    char text[6 * JSON_DEPTH_MAX + 32];
    size_t len = 0;
    for (int i = 0; i < JSON_DEPTH_MAX - 1; i++)
        len += (size_t)snprintf(text + len, sizeof text - len, "[");
    len += (size_t)snprintf(text + len, sizeof text - len, "{\"a\":1,\"a\":2}");
    for (int i = 0; i < JSON_DEPTH_MAX - 1; i++)
        len += (size_t)snprintf(text + len, sizeof text - len, "]");
    struct str got =
        json_text(&arena, json_without_repeats(&arena, parsed((struct str){text, len})));
    assert_int_equal(got.len, len - strlen("\"a\":1,"));
}

static void of_very_many_members_of_one_name_one_stays(void **state)
{
    (void)state;
    enum { MEMBERS = 100000 };
    struct str part = STR("\"k\":1,");
    char *text = arena_alloc(&arena, MEMBERS * part.len + 2);
    size_t len = 0;
    text[len++] = '{';
    for (int i = 0; i < MEMBERS; i++) {
        memcpy(text + len, part.ptr, part.len);
        len += part.len;
    }
    text[len - 1] = '}';
    const struct json *value = json_without_repeats(&arena, parsed((struct str){text, len}));
    assert_int_equal(json_count(value), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_last_of_two_members_stays),
        cmocka_unit_test(every_level_is_looked_at),
        cmocka_unit_test(names_that_only_begin_alike_are_two),
        cmocka_unit_test(a_value_without_repeats_is_returned_itself),
        cmocka_unit_test(the_deepest_value_is_walked_to_its_end),
        cmocka_unit_test(of_very_many_members_of_one_name_one_stays),
    };
    return cmocka_run_group_tests_name("json/repeats", tests, set_up, tear_down);
}
