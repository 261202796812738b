#include "base/hash.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

static void assert_digest(struct str text, const char *expected)
{
    struct hash hash = hash_sha256(text);
    char hex[2 * HASH_LEN + 1];
    for (size_t i = 0; i < HASH_LEN; i++)
        snprintf(hex + 2 * i, 3, "%02x", hash.bytes[i]);
    assert_string_equal(hex, expected);
}

/* The examples of FIPS 180-4, and the empty text. */
static void digests_are_those_of_the_standard(void **state)
{
    (void)state;
    assert_digest(STR("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_digest(STR("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
                  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    assert_digest(str_of(NULL), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

static void a_difference_in_any_byte_counts(void **state)
{
    (void)state;
    const struct hash hash = hash_sha256(STR("pit"));
    for (size_t i = 0; i < HASH_LEN; i++) {
        struct hash other = hash;
        assert_true(hash_eq(&hash, &other));
        other.bytes[i] ^= 1;
        assert_false(hash_eq(&hash, &other));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(digests_are_those_of_the_standard),
        cmocka_unit_test(a_difference_in_any_byte_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
