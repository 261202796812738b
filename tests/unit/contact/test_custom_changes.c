#include "fixture.h"

static const struct custom_field items[] = {
    {.id = STR_INIT("n"), .key = STR_INIT("contact.count"), .type = CUSTOM_FIELD_NUMERICAL},
    {.id = STR_INIT("p"), .key = STR_INIT("contact.fax"), .type = CUSTOM_FIELD_PHONE},
    {.id = STR_INIT("t"), .key = STR_INIT("contact.note"), .type = CUSTOM_FIELD_TEXT},
};

static const struct custom_fields fields = {items, sizeof(items) / sizeof(items[0])};

/* The changes that the customFields of an update ask for. */
static struct custom_changes changes_of(struct fixture *fixture, const char *list)
{
    struct str text = arena_format(&fixture->arena, "{'customFields':%s}", list);
    struct contact_body body = body_of(fixture, CONTACT_BODY_UPDATE, text.ptr);
    struct custom_changes changes;
    custom_changes_check(&fields, &body.custom_fields, STR("GB"), &fixture->arena, &changes,
                         &fixture->faults);
    return changes;
}

/* "id=value id=value": what a contact with n=1 and t="a" has after the changes. */
static struct str merged(struct fixture *fixture, const char *list)
{
    struct custom_value before[] = {
        {STR("n"), json_of(fixture, "1")},
        {STR("t"), json_of(fixture, "'a'")},
    };
    struct custom_value *values = before;
    size_t count = 2;
    struct custom_changes changes = changes_of(fixture, list);
    custom_values_merge(&fixture->arena, &values, &count, &changes);
    struct str all = STR("");
    for (size_t i = 0; i < count; i++)
        all = arena_format(&fixture->arena, "%.*s%s%.*s=%.*s", STR_ARG(all), i > 0 ? " " : "",
                           STR_ARG(values[i].id),
                           STR_ARG(json_text(&fixture->arena, values[i].value)));
    return all;
}

static void a_value_replaces_that_field_only(void **state)
{
    assert_json(*state, merged(*state, "[{'id':'n','field_value':2}]"), "n=2 t='a'");
}

static void a_new_value_comes_last(void **state)
{
    assert_json(*state, merged(*state, "[{'id':'p','field_value':'020 7946 0000'}]"),
                "n=1 t='a' p='+442079460000'");
}

static void nothing_removes_a_value(void **state)
{
    assert_json(*state, merged(*state, "[{'id':'n','field_value':null}]"), "t='a'");
    assert_json(*state, merged(*state, "[{'id':'n','field_value':''}]"), "t='a'");
    assert_json(*state, merged(*state, "[{'id':'n','field_value':[]}]"), "t='a'");
    assert_json(*state, merged(*state, "[{'id':'p','field_value':null}]"), "n=1 t='a'");
    assert_faults(*state, "");
}

static void an_empty_object_is_nothing_only_where_an_object_fits(void **state)
{
    merged(*state, "[{'id':'n','field_value':{}}]");
    assert_faults(*state, "customFields.0.field_value must be a number");
}

static void zero_and_false_are_not_nothing(void **state)
{
    assert_json(*state, merged(*state, "[{'id':'n','field_value':0}]"), "n=0 t='a'");
    merged(*state, "[{'id':'n','field_value':false}]");
    assert_faults(*state, "customFields.0.field_value must be a number");
}

static void an_entry_without_a_value_changes_nothing(void **state)
{
    assert_json(*state, merged(*state, "[{'id':'n'}]"), "n=1 t='a'");
    assert_faults(*state, "");
}

static void no_list_changes_nothing(void **state)
{
    assert_json(*state, merged(*state, "null"), "n=1 t='a'");
    assert_json(*state, merged(*state, "[]"), "n=1 t='a'");
}

static void the_last_entry_for_a_field_wins(void **state)
{
    assert_json(*state,
                merged(*state, "[{'id':'n','field_value':2},{'key':'count','field_value':3}]"),
                "n=3 t='a'");
    assert_json(*state,
                merged(*state, "[{'id':'p','field_value':'+442079460000'},"
                               "{'id':'p','field_value':null}]"),
                "n=1 t='a'");
}

static void a_field_is_named_by_id_or_by_key(void **state)
{
    assert_json(*state, merged(*state, "[{'key':'contact.count','field_value':4}]"), "n=4 t='a'");
    assert_json(*state, merged(*state, "[{'id':'n','key':'note','field_value':5}]"), "n=5 t='a'");
    assert_json(*state, merged(*state, "[{'id':'','key':'note','field_value':'b'}]"), "n=1 t='b'");
}

static void an_entry_that_names_no_field_is_a_fault(void **state)
{
    changes_of(*state, "[{'id':'n'},{'field_value':1}]");
    assert_faults(*state, "customFields.1.id must be a string");
}

static void a_field_that_is_not_defined_is_told_and_dropped(void **state)
{
    struct custom_changes changes =
        changes_of(*state, "[{'id':'x','field_value':1},{'key':'contact.y','field_value':2},"
                           "{'id':'n','field_value':3}]");
    assert_faults(*state, "");
    assert_int_equal(changes.unknown_count, 2);
    assert_text(changes.unknown[0], "x");
    assert_text(changes.unknown[1], "contact.y");
    assert_int_equal(changes.count, 1);
}

static void entry_with(struct fixture *fixture, const char *member, size_t length)
{
    struct str text = repeated(fixture, "x", length);
    changes_of(fixture,
               arena_format(&fixture->arena, "[{'%s':'%.*s'}]", member, STR_ARG(text)).ptr);
}

static void an_id_and_a_key_are_bounded(void **state)
{
    entry_with(*state, "id", 255);
    entry_with(*state, "key", 518);
    assert_faults(*state, "");
    entry_with(*state, "id", 256);
    entry_with(*state, "key", 519);
    assert_faults(*state, "customFields.0.id must be shorter than or equal to 255 characters\n"
                          "customFields.0.key must be shorter than or equal to 518 characters");
}

static void field_value_wins_over_its_other_spelling(void **state)
{
    assert_json(*state, merged(*state, "[{'id':'n','fieldValue':6}]"), "n=6 t='a'");
    assert_json(*state, merged(*state, "[{'id':'n','fieldValue':6,'field_value':7}]"), "n=7 t='a'");
    assert_json(*state, merged(*state, "[{'id':'n','fieldValue':6,'field_value':null}]"), "t='a'");
}

static void a_fault_says_which_entry_and_which_spelling(void **state)
{
    changes_of(*state, "[{'id':'t','field_value':'fine'},{'id':'n','field_value':'x'},"
                       "{'id':'t','fieldValue':1},{'id':'t','value':'x'}]");
    assert_faults(*state, "customFields.3.property value should not exist\n"
                          "customFields.1.field_value must be a number\n"
                          "customFields.2.fieldValue must be a string");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_value_replaces_that_field_only),
        TEST(a_new_value_comes_last),
        TEST(nothing_removes_a_value),
        TEST(an_empty_object_is_nothing_only_where_an_object_fits),
        TEST(zero_and_false_are_not_nothing),
        TEST(an_entry_without_a_value_changes_nothing),
        TEST(no_list_changes_nothing),
        TEST(the_last_entry_for_a_field_wins),
        TEST(a_field_is_named_by_id_or_by_key),
        TEST(an_entry_that_names_no_field_is_a_fault),
        TEST(a_field_that_is_not_defined_is_told_and_dropped),
        TEST(an_id_and_a_key_are_bounded),
        TEST(field_value_wins_over_its_other_spelling),
        TEST(a_fault_says_which_entry_and_which_spelling),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
