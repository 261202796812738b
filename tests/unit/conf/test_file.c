#include "conf/sources.h"
#include "reading.h"

/* inih's buffer holds 200 bytes, one for the newline and one for the NUL. */
enum { LINE_MAX_LEN = 198 };

static enum err file_text_read(struct reading *r, const char *text, size_t size)
{
    struct settings_file file;
    file_write(&file, text, size);
    enum err err = reading_serve(r, ARGV(file.flag), NO_ENVIRONMENT);
    file_remove(&file);
    return err;
}

/* Reads the text and holds what follows the file's path in the explanation against `ending`. */
static void assert_text_refused(struct reading *r, const char *text, const char *ending)
{
    assert_int_equal(file_text_read(r, text, strlen(text)), ERR_SETTING_INVALID);
    const char *tail = strstr(r->why.text, "/c.ini");
    assert_non_null(tail);
    assert_string_equal(tail + strlen("/c.ini"), ending);
}

static void assert_text_accepted(struct reading *r, const char *text)
{
    if (file_text_read(r, text, strlen(text)) != ERR_NONE)
        fail_msg("refused: %s", r->why.text);
}

static void lines_comments_and_blanks_are_read(void **state)
{
    struct reading *r = *state;
    assert_text_accepted(r, "# a comment\n"
                            "\n"
                            "listen=[::1]:80\r\n"
                            "  ; another\n"
                            "\thttp-threads   =  9   ; behind a value\n"
                            "demo = true");
    assert_str(r->conf.listen, "[::1]:80");
    assert_int_equal(r->conf.http_threads, 9);
    assert_true(r->conf.demo);
}

static void an_empty_file_changes_nothing(void **state)
{
    struct reading *r = *state;
    assert_text_accepted(r, "");
    assert_str(r->conf.listen, "127.0.0.1:8080");
}

static void an_indented_line_is_a_line_of_its_own(void **state)
{
    struct reading *r = *state;
    assert_text_accepted(r, "store = sqlite:a.db\n  listen = a:1\n");
    assert_str(r->conf.store, "sqlite:a.db");
    assert_str(r->conf.listen, "a:1");
}

static void an_unknown_name_is_refused_with_its_line(void **state)
{
    struct reading *r = *state;
    assert_text_refused(
        r, "listen = a:1\n\ncolour = red\n",
        ":3: colour: there is no such setting; there are listen, store, tls-cert, "
        "tls-key, http-threads, search-threads, max-connections, max-connections-per-address, "
        "request-timeout, idle-timeout, drain-timeout, queue-length, committers, busy-timeout, "
        "rate-limits, "
        "log-format, "
        "log-level, demo");
}

static void a_file_cannot_name_a_file(void **state)
{
    struct reading *r = *state;
    assert_int_equal(file_text_read(r, "config = x\n", 11), ERR_SETTING_INVALID);
    assert_non_null(strstr(r->why.text, ":1: config: there is no such setting"));
}

static void a_value_is_refused_with_its_line(void **state)
{
    struct reading *r = *state;
    assert_text_refused(r, "# first\nhttp-threads = 65\n",
                        ":2: http-threads: '65' is not allowed; give a number from 0 to 64 "
                        "(threads)");
}

static void the_first_of_two_faults_is_told(void **state)
{
    struct reading *r = *state;
    assert_text_refused(r, "demo = maybe\nhttp-threads = 65\n",
                        ":1: demo: 'maybe' is not allowed; give true or false");
    assert_text_refused(r, "rubbish\nhttp-threads = 2\nmore rubbish\n",
                        ":1: the line is not understood; write name = value");
}

static void a_section_is_refused(void **state)
{
    struct reading *r = *state;
    assert_text_refused(r, "[serve]\nlisten = a:1\n", ":2: there are no [sections] in this file");
    assert_text_refused(r, "[serve\n", ":1: the line is not understood; write name = value");
}

static void a_line_at_the_most_is_read_and_one_past_it_is_refused(void **state)
{
    struct reading *r = *state;
    char line[LINE_MAX_LEN + 2] = "store = sqlite:";
    size_t start = strlen(line);
    memset(line + start, 'x', LINE_MAX_LEN - start);
    assert_text_accepted(r, line);
    assert_int_equal(r->conf.store.len, LINE_MAX_LEN - strlen("store = "));
    line[LINE_MAX_LEN] = 'x';
    assert_text_refused(r, line, ":1: the line is too long; set this one by flag or environment");
}

static void a_file_at_the_most_is_read_and_one_past_it_is_refused(void **state)
{
    struct reading *r = *state;
    char *text = malloc(FILE_SIZE_MAX + 1);
    memset(text, '\n', FILE_SIZE_MAX + 1);
    assert_int_equal(file_text_read(r, text, FILE_SIZE_MAX), ERR_NONE);
    assert_int_equal(file_text_read(r, text, FILE_SIZE_MAX + 1), ERR_SETTING_INVALID);
    assert_non_null(strstr(r->why.text, "is larger than 64 KiB"));
    free(text);
}

static void what_is_not_a_text_file_is_refused(void **state)
{
    struct reading *r = *state;
    assert_int_equal(file_text_read(r, "demo = true\0x", 13), ERR_SETTING_INVALID);
    assert_non_null(strstr(r->why.text, "is not a text file"));
    assert_refused(r, ARGV("--config=/"), NO_ENVIRONMENT, "the settings file '/' cannot be read");
}

static void a_missing_file_is_refused_by_name(void **state)
{
    struct reading *r = *state;
    assert_refused(r, ARGV("--config", "/nowhere/c.ini"), NO_ENVIRONMENT,
                   "the settings file '/nowhere/c.ini' cannot be opened: No such file or "
                   "directory");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        reading_test(lines_comments_and_blanks_are_read),
        reading_test(an_empty_file_changes_nothing),
        reading_test(an_indented_line_is_a_line_of_its_own),
        reading_test(an_unknown_name_is_refused_with_its_line),
        reading_test(a_file_cannot_name_a_file),
        reading_test(a_value_is_refused_with_its_line),
        reading_test(the_first_of_two_faults_is_told),
        reading_test(a_section_is_refused),
        reading_test(a_line_at_the_most_is_read_and_one_past_it_is_refused),
        reading_test(a_file_at_the_most_is_read_and_one_past_it_is_refused),
        reading_test(what_is_not_a_text_file_is_refused),
        reading_test(a_missing_file_is_refused_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
