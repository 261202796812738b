#include "json/table.h"

#include "decode_body.h"

static struct body decode_good(struct str text)
{
    struct body body = decode(text);
    assert_int_equal(faults.count, 0);
    return body;
}

static void an_empty_object_leaves_everything_absent(void **state)
{
    (void)state;
    struct body body = decode_good(STR("{}"));
    static const struct body absent;
    assert_memory_equal(&body, &absent, sizeof body);
}

static void null_clears_every_kind(void **state)
{
    (void)state;
    struct body body =
        decode_good(STR("{\"name\":null,\"dnd\":null,\"tags\":null,\"settings\":null,"
                        "\"entries\":null,\"anything\":null}"));
    assert_int_equal(body.name.presence, JSON_CLEARED);
    assert_int_equal(body.dnd.presence, JSON_CLEARED);
    assert_int_equal(body.tags.presence, JSON_CLEARED);
    assert_int_equal(body.settings.presence, JSON_CLEARED);
    assert_int_equal(body.entries.presence, JSON_CLEARED);
    assert_int_equal(body.anything.presence, JSON_CLEARED);
    assert_int_equal(body.location.presence, JSON_ABSENT);
}

static void plain_kinds_are_read(void **state)
{
    (void)state;
    struct body body = decode_good(STR("{\"name\":\"Zo\\u00eb\",\"location\":\"\",\"dnd\":true,"
                                       "\"tags\":[\"a\",\"\"],\"anything\":[1]}"));
    assert_int_equal(body.name.presence, JSON_GIVEN);
    assert_true(str_eq(body.name.value, STR("Zoë")));
    assert_int_equal(body.location.presence, JSON_GIVEN);
    assert_true(str_is_empty(body.location.value));
    assert_int_equal(body.dnd.presence, JSON_GIVEN);
    assert_true(body.dnd.value);
    assert_int_equal(body.tags.presence, JSON_GIVEN);
    assert_int_equal(body.tags.count, 2);
    assert_true(str_eq(body.tags.items[0], STR("a")));
    assert_true(str_is_empty(body.tags.items[1]));
    assert_int_equal(body.anything.presence, JSON_GIVEN);
    assert_int_equal(json_type(body.anything.value), JSON_ARRAY);
}

static void nested_tables_are_read(void **state)
{
    (void)state;
    struct body body = decode_good(
        STR("{\"settings\":{\"Call\":{\"status\":\"active\",\"message\":null},\"loud\":false}}"));
    assert_int_equal(body.settings.presence, JSON_GIVEN);
    const struct settings *settings = body.settings.value;
    assert_int_equal(settings->loud.presence, JSON_GIVEN);
    assert_false(settings->loud.value);
    const struct channel *call = settings->call.value;
    assert_true(str_eq(call->status.value, STR("active")));
    assert_int_equal(call->message.presence, JSON_CLEARED);
}

static void lists_of_objects_are_read(void **state)
{
    (void)state;
    struct body body = decode_good(STR("{\"entries\":[{\"id\":\"x\",\"value\":7},{},"
                                       "{\"settings\":{\"loud\":true}}]}"));
    assert_int_equal(body.entries.count, 3);
    const struct entry *entries = body.entries.items;
    assert_true(str_eq(entries[0].id.value, STR("x")));
    assert_true(json_number(entries[0].value.value) == 7);
    assert_int_equal(entries[1].id.presence, JSON_ABSENT);
    const struct settings *settings = entries[2].settings.value;
    assert_true(settings->loud.value);
}

static void empty_lists_are_given(void **state)
{
    (void)state;
    struct body body = decode_good(STR("{\"tags\":[],\"entries\":[],\"settings\":{}}"));
    assert_int_equal(body.tags.presence, JSON_GIVEN);
    assert_int_equal(body.tags.count, 0);
    assert_int_equal(body.entries.presence, JSON_GIVEN);
    assert_int_equal(body.entries.count, 0);
    assert_int_equal(body.settings.presence, JSON_GIVEN);
}

static void of_a_property_given_twice_the_last_counts(void **state)
{
    (void)state;
    struct body body = decode_good(STR("{\"name\":7,\"dnd\":true,\"name\":\"b\",\"dnd\":null}"));
    assert_true(str_eq(body.name.value, STR("b")));
    assert_int_equal(body.dnd.presence, JSON_CLEARED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_object_leaves_everything_absent),
        cmocka_unit_test(null_clears_every_kind),
        cmocka_unit_test(plain_kinds_are_read),
        cmocka_unit_test(nested_tables_are_read),
        cmocka_unit_test(lists_of_objects_are_read),
        cmocka_unit_test(empty_lists_are_given),
        cmocka_unit_test(of_a_property_given_twice_the_last_counts),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
