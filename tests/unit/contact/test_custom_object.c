#include "contact/custom_object.h"

#include "fixture.h"

static struct str parsed(struct fixture *fixture, const char *text)
{
    struct str object_key = STR("none");
    bool is_one = custom_object_parse(&fixture->arena, str_of(text), &object_key);
    assert_int_equal(is_one, !str_eq(object_key, STR("none")));
    return object_key;
}

static void the_objects_of_the_page_are_known(void **state)
{
    assert_text(parsed(*state, "contact"), "contact");
    assert_text(parsed(*state, "opportunity"), "opportunity");
    assert_text(parsed(*state, "business"), "business");
    assert_true(custom_object_is_model(STR("opportunity")));
    assert_false(custom_object_is_model(STR("business")));
}

static void a_custom_object_may_be_written_both_ways(void **state)
{
    assert_text(parsed(*state, "custom_objects.pet"), "custom_objects.pet");
    assert_text(parsed(*state, "custom_object.pet"), "custom_objects.pet");
}

static void other_texts_are_no_objects(void **state)
{
    static const char *const texts[] = {
        "", "Contact", "pet", "custom_objects.", "custom_objects.a.b", "custom_objects.a b"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_text(parsed(*state, texts[i]), "none");
}

static void a_custom_objects_name_has_at_most_64_characters(void **state)
{
    struct fixture *fixture = *state;
    struct str most = repeated(fixture, "x", CUSTOM_OBJECT_NAME_MAX);
    struct str key = arena_format(&fixture->arena, "custom_objects.%.*s", STR_ARG(most));
    assert_text(parsed(fixture, key.ptr), key.ptr);
    key = arena_format(&fixture->arena, "custom_objects.%.*sx", STR_ARG(most));
    assert_text(parsed(fixture, key.ptr), "none");
}

static void keys_of_fields_begin_with_the_object(void **state)
{
    struct fixture *fixture = *state;
    struct arena *arena = &fixture->arena;
    const struct str pet = STR("custom_objects.pet");
    assert_text(custom_object_prefix(arena, STR("business")), "business.");
    assert_text(custom_object_prefix(arena, pet), "custom_object.pet.");
    assert_text(custom_object_without_prefix(arena, pet, STR("custom_object.pet.name")), "name");
    assert_text(custom_object_without_prefix(arena, pet, STR("custom_objects.pet.name")), "name");
    assert_text(custom_object_without_prefix(arena, pet, STR("contact.name")), "contact.name");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_objects_of_the_page_are_known),
        TEST(a_custom_object_may_be_written_both_ways),
        TEST(other_texts_are_no_objects),
        TEST(a_custom_objects_name_has_at_most_64_characters),
        TEST(keys_of_fields_begin_with_the_object),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
