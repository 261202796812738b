#include "base/rand.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <ctype.h>
#include <pthread.h>
#include <stdbool.h>
#include <string.h>

static void an_id_is_twenty_letters_and_digits(void **state)
{
    (void)state;
    char id[RAND_ID_LEN + 1] = {0};
    for (int i = 0; i < 1000; i++) {
        rand_id(id);
        assert_int_equal(strlen(id), RAND_ID_LEN);
        for (size_t j = 0; j < RAND_ID_LEN; j++)
            assert_true(isalnum((unsigned char)id[j]));
    }
}

/* 20,000 draws of 62: that one of them stays away has a probability of e to the power of -320. */
static void every_letter_comes_up(void **state)
{
    (void)state;
    bool seen[256] = {false};
    char id[RAND_ID_LEN];
    for (int i = 0; i < 1000; i++) {
        rand_id(id);
        for (size_t j = 0; j < RAND_ID_LEN; j++)
            seen[(unsigned char)id[j]] = true;
    }
    size_t letters = 0;
    for (size_t i = 0; i < sizeof seen; i++)
        letters += seen[i];
    assert_int_equal(letters, 62);
}

static void a_uuid_is_of_version_4(void **state)
{
    (void)state;
    char uuid[RAND_UUID_LEN + 1] = {0};
    for (int i = 0; i < 1000; i++) {
        rand_uuid(uuid);
        assert_int_equal(strlen(uuid), RAND_UUID_LEN);
        assert_int_equal(strspn(uuid, "0123456789abcdef-"), RAND_UUID_LEN);
        for (size_t j = 0; j < RAND_UUID_LEN; j++)
            assert_int_equal(uuid[j] == '-', j == 8 || j == 13 || j == 18 || j == 23);
        assert_int_equal(uuid[14], '4');
        assert_non_null(strchr("89ab", uuid[19]));
    }
}

static void more_bytes_than_a_store_holds_are_all_random(void **state)
{
    (void)state;
    enum { SIZE = 10000, PIECE = 16 };
    static const unsigned char zeroes[PIECE];
    unsigned char bytes[SIZE] = {0};
    rand_bytes(bytes, SIZE);
    for (size_t at = 0; at < SIZE; at += PIECE)
        assert_memory_not_equal(bytes + at, zeroes, PIECE);
    for (size_t at = PIECE; at < SIZE; at += PIECE)
        assert_memory_not_equal(bytes, bytes + at, PIECE);
}

static void no_bytes_are_none(void **state)
{
    (void)state;
    char untouched = 'x';
    rand_bytes(&untouched, 0);
    assert_int_equal(untouched, 'x');
}

static void *draw_uuid(void *out)
{
    rand_uuid(out);
    return NULL;
}

static void threads_draw_different_bits(void **state)
{
    (void)state;
    enum { THREADS = 4 };
    char uuids[THREADS][RAND_UUID_LEN];
    pthread_t threads[THREADS];
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, draw_uuid, uuids[i]), 0);
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    for (size_t i = 1; i < THREADS; i++)
        assert_memory_not_equal(uuids[0], uuids[i], RAND_UUID_LEN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_id_is_twenty_letters_and_digits),
        cmocka_unit_test(every_letter_comes_up),
        cmocka_unit_test(a_uuid_is_of_version_4),
        cmocka_unit_test(more_bytes_than_a_store_holds_are_all_random),
        cmocka_unit_test(no_bytes_are_none),
        cmocka_unit_test(threads_draw_different_bits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
