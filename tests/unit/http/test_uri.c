#include "http/uri.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

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

static void assert_decodes(struct str encoded, bool query, struct str wanted)
{
    struct str decoded;
    assert_int_equal(uri_decode(&arena, encoded, query, &decoded), ERR_NONE);
    assert_int_equal(decoded.len, wanted.len);
    assert_true(str_eq(decoded, wanted));
}

static void assert_refused(struct str encoded, enum err wanted)
{
    struct str decoded = STR("untouched");
    assert_int_equal(uri_decode(&arena, encoded, false, &decoded), wanted);
    assert_int_equal(uri_decode(&arena, encoded, true, &decoded), wanted);
    assert_true(str_eq(decoded, STR("untouched")));
}

static void a_plain_segment_is_not_copied(void **state)
{
    (void)state;
    struct str segment = STR("ocQHyuzHvysMo5N5VsXc");
    struct str decoded;
    assert_int_equal(uri_decode(&arena, segment, false, &decoded), ERR_NONE);
    assert_ptr_equal(decoded.ptr, segment.ptr);
    assert_int_equal(decoded.len, segment.len);
}

static void percent_and_two_hex_digits_are_a_byte(void **state)
{
    (void)state;
    assert_decodes(STR(""), false, STR(""));
    assert_decodes(STR("%41%7a%2F%2f%25"), false, STR("Az//%"));
    assert_decodes(STR("a%20b"), true, STR("a b"));
    assert_decodes(STR("%C3%BC%e2%82%ac%F0%9F%98%80"), false, STR("ü€😀"));
    assert_decodes(STR("%01%7F"), false, STR("\x01\x7F"));
}

static void decoding_happens_once(void **state)
{
    (void)state;
    assert_decodes(STR("%2541"), false, STR("%41"));
    assert_decodes(STR("%252B"), true, STR("%2B"));
}

static void plus_is_a_space_in_a_query_only(void **state)
{
    (void)state;
    assert_decodes(STR("a+b"), false, STR("a+b"));
    assert_decodes(STR("a+b%2B"), true, STR("a b+"));
}

static void a_percent_without_two_hex_digits_is_refused(void **state)
{
    (void)state;
    static const struct str malformed[] = {
        STR_INIT("%"),   STR_INIT("a%"),   STR_INIT("%4"),  STR_INIT("%zz"), STR_INIT("%4g"),
        STR_INIT("%g4"), STR_INIT("%%41"), STR_INIT("% 1"), STR_INIT("%+1"), STR_INIT("%-1"),
    };
    for (size_t i = 0; i < sizeof malformed / sizeof *malformed; i++)
        assert_refused(malformed[i], ERR_REQUEST_MALFORMED);
}

static void digits_behind_the_end_do_not_count(void **state)
{
    (void)state;
    assert_refused(str_slice(STR("%41"), 0, 2), ERR_REQUEST_MALFORMED);
    assert_refused(str_slice(STR("%41"), 0, 1), ERR_REQUEST_MALFORMED);
}

static void an_encoded_nul_is_refused(void **state)
{
    (void)state;
    assert_refused(STR("a%00b"), ERR_REQUEST_MALFORMED);
}

static void what_does_not_decode_to_utf_8_is_refused(void **state)
{
    (void)state;
    assert_refused(STR("%FF"), ERR_NOT_UTF8);
    assert_refused(STR("\xFF"), ERR_NOT_UTF8);
    assert_refused(STR("%C3"), ERR_NOT_UTF8);
    assert_refused(STR("%C3%28"), ERR_NOT_UTF8);
    assert_refused(STR("%ED%A0%80"), ERR_NOT_UTF8);
    assert_refused(STR("%C0%AF"), ERR_NOT_UTF8);
}

/* ---- queries ----------------------------------------------------------------------------------
 */

static void assert_value(struct str query, const char *name, struct str wanted)
{
    struct str value;
    assert_int_equal(uri_query_get(&arena, query, str_of(name), &value), ERR_NONE);
    assert_true(str_eq(value, wanted));
}

static void assert_no_value(struct str query, const char *name, enum err wanted)
{
    struct str value = STR("untouched");
    assert_int_equal(uri_query_get(&arena, query, str_of(name), &value), wanted);
    assert_true(str_eq(value, STR("untouched")));
}

static void a_parameter_is_found_by_its_name(void **state)
{
    (void)state;
    struct str query = STR("locationId=ve9EPM428h8vShlRW1KT&limit=20&query=ann+lee%26co");
    assert_value(query, "locationId", STR("ve9EPM428h8vShlRW1KT"));
    assert_value(query, "limit", STR("20"));
    assert_value(query, "query", STR("ann lee&co"));
    assert_no_value(query, "Limit", ERR_NOT_FOUND);
    assert_no_value(query, "lim", ERR_NOT_FOUND);
    assert_no_value(STR(""), "limit", ERR_NOT_FOUND);
}

static void the_first_of_two_counts(void **state)
{
    (void)state;
    assert_value(STR("a=1&b=2&a=3"), "a", STR("1"));
}

static void a_name_may_be_encoded(void **state)
{
    (void)state;
    assert_value(STR("loc%61tion+id=7"), "location id", STR("7"));
}

static void a_value_may_be_empty_or_hold_an_equals_sign(void **state)
{
    (void)state;
    assert_value(STR("a"), "a", STR(""));
    assert_value(STR("&&a=&b"), "a", STR(""));
    assert_value(STR("a=b=c"), "a", STR("b=c"));
}

static void a_malformed_value_is_refused_when_asked_for(void **state)
{
    (void)state;
    assert_no_value(STR("a=%4"), "a", ERR_REQUEST_MALFORMED);
    assert_no_value(STR("a=%FF"), "a", ERR_NOT_UTF8);
    assert_value(STR("a=%4&b=2"), "b", STR("2"));
}

static void a_malformed_name_on_the_way_is_refused(void **state)
{
    (void)state;
    assert_no_value(STR("%4=1&b=2"), "b", ERR_REQUEST_MALFORMED);
    assert_no_value(STR("%FF=1&b=2"), "b", ERR_NOT_UTF8);
    assert_value(STR("b=2&%4=1"), "b", STR("2"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plain_segment_is_not_copied),
        cmocka_unit_test(percent_and_two_hex_digits_are_a_byte),
        cmocka_unit_test(decoding_happens_once),
        cmocka_unit_test(plus_is_a_space_in_a_query_only),
        cmocka_unit_test(a_percent_without_two_hex_digits_is_refused),
        cmocka_unit_test(digits_behind_the_end_do_not_count),
        cmocka_unit_test(an_encoded_nul_is_refused),
        cmocka_unit_test(what_does_not_decode_to_utf_8_is_refused),
        cmocka_unit_test(a_parameter_is_found_by_its_name),
        cmocka_unit_test(the_first_of_two_counts),
        cmocka_unit_test(a_name_may_be_encoded),
        cmocka_unit_test(a_value_may_be_empty_or_hold_an_equals_sign),
        cmocka_unit_test(a_malformed_value_is_refused_when_asked_for),
        cmocka_unit_test(a_malformed_name_on_the_way_is_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
