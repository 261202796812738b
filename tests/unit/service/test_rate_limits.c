#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "service/rate_limits.h"

/* Noon of some day, which leaves half of it. */
enum { DAY = 20000, HALF_A_DAY_MS = RATE_DAY_MS / 2 };
static const int64_t noon = (int64_t)DAY * RATE_DAY_MS + HALF_A_DAY_MS;

/* A machine that was started at the beginning of 1970. */
static struct rate_time at(int64_t now_ms)
{
    return (struct rate_time){now_ms, now_ms};
}

static struct identity of_location(char letter)
{
    struct identity identity = {.token_id = "t"};
    if (letter)
        memset(identity.location_id, letter, RAND_ID_LEN);
    return identity;
}

/* So many requests in a row, all of which must be taken. */
static struct rate_standing take_many(struct rate_limits *limits, char letter, int count,
                                      int64_t now_ms)
{
    const struct identity who = of_location(letter);
    struct rate_standing standing = {0};
    for (int i = 0; i < count; i++) {
        assert_true(rate_limits_take(limits, &who, at(now_ms), &standing));
        assert_int_equal(standing.wait_ms, 0);
    }
    return standing;
}

static struct rate_standing refuse_one(struct rate_limits *limits, char letter, int64_t now_ms)
{
    const struct identity who = of_location(letter);
    struct rate_standing standing = {0};
    assert_false(rate_limits_take(limits, &who, at(now_ms), &standing));
    assert_true(standing.wait_ms > 0);
    return standing;
}

static void off_is_nobody_who_counts(void **state)
{
    (void)state;
    assert_null(rate_limits_new(STR("off")));
}

static void the_profile_of_the_live_service_has_its_published_figures(void **state)
{
    (void)state;
    struct rate_limits *limits = rate_limits_new(STR("highlevel"));
    struct rate_standing standing = take_many(limits, 'a', 1, noon);
    assert_int_equal(standing.most, 100);
    assert_int_equal(standing.left, 99);
    assert_int_equal(standing.daily_most, 200000);
    assert_int_equal(standing.daily_left, 199999);
    assert_int_equal(standing.daily_reset_ms, HALF_A_DAY_MS);
    rate_limits_free(limits);
}

static void a_request_too_many_is_told_how_long_to_wait_and_is_not_counted(void **state)
{
    (void)state;
    struct rate_limits *limits = rate_limits_new(STR("sandbox"));
    take_many(limits, 'a', 1, noon);
    take_many(limits, 'a', 24, noon + 4000);
    struct rate_standing standing = refuse_one(limits, 'a', noon + 4000);
    assert_int_equal(standing.wait_ms, RATE_INTERVAL_MS - 4000);
    assert_int_equal(standing.left, 0);
    standing = refuse_one(limits, 'a', noon + RATE_INTERVAL_MS - 1);
    assert_int_equal(standing.wait_ms, 1);
    assert_int_equal(standing.daily_left, 10000 - 25);
    standing = take_many(limits, 'a', 1, noon + RATE_INTERVAL_MS);
    assert_int_equal(standing.left, 24);
    rate_limits_free(limits);
}

static void every_location_and_the_agency_has_a_bucket_of_its_own(void **state)
{
    (void)state;
    struct rate_limits *limits = rate_limits_new(STR("sandbox"));
    for (char letter = 'a'; letter <= 'z'; letter++)
        take_many(limits, letter, 25, noon);
    take_many(limits, '\0', 25, noon);
    for (char letter = 'a'; letter <= 'z'; letter++)
        refuse_one(limits, letter, noon);
    refuse_one(limits, '\0', noon);
    rate_limits_free(limits);
}

static void a_full_day_waits_for_midnight(void **state)
{
    (void)state;
    struct rate_limits *limits = rate_limits_new(STR("sandbox"));
    int64_t now_ms = noon;
    for (int i = 0; i < 10000 / 25; i++, now_ms += RATE_INTERVAL_MS)
        take_many(limits, 'a', 25, now_ms);
    struct rate_standing standing = refuse_one(limits, 'a', now_ms);
    assert_int_equal(standing.wait_ms, noon + HALF_A_DAY_MS - now_ms);
    assert_int_equal(standing.daily_left, 0);
    standing = take_many(limits, 'a', 1, noon + HALF_A_DAY_MS);
    assert_int_equal(standing.daily_left, 9999);
    rate_limits_free(limits);
}

static void midnight_gives_no_interval_back(void **state)
{
    (void)state;
    struct rate_limits *limits = rate_limits_new(STR("sandbox"));
    take_many(limits, 'a', 25, noon + HALF_A_DAY_MS - 1);
    struct rate_standing standing = refuse_one(limits, 'a', noon + HALF_A_DAY_MS);
    assert_int_equal(standing.wait_ms, RATE_INTERVAL_MS - 1);
    assert_int_equal(standing.daily_left, 10000);
    rate_limits_free(limits);
}

static void an_interval_does_not_care_for_a_clock_that_is_set(void **state)
{
    (void)state;
    struct rate_limits *limits = rate_limits_new(STR("sandbox"));
    const struct identity who = of_location('a');
    struct rate_standing standing;
    take_many(limits, 'a', 25, noon);
    for (int hours = -1; hours <= 1; hours++) {
        const struct rate_time set = {noon + 1, noon + hours * INT64_C(3600000)};
        assert_false(rate_limits_take(limits, &who, set, &standing));
        assert_int_equal(standing.wait_ms, RATE_INTERVAL_MS - 1);
    }
    rate_limits_free(limits);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(off_is_nobody_who_counts),
        cmocka_unit_test(the_profile_of_the_live_service_has_its_published_figures),
        cmocka_unit_test(a_request_too_many_is_told_how_long_to_wait_and_is_not_counted),
        cmocka_unit_test(every_location_and_the_agency_has_a_bucket_of_its_own),
        cmocka_unit_test(a_full_day_waits_for_midnight),
        cmocka_unit_test(midnight_gives_no_interval_back),
        cmocka_unit_test(an_interval_does_not_care_for_a_clock_that_is_set),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
