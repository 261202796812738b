#include "contact/custom_value.h"

#include "fixture.h"

/* Green has a key of its own. */
static struct custom_option colors[] = {
    {.key = STR_INIT("red"), .label = STR_INIT("red")},
    {.key = STR_INIT("g"), .label = STR_INIT("green")},
    {.key = STR_INIT("blue"), .label = STR_INIT("blue")},
};

static struct custom_field field_of(enum custom_field_type type)
{
    return (struct custom_field){.type = type, .options = colors, .option_count = 3};
}

/* The value kept, as text; empty when it was refused. */
static struct str kept(struct fixture *fixture, const struct custom_field *field, const char *given)
{
    struct custom_value_check check = {
        .field = field,
        .path = STR("v"),
        .arena = &fixture->arena,
        .faults = &fixture->faults,
    };
    const struct json *value = custom_value_check(&check, json_of(fixture, given));
    return value ? json_text(&fixture->arena, value) : STR("");
}

static void assert_kept(struct fixture *fixture, const struct custom_field *field,
                        const char *given, const char *expected)
{
    assert_json(fixture, kept(fixture, field, given), expected);
    assert_faults(fixture, "");
}

static void assert_refused(struct fixture *fixture, const struct custom_field *field,
                           const char *given, const char *fault)
{
    assert_text(kept(fixture, field, given), "");
    assert_faults(fixture, fault);
}

static void one_option_is_kept_as_given(void **state)
{
    struct custom_field single = field_of(CUSTOM_FIELD_SINGLE_OPTIONS);
    struct custom_field radio = field_of(CUSTOM_FIELD_RADIO);
    assert_kept(*state, &single, "'red'", "'red'");
    assert_kept(*state, &radio, "'blue'", "'blue'");
}

static void an_option_is_asked_for_by_its_key_as_well(void **state)
{
    struct custom_field single = field_of(CUSTOM_FIELD_SINGLE_OPTIONS);
    struct custom_field many = field_of(CUSTOM_FIELD_MULTIPLE_OPTIONS);
    assert_kept(*state, &single, "'green'", "'green'");
    assert_kept(*state, &single, "'g'", "'green'");
    assert_kept(*state, &many, "'g'", "['green']");
    assert_kept(*state, &many, "['red','g','green']", "['red','green']");
}

static void a_label_comes_before_anothers_key(void **state)
{
    struct custom_option crossed[] = {{.key = STR("b"), .label = STR("a")},
                                      {.key = STR("a"), .label = STR("b")}};
    struct custom_field single = {
        .type = CUSTOM_FIELD_RADIO, .options = crossed, .option_count = 2};
    assert_kept(*state, &single, "'a'", "'a'");
    assert_kept(*state, &single, "'b'", "'b'");
}

static void what_is_no_option_is_told_the_options(void **state)
{
    struct custom_field single = field_of(CUSTOM_FIELD_SINGLE_OPTIONS);
    assert_refused(*state, &single, "'Red'",
                   "v must be one of the following values: red, green, blue");
    assert_refused(*state, &single, "['red']", "v must be a string");
}

static void a_list_that_takes_others_takes_others(void **state)
{
    struct custom_field open = field_of(CUSTOM_FIELD_RADIO);
    open.allows_custom_option = true;
    assert_kept(*state, &open, "'mauve'", "'mauve'");
    struct custom_field many = field_of(CUSTOM_FIELD_CHECKBOX);
    many.allows_custom_option = true;
    assert_kept(*state, &many, "['mauve','red']", "['mauve','red']");
}

static void another_option_has_at_most_5000_characters(void **state)
{
    struct fixture *fixture = *state;
    struct custom_field open = field_of(CUSTOM_FIELD_RADIO);
    open.allows_custom_option = true;
    struct str text = repeated(fixture, "x", CUSTOM_FIELD_TEXT_MAX);
    kept(fixture, &open, arena_format(&fixture->arena, "'%.*s'", STR_ARG(text)).ptr);
    assert_faults(fixture, "");
    kept(fixture, &open, arena_format(&fixture->arena, "'%.*sx'", STR_ARG(text)).ptr);
    assert_faults(fixture, "v must be shorter than or equal to 5000 characters");
}

static void several_options_are_kept_in_order_without_repeats(void **state)
{
    struct custom_field many = field_of(CUSTOM_FIELD_MULTIPLE_OPTIONS);
    assert_kept(*state, &many, "['blue','red']", "['blue','red']");
    assert_kept(*state, &many, "['blue','red','blue']", "['blue','red']");
}

static void one_of_several_options_becomes_an_array(void **state)
{
    struct custom_field many = field_of(CUSTOM_FIELD_CHECKBOX);
    assert_kept(*state, &many, "'red'", "['red']");
}

static void several_options_are_all_options(void **state)
{
    struct custom_field many = field_of(CUSTOM_FIELD_CHECKBOX);
    assert_refused(*state, &many, "['red','mauve','taupe']",
                   "v must be one of the following values: red, green, blue");
    assert_refused(*state, &many, "'mauve'",
                   "v must be one of the following values: red, green, blue");
    assert_refused(*state, &many, "['red',1]", "each value in v must be a string");
    assert_refused(*state, &many, "{'red':true}", "v must be an array");
}

static void a_choice_has_at_most_500_elements(void **state)
{
    struct fixture *fixture = *state;
    struct custom_field many = field_of(CUSTOM_FIELD_MULTIPLE_OPTIONS);
    struct str most = repeated(fixture, "'red',", CUSTOM_FIELD_OPTIONS_MAX - 1);
    assert_kept(fixture, &many, arena_format(&fixture->arena, "[%.*s'red']", STR_ARG(most)).ptr,
                "['red']");
    assert_refused(fixture, &many,
                   arena_format(&fixture->arena, "[%.*s'red','red']", STR_ARG(most)).ptr,
                   "v must contain no more than 500 elements");
}

static void a_long_list_of_options_is_told_in_part(void **state)
{
    struct custom_option options[21];
    for (size_t i = 0; i < 21; i++)
        options[i] = (struct custom_option){.key = STR("k"), .label = STR("o")};
    struct custom_field field = {.type = CUSTOM_FIELD_RADIO, .options = options};
    field.option_count = 20;
    assert_refused(*state, &field, "'x'",
                   "v must be one of the following values: "
                   "o, o, o, o, o, o, o, o, o, o, o, o, o, o, o, o, o, o, o, o");
    field.option_count = 21;
    assert_refused(*state, &field, "'x'",
                   "v must be one of the following values: "
                   "o, o, o, o, o, o, o, o, o, o, o, o, o, o, o, o, o, o, o, o and 1 more");
}

static void boxes_are_kept_as_given(void **state)
{
    struct custom_field boxes = field_of(CUSTOM_FIELD_TEXTBOX_LIST);
    assert_kept(*state, &boxes, "{'red':'a','g':''}", "{'red':'a','g':''}");
    assert_refused(*state, &boxes, "{'green':'a'}", "v.property green should not exist");
}

static void a_box_is_one_of_the_list_and_holds_a_string(void **state)
{
    struct custom_field boxes = field_of(CUSTOM_FIELD_TEXTBOX_LIST);
    assert_refused(*state, &boxes, "{'mauve':'a','red':1,'blue':'b'}",
                   "v.property mauve should not exist\nv.red must be a string");
    assert_refused(*state, &boxes, "['a']", "v must be an object");
}

static void a_box_holds_at_most_5000_characters(void **state)
{
    struct fixture *fixture = *state;
    struct custom_field boxes = field_of(CUSTOM_FIELD_TEXTBOX_LIST);
    struct str text = repeated(fixture, "x", CUSTOM_FIELD_TEXT_MAX);
    kept(fixture, &boxes, arena_format(&fixture->arena, "{'red':'%.*s'}", STR_ARG(text)).ptr);
    assert_faults(fixture, "");
    kept(fixture, &boxes, arena_format(&fixture->arena, "{'red':'%.*sx'}", STR_ARG(text)).ptr);
    assert_faults(fixture, "v.red must be shorter than or equal to 5000 characters");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(one_option_is_kept_as_given),
        TEST(an_option_is_asked_for_by_its_key_as_well),
        TEST(a_label_comes_before_anothers_key),
        TEST(what_is_no_option_is_told_the_options),
        TEST(a_list_that_takes_others_takes_others),
        TEST(another_option_has_at_most_5000_characters),
        TEST(several_options_are_kept_in_order_without_repeats),
        TEST(one_of_several_options_becomes_an_array),
        TEST(several_options_are_all_options),
        TEST(a_choice_has_at_most_500_elements),
        TEST(a_long_list_of_options_is_told_in_part),
        TEST(boxes_are_kept_as_given),
        TEST(a_box_is_one_of_the_list_and_holds_a_string),
        TEST(a_box_holds_at_most_5000_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
