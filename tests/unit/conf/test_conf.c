/* Which place wins, and that a mistake is found in each. */
#include "conf/conf.h"
#include "reading.h"

static const char file_text[] = "listen = file:1\nhttp-threads = 3\nlog-level = debug\n";

static void a_flag_wins_over_the_environment_over_the_file_over_the_default(void **state)
{
    struct reading *r = *state;
    struct settings_file file;
    file_write(&file, file_text, strlen(file_text));
    assert_accepted(r, ARGV(file.flag, "--listen", "flag:1"),
                    ENVIRONMENT("CONTACTD_LISTEN=environment:1", "CONTACTD_HTTP_THREADS=4"));
    assert_str(r->conf.listen, "flag:1");
    assert_int_equal(r->conf.http_threads, 4);
    assert_str(r->conf.log_level, "debug");
    assert_str(r->conf.log_format, "logfmt");
    file_remove(&file);
}

static void the_file_can_be_named_by_the_environment(void **state)
{
    struct reading *r = *state;
    struct settings_file file;
    char variable[100];
    file_write(&file, file_text, strlen(file_text));
    snprintf(variable, sizeof variable, "CONTACTD_CONFIG=%s", file.path);
    assert_accepted(r, NO_ARGV, ENVIRONMENT(variable));
    assert_str(r->conf.listen, "file:1");
    file_remove(&file);
}

static void the_flag_config_wins_over_the_variable(void **state)
{
    struct reading *r = *state;
    struct settings_file file;
    file_write(&file, file_text, strlen(file_text));
    assert_accepted(r, ARGV(file.flag), ENVIRONMENT("CONTACTD_CONFIG=/nowhere/contactd.ini"));
    assert_str(r->conf.listen, "file:1");
    file_remove(&file);
}

static void a_mistake_is_refused_where_another_place_wins(void **state)
{
    struct reading *r = *state;
    assert_refused(r, ARGV("--http-threads=4"), ENVIRONMENT("CONTACTD_HTTP_THREADS=many"),
                   "CONTACTD_HTTP_THREADS: 'many' is not allowed; give a number from 0 to 64 "
                   "(threads)");
}

static void what_is_refused_leaves_the_settings_untouched(void **state)
{
    struct reading *r = *state;
    assert_accepted(r, ARGV("--http-threads=7"), NO_ENVIRONMENT);
    assert_int_equal(reading_serve(r, ARGV("--http-threads=8", "--demo=no"), NO_ENVIRONMENT),
                     ERR_SETTING_INVALID);
    assert_int_equal(r->conf.http_threads, 7);
}

static void serve_takes_no_operand(void **state)
{
    struct reading *r = *state;
    assert_refused(r, ARGV("now"), NO_ENVIRONMENT, "'now' is one argument too many");
}

static void help_is_answered_before_anything_is_read(void **state)
{
    struct reading *r = *state;
    assert_accepted(r, ARGV("--no-such-flag", "--help"), ENVIRONMENT("CONTACTD_NOTHING=1"));
    assert_true(r->help);
    assert_accepted(r, NO_ARGV, NO_ENVIRONMENT);
    assert_false(r->help);
}

/* ---- other subcommands -------------------------------------------------------------------------
 */

static enum err read_store(struct reading *r, char **argv, char **environment, struct str *store)
{
    int argc = 0;
    while (argv[argc])
        argc++;
    return conf_read_flags(argc, argv, environment, &r->arena, NULL, store, NULL, 0, NULL, &r->help,
                           &r->why);
}

static void another_subcommand_finds_the_store_as_serve_does(void **state)
{
    struct reading *r = *state;
    struct settings_file file;
    struct str store;
    file_write(&file, "store = sqlite:file.db\ndemo = true\n", 35);
    assert_int_equal(read_store(r, NO_ARGV, NO_ENVIRONMENT, &store), ERR_NONE);
    assert_str(store, "sqlite:data/contactd.db");
    assert_int_equal(read_store(r, ARGV(file.flag), NO_ENVIRONMENT, &store), ERR_NONE);
    assert_str(store, "sqlite:file.db");
    char **environment = ENVIRONMENT("CONTACTD_STORE=sqlite:environment.db");
    assert_int_equal(read_store(r, ARGV(file.flag), environment, &store), ERR_NONE);
    assert_str(store, "sqlite:environment.db");
    assert_int_equal(read_store(r, ARGV("--store", "sqlite:flag.db"), environment, &store),
                     ERR_NONE);
    assert_str(store, "sqlite:flag.db");
    file_remove(&file);
}

static void another_subcommand_refuses_the_flags_of_serve(void **state)
{
    struct reading *r = *state;
    struct str store;
    assert_int_equal(read_store(r, ARGV("--listen=x"), NO_ENVIRONMENT, &store),
                     ERR_SETTING_INVALID);
    assert_string_equal(r->why.text,
                        "--listen: there is no such flag; there are --store, --config, --help");
}

static void another_subcommand_refuses_an_unknown_variable(void **state)
{
    struct reading *r = *state;
    struct str store;
    assert_int_equal(read_store(r, NO_ARGV, ENVIRONMENT("CONTACTD_STOER=x"), &store),
                     ERR_SETTING_INVALID);
    assert_non_null(strstr(r->why.text, "CONTACTD_STOER: there is no such setting"));
}

static void a_subcommand_without_a_store_refuses_one(void **state)
{
    struct reading *r = *state;
    assert_int_equal(read_store(r, ARGV("--store=x"), NO_ENVIRONMENT, NULL), ERR_SETTING_INVALID);
    assert_string_equal(r->why.text, "--store: there is no such flag; there are --help");
    assert_int_equal(read_store(r, NO_ARGV, ENVIRONMENT("CONTACTD_CONFIG=/nowhere"), NULL),
                     ERR_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        reading_test(a_flag_wins_over_the_environment_over_the_file_over_the_default),
        reading_test(the_file_can_be_named_by_the_environment),
        reading_test(the_flag_config_wins_over_the_variable),
        reading_test(a_mistake_is_refused_where_another_place_wins),
        reading_test(what_is_refused_leaves_the_settings_untouched),
        reading_test(serve_takes_no_operand),
        reading_test(help_is_answered_before_anything_is_read),
        reading_test(another_subcommand_finds_the_store_as_serve_does),
        reading_test(another_subcommand_refuses_the_flags_of_serve),
        reading_test(another_subcommand_refuses_an_unknown_variable),
        reading_test(a_subcommand_without_a_store_refuses_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
