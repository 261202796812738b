#include "contact/phone.h"
#include "fixture.h"

static void email_is_trimmed_and_checked(void **state)
{
    struct contact_patch patch = patch_of(*state, "{'email':' Ada@Example.com '}", &fixture_rules);
    assert_text(patch.body.email.value, "Ada@Example.com");
    assert_faults(*state, "");
    patch_of(*state, "{'email':'ada'}", &fixture_rules);
    assert_faults(*state, "email must be an email");
}

static void every_fault_of_a_body_is_found(void **state)
{
    patch_of(*state,
             "{'foo':1,'firstName':1,'email':'x','phone':'y','timezone':'Mars/Base',"
             "'country':'Narnia','dateOfBirth':'2023-02-29'}",
             &fixture_rules);
    assert_faults(*state, "property foo should not exist\n"
                          "firstName must be a string\n"
                          "email must be an email\n"
                          "timezone must be a valid IANA time zone\n"
                          "country must be a valid ISO31661 Alpha2 code\n"
                          "phone must be a valid phone number\n"
                          "dateOfBirth must be a valid date");
}

static void null_and_empty_texts_have_no_faults(void **state)
{
    patch_of(*state,
             "{'email':'','phone':null,'timezone':'','country':null,'dateOfBirth':'','name':''}",
             &fixture_rules);
    assert_faults(*state, "");
}

static void country_is_kept_in_upper_case_and_never_empty(void **state)
{
    assert_text(patch_of(*state, "{'country':'gb'}", &fixture_rules).body.country.value, "GB");
    assert_faults(*state, "");
    patch_of(*state, "{'country':''}", &fixture_rules);
    assert_faults(*state, "country must be a valid ISO31661 Alpha2 code");
}

static void date_of_birth_is_kept_in_iso_form(void **state)
{
    struct contact_patch patch = patch_of(*state, "{'dateOfBirth':'09/25/1990'}", &fixture_rules);
    assert_text(patch.body.date_of_birth.value, "1990-09-25T00:00:00.000Z");
}

static void tags_are_trimmed_lower_cased_and_told_once(void **state)
{
    struct contact_patch patch =
        patch_of(*state, "{'tags':[' VIP ','new','','vip','  ','NEW','É']}", &fixture_rules);
    assert_int_equal(patch.body.tags.count, 3);
    assert_text(patch.body.tags.items[0], "vip");
    assert_text(patch.body.tags.items[1], "new");
    assert_text(patch.body.tags.items[2], "é");
}

static void a_body_can_be_checked_twice(void **state)
{
    struct fixture *fixture = *state;
    struct contact_body body =
        body_of(fixture, CONTACT_BODY_UPDATE,
                "{'name':'Ada B','tags':['A','a','B'],'phone':'020 7946 0000'}");
    struct contact_rules rules = fixture_rules;
    struct contact_patch patch;
    contact_patch_check(&body, &rules, &fixture->arena, &patch, &fixture->faults);
    rules.contact_country = STR("GB");
    fixture->faults.count = 0;
    contact_patch_check(&body, &rules, &fixture->arena, &patch, &fixture->faults);
    assert_faults(fixture, "");
    assert_text(patch.body.phone.value, "+442079460000");
    assert_text(patch.body.first_name.value, "Ada");
    assert_int_equal(patch.body.tags.count, 2);
    assert_text(patch.body.tags.items[1], "b");
}

static struct str phone_of(struct fixture *fixture, const char *body, struct str contact_country)
{
    struct contact_rules rules = fixture_rules;
    rules.contact_country = contact_country;
    return patch_of(fixture, body, &rules).body.phone.value;
}

static void a_phone_is_read_with_the_nearest_country(void **state)
{
    static const char *const london = "{'phone':' 020 7946 0000 ','country':'GB'}";
    assert_text(phone_of(*state, london, STR("US")), "+442079460000");
    assert_text(phone_of(*state, "{'phone':'020 7946 0000'}", STR("GB")), "+442079460000");
    assert_text(phone_of(*state, "{'phone':'(415) 555-2671'}", STR("")), "+14155552671");
    assert_text(phone_of(*state, "{'phone':'(415) 555-2671','country':null}", STR("GB")),
                "+14155552671");
    assert_faults(*state, "");
}

static void phone_fields_are_read_with_the_same_country(void **state)
{
    static const struct custom_field field = {.id = STR_INIT("f"), .type = CUSTOM_FIELD_PHONE};
    static const struct custom_fields fields = {&field, 1};
    struct contact_rules rules = fixture_rules;
    rules.custom_fields = &fields;
    struct contact_patch patch = patch_of(
        *state, "{'country':'gb','customFields':[{'id':'f','field_value':'020 7946 0000'}]}",
        &rules);
    assert_faults(*state, "");
    assert_text(json_string(patch.custom.items[0].value), "+442079460000");
}

static void assert_split(struct fixture *fixture, const char *body, const char *first,
                         const char *last)
{
    struct contact_patch patch = patch_of(fixture, body, &fixture_rules);
    assert_faults(fixture, "");
    assert_text(patch.body.first_name.value, first);
    assert_text(patch.body.last_name.value, last);
}

static void a_lone_name_is_split_at_its_first_word(void **state)
{
    assert_split(*state, "{'name':'Ada King Lovelace'}", "Ada", "King Lovelace");
    assert_split(*state, "{'name':'  Ada \\t King  Lovelace  '}", "Ada", "King  Lovelace");
    assert_split(*state, "{'name':'Ada'}", "Ada", "");
    assert_split(*state, "{'name':'山田　太郎'}", "山田", "太郎");
}

static void a_lone_name_without_words_clears_both_names(void **state)
{
    static const char *const bodies[] = {"{'name':''}", "{'name':null}", "{'name':'  '}"};
    for (size_t i = 0; i < 3; i++) {
        assert_split(*state, bodies[i], "", "");
        struct contact_patch patch = patch_of(*state, bodies[i], &fixture_rules);
        assert_int_not_equal(patch.body.first_name.presence, JSON_ABSENT);
        assert_int_not_equal(patch.body.last_name.presence, JSON_ABSENT);
    }
}

static void a_name_beside_one_of_the_two_does_not_count(void **state)
{
    struct contact_patch patch =
        patch_of(*state, "{'name':'Ada King','lastName':'Lovelace'}", &fixture_rules);
    assert_int_equal(patch.body.first_name.presence, JSON_ABSENT);
    assert_text(patch.body.last_name.value, "Lovelace");
    patch = patch_of(*state, "{'name':'','lastName':null}", &fixture_rules);
    assert_int_equal(patch.body.first_name.presence, JSON_ABSENT);
}

static void a_name_beside_two_empty_ones_counts(void **state)
{
    assert_split(*state, "{'name':'Ada King','firstName':null}", "Ada", "King");
    assert_split(*state, "{'name':'Ada King','firstName':'','lastName':' '}", "Ada", "King");
}

static void names_are_trimmed(void **state)
{
    struct contact_patch patch =
        patch_of(*state, "{'firstName':' Ada ','lastName':'\u00a0von  Humboldt '}", &fixture_rules);
    assert_text(patch.body.first_name.value, "Ada");
    assert_text(patch.body.last_name.value, "von  Humboldt");
}

static void blanks_are_no_email_and_no_phone(void **state)
{
    patch_of(*state, "{'email':' ','phone':'  '}", &fixture_rules);
    assert_faults(*state, "email must be an email\nphone must be a valid phone number");
}

static void an_email_is_kept_composed(void **state)
{
    struct contact_patch patch =
        patch_of(*state, "{'email':'e\u0301@example.com'}", &fixture_rules);
    assert_text(patch.body.email.value, "\u00e9@example.com");
}

static void a_country_that_is_refused_says_nothing_of_the_phone(void **state)
{
    struct contact_rules british = fixture_rules;
    british.contact_country = STR("GB");
    patch_of(*state, "{'country':'XX','phone':'020 7946 0959'}", &british);
    assert_faults(*state, "country must be a valid ISO31661 Alpha2 code");
}

static void the_parts_of_a_name_are_bounded_as_the_names_are(void **state)
{
    struct fixture *fixture = *state;
    struct str part = repeated(fixture, "é", 255);
    struct str most =
        arena_format(&fixture->arena, "{'name':'%.*s %.*s'}", STR_ARG(part), STR_ARG(part));
    assert_split(fixture, most.ptr, part.ptr, part.ptr);
    patch_of(fixture, arena_format(&fixture->arena, "{'name':'%.*sé'}", STR_ARG(part)).ptr,
             &fixture_rules);
    assert_faults(fixture, "firstName must be shorter than or equal to 255 characters");
    patch_of(fixture, arena_format(&fixture->arena, "{'name':'A %.*sé'}", STR_ARG(part)).ptr,
             &fixture_rules);
    assert_faults(fixture, "lastName must be shorter than or equal to 255 characters");
}

static bool needs_country(struct fixture *fixture, const char *body)
{
    struct contact_body decoded = body_of(fixture, CONTACT_BODY_UPDATE, body);
    return contact_body_needs_country(&decoded);
}

static void a_national_number_needs_the_contacts_country(void **state)
{
    assert_true(needs_country(*state, "{'phone':'020 7946 0000'}"));
    assert_true(needs_country(*state, "{'phone':' ٠٢٠٧٩٤٦٠٠٠٠'}"));
    assert_true(
        needs_country(*state, "{'customFields':[{'id':'x','field_value':'020 7946 0000'}]}"));
    assert_true(needs_country(*state, "{'customFields':[{'id':'x'},{'id':'x','fieldValue':'1'}]}"));
}

static void other_bodies_do_not_need_the_contacts_country(void **state)
{
    assert_false(needs_country(*state, "{}"));
    assert_false(needs_country(*state, "{'phone':''}"));
    assert_false(needs_country(*state, "{'phone':null}"));
    assert_false(needs_country(*state, "{'phone':' +442079460000'}"));
    assert_false(needs_country(*state, "{'phone':'020 7946 0000','country':'GB'}"));
    assert_false(needs_country(*state, "{'phone':'020 7946 0000','country':null}"));
    assert_false(needs_country(*state, "{'customFields':[{'id':'1','field_value':'blue'},"
                                       "{'id':'2','field_value':12},{'id':'3'}]}"));
}

static void a_text_too_long_for_a_number_needs_no_country(void **state)
{
    struct fixture *fixture = *state;
    struct str digits = repeated(fixture, "1", PHONE_TEXT_MAX);
    assert_true(needs_country(
        fixture, arena_format(&fixture->arena, "{'phone':'%.*s'}", STR_ARG(digits)).ptr));
    assert_false(needs_country(
        fixture, arena_format(&fixture->arena, "{'phone':'%.*s1'}", STR_ARG(digits)).ptr));
}

/* ---- numbers that may be the contact's already ------------------------------------------------
 */

static struct contact_patch believing_patch_of(void *state, const char *body)
{
    struct contact_rules rules = fixture_rules;
    rules.may_be_unchanged = true;
    return patch_of(state, body, &rules);
}

static struct str settled(struct fixture *fixture, const char *phone, const char *contact_phone)
{
    const char *body = arena_format(&fixture->arena, "{'phone':'%s'}%c", phone, 0).ptr;
    struct contact_patch patch = believing_patch_of(fixture, body);
    contact_patch_settle_phone(&fixture->arena, &patch, str_of(contact_phone), &fixture->faults);
    return patch.body.phone.value;
}

static void a_number_in_e164_is_believed_until_the_contact_is_known(void **state)
{
    struct contact_patch patch = believing_patch_of(*state, "{'phone':'+'}");
    assert_faults(*state, "phone must be a valid phone number"); /* does not look like one */
    patch = believing_patch_of(*state, "{'phone':'+19'}");
    assert_faults(*state, "");
    assert_true(patch.phone_unsettled);
    patch = believing_patch_of(*state, "{'phone':'+1 202 555 0100'}");
    assert_faults(*state, "");
    assert_false(patch.phone_unsettled);
    assert_text(patch.body.phone.value, "+12025550100");
}

static void the_contacts_own_number_is_one(void **state)
{
    assert_text(settled(*state, "+19", "+19"), "+19");
    assert_faults(*state, "");
}

static void another_number_is_read_after_all(void **state)
{
    assert_text(settled(*state, "+12025550100", "+12025550199"), "+12025550100");
    assert_faults(*state, "");
    settled(*state, "+19", "+12025550199");
    assert_faults(*state, "phone must be a valid phone number");
    settled(*state, "+19", "");
    assert_faults(*state, "phone must be a valid phone number");
}

static void beside_another_fault_a_number_is_not_believed(void **state)
{
    believing_patch_of(*state, "{'email':'x','phone':'+19','dateOfBirth':'never'}");
    assert_faults(*state, "email must be an email\n"
                          "phone must be a valid phone number\n"
                          "dateOfBirth must be a valid date");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(email_is_trimmed_and_checked),
        TEST(every_fault_of_a_body_is_found),
        TEST(null_and_empty_texts_have_no_faults),
        TEST(country_is_kept_in_upper_case_and_never_empty),
        TEST(date_of_birth_is_kept_in_iso_form),
        TEST(tags_are_trimmed_lower_cased_and_told_once),
        TEST(a_body_can_be_checked_twice),
        TEST(a_phone_is_read_with_the_nearest_country),
        TEST(phone_fields_are_read_with_the_same_country),
        TEST(a_lone_name_is_split_at_its_first_word),
        TEST(a_lone_name_without_words_clears_both_names),
        TEST(a_name_beside_one_of_the_two_does_not_count),
        TEST(a_name_beside_two_empty_ones_counts),
        TEST(names_are_trimmed),
        TEST(blanks_are_no_email_and_no_phone),
        TEST(an_email_is_kept_composed),
        TEST(a_country_that_is_refused_says_nothing_of_the_phone),
        TEST(the_parts_of_a_name_are_bounded_as_the_names_are),
        TEST(a_national_number_needs_the_contacts_country),
        TEST(other_bodies_do_not_need_the_contacts_country),
        TEST(a_text_too_long_for_a_number_needs_no_country),
        TEST(a_number_in_e164_is_believed_until_the_contact_is_known),
        TEST(the_contacts_own_number_is_one),
        TEST(another_number_is_read_after_all),
        TEST(beside_another_fault_a_number_is_not_believed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
