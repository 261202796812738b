#include "json/resource.h"

#include "decode_body.h"

enum { CREATE, UPDATE };

enum { CREATES = JSON_BODY(CREATE), CHANGES = JSON_BODY(CREATE) | JSON_BODY(UPDATE) };

static const struct json_resource_field fields[] = {
    {.field = {.name = STR_INIT("name"),
               .kind = JSON_KIND_TEXT,
               .offset = offsetof(struct body, name)},
     .bodies = CHANGES,
     .must = CREATES},
    {.field = {.name = STR_INIT("location"),
               .kind = JSON_KIND_TEXT,
               .offset = offsetof(struct body, location)},
     .bodies = CREATES,
     .must = CREATES,
     .may_be_empty = true},
    {.field = {.name = STR_INIT("dnd"),
               .kind = JSON_KIND_FLAG,
               .offset = offsetof(struct body, dnd)},
     .bodies = CHANGES},
    {.field = {.name = STR_INIT("tags"),
               .kind = JSON_KIND_TEXTS,
               .offset = offsetof(struct body, tags)},
     .bodies = CHANGES},
    {.field = {.name = STR_INIT("settings"),
               .kind = JSON_KIND_NESTED,
               .offset = offsetof(struct body, settings),
               .table = &settings_table},
     .bodies = CHANGES},
    {.field = {.name = STR_INIT("anything"),
               .kind = JSON_KIND_ANY,
               .offset = offsetof(struct body, anything)}},
};

static const struct json_resource resource = {fields, 6, sizeof(struct body)};

static struct body read_body(unsigned body, struct str text)
{
    struct body read;
    const struct json *root = NULL;
    struct json_malformed malformed;
    assert_int_equal(json_parse(&arena, text, &root, &malformed), ERR_NONE);
    faults_init(&faults, &arena);
    json_resource_read(&resource, body, root, &arena, &read, &faults);
    return read;
}

static void assert_faults(unsigned body, struct str text, const char *const *wanted, size_t count)
{
    read_body(body, text);
    assert_int_equal(faults.count, count);
    for (size_t i = 0; i < count; i++)
        assert_true(str_eq(faults.items[i], str_of(wanted[i])));
}

#define ASSERT_FAULTS(body, text, ...)                                   \
    assert_faults((body), STR(text), (const char *const[]){__VA_ARGS__}, \
                  sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

static struct body decode_document(struct str text)
{
    struct body body;
    assert_int_equal(json_resource_decode(&resource, text, &arena, &body), ERR_NONE);
    return body;
}

static void assert_written(const struct body *body, const char *wanted)
{
    struct json_writer *w = json_writer_new(&arena);
    json_begin_object(w);
    json_resource_write(&resource, body, w);
    json_end(w);
    assert_true(str_eq(json_finish(w), str_of(wanted)));
}

static void a_body_has_the_rows_that_are_its_own(void **state)
{
    (void)state;
    struct body body = read_body(UPDATE, STR("{\"name\":\"Ann\",\"dnd\":true}"));
    assert_int_equal(faults.count, 0);
    assert_true(str_eq(body.name.value, STR("Ann")));
    ASSERT_FAULTS(UPDATE, "{\"location\":\"x\"}", "property location should not exist");
    ASSERT_FAULTS(CREATE, "{\"name\":\"Ann\",\"location\":\"x\",\"anything\":1}",
                  "property anything should not exist");
}

static void what_a_body_must_give_is_missed(void **state)
{
    (void)state;
    ASSERT_FAULTS(CREATE, "{}", "name must be a string", "location must be a string");
    read_body(UPDATE, STR("{}"));
    assert_int_equal(faults.count, 0);
}

static void what_is_needed_can_be_neither_cleared_nor_emptied(void **state)
{
    (void)state;
    ASSERT_FAULTS(UPDATE, "{\"name\":null}", "name must be a string");
    ASSERT_FAULTS(UPDATE, "{\"name\":\"\"}", "name should not be empty");
    ASSERT_FAULTS(UPDATE, "{\"name\":1}", "name must be a string");
    ASSERT_FAULTS(CREATE, "{\"name\":\"\",\"location\":\"\"}", "name should not be empty");
    assert_int_equal(read_body(UPDATE, STR("{\"dnd\":null}")).dnd.presence, JSON_CLEARED);
    assert_int_equal(faults.count, 0);
}

static void a_document_is_written_and_read_back(void **state)
{
    (void)state;
    const char *text = "{\"name\":\"Ann\",\"dnd\":false,\"tags\":[\"a\",\"b\"],\"settings\":"
                       "{\"Call\":{\"status\":\"active\"},\"loud\":true},\"anything\":[1]}";
    struct body body = decode_document(str_of(text));
    assert_written(&body, text);
}

static void what_is_absent_cleared_or_an_empty_text_is_not_written(void **state)
{
    (void)state;
    struct body body = decode_document(STR("{\"name\":\"\",\"dnd\":null,\"tags\":[]}"));
    assert_written(&body, "{\"tags\":[]}");
}

static void a_document_may_have_more_than_the_rows(void **state)
{
    (void)state;
    struct body body = decode_document(STR("{\"id\":\"1\",\"name\":\"Ann\"}"));
    assert_written(&body, "{\"name\":\"Ann\"}");
}

static void a_document_that_is_none_is_a_damaged_store(void **state)
{
    (void)state;
    struct body body;
    assert_int_equal(json_resource_decode(&resource, STR("{"), &arena, &body), ERR_STORE_FAILED);
    assert_int_equal(json_resource_decode(&resource, STR("[]"), &arena, &body), ERR_STORE_FAILED);
}

static void merging_changes_what_the_patch_names(void **state)
{
    (void)state;
    struct body kept = decode_document(STR("{\"name\":\"Ann\",\"dnd\":true,\"tags\":[\"a\"],"
                                           "\"anything\":1}"));
    struct body patch = read_body(UPDATE, STR("{\"dnd\":null,\"tags\":[\"b\",\"c\"]}"));
    json_resource_merge(&resource, &patch, &kept);
    assert_written(&kept, "{\"name\":\"Ann\",\"tags\":[\"b\",\"c\"],\"anything\":1}");
}

static void merging_goes_into_nested_objects(void **state)
{
    (void)state;
    struct body kept = decode_document(
        STR("{\"settings\":{\"Call\":{\"status\":\"active\",\"message\":\"x\"},\"loud\":true}}"));
    struct body patch =
        read_body(UPDATE, STR("{\"settings\":{\"Call\":{\"status\":\"inactive\"}}}"));
    json_resource_merge(&resource, &patch, &kept);
    assert_written(&kept, "{\"settings\":{\"Call\":{\"status\":\"inactive\",\"message\":\"x\"},"
                          "\"loud\":true}}");
    patch = read_body(UPDATE, STR("{\"settings\":null}"));
    json_resource_merge(&resource, &patch, &kept);
    assert_written(&kept, "{}");
    patch = read_body(UPDATE, STR("{\"settings\":{\"loud\":false}}"));
    json_resource_merge(&resource, &patch, &kept);
    assert_written(&kept, "{\"settings\":{\"loud\":false}}");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_body_has_the_rows_that_are_its_own),
        TEST(what_a_body_must_give_is_missed),
        TEST(what_is_needed_can_be_neither_cleared_nor_emptied),
        TEST(a_document_is_written_and_read_back),
        TEST(what_is_absent_cleared_or_an_empty_text_is_not_written),
        TEST(a_document_may_have_more_than_the_rows),
        TEST(a_document_that_is_none_is_a_damaged_store),
        TEST(merging_changes_what_the_patch_names),
        TEST(merging_goes_into_nested_objects),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
