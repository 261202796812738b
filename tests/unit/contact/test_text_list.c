#include "contact/text_list.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct arena arena;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

/* "a,b" as a list. */
static struct text_list list_of(const char *text)
{
    struct text_list list = {.items = ARENA_ARRAY(&arena, struct str, 8)};
    struct str rest = str_of(text);
    while (str_cut(&rest, ',', &list.items[list.count]))
        list.count++;
    return list;
}

static void assert_list(const struct text_list *list, const char *text)
{
    struct text_list wanted = list_of(text);
    assert_int_equal(list->count, wanted.count);
    for (size_t i = 0; i < wanted.count; i++)
        assert_true(str_eq(list->items[i], wanted.items[i]));
}

static void what_is_new_is_added_behind_in_its_order(void **state)
{
    (void)state;
    struct text_list list = list_of("b,a");
    struct text_list given = list_of("c,a,d,c");
    struct text_list added;
    text_list_add(&arena, &list, &given, &added);
    assert_list(&list, "b,a,c,d");
    assert_list(&added, "c,d");
}

static void the_array_that_was_there_is_left_alone(void **state)
{
    (void)state;
    struct text_list before = list_of("a");
    struct text_list list = before;
    struct text_list given = list_of("b");
    struct text_list changed;
    text_list_add(&arena, &list, &given, &changed);
    text_list_remove(&arena, &list, &before, &changed);
    assert_list(&before, "a");
    assert_list(&list, "b");
}

static void what_is_there_is_taken_out_however_often_it_is_given(void **state)
{
    (void)state;
    struct text_list list = list_of("a,b,c");
    struct text_list given = list_of("c,x,a,c");
    struct text_list removed;
    text_list_remove(&arena, &list, &given, &removed);
    assert_list(&list, "b");
    assert_list(&removed, "c,a");
}

static void empty_lists_are_lists(void **state)
{
    (void)state;
    struct text_list list = {NULL, 0};
    struct text_list none = {NULL, 0};
    struct text_list changed;
    text_list_add(&arena, &list, &none, &changed);
    text_list_remove(&arena, &list, &none, &changed);
    assert_int_equal(list.count + changed.count, 0);
    assert_false(text_list_has(&list, STR("")));
}

static void tags_are_trimmed_lower_cased_and_kept_once(void **state)
{
    (void)state;
    struct str given[] = {STR(" VIP "), STR("vip"), STR("  "), STR("\xC3\x84rzte")};
    struct text_list tags = text_list_of_tags(&arena, given, 4);
    assert_list(&tags, "vip,\xC3\xA4rzte");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(what_is_new_is_added_behind_in_its_order),
        TEST(the_array_that_was_there_is_left_alone),
        TEST(what_is_there_is_taken_out_however_often_it_is_given),
        TEST(empty_lists_are_lists),
        TEST(tags_are_trimmed_lower_cased_and_kept_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
