#include "base/arena.h"

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

static void every_allocation_is_aligned_and_its_own(void **state)
{
    enum { COUNT = 2000 };
    unsigned char *items[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        items[i] = arena_alloc(*state, i % 100 + 1);
        assert_int_equal((uintptr_t)items[i] % alignof(max_align_t), 0);
        memset(items[i], (int)(i % 251), i % 100 + 1);
    }
    for (size_t i = 0; i < COUNT; i++) {
        assert_int_equal(items[i][0], i % 251);
        assert_int_equal(items[i][i % 100], i % 251);
    }
}

static void nothing_is_a_pointer_too(void **state)
{
    assert_non_null(arena_alloc(*state, 0));
    assert_ptr_not_equal(arena_alloc(*state, 0), arena_alloc(*state, 0));
}

static void one_allocation_may_be_larger_than_any_block(void **state)
{
    const size_t size = 5 << 20;
    char *large = arena_alloc(*state, size);
    memset(large, 'x', size);
    char *small = arena_alloc(*state, 1);
    assert_true(small < large || small >= large + size);
}

static void the_newest_allocation_grows_in_place(void **state)
{
    char *text = arena_grow(*state, NULL, 0, 4);
    memcpy(text, "abcd", 4);
    char *grown = arena_grow(*state, text, 4, 1000);
    assert_ptr_equal(grown, text);
    char *behind = arena_alloc(*state, 1);
    assert_true(behind >= grown + 1000);
}

static void growing_past_the_block_keeps_the_bytes(void **state)
{
    const size_t large = 1 << 20;
    char *text = arena_alloc(*state, 4);
    memcpy(text, "abcd", 4);
    char *grown = arena_grow(*state, text, 4, large);
    assert_ptr_not_equal(grown, text);
    assert_memory_equal(grown, "abcd", 4);
    memset(grown, 'x', large);
}

static void an_older_allocation_grows_by_a_copy(void **state)
{
    char *text = arena_alloc(*state, 4);
    memcpy(text, "abcd", 4);
    char *newer = arena_alloc(*state, 4);
    memcpy(newer, "efgh", 4);
    char *grown = arena_grow(*state, text, 4, 100);
    assert_ptr_not_equal(grown, text);
    memset(grown + 4, 'x', 96);
    assert_memory_equal(grown, "abcdx", 5);
    assert_memory_equal(newer, "efgh", 4);
    assert_memory_equal(arena_grow(*state, text, 4, 2), "ab", 2);
}

static void shrinking_gives_the_room_back(void **state)
{
    char *text = arena_alloc(*state, 1000);
    assert_ptr_equal(arena_grow(*state, text, 1000, 16), text);
    assert_ptr_equal(arena_alloc(*state, 1), text + 16);
}

static void a_released_arena_is_usable_again(void **state)
{
    arena_alloc(*state, 1 << 20);
    arena_release(*state);
    memset(arena_alloc(*state, 100), 'x', 100);
    arena_release(*state);
    arena_release(*state);
}

static void a_copy_is_independent_and_ends_in_nul(void **state)
{
    char bytes[] = "a\0c";
    struct str copy = arena_copy(*state, (struct str){.ptr = bytes, .len = 3});
    bytes[0] = 'X';
    assert_true(str_eq(copy, STR("a\0c")));
    assert_string_equal(arena_copy_z(*state, STR("abc")), "abc");
    assert_string_equal(arena_copy_z(*state, str_of(NULL)), "");
    assert_int_equal(arena_copy(*state, str_of(NULL)).len, 0);
}

static void a_text_is_formatted_at_any_length(void **state)
{
    assert_true(str_eq(arena_format(*state, "%.*s is %d", STR_ARG(STR("x")), 7), STR("x is 7")));
    assert_int_equal(arena_format(*state, "%s", "").len, 0);
    struct str padded = arena_format(*state, "%100000d", 1);
    assert_int_equal(padded.len, 100000);
    assert_int_equal(padded.ptr[99999], '1');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_allocation_is_aligned_and_its_own),
        cmocka_unit_test(nothing_is_a_pointer_too),
        cmocka_unit_test(one_allocation_may_be_larger_than_any_block),
        cmocka_unit_test(the_newest_allocation_grows_in_place),
        cmocka_unit_test(growing_past_the_block_keeps_the_bytes),
        cmocka_unit_test(an_older_allocation_grows_by_a_copy),
        cmocka_unit_test(shrinking_gives_the_room_back),
        cmocka_unit_test(a_released_arena_is_usable_again),
        cmocka_unit_test(a_copy_is_independent_and_ends_in_nul),
        cmocka_unit_test(a_text_is_formatted_at_any_length),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
