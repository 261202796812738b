#include "json/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

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
    const struct json *root = NULL;
    struct json_malformed malformed;
    assert_int_equal(json_parse(&arena, text, &root, &malformed), ERR_NONE);
    return root;
}

static void assert_malformed(struct str text, struct str why, size_t position)
{
    const struct json *root = NULL;
    struct json_malformed malformed = {0};
    assert_int_equal(json_parse(&arena, text, &root, &malformed), ERR_JSON_MALFORMED);
    assert_null(root);
    assert_true(str_eq(malformed.why, why));
    assert_int_equal(malformed.position, position);
}

static void every_type_is_read(void **state)
{
    (void)state;
    const struct json *root = parsed(STR(" [null, true, 1.5, \"Zo\\u00eb\", [], {}] "));
    const enum json_type types[] = {JSON_NULL,   JSON_BOOL,  JSON_NUMBER,
                                    JSON_STRING, JSON_ARRAY, JSON_OBJECT};
    struct json_walk walk = json_walk(root);
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        assert_true(json_next(&walk));
        assert_int_equal(json_type(walk.value), types[i]);
    }
    assert_false(json_next(&walk));
    assert_int_equal(json_count(root), 6);
}

static void an_object_of_texts_is_like_one_that_was_read(void **state)
{
    (void)state;
    const struct json_text_member members[] = {{STR("id"), STR("a\"b")},
                                               {STR("name"), STR("Zo\xC3\xAB")}};
    const struct json *object = json_object_of_texts(&arena, members, 2);
    assert_int_equal(json_type(object), JSON_OBJECT);
    assert_true(str_eq(json_string(json_member(object, STR("name"))), STR("Zo\xC3\xAB")));
    assert_true(
        str_eq(json_text(&arena, object), STR("{\"id\":\"a\\\"b\",\"name\":\"Zo\xC3\xAB\"}")));
    assert_int_equal(json_count(json_object_of_texts(&arena, members, 0)), 0);
}

static void any_value_may_be_the_root(void **state)
{
    (void)state;
    assert_true(json_bool(parsed(STR("true"))));
    assert_true(str_eq(json_string(parsed(STR("\"Zo\\u00eb\""))), STR("Zoë")));
    assert_true(json_number(parsed(STR("-1.5e2"))) == -150.0);
}

static void a_string_may_hold_a_nul(void **state)
{
    (void)state;
    assert_true(str_eq(json_string(parsed(STR("\"a\\u0000b\""))), STR("a\0b")));
}

static void the_text_is_copied(void **state)
{
    (void)state;
    char text[] = "[\"abc\"]";
    const struct json *root = parsed((struct str){.ptr = text, .len = sizeof text - 1});
    memset(text, 'x', sizeof text);
    struct json_walk walk = json_walk(root);
    assert_true(json_next(&walk));
    assert_true(str_eq(json_string(walk.value), STR("abc")));
}

static void what_is_not_json_is_refused_with_its_place(void **state)
{
    (void)state;
    assert_malformed(STR(""), STR("unexpected end of data"), 0);
    assert_malformed(str_of(NULL), STR("unexpected end of data"), 0);
    assert_malformed(STR("[1, 2"), STR("unexpected end of data"), 5);
    assert_malformed(STR("[1,]"), STR("trailing comma is not allowed"), 2);
    assert_malformed(STR("[1] x"), STR("unexpected content after document"), 4);
}

static void extensions_of_json_are_refused(void **state)
{
    (void)state;
    const char *const texts[] = {
        "[NaN]", "[Infinity]", "[1] // why",  "/* */ 1",  "{a:1}", "['a']",         "[01]",
        "[+1]",  "[.5]",       "\"\\ud800\"", "\"a\nb\"", "1e999", "\xEF\xBB\xBF{}"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const struct json *root;
        struct json_malformed malformed;
        assert_int_equal(json_parse(&arena, str_of(texts[i]), &root, &malformed),
                         ERR_JSON_MALFORMED);
    }
}

static void a_text_that_is_not_utf8_is_refused(void **state)
{
    (void)state;
    const struct json *root;
    struct json_malformed malformed;
    assert_int_equal(json_parse(&arena, STR("\"\xFF\""), &root, &malformed), ERR_NOT_UTF8);
    assert_int_equal(json_parse(&arena, STR("\xC3"), &root, &malformed), ERR_NOT_UTF8);
}

/* `depth` brackets, every second one an object's. */
static struct str nested(size_t depth)
{
    char *text = ARENA_ARRAY(&arena, char, 7 * depth);
    size_t len = 0;
    for (size_t i = 0; i < depth; i++) {
        struct str piece = i % 2 ? STR("{\"]\":") : STR("[");
        memcpy(text + len, piece.ptr, piece.len);
        len += piece.len;
    }
    text[len++] = '0';
    for (size_t i = depth; i-- > 0;)
        text[len++] = i % 2 ? '}' : ']';
    return (struct str){.ptr = text, .len = len};
}

static void the_deepest_nesting_is_read_and_one_more_is_not(void **state)
{
    (void)state;
    assert_int_equal(json_type(parsed(nested(JSON_DEPTH_MAX))), JSON_ARRAY);
    assert_malformed(nested(JSON_DEPTH_MAX + 1), STR("nested deeper than 32 levels"), 16 + 16 * 5);
    assert_malformed(nested(100000), STR("nested deeper than 32 levels"), 16 + 16 * 5);
}

static void brackets_in_strings_and_side_by_side_do_not_nest(void **state)
{
    (void)state;
    struct str inside = STR("\"\\\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\\\\"");
    assert_int_equal(json_string(parsed(inside)).len, inside.len - 4);
    struct str beside = STR("[[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],"
                            "[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[]]");
    assert_int_equal(json_count(parsed(beside)), 40);
}

static void a_string_without_an_end_is_refused(void **state)
{
    (void)state;
    assert_malformed(STR("\"abc\\"), STR("unexpected end of data"), 5);
    assert_malformed(STR("[\"abc"), STR("unexpected end of data"), 5);
}

static void integers_are_told_from_other_numbers(void **state)
{
    (void)state;
    const struct {
        struct str text;
        int64_t number;
    } integers[] = {
        {STR("0"), 0},
        {STR("-0"), 0},
        {STR("-0.0"), 0},
        {STR("5.0"), 5},
        {STR("1e3"), 1000},
        {STR("9223372036854775807"), INT64_MAX},
        {STR("-9223372036854775808"), INT64_MIN},
    };
    for (size_t i = 0; i < sizeof integers / sizeof *integers; i++) {
        int64_t number = 1;
        assert_true(json_int64(parsed(integers[i].text), &number));
        assert_true(number == integers[i].number);
    }
}

static void what_is_no_int64_is_no_integer(void **state)
{
    (void)state;
    const char *const texts[] = {"0.5",
                                 "9223372036854775808",
                                 "9223372036854775808.0",
                                 "18446744073709551616",
                                 "1e30",
                                 "-9223372036854777856",
                                 "1e-300"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        int64_t number = 77;
        assert_false(json_int64(parsed(str_of(texts[i])), &number));
        assert_int_equal(number, 77);
    }
}

static void of_members_with_one_name_the_last_counts(void **state)
{
    (void)state;
    const struct json *root = parsed(STR("{\"a\":1,\"b\":2,\"a\":3,\"\\u0000\":4}"));
    assert_true(json_number(json_member(root, STR("a"))) == 3);
    assert_true(json_number(json_member(root, STR("b"))) == 2);
    assert_true(json_number(json_member(root, STR("\0"))) == 4);
    assert_null(json_member(root, STR("c")));
    assert_null(json_member(parsed(STR("{}")), STR("a")));
}

static void a_walk_meets_every_member_as_written(void **state)
{
    (void)state;
    const struct json *root = parsed(STR("{\"a\":[[1],{}],\"b\":{\"x\":1},\"a\":3}"));
    const struct str keys[] = {STR("a"), STR("b"), STR("a")};
    const enum json_type types[] = {JSON_ARRAY, JSON_OBJECT, JSON_NUMBER};
    struct json_walk walk = json_walk(root);
    for (size_t i = 0; i < 3; i++) {
        assert_true(json_next(&walk));
        assert_true(str_eq(walk.key, keys[i]));
        assert_int_equal(json_type(walk.value), types[i]);
    }
    assert_false(json_next(&walk));
    assert_false(json_next(&walk));
}

static void an_empty_container_has_nothing_to_walk(void **state)
{
    (void)state;
    struct json_walk object = json_walk(parsed(STR("{}")));
    struct json_walk array = json_walk(parsed(STR("[]")));
    assert_false(json_next(&object));
    assert_false(json_next(&array));
}

static void a_value_is_written_without_white_space(void **state)
{
    (void)state;
    struct str text = STR(" { \"a\" : [ 1 , 2.5 , null ] , \"b\" : \"\\u00eb\\n/\" } ");
    assert_true(
        str_eq(json_text(&arena, parsed(text)), STR("{\"a\":[1,2.5,null],\"b\":\"ë\\n/\"}")));
}

static void a_large_text_is_read_and_written(void **state)
{
    (void)state;
    enum { ITEMS = 100000 };
    char *text = ARENA_ARRAY(&arena, char, 2 * ITEMS + 1);
    for (size_t i = 0; i < ITEMS; i++)
        memcpy(text + 2 * i, i == 0 ? "[7" : ",7", 2);
    text[2 * ITEMS] = ']';
    struct str given = {.ptr = text, .len = 2 * ITEMS + 1};
    const struct json *root = parsed(given);
    assert_int_equal(json_count(root), ITEMS);
    assert_true(str_eq(json_text(&arena, root), given));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_type_is_read),
        cmocka_unit_test(an_object_of_texts_is_like_one_that_was_read),
        cmocka_unit_test(any_value_may_be_the_root),
        cmocka_unit_test(a_string_may_hold_a_nul),
        cmocka_unit_test(the_text_is_copied),
        cmocka_unit_test(what_is_not_json_is_refused_with_its_place),
        cmocka_unit_test(extensions_of_json_are_refused),
        cmocka_unit_test(a_text_that_is_not_utf8_is_refused),
        cmocka_unit_test(the_deepest_nesting_is_read_and_one_more_is_not),
        cmocka_unit_test(brackets_in_strings_and_side_by_side_do_not_nest),
        cmocka_unit_test(a_string_without_an_end_is_refused),
        cmocka_unit_test(integers_are_told_from_other_numbers),
        cmocka_unit_test(what_is_no_int64_is_no_integer),
        cmocka_unit_test(of_members_with_one_name_the_last_counts),
        cmocka_unit_test(a_walk_meets_every_member_as_written),
        cmocka_unit_test(an_empty_container_has_nothing_to_walk),
        cmocka_unit_test(a_value_is_written_without_white_space),
        cmocka_unit_test(a_large_text_is_read_and_written),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
