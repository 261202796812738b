/*
 * The contract of custom fields and their folders.
 */
#include "store_fixture.h"

static struct custom_field field_of(const char *id, const char *object_key, const char *key)
{
    return (struct custom_field){
        .id = str_of(id),
        .object_key = str_of(object_key),
        .key = str_of(key),
        .name = STR("Pin code"),
        .type = CUSTOM_FIELD_TEXT,
    };
}

static struct custom_field contact_field(const char *id, const char *key)
{
    return field_of(id, "contact", key);
}

static struct custom_fields list(struct store_fixture *fixture, const char *location_id,
                                 const char *object_key)
{
    struct custom_fields read = {.count = 99};
    assert_int_equal(store_custom_field_list(fixture_view(fixture), &fixture->arena,
                                             str_of(location_id), str_of(object_key), &read),
                     ERR_NONE);
    return read;
}

static struct custom_field get(struct store_fixture *fixture, const char *id)
{
    struct custom_field read;
    assert_int_equal(store_custom_field_get(fixture_view(fixture), &fixture->arena, STR("loc"),
                                            str_of(id), &read),
                     ERR_NONE);
    return read;
}

static void assert_same(const struct custom_field *read, const struct custom_field *written)
{
    assert_true(str_eq(read->id, written->id));
    assert_true(str_eq(read->object_key, written->object_key));
    assert_true(str_eq(read->key, written->key));
    assert_true(str_eq(read->name, written->name));
    assert_true(str_eq(read->placeholder, written->placeholder));
    assert_true(str_eq(read->description, written->description));
    assert_true(str_eq(read->parent_id, written->parent_id));
    assert_int_equal(read->type, written->type);
    assert_int_equal(read->position, written->position);
    assert_int_equal(read->files_max, written->files_max);
    assert_int_equal(read->allows_many_files, written->allows_many_files);
    assert_int_equal(read->allows_custom_option, written->allows_custom_option);
    assert_int_equal(read->shows_in_forms, written->shows_in_forms);
    assert_int_equal(read->date_added_ms, written->date_added_ms);
    assert_int_equal(read->date_updated_ms, written->date_updated_ms);
    assert_int_equal(read->option_count, written->option_count);
    for (size_t i = 0; i < read->option_count; i++) {
        assert_true(str_eq(read->options[i].key, written->options[i].key));
        assert_true(str_eq(read->options[i].label, written->options[i].label));
        assert_true(str_eq(read->options[i].url, written->options[i].url));
        assert_true(str_eq(read->options[i].prefill, written->options[i].prefill));
    }
    assert_int_equal(read->formats.count, written->formats.count);
    for (size_t i = 0; i < read->formats.count; i++)
        assert_true(str_eq(read->formats.items[i], written->formats.items[i]));
}

static struct custom_option some_options[] = {
    {STR_INIT("red"), STR_INIT("Red"), STR_INIT("http://r"), STR_INIT("")},
    {STR_INIT("\"b\"\n"), STR_INIT("grün"), STR_INIT(""), STR_INIT("x")},
};

static struct str some_formats[] = {STR_INIT(".pdf"), STR_INIT("all")};

/* Every member with a value that is not its default. */
static struct custom_field full_field(void)
{
    struct custom_field field = contact_field("f", "contact.colour");
    field.placeholder = STR("choose");
    field.description = STR("of what");
    field.parent_id = STR("folder");
    field.type = CUSTOM_FIELD_MULTIPLE_OPTIONS;
    field.position = -3;
    field.options = some_options;
    field.option_count = 2;
    field.formats = (struct text_list){some_formats, 2};
    field.files_max = 4;
    field.allows_many_files = true;
    field.allows_custom_option = true;
    field.shows_in_forms = true;
    field.date_added_ms = 17;
    field.date_updated_ms = 18;
    return field;
}

static void a_field_is_read_as_it_was_written(void **state)
{
    struct store_fixture *fixture = *state;
    struct custom_field field = full_field();
    assert_int_equal(run_custom_field_insert(fixture->store, STR("loc"), &field), ERR_NONE);
    struct custom_fields all = list(fixture, "loc", "contact");
    assert_int_equal(all.count, 1);
    assert_same(&all.items[0], &field);
    struct custom_field one = get(fixture, "f");
    assert_same(&one, &field);
    assert_int_equal(store_custom_field_by_key(fixture_view(fixture), &fixture->arena, STR("loc"),
                                               STR("contact.colour"), &one),
                     ERR_NONE);
    assert_same(&one, &field);
}

static void every_type_is_kept(void **state)
{
    struct store_fixture *fixture = *state;
    for (int type = 0; type < CUSTOM_FIELD_TYPE_COUNT; type++) {
        struct str id = arena_format(&fixture->arena, "%02d", type);
        struct custom_field field = contact_field(id.ptr, id.ptr);
        field.type = (enum custom_field_type)type;
        assert_int_equal(run_custom_field_insert(fixture->store, STR("loc"), &field), ERR_NONE);
    }
    struct custom_fields all = list(fixture, "loc", "contact");
    assert_int_equal(all.count, CUSTOM_FIELD_TYPE_COUNT);
    for (int type = 0; type < CUSTOM_FIELD_TYPE_COUNT; type++)
        assert_int_equal(all.items[type].type, type);
}

static void fields_are_sorted_by_id_and_of_one_location_and_object(void **state)
{
    struct store_fixture *fixture = *state;
    struct custom_field b = contact_field("b", "contact.1"), a = contact_field("a", "contact.2"),
                        other = contact_field("c", "contact.1"),
                        business = field_of("d", "business", "business.1");
    assert_int_equal(run_custom_field_insert(fixture->store, STR("loc"), &b), ERR_NONE);
    assert_int_equal(run_custom_field_insert(fixture->store, STR("loc"), &a), ERR_NONE);
    assert_int_equal(run_custom_field_insert(fixture->store, STR("loc"), &business), ERR_NONE);
    assert_int_equal(run_custom_field_insert(fixture->store, STR("other"), &other), ERR_NONE);
    struct custom_fields all = list(fixture, "loc", "contact");
    assert_int_equal(all.count, 2);
    assert_text(all.items[0].id, "a");
    assert_text(all.items[1].id, "b");
    assert_int_equal(list(fixture, "loc", "business").count, 1);
    assert_int_equal(list(fixture, "none", "contact").count, 0);
}

static void the_id_and_the_key_are_taken_once(void **state)
{
    struct store_fixture *fixture = *state;
    struct custom_field field = contact_field("a", "contact.1"),
                        same_key = contact_field("b", "contact.1"),
                        same_id = contact_field("a", "contact.2");
    assert_int_equal(run_custom_field_insert(fixture->store, STR("loc"), &field), ERR_NONE);
    assert_int_equal(run_custom_field_insert(fixture->store, STR("loc"), &same_key), ERR_EXISTS);
    assert_int_equal(run_custom_field_insert(fixture->store, STR("loc"), &same_id), ERR_EXISTS);
}

static void an_update_leaves_what_a_field_is(void **state)
{
    struct store_fixture *fixture = *state;
    struct custom_field field = contact_field("f", "contact.1"), changed = full_field();
    assert_int_equal(run_custom_field_update(fixture->store, STR("loc"), &changed), ERR_NOT_FOUND);
    assert_int_equal(run_custom_field_insert(fixture->store, STR("loc"), &field), ERR_NONE);
    assert_int_equal(run_custom_field_update(fixture->store, STR("loc"), &changed), ERR_NONE);
    changed.key = field.key;
    changed.type = field.type;
    changed.date_added_ms = field.date_added_ms;
    struct custom_field read = get(fixture, "f");
    assert_same(&read, &changed);
}

static void a_deleted_field_is_gone_and_its_key_is_free(void **state)
{
    struct store_fixture *fixture = *state;
    struct custom_field field = contact_field("f", "contact.1"),
                        next = contact_field("g", "contact.1"), read;
    assert_int_equal(run_custom_field_insert(fixture->store, STR("loc"), &field), ERR_NONE);
    assert_int_equal(run_custom_field_delete(fixture->store, STR("other"), STR("f")),
                     ERR_NOT_FOUND);
    assert_int_equal(run_custom_field_delete(fixture->store, STR("loc"), STR("f")), ERR_NONE);
    assert_int_equal(run_custom_field_delete(fixture->store, STR("loc"), STR("f")), ERR_NOT_FOUND);
    assert_int_equal(
        store_custom_field_get(fixture_view(fixture), &fixture->arena, STR("loc"), STR("f"), &read),
        ERR_NOT_FOUND);
    assert_int_equal(run_custom_field_insert(fixture->store, STR("loc"), &next), ERR_NONE);
}

static void assert_total(struct store_fixture *fixture, int64_t fields, int64_t bytes)
{
    struct custom_field_total total = {-1, -1};
    assert_int_equal(
        store_custom_field_total(fixture_view(fixture), STR("loc"), STR("contact"), &total),
        ERR_NONE);
    assert_int_equal(total.fields, fields);
    assert_int_equal(total.bytes, bytes);
}

static void the_total_is_of_one_object(void **state)
{
    struct store_fixture *fixture = *state;
    struct custom_field small = contact_field("a", "contact.1"), large = full_field(),
                        business = field_of("d", "business", "business.1");
    assert_total(fixture, 0, 0);
    assert_int_equal(run_custom_field_insert(fixture->store, STR("loc"), &small), ERR_NONE);
    assert_int_equal(run_custom_field_insert(fixture->store, STR("loc"), &large), ERR_NONE);
    assert_int_equal(run_custom_field_insert(fixture->store, STR("loc"), &business), ERR_NONE);
    assert_total(fixture, 2, (int64_t)(custom_field_size(&small) + custom_field_size(&large)));
    large.option_count = 0;
    assert_int_equal(run_custom_field_update(fixture->store, STR("loc"), &large), ERR_NONE);
    assert_total(fixture, 2, (int64_t)(custom_field_size(&small) + custom_field_size(&large)));
}

/* ---- folders ----------------------------------------------------------------------------------
 */

static struct custom_folder folder_of(const char *id, const char *object_key, int64_t date_ms)
{
    return (struct custom_folder){str_of(id), str_of(object_key), STR("General"), date_ms, date_ms};
}

static void a_folder_is_read_as_it_was_written_and_renamed(void **state)
{
    struct store_fixture *fixture = *state;
    struct custom_folder folder = folder_of("f", "business", 7), read;
    assert_int_equal(run_custom_folder_update(fixture->store, STR("loc"), &folder), ERR_NOT_FOUND);
    assert_int_equal(run_custom_folder_insert(fixture->store, STR("loc"), &folder), ERR_NONE);
    assert_int_equal(run_custom_folder_insert(fixture->store, STR("loc"), &folder), ERR_EXISTS);
    folder.name = STR("Other");
    folder.date_updated_ms = 9;
    assert_int_equal(run_custom_folder_update(fixture->store, STR("loc"), &folder), ERR_NONE);
    assert_int_equal(store_custom_folder_get(fixture_view(fixture), &fixture->arena, STR("loc"),
                                             STR("f"), &read),
                     ERR_NONE);
    assert_text(read.id, "f");
    assert_text(read.object_key, "business");
    assert_text(read.name, "Other");
    assert_int_equal(read.date_added_ms, 7);
    assert_int_equal(read.date_updated_ms, 9);
}

static void folders_are_listed_oldest_first_and_of_one_object(void **state)
{
    struct store_fixture *fixture = *state;
    struct custom_folder young = folder_of("a", "contact", 2), old = folder_of("b", "contact", 1),
                         other = folder_of("c", "business", 1);
    struct custom_folder *folders;
    size_t count = 99;
    assert_int_equal(run_custom_folder_insert(fixture->store, STR("loc"), &young), ERR_NONE);
    assert_int_equal(run_custom_folder_insert(fixture->store, STR("loc"), &old), ERR_NONE);
    assert_int_equal(run_custom_folder_insert(fixture->store, STR("loc"), &other), ERR_NONE);
    assert_int_equal(store_custom_folder_list(fixture_view(fixture), &fixture->arena, STR("loc"),
                                              STR("contact"), &folders, &count),
                     ERR_NONE);
    assert_int_equal(count, 2);
    assert_text(folders[0].id, "b");
    assert_text(folders[1].id, "a");
}

static void a_deleted_folder_leaves_its_fields(void **state)
{
    struct store_fixture *fixture = *state;
    struct custom_folder folder = folder_of("folder", "contact", 1), read;
    struct custom_field inside = full_field(), outside = contact_field("o", "contact.o");
    outside.parent_id = STR("another");
    assert_int_equal(run_custom_folder_insert(fixture->store, STR("loc"), &folder), ERR_NONE);
    assert_int_equal(run_custom_field_insert(fixture->store, STR("loc"), &inside), ERR_NONE);
    assert_int_equal(run_custom_field_insert(fixture->store, STR("loc"), &outside), ERR_NONE);
    assert_int_equal(run_custom_folder_delete(fixture->store, STR("loc"), &folder), ERR_NONE);
    assert_int_equal(run_custom_folder_delete(fixture->store, STR("loc"), &folder), ERR_NOT_FOUND);
    assert_int_equal(store_custom_folder_get(fixture_view(fixture), &fixture->arena, STR("loc"),
                                             STR("folder"), &read),
                     ERR_NOT_FOUND);
    assert_text(get(fixture, "f").parent_id, "");
    assert_text(get(fixture, "o").parent_id, "another");
    inside.parent_id = STR("");
    assert_total(fixture, 2, (int64_t)(custom_field_size(&inside) + custom_field_size(&outside)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_field_is_read_as_it_was_written),
        TEST(every_type_is_kept),
        TEST(fields_are_sorted_by_id_and_of_one_location_and_object),
        TEST(the_id_and_the_key_are_taken_once),
        TEST(an_update_leaves_what_a_field_is),
        TEST(a_deleted_field_is_gone_and_its_key_is_free),
        TEST(the_total_is_of_one_object),
        TEST(a_folder_is_read_as_it_was_written_and_renamed),
        TEST(folders_are_listed_oldest_first_and_of_one_object),
        TEST(a_deleted_folder_leaves_its_fields),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
