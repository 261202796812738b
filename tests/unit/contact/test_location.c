#include "contact/location.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const struct {
    struct str name;
    struct duplicate_rule rule;
} rules[] = {
    {STR_INIT("email"), {.first = MATCH_EMAIL, .second = MATCH_NONE}},
    {STR_INIT("phone"), {.first = MATCH_PHONE, .second = MATCH_NONE}},
    {STR_INIT("email,phone"), {.first = MATCH_EMAIL, .second = MATCH_PHONE}},
    {STR_INIT("phone,email"), {.first = MATCH_PHONE, .second = MATCH_EMAIL}},
};

enum { RULE_COUNT = sizeof(rules) / sizeof(rules[0]) };

static void every_order_is_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < RULE_COUNT; i++) {
        struct duplicate_rule rule = {0};
        assert_true(duplicate_rule_parse(rules[i].name, &rule));
        assert_int_equal(rule.first, rules[i].rule.first);
        assert_int_equal(rule.second, rules[i].rule.second);
    }
}

static void every_order_has_its_name(void **state)
{
    (void)state;
    for (size_t i = 0; i < RULE_COUNT; i++)
        assert_true(str_eq(duplicate_rule_name(&rules[i].rule), rules[i].name));
}

static void reading_an_order_leaves_the_permission_as_it_is(void **state)
{
    (void)state;
    struct duplicate_rule rule = {.allow_duplicates = true};
    assert_true(duplicate_rule_parse(STR("phone"), &rule));
    assert_true(rule.allow_duplicates);
    rule.allow_duplicates = false;
    assert_true(duplicate_rule_parse(STR("email"), &rule));
    assert_false(rule.allow_duplicates);
}

static void another_text_is_refused_and_changes_nothing(void **state)
{
    (void)state;
    static const struct str texts[] = {
        STR_INIT(""),
        STR_INIT("Email"),
        STR_INIT("email,"),
        STR_INIT("email,email"),
        STR_INIT("phon"),
        STR_INIT("phone,phone"),
        STR_INIT("email phone"),
        STR_INIT("email, phone"),
        STR_INIT(",email"),
        STR_INIT("none"),
    };
    struct duplicate_rule rule = {.first = MATCH_PHONE, .second = MATCH_EMAIL};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        assert_false(duplicate_rule_parse(texts[i], &rule));
    assert_int_equal(rule.first, MATCH_PHONE);
    assert_int_equal(rule.second, MATCH_EMAIL);
}

static void a_rule_forbids_what_it_names(void **state)
{
    (void)state;
    for (size_t i = 0; i < RULE_COUNT; i++) {
        const struct duplicate_rule *rule = &rules[i].rule;
        assert_int_equal(duplicate_rule_forbids(rule, MATCH_EMAIL), rule != &rules[1].rule);
        assert_int_equal(duplicate_rule_forbids(rule, MATCH_PHONE), rule != &rules[0].rule);
    }
}

static void a_rule_that_allows_duplicates_forbids_nothing(void **state)
{
    (void)state;
    for (size_t i = 0; i < RULE_COUNT; i++) {
        struct duplicate_rule rule = rules[i].rule;
        rule.allow_duplicates = true;
        assert_false(duplicate_rule_forbids(&rule, MATCH_EMAIL));
        assert_false(duplicate_rule_forbids(&rule, MATCH_PHONE));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_order_is_read),
        cmocka_unit_test(every_order_has_its_name),
        cmocka_unit_test(reading_an_order_leaves_the_permission_as_it_is),
        cmocka_unit_test(another_text_is_refused_and_changes_nothing),
        cmocka_unit_test(a_rule_forbids_what_it_names),
        cmocka_unit_test(a_rule_that_allows_duplicates_forbids_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
