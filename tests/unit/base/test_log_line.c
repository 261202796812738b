#include "base/log_line.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static struct str written(struct log_line *line, enum log_format format, struct log_field field)
{
    log_line_begin(line, format);
    log_line_add(line, &field);
    return log_line_end(line);
}

static void assert_line(enum log_format format, struct log_field field, struct str expected)
{
    struct log_line line;
    assert_true(str_eq(written(&line, format, field), expected));
}

static void logfmt_quotes_only_what_needs_it(void **state)
{
    (void)state;
    assert_line(LOG_LOGFMT, log_str("a", STR("127.0.0.1:8080")), STR("a=127.0.0.1:8080\n"));
    assert_line(LOG_LOGFMT, log_str("a", STR("two words")), STR("a=\"two words\"\n"));
    assert_line(LOG_LOGFMT, log_str("a", STR("x=1")), STR("a=\"x=1\"\n"));
    assert_line(LOG_LOGFMT, log_str("a", STR("")), STR("a=\"\"\n"));
    assert_line(LOG_LOGFMT, log_str("a", STR("Zoë")), STR("a=\"Zoë\"\n"));
}

static void numbers_are_bare_in_both_formats(void **state)
{
    (void)state;
    assert_line(LOG_LOGFMT, log_int("n", INT64_MIN), STR("n=-9223372036854775808\n"));
    assert_line(LOG_JSON, log_int("n", INT64_MAX), STR("{\"n\":9223372036854775807}\n"));
    assert_line(LOG_LOGFMT, log_ms("took", 1234567), STR("took=1.235\n"));
    assert_line(LOG_JSON, log_ms("took", 1000000), STR("{\"took\":1.000}\n"));
    assert_line(LOG_JSON, log_ms("took", INT64_MAX), STR("{\"took\":9223372036854.776}\n"));
}

static void what_could_forge_a_line_is_escaped(void **state)
{
    (void)state;
    struct str nasty = STR("a\"b\\c\nd\re\tf\x01g\x7Fh\xC2\x9Bi");
    struct str harmless =
        STR("{\"v\":\"a\\\"b\\\\c\\nd\\u000de\\u0009f\\u0001g\\u007fh\\u009bi\"}\n");
    assert_line(LOG_JSON, log_str("v", nasty), harmless);
    assert_line(LOG_LOGFMT, log_str("v", STR("x\nts=1")), STR("v=\"x\\nts=1\"\n"));
    assert_line(LOG_LOGFMT, log_str("v", STR("a\0b")), STR("v=\"a\\u0000b\"\n"));
}

static void what_is_not_utf8_is_replaced(void **state)
{
    (void)state;
    assert_line(LOG_JSON, log_str("v", STR("a\xFF\xC3(")), STR("{\"v\":\"a\uFFFD\uFFFD(\"}\n"));
    assert_line(LOG_LOGFMT, log_str("v", STR("\x80")), STR("v=\"\uFFFD\"\n"));
    assert_line(LOG_JSON, log_str("v", STR("\u00A0😀")), STR("{\"v\":\"\u00A0😀\"}\n"));
}

static void fields_are_separated(void **state)
{
    (void)state;
    const struct log_field fields[] = {log_str("a", STR("x")), log_int("b", 2)};
    struct log_line line;
    log_line_begin(&line, LOG_LOGFMT);
    log_line_add(&line, &fields[0]);
    log_line_add(&line, &fields[1]);
    assert_true(str_eq(log_line_end(&line), STR("a=x b=2\n")));
    log_line_begin(&line, LOG_JSON);
    log_line_add(&line, &fields[0]);
    log_line_add(&line, &fields[1]);
    assert_true(str_eq(log_line_end(&line), STR("{\"a\":\"x\",\"b\":2}\n")));
}

static struct str repeated(char *room, size_t len, char c)
{
    memset(room, c, len);
    return (struct str){.ptr = room, .len = len};
}

static void a_text_at_its_maximum_is_whole(void **state)
{
    (void)state;
    char room[LOG_TEXT_MAX];
    struct log_line line;
    struct str whole = repeated(room, LOG_TEXT_MAX, 'x');
    assert_int_equal(written(&line, LOG_LOGFMT, log_str("v", whole)).len, LOG_TEXT_MAX + 3);
    assert_int_equal(written(&line, LOG_JSON, log_str("v", whole)).len, LOG_TEXT_MAX + 9);
}

static void a_longer_text_is_cut(void **state)
{
    (void)state;
    char room[LOG_TEXT_MAX + 1];
    struct log_line line;
    struct str longer = repeated(room, sizeof room, 'x');
    assert_int_equal(written(&line, LOG_JSON, log_str("v", longer)).len, LOG_TEXT_MAX + 9);
    /* cut texts are quoted in logfmt too */
    assert_int_equal(written(&line, LOG_LOGFMT, log_str("v", longer)).len, LOG_TEXT_MAX + 5);
}

static void a_text_is_cut_between_two_characters(void **state)
{
    (void)state;
    char room[LOG_TEXT_MAX + 1];
    repeated(room, LOG_TEXT_MAX - 1, 'x');
    memcpy(room + LOG_TEXT_MAX - 1, "\xC3\xAB", 2);
    struct log_line line;
    struct str text = {.ptr = room, .len = sizeof room};
    struct str got = written(&line, LOG_JSON, log_str("v", text));
    assert_int_equal(got.len, LOG_TEXT_MAX - 1 + 9);
    assert_true(str_ends_with(got, STR("xx\"}\n")));
}

/* Texts of every length up to two lines: wherever the room ends, the line stays well-formed. */
static void a_full_line_is_cut_and_closed(void **state)
{
    (void)state;
    char room[LOG_TEXT_MAX];
    struct log_line line;
    for (size_t len = 0; len < LOG_TEXT_MAX; len++) {
        const struct log_field field = log_str("v", repeated(room, len, len % 2 ? '\n' : 'x'));
        log_line_begin(&line, LOG_JSON);
        for (size_t used = 0; used < (size_t)2 * LOG_LINE_MAX; used += len + 1)
            log_line_add(&line, &field);
        struct str got = log_line_end(&line);
        assert_true(got.len <= LOG_LINE_MAX);
        assert_true(str_starts_with(got, STR("{\"v\":\"")));
        assert_true(str_ends_with(got, STR("\"}\n")));
    }
}

static void a_field_without_room_is_left_out(void **state)
{
    (void)state;
    char room[LOG_TEXT_MAX];
    const struct log_field wide = log_str("v", repeated(room, LOG_TEXT_MAX, 'x'));
    const struct log_field number = log_int("n", 7);
    struct log_line line;
    log_line_begin(&line, LOG_LOGFMT);
    for (int i = 0; i < 4; i++)
        log_line_add(&line, &wide);
    size_t full = line.len;
    log_line_add(&line, &number);
    assert_int_equal(line.len, full);
    assert_int_equal(log_line_end(&line).len, LOG_LINE_MAX - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(logfmt_quotes_only_what_needs_it),
        cmocka_unit_test(numbers_are_bare_in_both_formats),
        cmocka_unit_test(what_could_forge_a_line_is_escaped),
        cmocka_unit_test(what_is_not_utf8_is_replaced),
        cmocka_unit_test(fields_are_separated),
        cmocka_unit_test(a_text_at_its_maximum_is_whole),
        cmocka_unit_test(a_longer_text_is_cut),
        cmocka_unit_test(a_text_is_cut_between_two_characters),
        cmocka_unit_test(a_full_line_is_cut_and_closed),
        cmocka_unit_test(a_field_without_room_is_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
