#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "service/scope.h"

static void every_scope_is_found_by_its_text(void **state)
{
    (void)state;
    for (int i = 0; i < SCOPE_COUNT; i++) {
        enum scope scope;
        assert_true(scope_parse(scope_text((enum scope)i), &scope));
        assert_int_equal(scope, i);
        assert_true(scope_summary((enum scope)i).len > 0);
    }
}

static void a_scope_that_does_not_exist_is_refused(void **state)
{
    (void)state;
    enum scope scope;
    assert_false(scope_parse(STR("contacts.readonl"), &scope));
    assert_false(scope_parse(STR("contacts.readonlyy"), &scope));
    assert_false(scope_parse(STR(""), &scope));
}

static void a_set_survives_being_written_and_read(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    for (scope_set set = 0; set < (scope_set)1 << SCOPE_COUNT; set++)
        assert_true(scope_set_parse(scope_set_text(&arena, set)) == set);
    arena_release(&arena);
}

static void a_scope_of_a_later_version_is_dropped(void **state)
{
    (void)state;
    scope_set set = scope_set_parse(STR("contacts.readonly wormholes.write"));
    assert_true(set == scope_bit(SCOPE_CONTACTS_READONLY));
}

static void writing_does_not_include_reading(void **state)
{
    (void)state;
    assert_false(scope_set_has(scope_set_parse(STR("contacts.write")), SCOPE_CONTACTS_READONLY));
}

static void a_scope_that_only_reads_is_told_by_its_name(void **state)
{
    (void)state;
    assert_true(scope_reads(SCOPE_CONTACTS_READONLY));
    assert_true(scope_reads(SCOPE_TASKS_READONLY));
    assert_false(scope_reads(SCOPE_CONTACTS_WRITE));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_scope_is_found_by_its_text),
        cmocka_unit_test(a_scope_that_does_not_exist_is_refused),
        cmocka_unit_test(a_set_survives_being_written_and_read),
        cmocka_unit_test(a_scope_of_a_later_version_is_dropped),
        cmocka_unit_test(writing_does_not_include_reading),
        cmocka_unit_test(a_scope_that_only_reads_is_told_by_its_name),
    };
    return cmocka_run_group_tests_name("service/scope", tests, NULL, NULL);
}
