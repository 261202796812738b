#include "json/table.h"

#include "decode_body.h"

static void assert_faults(struct str text, const char *const *expected)
{
    decode(text);
    size_t count = 0;
    for (; expected[count]; count++) {
        assert_true(count < faults.count);
        struct str fault = faults.items[count];
        assert_string_equal(arena_copy_z(&arena, fault), expected[count]);
    }
    assert_int_equal(faults.count, count);
}

#define ASSERT_NO_FAULTS(text)   assert_faults(STR(text), (const char *const[]){NULL})
#define ASSERT_FAULTS(text, ...) assert_faults(STR(text), (const char *const[]){__VA_ARGS__, NULL})

static void unknown_properties_are_refused_by_name(void **state)
{
    (void)state;
    ASSERT_FAULTS("{\"foo\":1,\"Name\":\"x\",\"\":null}", "property foo should not exist",
                  "property Name should not exist", "property  should not exist");
    ASSERT_FAULTS("{\"settings\":{\"Fax\":1}}", "settings.property Fax should not exist");
    ASSERT_FAULTS("{\"entries\":[{},{\"foo\":1}]}", "entries.1.property foo should not exist");
}

static void a_wrong_type_is_refused_for_every_kind(void **state)
{
    (void)state;
    ASSERT_FAULTS("{\"name\":7}", "name must be a string");
    ASSERT_FAULTS("{\"dnd\":\"true\"}", "dnd must be a boolean value");
    ASSERT_FAULTS("{\"tags\":\"a\"}", "tags must be an array");
    ASSERT_FAULTS("{\"tags\":[\"a\",1,null]}", "each value in tags must be a string");
    ASSERT_FAULTS("{\"settings\":[]}", "settings must be an object");
    ASSERT_FAULTS("{\"entries\":{}}", "entries must be an array");
    ASSERT_FAULTS("{\"entries\":[1,{},[]]}",
                  "each value in nested property entries must be either object or array");
}

static void a_number_is_whole_and_within_its_bounds(void **state)
{
    (void)state;
    ASSERT_NO_FAULTS("{\"position\":1}");
    ASSERT_NO_FAULTS("{\"position\":100.0}");
    ASSERT_FAULTS("{\"position\":0}", "position must not be less than 1");
    ASSERT_FAULTS("{\"position\":101}", "position must not be greater than 100");
    for (size_t i = 0; i < 3; i++) {
        const char *const bodies[] = {"{\"position\":\"5\"}", "{\"position\":1.5}",
                                      "{\"position\":1e300}"};
        assert_faults(
            str_of(bodies[i]),
            (const char *const[]){
                "position must be a number conforming to the specified constraints", NULL});
    }
}

static void deep_faults_have_their_path(void **state)
{
    (void)state;
    ASSERT_FAULTS("{\"settings\":{\"Call\":{\"status\":1}}}",
                  "settings.Call.status must be one of the following values: active, inactive");
    ASSERT_FAULTS("{\"entries\":[{},{},{\"settings\":{\"Call\":{\"status\":\"on\"}}}]}",
                  "entries.2.settings.Call.status must be one of the following values: "
                  "active, inactive");
    ASSERT_FAULTS("{\"entries\":[{\"id\":0}]}", "entries.0.id must be a string");
}

static void a_required_property_must_be_there_and_not_null(void **state)
{
    (void)state;
    ASSERT_FAULTS("{\"settings\":{\"Call\":{}}}",
                  "settings.Call.status must be one of the following values: active, inactive");
    ASSERT_FAULTS("{\"settings\":{\"Call\":{\"status\":null}}}",
                  "settings.Call.status must be one of the following values: active, inactive");
}

static void a_required_property_of_any_kind_says_what_it_must_be(void **state)
{
    (void)state;
    const struct {
        enum json_kind kind;
        const char *fault;
    } rows[] = {
        {JSON_KIND_TEXT, "x must be a string"},
        {JSON_KIND_FLAG, "x must be a boolean value"},
        {JSON_KIND_TEXTS, "x must be an array"},
        {JSON_KIND_LIST, "x must be an array"},
        {JSON_KIND_NESTED, "x must be an object"},
        {JSON_KIND_ANY, "x should not be null or undefined"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct json_field field = {.name = STR("x"), .kind = rows[i].kind, .required = true};
        const struct json_table table = {&field, 1, sizeof(struct body)};
        struct body room;
        decode_into(&table, &room, STR("{}"));
        assert_int_equal(faults.count, 1);
        assert_string_equal(arena_copy_z(&arena, faults.items[0]), rows[i].fault);
        decode_into(&table, &room, STR("{\"x\":null}"));
        assert_int_equal(faults.count, 1);
    }
}

static void a_text_may_have_its_maximum_of_code_points(void **state)
{
    (void)state;
    ASSERT_NO_FAULTS("{\"name\":\"Zoëëë\",\"tags\":[\"ëëëëë\"]}");
    ASSERT_FAULTS("{\"name\":\"Zoëëëë\"}", "name must be shorter than or equal to 5 characters");
    ASSERT_FAULTS("{\"tags\":[\"a\",\"bbbbbb\",\"cccccc\"]}",
                  "each value in tags must be shorter than or equal to 5 characters");
}

static void a_list_may_have_its_maximum_of_items(void **state)
{
    (void)state;
    ASSERT_NO_FAULTS("{\"tags\":[\"a\",\"b\",\"c\"],\"entries\":[{},{},{}]}");
    ASSERT_FAULTS("{\"tags\":[\"a\",\"b\",\"c\",\"d\"]}",
                  "tags must contain no more than 3 elements");
    ASSERT_FAULTS("{\"entries\":[{},{},{},{}]}", "entries must contain no more than 3 elements");
}

static void a_list_with_too_many_items_is_not_looked_into(void **state)
{
    (void)state;
    struct body body = decode(STR("{\"tags\":[1,\"abcdef\",\"c\",\"d\"],"
                                  "\"entries\":[1,{\"foo\":1},{},{}]}"));
    assert_int_equal(faults.count, 2);
    assert_int_equal(body.tags.presence, JSON_REFUSED);
    assert_int_equal(body.tags.count, 0);
    assert_int_equal(body.entries.presence, JSON_REFUSED);
    assert_int_equal(body.entries.count, 0);
}

static void texts_are_held_to_their_allowed_values(void **state)
{
    (void)state;
    ASSERT_NO_FAULTS("{\"colours\":[\"active\",\"inactive\"]}");
    ASSERT_FAULTS("{\"colours\":[\"active\",\"\"]}",
                  "each value in colours must be one of the following values: active, inactive");
    ASSERT_FAULTS("{\"settings\":{\"Call\":{\"status\":\"\"}}}",
                  "settings.Call.status must be one of the following values: active, inactive");
}

static void every_fault_of_a_body_is_found_in_order(void **state)
{
    (void)state;
    ASSERT_FAULTS("{\"entries\":[{\"id\":\"123456\"}],\"foo\":1,\"tags\":[1,\"abcdef\",\"a\"],"
                  "\"settings\":{\"loud\":1,\"Fax\":1},\"name\":false}",
                  "property foo should not exist", "name must be a string",
                  "each value in tags must be a string",
                  "each value in tags must be shorter than or equal to 5 characters",
                  "settings.property Fax should not exist", "settings.loud must be a boolean value",
                  "entries.0.id must be shorter than or equal to 5 characters");
}

static void a_body_of_unknown_properties_has_a_bounded_answer(void **state)
{
    (void)state;
    enum { PROPERTIES = 5000, PROPERTY_LEN = sizeof "\"a\":1," - 1 };
    char *text = ARENA_ARRAY(&arena, char, PROPERTIES *PROPERTY_LEN + 1);
    for (size_t i = 0; i < PROPERTIES; i++)
        memcpy(text + i * PROPERTY_LEN, i == 0 ? "{\"a\":1" : ",\"a\":1", PROPERTY_LEN);
    text[PROPERTIES * PROPERTY_LEN] = '}';
    decode((struct str){.ptr = text, .len = PROPERTIES * PROPERTY_LEN + 1});
    assert_int_equal(faults.count, FAULTS_MAX + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unknown_properties_are_refused_by_name),
        cmocka_unit_test(a_wrong_type_is_refused_for_every_kind),
        cmocka_unit_test(a_number_is_whole_and_within_its_bounds),
        cmocka_unit_test(deep_faults_have_their_path),
        cmocka_unit_test(a_required_property_must_be_there_and_not_null),
        cmocka_unit_test(a_required_property_of_any_kind_says_what_it_must_be),
        cmocka_unit_test(a_text_may_have_its_maximum_of_code_points),
        cmocka_unit_test(a_list_may_have_its_maximum_of_items),
        cmocka_unit_test(a_list_with_too_many_items_is_not_looked_into),
        cmocka_unit_test(texts_are_held_to_their_allowed_values),
        cmocka_unit_test(every_fault_of_a_body_is_found_in_order),
        cmocka_unit_test(a_body_of_unknown_properties_has_a_bounded_answer),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
