#include "fixture.h"

#define BEFORE                                                                                  \
    "{'id':'i','name':'Ada Lovelace','locationId':'l','firstName':'Ada','lastName':'Lovelace'," \
    "'email':'a@b.co','emailLowerCase':'a@b.co','phone':'+442079460000','dnd':true,"            \
    "'dndSettings':{'Call':{'status':'active'}},"                                               \
    "'inboundDndSettings':{'all':{'status':'active'}},'type':'lead','city':'London',"           \
    "'country':'GB','tags':['a','b'],'dateAdded':'2021-07-02T05:18:26.704Z',"                   \
    "'firstNameLowerCase':'ada','fullNameLowerCase':'ada lovelace',"                            \
    "'lastNameLowerCase':'lovelace','customFields':[{'id':'t','value':'x'}],"                   \
    "'additionalEmails':[],'additionalPhones':[],'followers':['f']}"

static const struct custom_field text_field = {.id = STR_INIT("t"), .type = CUSTOM_FIELD_TEXT};
static const struct custom_fields text_fields = {&text_field, 1};
static const struct contact_rules rules = {.location = &fixture_location,
                                           .custom_fields = &text_fields};

/* The document after a body was applied to `before`. */
static struct str updated(struct fixture *fixture, const char *before, const char *body)
{
    struct contact contact;
    assert_int_equal(contact_decode(&fixture->arena, quoted(fixture, before), &contact), ERR_NONE);
    struct contact_patch patch = patch_of(fixture, body, &rules);
    assert_faults(fixture, "");
    contact_patch_apply(&fixture->arena, &contact, &patch);
    struct str document;
    assert_int_equal(contact_encode(&fixture->arena, &contact, &document), ERR_NONE);
    return document;
}

static void an_empty_body_changes_nothing(void **state)
{
    assert_json(*state, updated(*state, BEFORE, "{}"), BEFORE);
}

static void null_and_empty_clear_a_field(void **state)
{
    static const char *const without =
        "{'id':'i','dnd':false,'tags':[],'customFields':[],'additionalEmails':[],"
        "'additionalPhones':[],'followers':['f']}";
    static const char *const full = "{'id':'i','firstName':'a','lastName':'b','email':'a@b.co',"
                                    "'timezone':'UTC','phone':'+1','city':'c','country':'GB',"
                                    "'dnd':true,'tags':['t'],'followers':['f']}";
    assert_json(*state,
                updated(*state, full,
                        "{'firstName':null,'lastName':null,'email':null,'timezone':null,"
                        "'phone':null,'city':null,'country':null,'dnd':null,'tags':null}"),
                without);
    assert_json(*state,
                updated(*state, full,
                        "{'firstName':'','lastName':'','email':'','timezone':'','phone':'',"
                        "'city':'','country':null,'dnd':false,'tags':[]}"),
                without);
}

static void dnd_is_cleared_by_null_as_well(void **state)
{
    assert_json(*state,
                updated(*state,
                        "{'dndSettings':{'Call':{'status':'active'}},"
                        "'inboundDndSettings':{'all':{'status':'active'}}}",
                        "{'dndSettings':null,'inboundDndSettings':null}"),
                "{'dnd':false,'tags':[],'customFields':[],'additionalEmails':[],"
                "'additionalPhones':[],'followers':[]}");
}

static void a_body_changes_what_it_names_and_what_follows_from_it(void **state)
{
    assert_json(*state,
                updated(*state, BEFORE,
                        "{'lastName':'King','email':'New@B.co','tags':['C'],'keyword':'k',"
                        "'dndSettings':{'SMS':{'status':'permanent'}},"
                        "'customFields':[{'id':'t','field_value':'y'}]}"),
                "{'id':'i','name':'Ada King','locationId':'l','firstName':'Ada',"
                "'lastName':'King','email':'new@b.co','emailLowerCase':'new@b.co',"
                "'phone':'+442079460000','dnd':true,'dndSettings':{'Call':{'status':'active'},"
                "'SMS':{'status':'permanent'}},'inboundDndSettings':{'all':{'status':'active'}},"
                "'type':'lead','city':'London','country':'GB','tags':['c'],"
                "'dateAdded':'2021-07-02T05:18:26.704Z','keyword':'k','firstNameLowerCase':'ada',"
                "'fullNameLowerCase':'ada king','lastNameLowerCase':'king',"
                "'customFields':[{'id':'t','value':'y'}],'additionalEmails':[],"
                "'additionalPhones':[],'followers':['f']}");
}

static void a_lone_name_changes_both_names(void **state)
{
    assert_json(*state, updated(*state, "{'firstName':'Ada','lastName':'King'}", "{'name':'Bea'}"),
                "{'name':'Bea','firstName':'Bea','dnd':false,'tags':[],'firstNameLowerCase':'bea',"
                "'fullNameLowerCase':'bea','customFields':[],'additionalEmails':[],"
                "'additionalPhones':[],'followers':[]}");
}

static void a_name_beside_first_name_does_not_count(void **state)
{
    assert_json(*state,
                updated(*state, "{'lastName':'King'}", "{'name':'Bea Cee','firstName':'Dee'}"),
                "{'name':'Dee King','firstName':'Dee','lastName':'King','dnd':false,'tags':[],"
                "'firstNameLowerCase':'dee','fullNameLowerCase':'dee king',"
                "'lastNameLowerCase':'king','customFields':[],'additionalEmails':[],"
                "'additionalPhones':[],'followers':[]}");
}

static void custom_fields_that_are_null_change_nothing(void **state)
{
    assert_json(*state, updated(*state, BEFORE, "{'customFields':null}"), BEFORE);
}

static void a_create_leaves_the_location_to_the_caller(void **state)
{
    struct fixture *fixture = *state;
    struct contact_body body =
        body_of(fixture, CONTACT_BODY_CREATE, "{'locationId':'other','gender':'f','city':'c'}");
    struct contact_patch patch;
    contact_patch_check(&body, &rules, &fixture->arena, &patch, &fixture->faults);
    struct contact contact = {.location_id = STR("mine")};
    contact_patch_apply(&fixture->arena, &contact, &patch);
    assert_text(contact.location_id, "mine");
    assert_text(contact.gender, "f");
    assert_text(contact.city, "c");
}

static bool is_anonymous(struct fixture *fixture, const char *body)
{
    struct contact_patch patch = patch_of(fixture, body, &rules);
    assert_faults(fixture, "");
    return contact_patch_is_anonymous(&patch);
}

static void any_name_or_address_makes_a_contact_known(void **state)
{
    assert_false(is_anonymous(*state, "{'email':'a@b.co'}"));
    assert_false(is_anonymous(*state, "{'phone':'+442079460000'}"));
    assert_false(is_anonymous(*state, "{'firstName':'a'}"));
    assert_false(is_anonymous(*state, "{'lastName':'a'}"));
    assert_false(is_anonymous(*state, "{'name':'a b','lastName':'c'}"));
}

static void a_lone_name_or_nothing_leaves_a_contact_anonymous(void **state)
{
    assert_true(is_anonymous(*state, "{}"));
    assert_true(is_anonymous(*state, "{'name':'Ada Lovelace'}"));
    assert_true(is_anonymous(*state, "{'name':'Ada','firstName':''}"));
    assert_true(is_anonymous(*state, "{'email':'','phone':null,'firstName':'','lastName':null}"));
    assert_true(is_anonymous(*state, "{'firstName':'  ','lastName':'\u00a0'}"));
    assert_true(is_anonymous(*state, "{'city':'London','companyName':'Engines'}"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_empty_body_changes_nothing),
        TEST(null_and_empty_clear_a_field),
        TEST(dnd_is_cleared_by_null_as_well),
        TEST(a_body_changes_what_it_names_and_what_follows_from_it),
        TEST(a_lone_name_changes_both_names),
        TEST(a_name_beside_first_name_does_not_count),
        TEST(custom_fields_that_are_null_change_nothing),
        TEST(a_create_leaves_the_location_to_the_caller),
        TEST(any_name_or_address_makes_a_contact_known),
        TEST(a_lone_name_or_nothing_leaves_a_contact_anonymous),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
