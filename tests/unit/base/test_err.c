#include "base/err.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void every_error_has_a_status_a_name_and_a_sentence(void **state)
{
    (void)state;
    for (enum err err = ERR_NONE + 1; err < ERR_COUNT; err++) {
        assert_in_range(err_status(err), 400, 599);
        assert_false(str_is_empty(err_name(err)));
        assert_false(str_is_empty(err_sentence(err)));
    }
}

static void names_are_unique(void **state)
{
    (void)state;
    for (enum err a = ERR_NONE; a < ERR_COUNT; a++) {
        for (enum err b = a + 1; b < ERR_COUNT; b++)
            assert_false(str_eq(err_name(a), err_name(b)));
    }
}

static void a_row_gives_what_the_table_says(void **state)
{
    (void)state;
    assert_int_equal(err_status(ERR_NONE), 200);
    assert_int_equal(err_status(ERR_VERSION_STALE), 412);
    assert_true(str_eq(err_name(ERR_TOKEN_INVALID), STR("TOKEN_INVALID")));
    assert_true(
        str_eq(err_sentence(ERR_TOKEN_INVALID), STR("Invalid token: access token is invalid")));
}

static void an_explanation_returns_its_error(void **state)
{
    (void)state;
    struct err_text text;
    assert_int_equal(err_explain(&text, ERR_SETTING_INVALID, "no '%s', use %d", "x", 7),
                     ERR_SETTING_INVALID);
    assert_string_equal(text.text, "no 'x', use 7");
}

static void an_explanation_is_cut_at_its_room(void **state)
{
    (void)state;
    struct err_text text;
    (void)err_explain(&text, ERR_INTERNAL, "%0*d", ERR_TEXT_MAX - 1, 1);
    assert_int_equal(strlen(text.text), ERR_TEXT_MAX - 1);
    assert_int_equal(text.text[ERR_TEXT_MAX - 2], '1');
    (void)err_explain(&text, ERR_INTERNAL, "%0*d", ERR_TEXT_MAX, 1);
    assert_int_equal(strlen(text.text), ERR_TEXT_MAX - 1);
    assert_int_equal(text.text[ERR_TEXT_MAX - 2], '0');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_error_has_a_status_a_name_and_a_sentence),
        cmocka_unit_test(names_are_unique),
        cmocka_unit_test(a_row_gives_what_the_table_says),
        cmocka_unit_test(an_explanation_returns_its_error),
        cmocka_unit_test(an_explanation_is_cut_at_its_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
