#include "contact/record.h"

#include "fixture.h"

static struct record_fields read_body(struct fixture *fixture, enum record_kind kind,
                                      enum record_body body, const char *text)
{
    struct record_fields fields;
    record_read(kind, body, json_of(fixture, text), &fixture->arena, &fields, &fixture->faults);
    return fields;
}

static struct record_fields made(struct fixture *fixture, enum record_kind kind, const char *text)
{
    struct record_fields fields = read_body(fixture, kind, RECORD_BODY_CREATE, text);
    const struct record_event event = {true, STR("loc"), STR("now"), json_of(fixture, "{'by':1}")};
    assert_faults(fixture, "");
    record_stamp(kind, &event, &fixture->arena, &fields);
    return fields;
}

static void assert_encoded(struct fixture *fixture, enum record_kind kind,
                           const struct record_fields *fields, const char *wanted)
{
    assert_json(fixture, record_encode(kind, STR("1"), fields, &fixture->arena), wanted);
}

static void a_kind_has_the_members_of_its_own(void **state)
{
    struct fixture *fixture = *state;
    struct record_fields business =
        made(fixture, RECORD_BUSINESS, "{'name':' Acme ','locationId':'loc','city':'Rome'}");
    assert_encoded(fixture, RECORD_BUSINESS, &business,
                   "{'id':'1','name':'Acme','city':'Rome','updatedBy':{'by':1},"
                   "'locationId':'loc','createdBy':{'by':1},'createdAt':'now',"
                   "'updatedAt':'now'}");
    struct record_fields tag = made(fixture, RECORD_TAG, "{'name':' Big '}");
    assert_encoded(fixture, RECORD_TAG, &tag, "{'id':'1','name':'big','locationId':'loc'}");
    struct record_fields campaign =
        made(fixture, RECORD_CAMPAIGN, "{'name':'Spring','status':'draft'}");
    assert_encoded(fixture, RECORD_CAMPAIGN, &campaign,
                   "{'id':'1','name':'Spring','status':'draft','locationId':'loc'}");
    struct record_fields workflow =
        made(fixture, RECORD_WORKFLOW, "{'name':'Spring','status':'published'}");
    assert_encoded(fixture, RECORD_WORKFLOW, &workflow,
                   "{'id':'1','name':'Spring','status':'published','createdAt':"
                   "'now','updatedAt':'now','locationId':'loc','version':1}");
}

static void a_custom_value_has_its_key_from_its_first_name(void **state)
{
    struct fixture *fixture = *state;
    struct record_fields value =
        made(fixture, RECORD_CUSTOM_VALUE, "{'name':'Pin Code','value':'1'}");
    const struct record_event event = {false, STR("loc"), STR("later"), json_of(fixture, "{}")};
    struct record_fields patch =
        read_body(fixture, RECORD_CUSTOM_VALUE, RECORD_BODY_UPDATE, "{'name':'Other','value':'2'}");
    assert_text(value.key.value, "{{ custom_values.pin_code }}");
    record_merge(RECORD_CUSTOM_VALUE, &patch, &value);
    record_stamp(RECORD_CUSTOM_VALUE, &event, &fixture->arena, &value);
    assert_text(value.name.value, "Other");
    assert_text(value.key.value, "{{ custom_values.pin_code }}");
    assert_text(record_name(RECORD_CUSTOM_VALUE, &value, &fixture->arena),
                "{{ custom_values.pin_code }}");
}

static void a_name_is_listed_without_its_case(void **state)
{
    struct fixture *fixture = *state;
    struct record_fields business =
        made(fixture, RECORD_BUSINESS, "{'name':'\xC3\x84rzte','locationId':'loc'}");
    assert_text(record_name(RECORD_BUSINESS, &business, &fixture->arena), "\xC3\xA4rzte");
}

static void a_status_is_one_of_two(void **state)
{
    struct fixture *fixture = *state;
    read_body(fixture, RECORD_CAMPAIGN, RECORD_BODY_CREATE, "{'name':'x','status':'gone'}");
    assert_faults(fixture, "status must be one of the following values: draft, published");
}

static void a_document_is_read_back_with_what_the_program_gave(void **state)
{
    struct fixture *fixture = *state;
    struct record_fields read;
    struct record_fields business =
        made(fixture, RECORD_BUSINESS, "{'name':'Acme','locationId':'loc'}");
    struct str document = record_encode(RECORD_BUSINESS, STR("1"), &business, &fixture->arena);
    assert_int_equal(record_decode(RECORD_BUSINESS, document, &fixture->arena, &read), ERR_NONE);
    assert_true(str_eq(record_encode(RECORD_BUSINESS, STR("1"), &read, &fixture->arena), document));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_kind_has_the_members_of_its_own),
        TEST(a_custom_value_has_its_key_from_its_first_name),
        TEST(a_name_is_listed_without_its_case),
        TEST(a_status_is_one_of_two),
        TEST(a_document_is_read_back_with_what_the_program_gave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
