#include "fixture.h"

static struct contact derived(struct fixture *fixture, struct str first, struct str last)
{
    struct contact contact = {.first_name = first, .last_name = last, .name = STR("Old Name")};
    contact_derive(&fixture->arena, &contact);
    return contact;
}

static void the_name_is_made_of_first_and_last_name(void **state)
{
    struct contact contact = derived(*state, STR("Ada"), STR("King Lovelace"));
    assert_text(contact.name, "Ada King Lovelace");
    assert_text(contact.full_name_lower_case, "ada king lovelace");
    assert_text(contact.first_name_lower_case, "ada");
    assert_text(contact.last_name_lower_case, "king lovelace");
}

static void one_name_alone_is_the_whole_name(void **state)
{
    assert_text(derived(*state, STR("Ada"), STR("")).name, "Ada");
    assert_text(derived(*state, STR(""), STR("Lovelace")).name, "Lovelace");
}

static void without_names_there_is_no_name(void **state)
{
    struct contact contact = derived(*state, STR(""), STR(""));
    assert_text(contact.name, "");
    assert_text(contact.full_name_lower_case, "");
}

static void lower_case_is_that_of_every_script(void **state)
{
    struct contact contact = derived(*state, STR("ÉMILIE"), STR("ΆΛΦΑ"));
    assert_text(contact.first_name_lower_case, "émilie");
    assert_text(contact.full_name_lower_case, "émilie άλφα");
}

static void the_email_is_served_in_lower_case(void **state)
{
    struct fixture *fixture = *state;
    struct contact contact = {.email = STR("Ada@Example.COM")};
    contact_derive(&fixture->arena, &contact);
    assert_text(contact.email, "ada@example.com");
    assert_text(contact.email_lower_case, "ada@example.com");
}

static void a_cleared_email_leaves_nothing_behind(void **state)
{
    struct fixture *fixture = *state;
    struct contact contact = {.email_lower_case = STR("ada@example.com")};
    contact_derive(&fixture->arena, &contact);
    assert_text(contact.email_lower_case, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_name_is_made_of_first_and_last_name), TEST(one_name_alone_is_the_whole_name),
        TEST(without_names_there_is_no_name),          TEST(lower_case_is_that_of_every_script),
        TEST(the_email_is_served_in_lower_case),       TEST(a_cleared_email_leaves_nothing_behind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
