#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "service/contacts.h"

static void the_same_version_holds(void **state)
{
    (void)state;
    assert_true(if_match_holds(STR("\"7\""), 7));
    assert_true(if_match_holds(STR("  \"7\"  "), 7));
}

static void another_version_does_not_hold(void **state)
{
    (void)state;
    assert_false(if_match_holds(STR("\"7\""), 8));
    assert_false(if_match_holds(STR("\"77\""), 7));
}

static void any_version_holds_for_a_star(void **state)
{
    (void)state;
    assert_true(if_match_holds(STR("*"), 1));
}

static void one_of_a_list_is_enough(void **state)
{
    (void)state;
    assert_true(if_match_holds(STR("\"1\", \"2\" ,\"3\""), 3));
    assert_false(if_match_holds(STR("\"1\", \"2\""), 3));
}

static void a_weak_tag_never_holds(void **state)
{
    (void)state;
    assert_false(if_match_holds(STR("W/\"7\""), 7));
}

static void what_is_not_a_tag_does_not_hold(void **state)
{
    (void)state;
    const char *wrong[] = {"7", "\"\"", "\"", "\"7", "7\"", "\"seven\"", ",", "\"7 \"", "**"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(if_match_holds(str_of(wrong[i]), 7));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_version_holds),
        cmocka_unit_test(another_version_does_not_hold),
        cmocka_unit_test(any_version_holds_for_a_star),
        cmocka_unit_test(one_of_a_list_is_enough),
        cmocka_unit_test(a_weak_tag_never_holds),
        cmocka_unit_test(what_is_not_a_tag_does_not_hold),
    };
    return cmocka_run_group_tests_name("service/if_match", tests, NULL, NULL);
}
