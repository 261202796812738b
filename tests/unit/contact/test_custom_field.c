#include "fixture.h"

static const struct custom_field items[] = {
    {.id = STR_INIT("Aa"), .key = STR_INIT("contact.pin_code")},
    {.id = STR_INIT("B"), .key = STR_INIT("contact.contact.odd")},
    {.id = STR_INIT("Bb"), .key = STR_INIT("contact.color")},
};

static const struct custom_fields fields = {items, sizeof(items) / sizeof(items[0])};

static void every_type_has_a_name_and_is_found_by_it(void **state)
{
    (void)state;
    for (size_t i = 0; i < CUSTOM_FIELD_TYPE_COUNT; i++) {
        enum custom_field_type type = CUSTOM_FIELD_TYPE_COUNT;
        assert_true(custom_field_type_parse(custom_field_type_name(i), &type));
        assert_int_equal(type, i);
    }
    assert_text(custom_field_type_name(CUSTOM_FIELD_MONETORY), "MONETORY");
}

static void a_type_nobody_knows_is_refused(void **state)
{
    (void)state;
    enum custom_field_type type;
    assert_false(custom_field_type_parse(STR("MONETARY"), &type));
    assert_false(custom_field_type_parse(STR("text"), &type));
    assert_false(custom_field_type_parse(STR(""), &type));
}

static void picklists_have_options_and_texts_have_none(void **state)
{
    (void)state;
    assert_true(custom_field_type_has_options(CUSTOM_FIELD_RADIO));
    assert_true(custom_field_type_has_options(CUSTOM_FIELD_TEXTBOX_LIST));
    assert_false(custom_field_type_has_options(CUSTOM_FIELD_TEXT));
    assert_false(custom_field_type_has_options(CUSTOM_FIELD_SIGNATURE));
}

static void a_field_is_found_by_its_whole_id(void **state)
{
    (void)state;
    for (size_t i = 0; i < fields.count; i++)
        assert_ptr_equal(custom_fields_by_id(&fields, items[i].id), &items[i]);
    assert_null(custom_fields_by_id(&fields, STR("A")));
    assert_null(custom_fields_by_id(&fields, STR("Bbb")));
    assert_null(custom_fields_by_id(&fields, STR("")));
    assert_null(custom_fields_by_id(&fixture_no_fields, STR("Aa")));
}

static void a_field_is_found_by_key_with_or_without_the_prefix(void **state)
{
    (void)state;
    assert_ptr_equal(custom_fields_by_key(&fields, STR("contact.color")), &items[2]);
    assert_ptr_equal(custom_fields_by_key(&fields, STR("color")), &items[2]);
    assert_ptr_equal(custom_fields_by_key(&fields, STR("contact.contact.odd")), &items[1]);
    assert_null(custom_fields_by_key(&fields, STR("Color")));
    assert_null(custom_fields_by_key(&fields, STR("contact.")));
}

static void a_key_is_made_of_the_name(void **state)
{
    struct fixture *fixture = *state;
    struct arena *arena = &fixture->arena;
    const struct str contact = STR("contact");
    assert_text(custom_field_key_of_name(arena, contact, STR("Pin code")), "contact.pin_code");
    assert_text(custom_field_key_of_name(arena, contact, STR("T-shirt -- Size 2")),
                "contact.t_shirt_size_2");
    assert_text(custom_field_key_of_name(arena, contact, STR("Größe")), "contact.größe");
    assert_text(custom_field_key_of_name(arena, contact, STR("पिन कोड")), "contact.पिन_कोड");
    assert_text(custom_field_key_of_name(arena, STR("custom_objects.pet"), STR("Name")),
                "custom_object.pet.name");
}

static void a_key_without_letters_is_bare(void **state)
{
    struct fixture *fixture = *state;
    static const char *const names[] = {"", "?!", "_"};
    for (size_t i = 0; i < 3; i++)
        assert_true(custom_field_key_is_bare(
            custom_field_key_of_name(&fixture->arena, STR("contact"), str_of(names[i]))));
    assert_false(custom_field_key_is_bare(STR("contact.a")));
    assert_false(custom_field_key_is_bare(STR("contact.a_")));
}

static void fields_are_listed_by_place_then_age(void **state)
{
    struct fixture *fixture = *state;
    static const struct custom_field unsorted[] = {
        {.id = STR_INIT("a"), .position = 2, .date_added_ms = 1},
        {.id = STR_INIT("b"), .position = 1, .date_added_ms = 9},
        {.id = STR_INIT("c"), .position = 1, .date_added_ms = 2},
        {.id = STR_INIT("d"), .position = 1, .date_added_ms = 2},
    };
    const struct custom_fields all = {unsorted, 4};
    const struct custom_field **order = custom_fields_in_order(&fixture->arena, &all);
    static const char *const ids[] = {"c", "d", "b", "a"};
    for (size_t i = 0; i < 4; i++)
        assert_text(order[i]->id, ids[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_type_has_a_name_and_is_found_by_it),
        TEST(a_type_nobody_knows_is_refused),
        TEST(picklists_have_options_and_texts_have_none),
        TEST(a_field_is_found_by_its_whole_id),
        TEST(a_field_is_found_by_key_with_or_without_the_prefix),
        TEST(a_key_is_made_of_the_name),
        TEST(a_key_without_letters_is_bare),
        TEST(fields_are_listed_by_place_then_age),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
