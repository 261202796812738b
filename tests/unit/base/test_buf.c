#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void appends_add_up(void **state)
{
    (void)state;
    struct buf buf;
    buf_init(&buf, 100);
    buf_append(&buf, STR("id="));
    buf_append_int(&buf, -9223372036854775807LL);
    buf_append_char(&buf, ';');
    buf_format(&buf, "%.*s %d", STR_ARG(STR("x")), 7);
    buf_append(&buf, STR(""));
    buf_format(&buf, "%s", "");
    assert_true(str_eq(buf_str(&buf), STR("id=-9223372036854775807;x 7")));
    assert_false(buf.overflowed);
    buf_release(&buf);
}

static void a_new_buffer_is_empty(void **state)
{
    (void)state;
    struct buf buf;
    buf_init(&buf, 0);
    assert_true(str_is_empty(buf_str(&buf)));
    buf_append_char(&buf, 'x');
    assert_true(buf.overflowed);
    assert_true(str_is_empty(buf_str(&buf)));
    buf_release(&buf);
}

static void a_buffer_takes_its_maximum(void **state)
{
    (void)state;
    struct buf buf;
    buf_init(&buf, 1000);
    for (size_t i = 0; i < 1000; i++)
        buf_append_char(&buf, (char)('a' + i % 26));
    assert_false(buf.overflowed);
    assert_int_equal(buf.len, 1000);
    assert_int_equal(buf.ptr[999], 'a' + 999 % 26);
    buf_release(&buf);
}

static void one_byte_past_the_maximum_appends_nothing(void **state)
{
    (void)state;
    struct buf buf;
    buf_init(&buf, 4);
    buf_append(&buf, STR("abc"));
    buf_append(&buf, STR("de"));
    assert_true(buf.overflowed);
    assert_true(str_eq(buf_str(&buf), STR("abc")));
    buf_release(&buf);
}

static void a_format_fills_the_maximum_to_the_last_byte(void **state)
{
    (void)state;
    struct buf buf;
    buf_init(&buf, 4);
    buf_format(&buf, "%d", 1234);
    assert_true(str_eq(buf_str(&buf), STR("1234")));
    buf_format(&buf, "%d", 5);
    assert_true(buf.overflowed);
    assert_true(str_eq(buf_str(&buf), STR("1234")));
    buf_release(&buf);
}

static void clearing_empties_and_forgets_the_overflow(void **state)
{
    (void)state;
    struct buf buf;
    buf_init(&buf, 4);
    buf_append(&buf, STR("abcde"));
    buf_append(&buf, STR("abcd"));
    buf_clear(&buf);
    assert_false(buf.overflowed);
    assert_int_equal(buf.capacity, 4);
    buf_append(&buf, STR("x"));
    assert_true(str_eq(buf_str(&buf), STR("x")));
    buf_release(&buf);
}

static void reserved_room_is_not_allocated_again(void **state)
{
    (void)state;
    struct buf buf;
    buf_init(&buf, 10000);
    buf_reserve(&buf, 5000);
    const char *before = buf.ptr;
    for (size_t i = 0; i < 5000; i++)
        buf_append_char(&buf, 'x');
    assert_ptr_equal(buf.ptr, before);
    buf_reserve(&buf, 20000);
    assert_int_equal(buf.capacity, 10000);
    buf_release(&buf);
}

static void a_released_buffer_is_usable_again(void **state)
{
    (void)state;
    struct buf buf;
    buf_init(&buf, 4);
    buf_append(&buf, STR("abcd"));
    buf_release(&buf);
    assert_int_equal(buf.len, 0);
    buf_append(&buf, STR("efgh"));
    assert_true(str_eq(buf_str(&buf), STR("efgh")));
    buf_release(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(appends_add_up),
        cmocka_unit_test(a_new_buffer_is_empty),
        cmocka_unit_test(a_buffer_takes_its_maximum),
        cmocka_unit_test(one_byte_past_the_maximum_appends_nothing),
        cmocka_unit_test(a_format_fills_the_maximum_to_the_last_byte),
        cmocka_unit_test(clearing_empties_and_forgets_the_overflow),
        cmocka_unit_test(reserved_room_is_not_allocated_again),
        cmocka_unit_test(a_released_buffer_is_usable_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
