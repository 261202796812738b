#include "base/faults.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static int set_up(void **state)
{
    static struct arena arena;
    arena_init(&arena);
    *state = &arena;
    return 0;
}

static int tear_down(void **state)
{
    arena_release(*state);
    return 0;
}

static void add_numbered(struct faults *faults, int count)
{
    for (int i = 0; i < count; i++)
        faults_add(faults, "fault %d", i);
}

static void there_are_none_at_first(void **state)
{
    struct faults faults;
    faults_init(&faults, *state);
    assert_int_equal(faults.count, 0);
}

static void faults_come_in_the_order_they_are_found(void **state)
{
    struct faults faults;
    faults_init(&faults, *state);
    faults_add(&faults, "property %.*s should not exist", STR_ARG(STR("foo")));
    faults_add(&faults, "email must be an email");
    assert_int_equal(faults.count, 2);
    assert_true(str_eq(faults.items[0], STR("property foo should not exist")));
    assert_true(str_eq(faults.items[1], STR("email must be an email")));
}

static void the_most_faults_are_all_there(void **state)
{
    struct faults faults;
    faults_init(&faults, *state);
    add_numbered(&faults, FAULTS_MAX);
    assert_int_equal(faults.count, FAULTS_MAX);
    assert_true(str_eq(faults.items[FAULTS_MAX - 1], STR("fault 99")));
}

static void past_the_most_it_says_once_that_there_are_more(void **state)
{
    struct faults faults;
    faults_init(&faults, *state);
    add_numbered(&faults, FAULTS_MAX + 50);
    assert_int_equal(faults.count, FAULTS_MAX + 1);
    assert_true(str_eq(faults.items[FAULTS_MAX - 1], STR("fault 99")));
    assert_true(str_eq(faults.items[FAULTS_MAX], STR("there are more faults than these")));
}

static void a_long_fault_is_cut_between_two_characters(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct faults faults;
    faults_init(&faults, &arena);
    char name[2 * FAULT_LEN_MAX + 1];
    for (size_t i = 0; i < 2 * FAULT_LEN_MAX; i += 2)
        memcpy(name + i, "\u00E9", 2);
    name[2 * FAULT_LEN_MAX] = '\0';
    faults_add(&faults, "x%s", name);
    assert_true(faults.items[0].len <= FAULT_LEN_MAX + strlen("…"));
    assert_true(faults.items[0].len >= FAULT_LEN_MAX);
    assert_true(str_is_utf8(faults.items[0]));
    arena_release(&arena);
}

static void a_number_is_whole_and_within_its_bounds(void **state)
{
    struct faults faults;
    faults_init(&faults, *state);
    int64_t number = -1;
    assert_true(faults_read_number(&faults, STR("n"), STR(" 7 "), 1, 7, &number));
    assert_int_equal(number, 7);
    assert_false(faults_read_number(&faults, STR("n"), STR("8"), 1, 7, &number));
    assert_false(faults_read_number(&faults, STR("n"), STR("0"), 1, 7, &number));
    assert_false(faults_read_number(&faults, STR("n"), STR("7x"), 1, 7, &number));
    assert_int_equal(number, 7);
    assert_int_equal(faults.count, 3);
    assert_true(str_eq(faults.items[0], STR("n must not be greater than 7")));
    assert_true(str_eq(faults.items[1], STR("n must not be less than 1")));
    assert_true(
        str_eq(faults.items[2], STR("n must be a number conforming to the specified constraints")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_long_fault_is_cut_between_two_characters),
        cmocka_unit_test(there_are_none_at_first),
        cmocka_unit_test(faults_come_in_the_order_they_are_found),
        cmocka_unit_test(the_most_faults_are_all_there),
        cmocka_unit_test(past_the_most_it_says_once_that_there_are_more),
        cmocka_unit_test(a_number_is_whole_and_within_its_bounds),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
