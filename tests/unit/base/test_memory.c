#include "base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"

/* AddressSanitizer's malloc would end the process in its own words. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "allocator_may_return_null=1";
}

/* Runs `body` in a child; its exit status, and what it wrote to standard error. */
static int run_in_child(void (*body)(void), char *said, size_t size)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        body();
        _exit(0);
    }
    close(ends[1]);
    FILE *output = fdopen(ends[0], "r");
    said[fread(said, 1, size - 1, output)] = '\0';
    fclose(output);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void ends_with_one_line(void (*body)(void))
{
    char said[4096];
    assert_int_equal(run_in_child(body, said, sizeof said), EXIT_FAILURE);
    assert_non_null(strstr(said, " level=error event=out_of_memory bytes="));
    /* the sanitizer adds a warning of its own in front */
    const char *line = strstr(said, "ts=");
    assert_non_null(line);
    assert_ptr_equal(strchr(line, '\n'), said + strlen(said) - 1);
}

static void ask_for_half_of_the_address_space(void)
{
    volatile size_t size = PTRDIFF_MAX;
    memory_alloc(size);
}

static void ask_for_an_array_whose_size_overflows(void)
{
    struct arena arena;
    arena_init(&arena);
    volatile size_t count = SIZE_MAX / 2 + 1;
    arena_alloc_array(&arena, count, 2);
}

static void ask_an_arena_for_more_than_there_can_be(void)
{
    struct arena arena;
    arena_init(&arena);
    volatile size_t size = SIZE_MAX;
    arena_alloc(&arena, size);
}

static void running_out_ends_the_process_with_one_line(void **state)
{
    (void)state;
    ends_with_one_line(ask_for_half_of_the_address_space);
}

static void an_array_that_overflows_ends_the_process(void **state)
{
    (void)state;
    ends_with_one_line(ask_for_an_array_whose_size_overflows);
}

static void an_arena_rounds_up_without_overflow(void **state)
{
    (void)state;
    ends_with_one_line(ask_an_arena_for_more_than_there_can_be);
}

static void resizing_keeps_the_bytes(void **state)
{
    (void)state;
    char *text = memory_alloc(4);
    memcpy(text, "abcd", 4);
    text = memory_resize(text, 100000);
    assert_memory_equal(text, "abcd", 4);
    text = memory_resize(text, 0);
    assert_non_null(text);
    free(text);
}

static void zeroed_memory_is_zero(void **state)
{
    (void)state;
    const char zeroes[100] = {0};
    char *bytes = memory_alloc_zeroed(sizeof zeroes);
    assert_memory_equal(bytes, zeroes, sizeof zeroes);
    free(bytes);
    bytes = memory_alloc_zeroed(0);
    assert_non_null(bytes);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(running_out_ends_the_process_with_one_line),
        cmocka_unit_test(an_array_that_overflows_ends_the_process),
        cmocka_unit_test(an_arena_rounds_up_without_overflow),
        cmocka_unit_test(resizing_keeps_the_bytes),
        cmocka_unit_test(zeroed_memory_is_zero),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
