#include "fixture.h"

/* Every member there is, in order, as an update may have left them. */
#define FULL_DOCUMENT                                                                          \
    "{'id':'seD4PfOuKoVMLkEZqohJ','name':'Ada Lovelace','locationId':'ve9EPM428h8vShlRW1KT',"  \
    "'firstName':'Ada','lastName':'Lovelace','email':'a@b.co','emailLowerCase':'a@b.co',"      \
    "'timezone':'Europe/London','companyName':'Engines','phone':'+442079460000','dnd':true,"   \
    "'dndSettings':{'Call':{'status':'active','message':'m','code':'c'},"                      \
    "'FB':{'status':'permanent'}},"                                                            \
    "'inboundDndSettings':{'all':{'status':'inactive','message':'n'}},'type':'lead',"          \
    "'source':'api','assignedTo':'u','address1':'1 St','city':'London','state':'LDN',"         \
    "'country':'GB','postalCode':'W1','website':'https://x.co','tags':['a','b'],"              \
    "'dateOfBirth':'1815-12-10T00:00:00.000Z','dateAdded':'2021-07-02T05:18:26.704Z',"         \
    "'dateUpdated':'2021-07-03T05:18:26.704Z','attachments':[1],'ssn':'s','keyword':'k',"      \
    "'gender':'f','firstNameLowerCase':'ada','fullNameLowerCase':'ada lovelace',"              \
    "'lastNameLowerCase':'lovelace','lastActivity':'2021-07-04T05:18:26.704Z',"                \
    "'customFields':[{'id':'x','value':1.5},{'id':'y','value':['p','q']}],"                    \
    "'businessId':'641c094001436dbc2081e642','attributionSource':{'a':{}},"                    \
    "'lastAttributionSource':{'b':1},'visitorId':'v','additionalEmails':[{'email':'c@d.eu'}]," \
    "'additionalPhones':[{'phone':'+1','phoneLabel':'l'}],'followers':['w'],"                  \
    "'createdBy':{'source':'s'},"                                                              \
    "'lastUpdatedBy':{'source':'t'}}"

static struct contact decoded(struct fixture *fixture, const char *document)
{
    struct contact contact;
    assert_int_equal(contact_decode(&fixture->arena, quoted(fixture, document), &contact),
                     ERR_NONE);
    return contact;
}

static struct str encoded(struct fixture *fixture, const struct contact *contact)
{
    struct str document;
    assert_int_equal(contact_encode(&fixture->arena, contact, &document), ERR_NONE);
    return document;
}

static void what_was_read_is_written_as_it_was(void **state)
{
    struct contact contact = decoded(*state, FULL_DOCUMENT);
    assert_json(*state, encoded(*state, &contact), FULL_DOCUMENT);
}

static void every_member_is_read_into_its_place(void **state)
{
    struct contact contact = decoded(*state, FULL_DOCUMENT);
    assert_text(contact.id, "seD4PfOuKoVMLkEZqohJ");
    assert_text(contact.last_activity, "2021-07-04T05:18:26.704Z");
    assert_true(contact.dnd);
    assert_text(contact.dnd_settings.channels[DND_CALL].message, "m");
    assert_text(contact.inbound_dnd.status, "inactive");
    assert_int_equal(contact.tags.count, 2);
    assert_text(contact.tags.items[1], "b");
    assert_int_equal(contact.custom_value_count, 2);
    assert_text(contact.custom_values[1].id, "y");
    assert_int_equal(json_count(contact.custom_values[1].value), 2);
    assert_int_equal(contact.followers.count, 1);
}

static void absent_fields_are_left_out_and_lists_are_always_there(void **state)
{
    struct contact contact = {.id = STR("a")};
    assert_json(*state, encoded(*state, &contact),
                "{'id':'a','dnd':false,'tags':[],'customFields':[],'additionalEmails':[],"
                "'additionalPhones':[],'followers':[]}");
}

static void members_may_come_in_any_order(void **state)
{
    struct contact contact =
        decoded(*state, "{'visitorId':'v','tags':['t'],'id':'i','lastUpdatedBy':{},'name':'n'}");
    assert_text(contact.visitor_id, "v");
    assert_text(contact.tags.items[0], "t");
    assert_text(contact.id, "i");
    assert_non_null(contact.opaque.last_updated_by);
    assert_text(contact.name, "n");
}

static void an_unknown_member_is_dropped(void **state)
{
    struct contact contact = decoded(*state, "{'id':'i','later':{'a':1},'name':'n'}");
    assert_text(contact.id, "i");
    assert_text(contact.name, "n");
}

static void a_damaged_document_gives_nothing(void **state)
{
    static const char *const damaged[] = {
        "",
        "{'id':'i'",
        "[]",
        "{'id':1}",
        "{'name':null}",
        "{'dnd':'yes'}",
        "{'dndSettings':[]}",
        "{'inboundDndSettings':true}",
        "{'tags':{}}",
        "{'tags':['a',1]}",
        "{'customFields':{}}",
        "{'customFields':['a']}",
        "{'customFields':[{'id':1,'value':2}]}",
        "{'customFields':[{'id':'a'}]}",
        "{'customFields':[{'value':2}]}",
        "{'followers':{}}",
    };
    struct fixture *fixture = *state;
    struct contact contact = {.id = STR("untouched")};
    for (size_t i = 0; i < sizeof(damaged) / sizeof(damaged[0]); i++) {
        struct str document = quoted(fixture, damaged[i]);
        assert_int_equal(contact_decode(&fixture->arena, document, &contact), ERR_STORE_FAILED);
        assert_text(contact.id, "untouched");
    }
}

static void a_document_is_at_most_as_large_as_a_body(void **state)
{
    struct fixture *fixture = *state;
    struct contact contact = {.id = STR("a")};
    size_t frame = encoded(fixture, &contact).len + strlen("'website':'',");
    contact.website = repeated(fixture, "x", CONTACT_DOC_MAX - frame);
    assert_int_equal(encoded(fixture, &contact).len, CONTACT_DOC_MAX);

    contact.website = repeated(fixture, "x", CONTACT_DOC_MAX - frame + 1);
    struct str document = STR("untouched");
    assert_int_equal(contact_encode(&fixture->arena, &contact, &document), ERR_CONTACT_TOO_LARGE);
    assert_text(document, "untouched");
}

static struct str v3_of(struct fixture *fixture, struct str document)
{
    struct str v3;
    const struct contact_serving serving = {.v3 = true};
    assert_int_equal(contact_document_serve(&fixture->arena, document, &serving, &v3), ERR_NONE);
    return v3;
}

static void v3_spells_the_channels_its_own_way(void **state)
{
    struct fixture *fixture = *state;
    struct str v2 = quoted(fixture, "{'id':'i','dndSettings':{'Call':{'status':'active'},"
                                    "'WhatsApp':{'status':'inactive'}},'later':1}");
    assert_json(fixture, v3_of(fixture, v2),
                "{'id':'i','dndSettings':{'call':{'status':'active'},"
                "'whatsApp':{'status':'inactive'}},'later':1}");
}

static void without_channels_v3_is_the_same_document(void **state)
{
    struct fixture *fixture = *state;
    struct str document = quoted(fixture, "{'id':'i', 'dnd':true}");
    assert_ptr_equal(v3_of(fixture, document).ptr, document.ptr);
}

static void a_damaged_document_has_no_v3(void **state)
{
    struct fixture *fixture = *state;
    struct str v3;
    static const char *const damaged[] = {"['dndSettings']", "{'dndSettings':"};
    for (size_t i = 0; i < 2; i++) {
        const struct contact_serving serving = {.v3 = true};
        struct str document = quoted(fixture, damaged[i]);
        assert_int_equal(contact_document_serve(&fixture->arena, document, &serving, &v3),
                         ERR_STORE_FAILED);
    }
}

/* "a" and "b" with their values, and what else there may be. */
static const char *const two_values = "{'id':'i','customFields':[{'id':'a','value':1},"
                                      "{'id':'b','value':['x']}],'note':'a b'}";

static void values_are_served_with_the_keys_of_their_fields(void **state)
{
    struct fixture *fixture = *state;
    static const struct custom_field field = {.id = STR_INIT("b"), .key = STR_INIT("contact.bee")};
    const struct custom_fields fields = {&field, 1};
    const struct contact_serving serving = {.keys = &fields};
    struct str served;
    assert_int_equal(
        contact_document_serve(&fixture->arena, quoted(fixture, two_values), &serving, &served),
        ERR_NONE);
    assert_json(fixture, served,
                "{'id':'i','customFields':[{'id':'a','value':1},"
                "{'id':'b','value':['x'],'key':'contact.bee'}],'note':'a b'}");
}

static void values_of_removed_fields_are_not_served(void **state)
{
    struct fixture *fixture = *state;
    struct str removed[] = {STR("c"), STR("a")};
    const struct contact_serving serving = {.removed_fields = {removed, 2}};
    struct str served;
    assert_int_equal(
        contact_document_serve(&fixture->arena, quoted(fixture, two_values), &serving, &served),
        ERR_NONE);
    assert_json(fixture, served,
                "{'id':'i','customFields':[{'id':'b','value':['x']}],'note':'a b'}");
}

static void a_document_without_a_removed_field_is_served_as_it_is(void **state)
{
    struct fixture *fixture = *state;
    struct str removed[] = {STR("gone")};
    const struct contact_serving serving = {.removed_fields = {removed, 1}};
    struct str document = quoted(fixture, two_values);
    struct str served;
    assert_int_equal(contact_document_serve(&fixture->arena, document, &serving, &served),
                     ERR_NONE);
    assert_ptr_equal(served.ptr, document.ptr);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_was_read_is_written_as_it_was),
        TEST(every_member_is_read_into_its_place),
        TEST(absent_fields_are_left_out_and_lists_are_always_there),
        TEST(members_may_come_in_any_order),
        TEST(an_unknown_member_is_dropped),
        TEST(a_damaged_document_gives_nothing),
        TEST(a_document_is_at_most_as_large_as_a_body),
        TEST(v3_spells_the_channels_its_own_way),
        TEST(without_channels_v3_is_the_same_document),
        TEST(a_damaged_document_has_no_v3),
        TEST(values_are_served_with_the_keys_of_their_fields),
        TEST(values_of_removed_fields_are_not_served),
        TEST(a_document_without_a_removed_field_is_served_as_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
