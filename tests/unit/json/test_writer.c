#include "json/writer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <float.h>
#include <math.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

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

static void assert_written(struct json_writer *w, struct str expected)
{
    struct str text = json_finish(w);
    assert_true(str_eq(text, expected));
}

static void the_calls_make_the_text(void **state)
{
    (void)state;
    struct json_writer *w = json_writer_new(&arena);
    json_begin_object(w);
    json_key(w, STR("list"));
    json_begin_array(w);
    json_write_string(w, STR("Zoë \"\\\n"));
    json_write_int(w, INT64_MIN);
    json_write_number(w, 0.1);
    json_write_bool(w, true);
    json_write_null(w);
    json_begin_object(w);
    json_end(w);
    json_end(w);
    json_member_string(w, STR("s"), STR(""));
    json_member_bool(w, STR("b"), false);
    json_member_int(w, STR("i"), 7);
    json_end(w);
    assert_written(w, STR("{\"list\":[\"Zoë \\\"\\\\\\n\",-9223372036854775808,0.1,true,null,{}],"
                          "\"s\":\"\",\"b\":false,\"i\":7}"));
}

static void any_value_may_be_the_whole_text(void **state)
{
    (void)state;
    struct json_writer *w = json_writer_new(&arena);
    json_write_string(w, str_of(NULL));
    assert_written(w, STR("\"\""));
    w = json_writer_new(&arena);
    json_begin_array(w);
    json_end(w);
    assert_written(w, STR("[]"));
}

static void nul_bytes_are_escaped(void **state)
{
    (void)state;
    struct json_writer *w = json_writer_new(&arena);
    json_begin_object(w);
    json_member_string(w, STR("k\0"), STR("a\0b"));
    json_end(w);
    assert_written(w, STR("{\"k\\u0000\":\"a\\u0000b\"}"));
}

static void whole_numbers_have_no_fraction(void **state)
{
    (void)state;
    const struct {
        double number;
        struct str text;
    } rows[] = {
        {5.0, STR("5")},       {-0.0, STR("0")},
        {-2.5, STR("-2.5")},   {0x1p53, STR("9007199254740992")},
        {1e300, STR("1e300")}, {DBL_MIN, STR("2.2250738585072014e-308")},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct json_writer *w = json_writer_new(&arena);
        json_write_number(w, rows[i].number);
        assert_written(w, rows[i].text);
    }
}

static const struct json *parsed(struct str text)
{
    const struct json *root = NULL;
    struct json_malformed malformed;
    assert_int_equal(json_parse(&arena, text, &root, &malformed), ERR_NONE);
    return root;
}

static void a_value_that_was_read_is_written_whole(void **state)
{
    (void)state;
    struct str text = STR("{\"a\":[1,{\"b\":null}],\"c\":\"d\"}");
    struct json_writer *w = json_writer_new(&arena);
    json_begin_array(w);
    json_write_value(w, parsed(text));
    json_write_value(w, parsed(STR("7")));
    json_end(w);
    assert_written(w, STR("[{\"a\":[1,{\"b\":null}],\"c\":\"d\"},7]"));
}

static void raw_text_is_written_as_it_is(void **state)
{
    (void)state;
    struct json_writer *w = json_writer_new(&arena);
    json_begin_object(w);
    json_key(w, STR("contact"));
    json_write_raw(w, STR("{ \"id\": 1.0 }"));
    json_member_bool(w, STR("new"), true);
    json_end(w);
    assert_written(w, STR("{\"contact\":{ \"id\": 1.0 },\"new\":true}"));
}

static void write_nested(size_t depth)
{
    struct json_writer *w = json_writer_new(&arena);
    for (size_t i = 0; i < depth; i++)
        json_begin_array(w);
    for (size_t i = 0; i < depth; i++)
        json_end(w);
    assert_int_equal(json_finish(w).len, 2 * depth);
}

static void an_envelope_fits_around_the_deepest_document(void **state)
{
    (void)state;
    write_nested(JSON_DEPTH_MAX + JSON_WRITER_ENVELOPE);
}

static void a_long_text_is_written(void **state)
{
    (void)state;
    enum { ITEMS = 100000 };
    struct json_writer *w = json_writer_new(&arena);
    json_begin_array(w);
    for (int i = 0; i < ITEMS; i++)
        json_write_string(w, STR("0123456789"));
    json_end(w);
    assert_int_equal(json_finish(w).len, ITEMS * 13 + 1);
}

/* ---- bugs of the caller: the process stops on an assertion --------------------------------------
 */

static void assert_stops(void (*bug)(void))
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        setrlimit(RLIMIT_CORE, &(const struct rlimit){0, 0});
        signal(SIGABRT, SIG_DFL); /* cmocka would report it as a failed test */
        close(STDERR_FILENO);
        bug();
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGABRT);
}

static void value_without_key(void)
{
    struct json_writer *w = json_writer_new(&arena);
    json_begin_object(w);
    json_write_null(w);
}

static void key_in_array(void)
{
    struct json_writer *w = json_writer_new(&arena);
    json_begin_array(w);
    json_key(w, STR("a"));
}

static void key_after_key(void)
{
    struct json_writer *w = json_writer_new(&arena);
    json_begin_object(w);
    json_key(w, STR("a"));
    json_key(w, STR("b"));
}

static void key_without_value(void)
{
    struct json_writer *w = json_writer_new(&arena);
    json_begin_object(w);
    json_key(w, STR("a"));
    json_end(w);
}

static void end_too_many(void)
{
    json_end(json_writer_new(&arena));
}

static void end_too_few(void)
{
    struct json_writer *w = json_writer_new(&arena);
    json_begin_array(w);
    json_finish(w);
}

static void two_roots(void)
{
    struct json_writer *w = json_writer_new(&arena);
    json_write_null(w);
    json_write_null(w);
}

static void nothing_at_all(void)
{
    json_finish(json_writer_new(&arena));
}

static void too_deep(void)
{
    write_nested(JSON_DEPTH_MAX + JSON_WRITER_ENVELOPE + 1);
}

static void infinity(void)
{
    json_write_number(json_writer_new(&arena), INFINITY);
}

static void string_that_is_not_utf8(void)
{
    struct json_writer *w = json_writer_new(&arena);
    json_write_string(w, STR("\xFF"));
    json_finish(w);
}

static void calls_that_do_not_make_json_stop_the_process(void **state)
{
    (void)state;
    assert_stops(value_without_key);
    assert_stops(key_in_array);
    assert_stops(key_after_key);
    assert_stops(key_without_value);
    assert_stops(end_too_many);
    assert_stops(end_too_few);
    assert_stops(two_roots);
    assert_stops(nothing_at_all);
    assert_stops(too_deep);
    assert_stops(infinity);
    assert_stops(string_that_is_not_utf8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_calls_make_the_text),
        cmocka_unit_test(any_value_may_be_the_whole_text),
        cmocka_unit_test(nul_bytes_are_escaped),
        cmocka_unit_test(whole_numbers_have_no_fraction),
        cmocka_unit_test(a_value_that_was_read_is_written_whole),
        cmocka_unit_test(raw_text_is_written_as_it_is),
        cmocka_unit_test(an_envelope_fits_around_the_deepest_document),
        cmocka_unit_test(a_long_text_is_written),
        cmocka_unit_test(calls_that_do_not_make_json_stop_the_process),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
