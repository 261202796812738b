/* Values and their rules, each limit at its end and one past it. */
#include "conf/setting.h"
#include "reading.h"

static void defaults_are_those_of_the_table(void **state)
{
    struct reading *r = *state;
    assert_accepted(r, NO_ARGV, NO_ENVIRONMENT);
    assert_str(r->conf.listen, "127.0.0.1:8080");
    assert_str(r->conf.store, "sqlite:data/contactd.db");
    assert_str(r->conf.tls_cert, "");
    assert_str(r->conf.log_format, "logfmt");
    assert_int_equal(r->conf.search_threads, 2);
    assert_int_equal(r->conf.queue_length, 8192);
    assert_false(r->conf.demo);
}

static void a_number_at_its_least_and_most_is_taken(void **state)
{
    struct reading *r = *state;
    assert_accepted(r, ARGV("--search-threads=1"), NO_ENVIRONMENT);
    assert_int_equal(r->conf.search_threads, 1);
    assert_accepted(r, ARGV("--search-threads=64"), NO_ENVIRONMENT);
    assert_int_equal(r->conf.search_threads, 64);
}

static void a_number_past_its_least_or_most_is_refused(void **state)
{
    struct reading *r = *state;
    assert_refused(r, ARGV("--search-threads=0"), NO_ENVIRONMENT,
                   "--search-threads: '0' is not allowed; give a number from 1 to 64 (threads)");
    assert_refused(r, ARGV("--search-threads=65"), NO_ENVIRONMENT,
                   "--search-threads: '65' is not allowed; give a number from 1 to 64 (threads)");
}

static void every_number_of_the_table_is_held_to_its_range(void **state)
{
    struct reading *r = *state;
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        const struct setting *setting = &setting_rows[i];
        if (setting->kind != SETTING_NUMBER)
            continue;
        long long ends[] = {setting->least - 1, setting->least, setting->most, setting->most + 1};
        enum err expected[] = {ERR_SETTING_INVALID, ERR_NONE, ERR_NONE, ERR_SETTING_INVALID};
        for (size_t j = 0; j < 4; j++) {
            char flag[100];
            snprintf(flag, sizeof flag, "--%.*s=%lld", STR_ARG(setting->name), ends[j]);
            assert_int_equal(reading_serve(r, ARGV(flag), NO_ENVIRONMENT), expected[j]);
        }
    }
}

static void what_is_not_a_number_is_refused(void **state)
{
    struct reading *r = *state;
    assert_refused(r, ARGV("--idle-timeout=60s"), NO_ENVIRONMENT,
                   "--idle-timeout: '60s' is not allowed; give a number from 1 to 3600 (seconds)");
    assert_refused(r, ARGV("--idle-timeout="), NO_ENVIRONMENT,
                   "--idle-timeout: '' is not allowed; give a number from 1 to 3600 (seconds)");
    assert_refused(r, ARGV("--idle-timeout=18446744073709551617"), NO_ENVIRONMENT,
                   "--idle-timeout: '18446744073709551617' is not allowed; give a number from 1 to "
                   "3600 (seconds)");
}

static void every_choice_is_taken(void **state)
{
    struct reading *r = *state;
    assert_accepted(r, ARGV("--log-format=json"), NO_ENVIRONMENT);
    assert_str(r->conf.log_format, "json");
    assert_accepted(r, ARGV("--log-format=logfmt"), NO_ENVIRONMENT);
    assert_str(r->conf.log_format, "logfmt");
}

static void what_is_not_a_choice_is_refused(void **state)
{
    struct reading *r = *state;
    assert_refused(r, ARGV("--log-format=xml"), NO_ENVIRONMENT,
                   "--log-format: 'xml' is not allowed; give one of logfmt|json");
    assert_refused(r, ARGV("--log-format=json|logfmt"), NO_ENVIRONMENT,
                   "--log-format: 'json|logfmt' is not allowed; give one of logfmt|json");
    assert_refused(r, ARGV("--log-level="), NO_ENVIRONMENT,
                   "--log-level: '' is not allowed; give one of debug|info|warn|error");
}

static void a_switch_is_true_or_false_and_nothing_else(void **state)
{
    struct reading *r = *state;
    assert_accepted(r, NO_ARGV, ENVIRONMENT("CONTACTD_DEMO=true"));
    assert_true(r->conf.demo);
    assert_accepted(r, NO_ARGV, ENVIRONMENT("CONTACTD_DEMO=false"));
    assert_false(r->conf.demo);
    assert_refused(r, NO_ARGV, ENVIRONMENT("CONTACTD_DEMO=yes"),
                   "CONTACTD_DEMO: 'yes' is not allowed; give true or false");
    assert_refused(r, NO_ARGV, ENVIRONMENT("CONTACTD_DEMO="),
                   "CONTACTD_DEMO: '' is not allowed; give true or false");
}

static void an_explanation_is_cut_and_not_overrun(void **state)
{
    struct reading *r = *state;
    char flag[2 * ERR_TEXT_MAX] = "--http-threads=";
    memset(flag + strlen(flag), '9', sizeof flag - strlen(flag) - 1);
    assert_int_equal(reading_serve(r, ARGV(flag), NO_ENVIRONMENT), ERR_SETTING_INVALID);
    assert_int_equal(strlen(r->why.text), ERR_TEXT_MAX - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        reading_test(defaults_are_those_of_the_table),
        reading_test(a_number_at_its_least_and_most_is_taken),
        reading_test(a_number_past_its_least_or_most_is_refused),
        reading_test(every_number_of_the_table_is_held_to_its_range),
        reading_test(what_is_not_a_number_is_refused),
        reading_test(every_choice_is_taken),
        reading_test(what_is_not_a_choice_is_refused),
        reading_test(a_switch_is_true_or_false_and_nothing_else),
        reading_test(an_explanation_is_cut_and_not_overrun),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
