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

/* Of the body's fields, those that a resource is kept and served as. */
static struct json_table resource_table(struct json_field fields[2])
{
    fields[0] = body_fields[0]; /* name */
    fields[1] = body_fields[5]; /* settings */
    return (struct json_table){fields, 2, sizeof(struct body)};
}

static struct str written(const struct json_table *table, const struct body *body)
{
    struct json_writer *w = json_writer_new(&arena);
    json_begin_object(w);
    json_table_write(table, body, w);
    json_end(w);
    return json_finish(w);
}

static struct str merged(const char *kept, const char *patch)
{
    struct body body = decode_good(str_of(kept)), changes = decode_good(str_of(patch));
    struct json_field fields[2];
    const struct json_table table = resource_table(fields);
    json_table_merge(&table, &changes, &body);
    return written(&table, &body);
}

#define SETTINGS "{\"settings\":{\"Call\":{\"status\":\"active\"},\"loud\":true}}"

static void an_object_is_merged_member_by_member(void **state)
{
    (void)state;
    assert_true(str_eq(merged(SETTINGS, "{\"name\":\"Ann\",\"settings\":{\"loud\":false}}"),
                       STR("{\"name\":\"Ann\",\"settings\":{\"Call\":{\"status\":\"active\"},"
                           "\"loud\":false}}")));
    assert_true(str_eq(merged(SETTINGS, "{\"settings\":{\"Call\":null}}"),
                       STR("{\"settings\":{\"loud\":true}}")));
}

static void an_object_that_is_not_there_is_taken_whole_and_null_clears_it(void **state)
{
    (void)state;
    assert_true(str_eq(merged("{\"name\":\"\"}", SETTINGS), STR(SETTINGS)));
    assert_true(str_eq(merged("{\"settings\":null}", SETTINGS), STR(SETTINGS)));
    assert_true(str_eq(merged(SETTINGS, "{\"settings\":null}"), STR("{}")));
    assert_true(str_eq(merged(SETTINGS, "{}"), STR(SETTINGS)));
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
        cmocka_unit_test(an_object_is_merged_member_by_member),
        cmocka_unit_test(an_object_that_is_not_there_is_taken_whole_and_null_clears_it),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
