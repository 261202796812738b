#include "contact/text.h"

#include "fixture.h"

static struct str lower(void **state, struct str text)
{
    struct fixture *fixture = *state;
    return text_lower(&fixture->arena, text);
}

static struct str tag(void **state, const char *text)
{
    struct fixture *fixture = *state;
    return text_tag(&fixture->arena, str_of(text));
}

static void ascii_is_lowered_letter_by_letter(void **state)
{
    assert_text(lower(state, STR("Rosan DEO @[`{ 19AZaz")), "rosan deo @[`{ 19azaz");
    assert_text(lower(state, STR("")), "");
    assert_text(lower(state, str_of(NULL)), "");
}

static void the_result_is_a_copy(void **state)
{
    const struct str text = STR("plain");
    assert_ptr_not_equal(lower(state, text).ptr, text.ptr);
}

static void a_nul_inside_is_kept(void **state)
{
    assert_true(str_eq(lower(state, STR("A\0É")), STR("a\0é")));
    assert_true(str_eq(lower(state, STR("A\0B")), STR("a\0b")));
}

static void letters_of_any_script_are_lowered(void **state)
{
    assert_text(lower(state, STR("ÉMILIE Ωμέγα ЖУК Ａ")), "émilie ωμέγα жук ａ");
    assert_text(lower(state, STR("李 Σ🙂")), "李 σ🙂");
}

static void a_sigma_at_the_end_of_a_word_is_a_final_one(void **state)
{
    assert_text(lower(state, STR("ΟΔΥΣΣΕΥΣ ΣΑΣ")), "οδυσσευς σας");
}

static void a_turkish_i_is_no_exception_from_the_rules_for_no_language(void **state)
{
    assert_text(lower(state, STR("I É")), "i é");
    assert_text(lower(state, STR("İ")), "i\u0307");
}

static void lower_case_may_be_longer(void **state)
{
    struct fixture *fixture = *state;
    enum { TIMES = 1000 };
    struct str upper = repeated(fixture, "Ⱥ", TIMES);
    assert_int_equal(upper.len, 2 * TIMES);
    assert_true(str_eq(lower(state, upper), repeated(fixture, "ⱥ", TIMES)));
}

static void lower_case_may_be_shorter(void **state)
{
    assert_text(lower(state, STR("\u212Aelvin")), "kelvin");
}

static void a_tag_is_trimmed_and_lowered(void **state)
{
    assert_text(tag(state, "  VIP Customer\t\r\n"), "vip customer");
    assert_text(tag(state, "x"), "x");
    assert_text(tag(state, "ÜBER"), "über");
}

static void white_space_of_any_script_is_trimmed(void **state)
{
    assert_text(tag(state, "\u00A0\u2003\u3000Neu\u2028\xC2\x85\u00A0"), "neu");
    assert_text(tag(state, "\u3000 お客様 ラン\u3000"), "お客様 ラン");
}

static void a_character_without_width_is_not_white_space(void **state)
{
    assert_text(tag(state, "\u200Ba\u200B"), "\u200Ba\u200B");
}

static void a_tag_of_white_space_alone_is_empty(void **state)
{
    assert_text(tag(state, ""), "");
    assert_text(tag(state, NULL), "");
    assert_text(tag(state, " "), "");
    assert_text(tag(state, "\t \u2003\u3000"), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(ascii_is_lowered_letter_by_letter),
        TEST(the_result_is_a_copy),
        TEST(a_nul_inside_is_kept),
        TEST(letters_of_any_script_are_lowered),
        TEST(a_sigma_at_the_end_of_a_word_is_a_final_one),
        TEST(a_turkish_i_is_no_exception_from_the_rules_for_no_language),
        TEST(lower_case_may_be_longer),
        TEST(lower_case_may_be_shorter),
        TEST(a_tag_is_trimmed_and_lowered),
        TEST(white_space_of_any_script_is_trimmed),
        TEST(a_character_without_width_is_not_white_space),
        TEST(a_tag_of_white_space_alone_is_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
