#include "fixture.h"

static void an_update_takes_every_property_of_the_page(void **state)
{
    struct contact_body body =
        body_of(*state, CONTACT_BODY_UPDATE,
                "{'firstName':'a','lastName':'b','name':'c','email':'d','phone':'e','address1':'f',"
                "'city':'g','state':'h','postalCode':'i','website':'j','timezone':'k','dnd':true,"
                "'dndSettings':{},'inboundDndSettings':{},'tags':['l'],'customFields':[{'id':'m'}],"
                "'source':'n','country':'o','assignedTo':'p','dateOfBirth':'q','companyName':'r',"
                "'keyword':'s','ssn':'t','type':'u'}");
    assert_faults(*state, "");
    assert_text(body.first_name.value, "a");
    assert_text(body.last_name.value, "b");
    assert_text(body.name.value, "c");
    assert_text(body.email.value, "d");
    assert_text(body.phone.value, "e");
    assert_text(body.address1.value, "f");
    assert_text(body.city.value, "g");
    assert_text(body.state.value, "h");
    assert_text(body.postal_code.value, "i");
    assert_text(body.website.value, "j");
    assert_text(body.timezone.value, "k");
    assert_true(body.dnd.value);
    assert_int_equal(body.dnd_settings.presence, JSON_GIVEN);
    assert_int_equal(body.inbound_dnd.presence, JSON_GIVEN);
    assert_text(body.tags.items[0], "l");
    assert_int_equal(body.custom_fields.count, 1);
    assert_text(body.source.value, "n");
    assert_text(body.country.value, "o");
    assert_text(body.assigned_to.value, "p");
    assert_text(body.date_of_birth.value, "q");
    assert_text(body.company_name.value, "r");
    assert_text(body.keyword.value, "s");
    assert_text(body.ssn.value, "t");
    assert_text(body.type.value, "u");
}

static void an_update_takes_nothing_else(void **state)
{
    body_of(*state, CONTACT_BODY_UPDATE,
            "{'id':'a','locationId':'b','gender':'c','firstNameLowerCase':'d','dateAdded':'e',"
            "'attachments':[],'followers':[]}");
    assert_faults(*state, "property id should not exist\n"
                          "property locationId should not exist\n"
                          "property gender should not exist\n"
                          "property firstNameLowerCase should not exist\n"
                          "property dateAdded should not exist\n"
                          "property attachments should not exist\n"
                          "property followers should not exist");
}

static void an_empty_update_is_fine(void **state)
{
    struct contact_body body = body_of(*state, CONTACT_BODY_UPDATE, "{}");
    assert_faults(*state, "");
    assert_int_equal(body.first_name.presence, JSON_ABSENT);
    assert_int_equal(body.tags.presence, JSON_ABSENT);
}

static void a_create_takes_gender_and_the_location(void **state)
{
    struct contact_body body =
        body_of(*state, CONTACT_BODY_CREATE, "{'locationId':'a','gender':'b','firstName':'c'}");
    assert_faults(*state, "");
    assert_text(body.location_id.value, "a");
    assert_text(body.gender.value, "b");
    assert_text(body.first_name.value, "c");
}

static void a_create_has_to_name_its_location(void **state)
{
    body_of(*state, CONTACT_BODY_CREATE, "{'firstName':'a'}");
    assert_faults(*state, "locationId must be a string");
}

static void a_create_takes_neither_keyword_nor_ssn_nor_type(void **state)
{
    body_of(*state, CONTACT_BODY_CREATE, "{'locationId':'a','keyword':'b','ssn':'c','type':'d'}");
    assert_faults(*state, "property keyword should not exist\n"
                          "property ssn should not exist\n"
                          "property type should not exist");
}

static void the_channels_are_spelt_as_the_version_wants_them(void **state)
{
    struct fixture *fixture = *state;
    const struct json *v2 = json_of(fixture, "{'dndSettings':{'WhatsApp':{'status':'active'}}}");
    const struct json *v3 = json_of(fixture, "{'dndSettings':{'whatsApp':{'status':'active'}}}");
    struct contact_body body;
    contact_body_decode(v2, CONTACT_BODY_UPDATE, DND_SPELLING_V2, &fixture->arena, &body,
                        &fixture->faults);
    contact_body_decode(v3, CONTACT_BODY_UPDATE, DND_SPELLING_V3, &fixture->arena, &body,
                        &fixture->faults);
    assert_faults(fixture, "");
    contact_body_decode(v2, CONTACT_BODY_UPDATE, DND_SPELLING_V3, &fixture->arena, &body,
                        &fixture->faults);
    contact_body_decode(v3, CONTACT_BODY_UPDATE, DND_SPELLING_V2, &fixture->arena, &body,
                        &fixture->faults);
    assert_faults(fixture, "dndSettings.property WhatsApp should not exist\n"
                           "dndSettings.property whatsApp should not exist");
}

static void body_with_text(struct fixture *fixture, const char *name, const char *unit,
                           size_t length)
{
    struct str text = repeated(fixture, unit, length);
    struct str body = arena_format(&fixture->arena, "{'%s':'%.*s'}", name, STR_ARG(text));
    body_of(fixture, CONTACT_BODY_UPDATE, body.ptr);
}

static void a_text_is_as_long_as_its_row_says_and_no_longer(void **state)
{
    body_with_text(*state, "firstName", "é", 255);
    body_with_text(*state, "address1", "é", 1000);
    body_with_text(*state, "website", "é", 2048);
    assert_faults(*state, "");
    body_with_text(*state, "firstName", "é", 256);
    body_with_text(*state, "address1", "é", 1001);
    body_with_text(*state, "website", "é", 2049);
    assert_faults(*state, "firstName must be shorter than or equal to 255 characters\n"
                          "address1 must be shorter than or equal to 1000 characters\n"
                          "website must be shorter than or equal to 2048 characters");
}

static void body_with_list(struct fixture *fixture, const char *name, const char *item,
                           size_t count)
{
    struct str items = repeated(fixture, item, count - 1);
    struct str body = arena_format(&fixture->arena, "{'%s':[%.*s%.*s]}", name, STR_ARG(items),
                                   (int)strlen(item) - 1, item);
    body_of(fixture, CONTACT_BODY_UPDATE, body.ptr);
}

static void a_body_has_at_most_500_tags(void **state)
{
    body_with_list(*state, "tags", "'a',", CONTACT_TAGS_MAX);
    assert_faults(*state, "");
    body_with_list(*state, "tags", "'a',", CONTACT_TAGS_MAX + 1);
    assert_faults(*state, "tags must contain no more than 500 elements");
}

static void a_tag_has_at_most_255_characters(void **state)
{
    struct fixture *fixture = *state;
    struct str longest = repeated(fixture, "x", CONTACT_TAG_LEN_MAX);
    body_of(fixture, CONTACT_BODY_UPDATE,
            arena_format(&fixture->arena, "{'tags':['%.*s']}", STR_ARG(longest)).ptr);
    assert_faults(fixture, "");
    body_of(fixture, CONTACT_BODY_UPDATE,
            arena_format(&fixture->arena, "{'tags':['%.*sx']}", STR_ARG(longest)).ptr);
    assert_faults(fixture, "each value in tags must be shorter than or equal to 255 characters");
}

static void a_body_has_at_most_1000_custom_fields(void **state)
{
    body_with_list(*state, "customFields", "{'id':'a'},", CONTACT_CUSTOM_FIELDS_MAX);
    assert_faults(*state, "");
    body_with_list(*state, "customFields", "{'id':'a'},", CONTACT_CUSTOM_FIELDS_MAX + 1);
    assert_faults(*state, "customFields must contain no more than 1000 elements");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_update_takes_every_property_of_the_page),
        TEST(an_update_takes_nothing_else),
        TEST(an_empty_update_is_fine),
        TEST(a_create_takes_gender_and_the_location),
        TEST(a_create_has_to_name_its_location),
        TEST(a_create_takes_neither_keyword_nor_ssn_nor_type),
        TEST(the_channels_are_spelt_as_the_version_wants_them),
        TEST(a_text_is_as_long_as_its_row_says_and_no_longer),
        TEST(a_body_has_at_most_500_tags),
        TEST(a_tag_has_at_most_255_characters),
        TEST(a_body_has_at_most_1000_custom_fields),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
