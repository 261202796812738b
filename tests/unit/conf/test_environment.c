#include "conf/setting.h"
#include "reading.h"

static void every_setting_has_a_variable(void **state)
{
    struct reading *r = *state;
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        const struct setting *setting = &setting_rows[i];
        if (setting_is_config(setting))
            continue;
        struct str variable = setting_variable(setting, &r->arena);
        struct str entry =
            arena_format(&r->arena, "%.*s=%.*s", STR_ARG(variable), STR_ARG(setting->fallback));
        assert_accepted(r, NO_ARGV, ENVIRONMENT(arena_copy_z(&r->arena, entry)));
    }
    assert_accepted(r, NO_ARGV, ENVIRONMENT("CONTACTD_MAX_CONNECTIONS_PER_ADDRESS=9"));
    assert_int_equal(r->conf.max_connections_per_address, 9);
}

static void an_unknown_variable_with_our_prefix_is_refused_and_told_what_there_is(void **state)
{
    struct reading *r = *state;
    assert_int_equal(reading_serve(r, NO_ARGV, ENVIRONMENT("CONTACTD_COLOUR=red")),
                     ERR_SETTING_INVALID);
    const char *start = "CONTACTD_COLOUR: there is no such setting; there are CONTACTD_LISTEN, ";
    assert_memory_equal(r->why.text, start, strlen(start));
    const char *end = "CONTACTD_DEMO, CONTACTD_CONFIG";
    assert_string_equal(r->why.text + strlen(r->why.text) - strlen(end), end);
}

static void a_name_is_matched_whole_and_in_its_case(void **state)
{
    struct reading *r = *state;
    const char *names[] = {"CONTACTD_=x", "CONTACTD_LISTE=x", "CONTACTD_LISTENS=x",
                           "CONTACTD_listen=x", "CONTACTD_HTTP-THREADS=2"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_int_equal(reading_serve(r, NO_ARGV, ENVIRONMENT(names[i])), ERR_SETTING_INVALID);
}

static void other_variables_are_none_of_our_business(void **state)
{
    struct reading *r = *state;
    assert_accepted(r, NO_ARGV,
                    ENVIRONMENT("CONTACT=1", "contactd_listen=x", "XCONTACTD_LISTEN=x"));
    assert_str(r->conf.listen, "127.0.0.1:8080");
}

static void a_value_may_hold_an_equals_sign(void **state)
{
    struct reading *r = *state;
    assert_accepted(r, NO_ARGV, ENVIRONMENT("CONTACTD_STORE=sqlite:a=b.db"));
    assert_str(r->conf.store, "sqlite:a=b.db");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        reading_test(every_setting_has_a_variable),
        reading_test(an_unknown_variable_with_our_prefix_is_refused_and_told_what_there_is),
        reading_test(a_name_is_matched_whole_and_in_its_case),
        reading_test(other_variables_are_none_of_our_business),
        reading_test(a_value_may_hold_an_equals_sign),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
