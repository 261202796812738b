#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const char *const well_formed[] = {
    "a",
    "\x7F",
    "\xC2\x80",
    "\xDF\xBF",
    "\xE0\xA0\x80",
    "\xED\x9F\xBF",
    "\xEE\x80\x80",
    "\xEF\xBF\xBF",
    "\xF0\x90\x80\x80",
    "\xF4\x8F\xBF\xBF",
};

static const char *const ill_formed[] = {
    "\x80",             /* a continuation alone */
    "\xBF",             /* the last continuation alone */
    "\xC0\x80",         /* NUL, overlong */
    "\xC1\xBF",         /* DEL, overlong */
    "\xC3",             /* cut off */
    "\xC3(",            /* no continuation */
    "\xE0\x9F\xBF",     /* U+07FF, overlong */
    "\xE2\x82",         /* cut off */
    "\xE2\x82(",        /* no continuation */
    "\xED\xA0\x80",     /* a high surrogate */
    "\xED\xBF\xBF",     /* a low surrogate */
    "\xF0\x8F\xBF\xBF", /* U+FFFF, overlong */
    "\xF0\x9F\x98",     /* cut off */
    "\xF0\x9F\x98(",    /* no continuation */
    "\xF4\x90\x80\x80", /* past U+10FFFF */
    "\xF5\x80\x80\x80", /* further past it */
    "\xFF",             /* no first byte */
};

enum { FRAME_LEN = 24 };

/* The text in the middle of ASCII, `before` bytes in, so that it meets every step of eight. */
static struct str framed(char room[FRAME_LEN], size_t before, struct str text)
{
    memset(room, 'x', FRAME_LEN);
    memcpy(room + before, text.ptr, text.len);
    return (struct str){.ptr = room, .len = FRAME_LEN};
}

static void the_ends_of_every_range_are_well_formed(void **state)
{
    (void)state;
    char room[FRAME_LEN];
    for (size_t i = 0; i < sizeof well_formed / sizeof *well_formed; i++) {
        struct str text = str_of(well_formed[i]);
        assert_int_equal(utf8_sequence_len(text), text.len);
        assert_true(str_is_utf8(text));
        assert_int_equal(str_code_points(text), 1);
        for (size_t before = 0; before <= FRAME_LEN - text.len; before++) {
            assert_true(str_is_utf8(framed(room, before, text)));
            assert_int_equal(str_code_points(framed(room, before, text)), FRAME_LEN - text.len + 1);
        }
    }
}

static void what_is_ill_formed_is_found_anywhere(void **state)
{
    (void)state;
    char room[FRAME_LEN];
    for (size_t i = 0; i < sizeof ill_formed / sizeof *ill_formed; i++) {
        struct str text = str_of(ill_formed[i]);
        assert_int_equal(utf8_sequence_len(text), 0);
        assert_false(str_is_utf8(text));
        for (size_t before = 0; before <= FRAME_LEN - text.len; before++)
            assert_false(str_is_utf8(framed(room, before, text)));
    }
}

static void the_empty_text_is_ascii_and_utf8(void **state)
{
    (void)state;
    assert_true(str_is_utf8(STR("")));
    assert_true(str_is_utf8(str_of(NULL)));
    assert_true(str_is_ascii(str_of(NULL)));
    assert_int_equal(str_code_points(str_of(NULL)), 0);
    assert_int_equal(utf8_sequence_len(STR("")), 0);
}

static void one_byte_that_is_not_ascii_is_found_anywhere(void **state)
{
    (void)state;
    char room[FRAME_LEN];
    assert_true(str_is_ascii(framed(room, 0, STR("\x7F"))));
    for (size_t before = 0; before < FRAME_LEN; before++)
        assert_false(str_is_ascii(framed(room, before, STR("\x80"))));
}

static void nul_bytes_are_characters(void **state)
{
    (void)state;
    assert_true(str_is_utf8(STR("a\0b")));
    assert_int_equal(str_code_points(STR("a\0b")), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_ends_of_every_range_are_well_formed),
        cmocka_unit_test(what_is_ill_formed_is_found_anywhere),
        cmocka_unit_test(the_empty_text_is_ascii_and_utf8),
        cmocka_unit_test(one_byte_that_is_not_ascii_is_found_anywhere),
        cmocka_unit_test(nul_bytes_are_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
