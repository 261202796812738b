#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <time.h>

static void assert_iso(int64_t wall_ms, struct str expected)
{
    char text[CLOCK_ISO_LEN];
    clock_format_iso(wall_ms, text);
    assert_true(str_eq((struct str){.ptr = text, .len = CLOCK_ISO_LEN}, expected));
}

static void times_are_written_in_utc(void **state)
{
    (void)state;
    assert_iso(0, STR("1970-01-01T00:00:00.000Z"));
    assert_iso(1625203106704, STR("2021-07-02T05:18:26.704Z"));
    assert_iso(951782399999, STR("2000-02-28T23:59:59.999Z"));
    assert_iso(951782400000, STR("2000-02-29T00:00:00.000Z"));
}

static void times_before_1970_count_forwards(void **state)
{
    (void)state;
    assert_iso(-1, STR("1969-12-31T23:59:59.999Z"));
    assert_iso(-1000, STR("1969-12-31T23:59:59.000Z"));
}

static void both_ends_of_four_digit_years_are_written(void **state)
{
    (void)state;
    assert_iso(-62167219200000, STR("0000-01-01T00:00:00.000Z"));
    assert_iso(253402300799999, STR("9999-12-31T23:59:59.999Z"));
}

static void an_arena_holds_the_same_text(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    assert_true(str_eq(clock_iso(&arena, 1625203106704), STR("2021-07-02T05:18:26.704Z")));
    arena_release(&arena);
}

static void the_wall_clock_agrees_with_the_system(void **state)
{
    (void)state;
    time_t before = time(NULL);
    int64_t now_ms = clock_wall_ms();
    time_t after = time(NULL);
    /* time() may read a coarser clock, that lags behind by less than a second */
    assert_true(now_ms / 1000 >= before && now_ms / 1000 <= after + 1);
}

static void the_monotonic_clock_never_goes_back(void **state)
{
    (void)state;
    int64_t before = clock_mono_ns();
    for (int i = 0; i < 1000; i++) {
        int64_t now = clock_mono_ns();
        assert_true(now >= before);
        before = now;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_are_written_in_utc),
        cmocka_unit_test(times_before_1970_count_forwards),
        cmocka_unit_test(both_ends_of_four_digit_years_are_written),
        cmocka_unit_test(an_arena_holds_the_same_text),
        cmocka_unit_test(the_wall_clock_agrees_with_the_system),
        cmocka_unit_test(the_monotonic_clock_never_goes_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
