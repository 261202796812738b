#include "reading.h"

static void a_value_follows_or_stands_behind_an_equals_sign(void **state)
{
    struct reading *r = *state;
    assert_accepted(r, ARGV("--listen", "a:1", "--store=sqlite:x=y"), NO_ENVIRONMENT);
    assert_str(r->conf.listen, "a:1");
    assert_str(r->conf.store, "sqlite:x=y");
}

static void the_last_of_a_repeated_flag_counts(void **state)
{
    struct reading *r = *state;
    assert_accepted(r, ARGV("--http-threads=3", "--http-threads=5"), NO_ENVIRONMENT);
    assert_int_equal(r->conf.http_threads, 5);
}

static void a_switch_needs_no_value_and_can_be_turned_off(void **state)
{
    struct reading *r = *state;
    assert_accepted(r, ARGV("--demo", "--listen", "a:1"), NO_ENVIRONMENT);
    assert_true(r->conf.demo);
    assert_str(r->conf.listen, "a:1");
    assert_accepted(r, ARGV("--demo=false"), ENVIRONMENT("CONTACTD_DEMO=true"));
    assert_false(r->conf.demo);
    assert_refused(r, ARGV("--demo=1"), NO_ENVIRONMENT,
                   "--demo: '1' is not allowed; give true or false");
}

static void a_flag_without_its_value_is_refused(void **state)
{
    struct reading *r = *state;
    assert_refused(r, ARGV("--listen"), NO_ENVIRONMENT,
                   "--listen: a value is missing; write --listen=ADDR:PORT");
    assert_refused(r, ARGV("--listen", "--demo"), NO_ENVIRONMENT,
                   "--listen: a value is missing; write --listen=ADDR:PORT");
}

static void a_value_with_dashes_is_taken_behind_an_equals_sign(void **state)
{
    struct reading *r = *state;
    assert_accepted(r, ARGV("--tls-key=--odd--"), NO_ENVIRONMENT);
    assert_str(r->conf.tls_key, "--odd--");
}

static void an_unknown_flag_is_refused_and_told_what_there_is(void **state)
{
    struct reading *r = *state;
    assert_refused(r, ARGV("--colour=red"), NO_ENVIRONMENT,
                   "--colour: there is no such flag; there are --listen, --store, --tls-cert, "
                   "--tls-key, --http-threads, --search-threads, --max-connections, "
                   "--max-connections-per-address, "
                   "--request-timeout, --idle-timeout, --drain-timeout, --queue-length, "
                   "--committers, --busy-timeout, --rate-limits, --log-format, "
                   "--log-level, --demo, --config, --help");
}

static void a_flag_has_two_dashes_and_its_whole_name(void **state)
{
    struct reading *r = *state;
    const char *flags[] = {"-demo", "-d", "--dem", "--demos", "--Demo", "--=x", "---demo"};
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        assert_int_equal(reading_serve(r, ARGV(flags[i]), NO_ENVIRONMENT), ERR_SETTING_INVALID);
}

/* ---- a subcommand's own flags ------------------------------------------------------------------
 */

enum { OPTIONS_MAX = 3, OPERANDS_MAX = 2 };

struct own {
    struct str name;
    struct str options[OPTIONS_MAX];
    size_t option_count;
    bool json;
    struct str operands[OPERANDS_MAX];
    size_t operand_count;
};

static enum err own_read(struct reading *r, struct own *own, char **argv)
{
    const struct conf_flag flags[] = {
        {.name = "name", .placeholder = "N", .help = "a name", .value = &own->name},
        {.name = "option",
         .placeholder = "O",
         .help = "an option",
         .values = own->options,
         .values_max = OPTIONS_MAX,
         .count = &own->option_count},
        {.name = "json", .help = "prints JSON", .given = &own->json},
        {.name = NULL},
    };
    int argc = 0;
    while (argv[argc])
        argc++;
    return conf_read_flags(argc, argv, NO_ENVIRONMENT, &r->arena, flags, NULL, own->operands,
                           OPERANDS_MAX, &own->operand_count, &r->help, &r->why);
}

static void own_flags_lists_and_operands_come_in_any_order(void **state)
{
    struct own own = {.name = STR("untouched"), .option_count = 9, .json = true};
    char **argv = ARGV("first", "--option", "a", "--json", "second", "--option=b");
    assert_int_equal(own_read(*state, &own, argv), ERR_NONE);
    assert_str(own.name, "untouched");
    assert_int_equal(own.option_count, 2);
    assert_str(own.options[0], "a");
    assert_str(own.options[1], "b");
    assert_true(own.json);
    assert_int_equal(own.operand_count, 2);
    assert_str(own.operands[0], "first");
    assert_str(own.operands[1], "second");
}

static void what_is_not_given_is_empty(void **state)
{
    struct own own = {.option_count = 9, .json = true, .operand_count = 9};
    assert_int_equal(own_read(*state, &own, NO_ARGV), ERR_NONE);
    assert_int_equal(own.option_count, 0);
    assert_int_equal(own.operand_count, 0);
    assert_false(own.json);
}

static void a_list_takes_its_most_and_not_one_more(void **state)
{
    struct reading *r = *state;
    struct own own = {.json = false};
    assert_int_equal(own_read(r, &own, ARGV("--option=a", "--option=b", "--option=c")), ERR_NONE);
    assert_int_equal(own.option_count, OPTIONS_MAX);
    char **argv = ARGV("--option=a", "--option=b", "--option=c", "--option=d");
    assert_int_equal(own_read(r, &own, argv), ERR_SETTING_INVALID);
    assert_string_equal(r->why.text, "--option: give it at most 3 times");
}

static void operands_past_their_most_are_refused(void **state)
{
    struct reading *r = *state;
    struct own own = {.json = false};
    assert_int_equal(own_read(r, &own, ARGV("a", "b")), ERR_NONE);
    assert_int_equal(own_read(r, &own, ARGV("a", "b", "c")), ERR_SETTING_INVALID);
    assert_string_equal(r->why.text, "'c' is one argument too many");
}

static void two_dashes_end_the_flags(void **state)
{
    struct reading *r = *state;
    struct own own = {.json = false};
    assert_int_equal(own_read(r, &own, ARGV("--json", "--", "--help", "--json")), ERR_NONE);
    assert_false(r->help);
    assert_true(own.json);
    assert_str(own.operands[0], "--help");
    assert_str(own.operands[1], "--json");
}

static void a_single_dash_is_an_operand(void **state)
{
    struct own own = {.json = false};
    assert_int_equal(own_read(*state, &own, ARGV("-")), ERR_NONE);
    assert_str(own.operands[0], "-");
}

static void a_refusal_names_the_own_flags(void **state)
{
    struct reading *r = *state;
    struct own own = {.json = false};
    assert_int_equal(own_read(r, &own, ARGV("--colour")), ERR_SETTING_INVALID);
    assert_string_equal(r->why.text, "--colour: there is no such flag; there are --name, --option, "
                                     "--json, --help");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        reading_test(a_value_follows_or_stands_behind_an_equals_sign),
        reading_test(the_last_of_a_repeated_flag_counts),
        reading_test(a_switch_needs_no_value_and_can_be_turned_off),
        reading_test(a_flag_without_its_value_is_refused),
        reading_test(a_value_with_dashes_is_taken_behind_an_equals_sign),
        reading_test(an_unknown_flag_is_refused_and_told_what_there_is),
        reading_test(a_flag_has_two_dashes_and_its_whole_name),
        reading_test(own_flags_lists_and_operands_come_in_any_order),
        reading_test(what_is_not_given_is_empty),
        reading_test(a_list_takes_its_most_and_not_one_more),
        reading_test(operands_past_their_most_are_refused),
        reading_test(two_dashes_end_the_flags),
        reading_test(a_single_dash_is_an_operand),
        reading_test(a_refusal_names_the_own_flags),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
