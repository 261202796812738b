#include "http/inbox.h"

#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/memory.h"

struct letter {
    struct inbox_item item;
    unsigned writer;
    unsigned number;
};

static void what_is_put_in_first_comes_out_first(void **state)
{
    (void)state;
    struct inbox inbox = {NULL};
    struct inbox_item items[3];
    assert_true(inbox_is_empty(&inbox));
    assert_null(inbox_take(&inbox));
    for (size_t i = 0; i < 3; i++)
        inbox_put(&inbox, &items[i]);
    assert_false(inbox_is_empty(&inbox));
    struct inbox_item *item = inbox_take(&inbox);
    for (size_t i = 0; i < 3; i++, item = item->next)
        assert_ptr_equal(item, &items[i]);
    assert_null(item);
    assert_true(inbox_is_empty(&inbox));
}

enum { WRITERS = 3, LETTERS = 20000 };

static struct inbox shared;
static atomic_uint writers_begun;

static void *write_letters(void *context)
{
    struct letter *letters = context;
    unsigned writer = atomic_fetch_add(&writers_begun, 1);
    for (unsigned i = 0; i < LETTERS; i++) {
        letters[i] = (struct letter){.writer = writer, .number = i};
        inbox_put(&shared, &letters[i].item);
    }
    return NULL;
}

static void nothing_is_lost_where_many_put_in_at_once(void **state)
{
    (void)state;
    pthread_t threads[WRITERS];
    struct letter *letters[WRITERS];
    unsigned next[WRITERS] = {0};
    for (size_t i = 0; i < WRITERS; i++) {
        letters[i] = memory_alloc(LETTERS * sizeof *letters[i]);
        assert_int_equal(pthread_create(&threads[i], NULL, write_letters, letters[i]), 0);
    }
    for (unsigned taken = 0; taken < WRITERS * LETTERS; sched_yield()) {
        for (struct inbox_item *item = inbox_take(&shared); item; item = item->next, taken++) {
            const struct letter *letter = (const struct letter *)(const void *)item;
            assert_int_equal(letter->number, next[letter->writer]++);
        }
    }
    for (size_t i = 0; i < WRITERS; i++) {
        pthread_join(threads[i], NULL);
        free(letters[i]);
    }
    assert_true(inbox_is_empty(&shared));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_put_in_first_comes_out_first),
        cmocka_unit_test(nothing_is_lost_where_many_put_in_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
