#include "fixture.h"

static struct contact_patch additional_patch(struct fixture *fixture, const char *text,
                                             const struct contact_rules *rules)
{
    struct contact_body body = body_of(fixture, CONTACT_BODY_ADDITIONAL, text);
    struct contact_patch patch;
    contact_patch_check(&body, rules, &fixture->arena, &patch, &fixture->faults);
    return patch;
}

/* "a b(label)": the values, and the labels where there are some. */
static void assert_list(struct fixture *fixture, const struct additional_list *list,
                        const char *expected)
{
    struct str all = STR("");
    for (size_t i = 0; i < list->count; i++) {
        const struct additional *entry = &list->items[i];
        all = arena_format(&fixture->arena, "%.*s%s%.*s%s%.*s%s", STR_ARG(all), i > 0 ? " " : "",
                           STR_ARG(entry->value), entry->label.len > 0 ? "(" : "",
                           STR_ARG(entry->label), entry->label.len > 0 ? ")" : "");
    }
    assert_text(all, expected);
}

static struct contact contact_of(struct fixture *fixture, const char *document)
{
    struct contact contact;
    assert_int_equal(contact_decode(&fixture->arena, quoted(fixture, document), &contact),
                     ERR_NONE);
    return contact;
}

#define HELD                                                                  \
    "{'email':'own@b.co','emailLowerCase':'own@b.co','phone':'+12025550100'," \
    "'additionalEmails':[{'email':'a@b.co'},{'email':'b@b.co'}],"             \
    "'additionalPhones':[{'phone':'+12025550101','phoneLabel':'Home'},{'phone':'+12025550102'}]}"

static void emails_and_phones_are_normalised(void **state)
{
    struct contact_patch patch =
        additional_patch(*state,
                         "{'additionalEmails':[{'email':' Ada@Example.com '}],"
                         "'additionalPhones':[{'phone':'(202) 555-0100','phoneLabel':' Home '}]}",
                         &fixture_rules);
    assert_faults(*state, "");
    assert_list(*state, &patch.additional_emails, "ada@example.com");
    assert_list(*state, &patch.additional_phones, "+12025550100(Home)");
}

static void a_phone_is_read_in_the_country_of_the_contact(void **state)
{
    struct contact_rules rules = fixture_rules;
    rules.contact_country = STR("GB");
    struct contact_patch patch =
        additional_patch(*state, "{'additionalPhones':[{'phone':'020 7946 0000'}]}", &rules);
    assert_list(*state, &patch.additional_phones, "+442079460000");
    struct contact_body body = body_of(*state, CONTACT_BODY_ADDITIONAL,
                                       "{'additionalPhones':[{'phone':'020 7946 0000'}]}");
    assert_true(contact_body_needs_country(&body));
    body = body_of(*state, CONTACT_BODY_ADDITIONAL,
                   "{'additionalPhones':[{'phone':'+442079460000'}]}");
    assert_false(contact_body_needs_country(&body));
}

static void the_same_value_twice_is_kept_once(void **state)
{
    struct contact_patch patch = additional_patch(
        *state,
        "{'additionalEmails':[{'email':'a@b.co'},{'email':'A@B.CO'},{'email':'c@b.co'}],"
        "'additionalPhones':[{'phone':'+12025550100','phoneLabel':'Home'},{'phone':'2025550100'}]}",
        &fixture_rules);
    assert_list(*state, &patch.additional_emails, "a@b.co c@b.co");
    assert_list(*state, &patch.additional_phones, "+12025550100(Home)");
}

static void every_fault_is_found(void **state)
{
    additional_patch(*state,
                     "{'email':'a@b.co','additionalEmails':[{'email':'a@b.co'},{'email':'no'},"
                     "{'email':''},{'email':1},{},{'email':'a@b.co','x':1}],"
                     "'additionalPhones':[{'phone':'no'},{'phoneLabel':'x'},"
                     "{'phone':'+12025550100','phoneLabel':1}]}",
                     &fixture_rules);
    assert_faults(*state, "property email should not exist\n"
                          "additionalEmails.3.email must be a string\n"
                          "additionalEmails.4.email must be a string\n"
                          "additionalEmails.5.property x should not exist\n"
                          "additionalPhones.1.phone must be a string\n"
                          "additionalPhones.2.phoneLabel must be a string\n"
                          "additionalEmails.1.email must be an email\n"
                          "additionalEmails.2.email must be an email\n"
                          "additionalPhones.0.phone must be a valid phone number");
    additional_patch(*state, "{'additionalEmails':['a@b.co'],'additionalPhones':{}}",
                     &fixture_rules);
    assert_faults(*state, "each value in nested property additionalEmails must be either object or"
                          " array\n"
                          "additionalPhones must be an array");
}

static void ten_are_taken_and_eleven_are_not(void **state)
{
    struct fixture *fixture = *state;
    for (int count = CONTACT_ADDITIONAL_MAX; count <= CONTACT_ADDITIONAL_MAX + 1; count++) {
        struct str list = STR("");
        for (int i = 0; i < count; i++)
            list = arena_format(&fixture->arena, "%.*s%s{'email':'a%d@b.co'}", STR_ARG(list),
                                i > 0 ? "," : "", i);
        struct str body =
            arena_format(&fixture->arena, "{'additionalEmails':[%.*s]}", STR_ARG(list));
        additional_patch(fixture, arena_copy_z(&fixture->arena, body), &fixture_rules);
        assert_faults(fixture, count > CONTACT_ADDITIONAL_MAX
                                   ? "additionalEmails must contain no more than 10 elements"
                                   : "");
    }
}

static void no_other_body_may_name_them(void **state)
{
    const enum contact_body_kind kinds[] = {CONTACT_BODY_CREATE, CONTACT_BODY_UPDATE,
                                            CONTACT_BODY_UPSERT};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        body_of(*state, kinds[i], "{'locationId':'l','additionalEmails':[],'additionalPhones':[]}");
        const char *faults = "property additionalEmails should not exist\n"
                             "property additionalPhones should not exist";
        assert_faults(*state, kinds[i] == CONTACT_BODY_UPDATE
                                  ? "property locationId should not exist\n"
                                    "property additionalEmails should not exist\n"
                                    "property additionalPhones should not exist"
                                  : faults);
    }
}

static void a_list_is_replaced_and_the_other_left_alone(void **state)
{
    struct fixture *fixture = *state;
    struct contact contact = contact_of(fixture, HELD);
    struct contact_patch patch = additional_patch(
        fixture, "{'additionalEmails':[{'email':'c@b.co'},{'email':'OWN@b.co'}]}", &fixture_rules);
    contact_patch_apply(&fixture->arena, &contact, &patch);
    assert_list(fixture, &contact.additional_emails, "c@b.co");
    assert_list(fixture, &contact.additional_phones, "+12025550101(Home) +12025550102");
    assert_text(contact.email, "own@b.co");
}

static void null_and_nothing_empty_a_list(void **state)
{
    struct fixture *fixture = *state;
    struct contact contact = contact_of(fixture, HELD);
    struct contact_patch patch = additional_patch(
        fixture, "{'additionalEmails':null,'additionalPhones':[]}", &fixture_rules);
    contact_patch_apply(&fixture->arena, &contact, &patch);
    assert_int_equal(contact.additional_emails.count, 0);
    assert_int_equal(contact.additional_phones.count, 0);
}

static void a_new_own_value_changes_places_with_the_one_before(void **state)
{
    struct fixture *fixture = *state;
    struct contact contact = contact_of(fixture, HELD);
    struct contact_patch patch =
        patch_of(fixture, "{'email':'B@b.co','phone':'+12025550101'}", &fixture_rules);
    contact_patch_apply(&fixture->arena, &contact, &patch);
    assert_text(contact.email, "b@b.co");
    assert_list(fixture, &contact.additional_emails, "a@b.co own@b.co");
    assert_text(contact.phone, "+12025550101");
    assert_list(fixture, &contact.additional_phones, "+12025550100 +12025550102");
}

static void a_new_own_value_that_was_nowhere_leaves_the_lists(void **state)
{
    struct fixture *fixture = *state;
    struct contact contact = contact_of(fixture, HELD);
    const struct additional *emails = contact.additional_emails.items;
    struct contact_patch patch = patch_of(fixture, "{'email':'new@b.co'}", &fixture_rules);
    contact_patch_apply(&fixture->arena, &contact, &patch);
    assert_list(fixture, &contact.additional_emails, "a@b.co b@b.co");
    assert_ptr_equal(contact.additional_emails.items, emails);
}

static void one_of_a_contact_without_an_own_one_leaves_the_list(void **state)
{
    struct fixture *fixture = *state;
    struct contact contact =
        contact_of(fixture, "{'additionalEmails':[{'email':'a@b.co'},{'email':'b@b.co'}]}");
    struct contact_patch patch = patch_of(fixture, "{'email':'a@b.co'}", &fixture_rules);
    contact_patch_apply(&fixture->arena, &contact, &patch);
    assert_list(fixture, &contact.additional_emails, "b@b.co");
}

static void clearing_the_own_value_leaves_the_list(void **state)
{
    struct fixture *fixture = *state;
    struct contact contact = contact_of(fixture, HELD);
    struct contact_patch patch = patch_of(fixture, "{'email':null}", &fixture_rules);
    contact_patch_apply(&fixture->arena, &contact, &patch);
    assert_text(contact.email, "");
    assert_list(fixture, &contact.additional_emails, "a@b.co b@b.co");
}

static void a_damaged_list_is_refused(void **state)
{
    struct fixture *fixture = *state;
    struct contact contact;
    const char *const damaged[] = {"{'additionalEmails':['a@b.co']}", "{'additionalEmails':[{}]}",
                                   "{'additionalPhones':[{'phone':1}]}", "{'additionalPhones':{}}"};
    for (size_t i = 0; i < sizeof damaged / sizeof *damaged; i++)
        assert_int_equal(contact_decode(&fixture->arena, quoted(fixture, damaged[i]), &contact),
                         ERR_STORE_FAILED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(emails_and_phones_are_normalised),
        TEST(a_phone_is_read_in_the_country_of_the_contact),
        TEST(the_same_value_twice_is_kept_once),
        TEST(every_fault_is_found),
        TEST(ten_are_taken_and_eleven_are_not),
        TEST(no_other_body_may_name_them),
        TEST(a_list_is_replaced_and_the_other_left_alone),
        TEST(null_and_nothing_empty_a_list),
        TEST(a_new_own_value_changes_places_with_the_one_before),
        TEST(a_new_own_value_that_was_nowhere_leaves_the_lists),
        TEST(one_of_a_contact_without_an_own_one_leaves_the_list),
        TEST(clearing_the_own_value_leaves_the_list),
        TEST(a_damaged_list_is_refused),
    };
    return cmocka_run_group_tests_name("contact/additional", tests, NULL, NULL);
}
