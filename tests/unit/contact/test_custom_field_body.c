#include "contact/custom_field_body.h"

#include "fixture.h"

static struct custom_field_body read(struct fixture *fixture, enum custom_field_body_kind kind,
                                     const char *text)
{
    struct custom_field_body body;
    custom_field_body_read(kind, json_of(fixture, text), &fixture->arena, &body, &fixture->faults);
    return body;
}

/* A body onto a field, and its options as "key=label" with what else they have. */
static struct str options_of(struct fixture *fixture, enum custom_field_body_kind kind,
                             const char *text, struct custom_field *field)
{
    struct custom_field_body body = read(fixture, kind, text);
    struct str all = STR("");
    assert_faults(fixture, "");
    custom_field_body_apply(&body, &fixture->arena, field);
    for (size_t i = 0; i < field->option_count; i++) {
        const struct custom_option *option = &field->options[i];
        all = arena_format(&fixture->arena, "%.*s%s%.*s=%.*s%.*s%.*s", STR_ARG(all), i ? " " : "",
                           STR_ARG(option->key), STR_ARG(option->label), STR_ARG(option->url),
                           STR_ARG(option->prefill));
    }
    return all;
}

#define LOCATION_CREATE CUSTOM_FIELD_BODY_LOCATION_CREATE
#define LOCATION_UPDATE CUSTOM_FIELD_BODY_LOCATION_UPDATE
#define OBJECT_CREATE   CUSTOM_FIELD_BODY_OBJECT_CREATE
#define OBJECT_UPDATE   CUSTOM_FIELD_BODY_OBJECT_UPDATE

static void a_locations_field_is_a_contacts_and_has_its_key_of_its_name(void **state)
{
    struct custom_field_body body =
        read(*state, LOCATION_CREATE, "{'name':' Pin code ','dataType':'FLOAT'}");
    assert_faults(*state, "");
    assert_text(body.object_key, "contact");
    assert_text(body.key, "contact.pin_code");
    assert_text(body.name.value, "Pin code");
    assert_int_equal(body.type, CUSTOM_FIELD_FLOAT);
    body = read(*state, LOCATION_CREATE,
                "{'name':'Pin','dataType':'TEXT','model':'opportunity','fieldKey':'code'}");
    assert_text(body.object_key, "opportunity");
    assert_text(body.key, "opportunity.code");
}

static void an_objects_field_says_its_key_with_or_without_the_object(void **state)
{
    static const char *const keys[] = {"custom_object.pet.name", "custom_objects.pet.name", "name"};
    struct fixture *fixture = *state;
    for (size_t i = 0; i < 3; i++) {
        struct str text =
            arena_format(&fixture->arena,
                         "{'locationId':'l','showInForms':true,'dataType':'EMAIL','parentId':'',"
                         "'objectKey':'custom_object.pet','fieldKey':'%s'}",
                         keys[i]);
        struct custom_field_body body = read(fixture, OBJECT_CREATE, text.ptr);
        assert_faults(fixture, "");
        assert_text(body.object_key, "custom_objects.pet");
        assert_text(body.key, "custom_object.pet.name");
    }
}

static void every_fault_is_told(void **state)
{
    read(*state, LOCATION_CREATE, "{'locationId':'l','position':0.5,'dataType':'DATES'}");
    assert_faults(
        *state, "property locationId should not exist\n"
                "name must be a string\n"
                "dataType must be one of the following values: TEXT, LARGE_TEXT, NUMERICAL, FLOAT, "
                "PHONE, EMAIL, MONETORY, CHECKBOX, SINGLE_OPTIONS, MULTIPLE_OPTIONS, DATE, TIME, "
                "RADIO, TEXTBOX_LIST, FILE_UPLOAD, SIGNATURE\n"
                "position must be a number conforming to the specified constraints");
    read(*state, LOCATION_UPDATE, "{'name':' ','dataType':'TEXT','maxNumberOfFiles':0}");
    assert_faults(*state, "property dataType should not exist\n"
                          "maxNumberOfFiles must not be less than 1\n"
                          "name should not be empty");
    read(*state, OBJECT_UPDATE, "{'locationId':'l','showInForms':true,'fieldKey':'x'}");
    assert_faults(*state, "property fieldKey should not exist");
}

static void an_objects_key_is_its_own(void **state)
{
    const char *body = "{'locationId':'l','showInForms':true,'dataType':'TEXT','parentId':'',"
                       "'objectKey':'business','fieldKey':'%s'}";
    struct fixture *fixture = *state;
    static const struct {
        const char *key;
        const char *fault;
    } keys[] = {
        {"contact.name", "fieldKey must begin with business."},
        {"business.", "fieldKey must contain a letter or a digit"},
        {"", "fieldKey should not be empty"},
    };
    for (size_t i = 0; i < 3; i++) {
        struct str start = str_of(body);
        size_t at = start.len - strlen("%s'}");
        struct str text = arena_format(&fixture->arena, "%.*s%s'}", (int)at, body, keys[i].key);
        read(fixture, OBJECT_CREATE, text.ptr);
        assert_faults(fixture, keys[i].fault);
    }
}

static void options_come_in_three_ways(void **state)
{
    struct custom_field picklist = {.type = CUSTOM_FIELD_RADIO};
    assert_text(options_of(*state, LOCATION_UPDATE, "{'name':'n','options':['a','b']}", &picklist),
                "a=a b=b");
    assert_text(
        options_of(*state, LOCATION_UPDATE, "{'name':'n','picklistOptions':['c']}", &picklist),
        "c=c");
    struct custom_field boxes = {.type = CUSTOM_FIELD_TEXTBOX_LIST};
    assert_text(options_of(*state, LOCATION_UPDATE,
                           "{'name':'n','options':[],'textBoxListOptions':[{'label':'a',"
                           "'prefillValue':'!'},{'id':'i','label':'b'}]}",
                           &boxes),
                "=a! i=b");
}

static void an_option_keeps_its_key_and_what_the_other_api_gave(void **state)
{
    struct custom_option options[] = {
        {.key = STR("r"), .label = STR("Red"), .url = STR("(u)"), .prefill = STR("(p)")},
        {.key = STR("b"), .label = STR("Blue")},
    };
    struct custom_field field = {.type = CUSTOM_FIELD_RADIO, .options = options, .option_count = 2};
    assert_text(
        options_of(*state, LOCATION_UPDATE, "{'name':'n','options':['Blue','Red']}", &field),
        "b=Blue r=Red(u)");
    const char *renamed = "{'locationId':'l','showInForms':true,'options':["
                          "{'key':'r','label':'Crimson','url':'(v)'},{'label':'Red'}]}";
    assert_text(options_of(*state, OBJECT_UPDATE, renamed, &field), "r=Crimson(v) Red=Red");
}

static void options_are_not_empty_and_differ(void **state)
{
    const char *start = "{'name':'n','options':";
    struct fixture *fixture = *state;
    static const struct {
        const char *list;
        const char *fault;
    } lists[] = {
        {"['a','']", "each value in options should not be empty"},
        {"['a','b','a']", "All options's elements must be unique"},
        {"['a',1]", "each value in options must be a string"},
    };
    for (size_t i = 0; i < 3; i++) {
        read(fixture, LOCATION_UPDATE,
             arena_format(&fixture->arena, "%s%s}", start, lists[i].list).ptr);
        assert_faults(fixture, lists[i].fault);
    }
}

static void options_that_are_left_out_and_keys_that_collide_are_found(void **state)
{
    (void)state;
    struct custom_option two[] = {{.key = STR("a")}, {.key = STR("b")}};
    struct custom_option same[] = {{.key = STR("b")}, {.key = STR("b")}};
    const struct custom_field both = {.options = two, .option_count = 2};
    const struct custom_field one = {.options = two, .option_count = 1};
    const struct custom_field twice = {.options = same, .option_count = 2};
    assert_true(custom_options_are_kept(&one, &both));
    assert_false(custom_options_are_kept(&both, &one));
    assert_true(custom_options_are_unique(&both));
    assert_false(custom_options_are_unique(&twice));
}

static void what_a_type_has_no_use_for_is_not_kept(void **state)
{
    struct fixture *fixture = *state;
    const char *everything = "{'name':'n','acceptedFormat':['.pdf','.pdf'],'isMultipleFile':true,"
                             "'maxNumberOfFiles':2,'textBoxListOptions':[{'label':'First'}]}";
    struct custom_field_body body = read(fixture, LOCATION_UPDATE, everything);
    struct custom_field text = {.type = CUSTOM_FIELD_TEXT};
    struct custom_field files = {.type = CUSTOM_FIELD_FILE_UPLOAD};
    assert_faults(fixture, "");
    custom_field_body_apply(&body, &fixture->arena, &text);
    assert_int_equal(text.option_count + text.formats.count, 0);
    assert_int_equal(text.files_max, 0);
    assert_false(text.allows_many_files);
    custom_field_body_apply(&body, &fixture->arena, &files);
    assert_int_equal(files.option_count, 0);
    assert_int_equal(files.formats.count, 1);
    assert_int_equal(files.files_max, 2);
    assert_true(files.allows_many_files);
}

static void null_clears_and_what_is_not_named_stays(void **state)
{
    struct fixture *fixture = *state;
    struct custom_field field = {
        .name = STR("n"), .placeholder = STR("p"), .description = STR("d"), .position = 7};
    struct custom_field_body body =
        read(fixture, LOCATION_UPDATE, "{'name':'m','placeholder':null,'position':null}");
    custom_field_body_apply(&body, &fixture->arena, &field);
    assert_text(field.name, "m");
    assert_text(field.placeholder, "");
    assert_text(field.description, "d");
    assert_int_equal(field.position, 0);
}

static void a_definition_is_as_large_as_its_texts(void **state)
{
    (void)state;
    struct custom_option options[] = {{STR("k"), STR("label"), STR("u"), STR("p")}};
    struct str formats[] = {STR(".pdf")};
    const struct custom_field field = {
        .key = STR("contact.a"),
        .name = STR("a"),
        .placeholder = STR("b"),
        .description = STR("c"),
        .parent_id = STR("d"),
        .options = options,
        .option_count = 1,
        .formats = {formats, 1},
    };
    assert_int_equal(custom_field_size(&field), 9 + 4 + 8 + 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_locations_field_is_a_contacts_and_has_its_key_of_its_name),
        TEST(an_objects_field_says_its_key_with_or_without_the_object),
        TEST(every_fault_is_told),
        TEST(an_objects_key_is_its_own),
        TEST(options_come_in_three_ways),
        TEST(an_option_keeps_its_key_and_what_the_other_api_gave),
        TEST(options_are_not_empty_and_differ),
        TEST(options_that_are_left_out_and_keys_that_collide_are_found),
        TEST(what_a_type_has_no_use_for_is_not_kept),
        TEST(null_clears_and_what_is_not_named_stays),
        TEST(a_definition_is_as_large_as_its_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
