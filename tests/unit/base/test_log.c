#include "base/log.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"

enum { OUTPUT_MAX = 65536 };

/* Where standard error went while a test listens. */
static int stderr_kept;
static FILE *captured;

static void capture_begin(void)
{
    fflush(stderr);
    captured = tmpfile();
    assert_non_null(captured);
    stderr_kept = dup(STDERR_FILENO);
    dup2(fileno(captured), STDERR_FILENO);
}

static const char *capture_end(void)
{
    static char output[OUTPUT_MAX];
    dup2(stderr_kept, STDERR_FILENO);
    close(stderr_kept);
    rewind(captured);
    output[fread(output, 1, sizeof output - 1, captured)] = '\0';
    fclose(captured);
    return output;
}

static int restore_defaults(void **state)
{
    (void)state;
    log_configure(LOG_INFO, LOG_LOGFMT);
    return 0;
}

enum { TS_LEN = sizeof "ts=" - 1 + CLOCK_ISO_LEN };

static void an_event_is_one_line(void **state)
{
    (void)state;
    capture_begin();
    log_event(LOG_INFO, "listening", log_str("address", STR("[::1]:80")), log_int("port", 80));
    const char *output = capture_end();
    assert_memory_equal(output, "ts=2", 4);
    assert_string_equal(output + TS_LEN, " level=info event=listening address=[::1]:80 port=80\n");
}

static void a_note_has_no_fields(void **state)
{
    (void)state;
    capture_begin();
    log_note(LOG_ERROR, "stopped");
    assert_string_equal(capture_end() + TS_LEN, " level=error event=stopped\n");
}

static void json_is_an_object_a_line(void **state)
{
    (void)state;
    log_configure(LOG_DEBUG, LOG_JSON);
    capture_begin();
    log_event(LOG_WARN, "slow", log_ms("took", 1500000));
    const char *output = capture_end();
    assert_memory_equal(output, "{\"ts\":\"2", 8);
    assert_string_equal(output + sizeof "{\"ts\":\"\"" - 1 + CLOCK_ISO_LEN,
                        ",\"level\":\"warn\",\"event\":\"slow\",\"took\":1.500}\n");
}

static void what_matters_less_than_asked_is_not_written(void **state)
{
    (void)state;
    log_configure(LOG_WARN, LOG_LOGFMT);
    assert_false(log_enabled(LOG_INFO));
    assert_true(log_enabled(LOG_WARN));
    capture_begin();
    log_note(LOG_INFO, "quiet");
    assert_string_equal(capture_end(), "");
}

static void info_is_the_least_by_default(void **state)
{
    (void)state;
    assert_false(log_enabled(LOG_DEBUG));
    assert_true(log_enabled(LOG_INFO));
}

enum { THREADS = 4, LINES = 50 };

static void *log_many(void *unused)
{
    for (int i = 0; i < LINES; i++)
        log_event(LOG_INFO, "many", log_str("text", STR("a text of some length")));
    return unused;
}

static void log_by_threads(void)
{
    pthread_t threads[THREADS];
    for (size_t i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, log_many, NULL);
    for (size_t i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
}

static void assert_every_line_is_whole(struct str rest)
{
    struct str line;
    size_t lines = 0;
    for (; str_cut(&rest, '\n', &line); lines++) {
        struct str tail = str_slice(line, TS_LEN, line.len);
        assert_true(str_eq(tail, STR(" level=info event=many text=\"a text of some length\"")));
    }
    assert_int_equal(lines, THREADS * LINES);
}

static void lines_of_threads_are_never_mixed(void **state)
{
    (void)state;
    capture_begin();
    log_by_threads();
    assert_every_line_is_whole(str_of(capture_end()));
}

static void gathered_lines_of_threads_are_never_mixed(void **state)
{
    (void)state;
    capture_begin();
    log_gather_start();
    log_by_threads();
    log_gather_stop();
    assert_every_line_is_whole(str_of(capture_end()));
}

static long captured_size(void)
{
    fflush(captured);
    struct stat file;
    assert_int_equal(fstat(fileno(captured), &file), 0);
    return (long)file.st_size;
}

static void gathered_lines_are_written_soon_and_a_warning_at_once_with_all_before_it(void **state)
{
    (void)state;
    capture_begin();
    log_gather_start();
    log_note(LOG_INFO, "first");
    while (captured_size() == 0) /* the thread writes it, whenever that is */
        nanosleep(&(const struct timespec){.tv_nsec = 1000000}, NULL);
    log_note(LOG_INFO, "second");
    log_note(LOG_WARN, "third");
    long size = captured_size();
    log_note(LOG_INFO, "last");
    log_gather_stop();
    const char *output = capture_end();
    const char *third = strstr(output, "event=third\n");
    assert_non_null(third);
    assert_true(strstr(output, "event=first\n") < strstr(output, "event=second\n"));
    assert_true(strstr(output, "event=second\n") < third);
    assert_true(size >= third - output + (long)strlen("event=third\n"));
    assert_string_equal(output + strlen(output) - strlen("event=last\n"), "event=last\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(an_event_is_one_line, restore_defaults),
        cmocka_unit_test_teardown(a_note_has_no_fields, restore_defaults),
        cmocka_unit_test_teardown(json_is_an_object_a_line, restore_defaults),
        cmocka_unit_test_teardown(what_matters_less_than_asked_is_not_written, restore_defaults),
        cmocka_unit_test_teardown(info_is_the_least_by_default, restore_defaults),
        cmocka_unit_test_teardown(lines_of_threads_are_never_mixed, restore_defaults),
        cmocka_unit_test_teardown(
            gathered_lines_are_written_soon_and_a_warning_at_once_with_all_before_it,
            restore_defaults),
        cmocka_unit_test_teardown(gathered_lines_of_threads_are_never_mixed, restore_defaults),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
