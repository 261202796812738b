#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "api/openapi/description.h"
#include "api/openapi/openapi.h"
#include "json/json.h"

static struct arena arena;
static const struct json *document;

static int setup(void **state)
{
    struct json_malformed malformed;
    (void)state;
    arena_init(&arena);
    return json_parse(&arena, openapi_write(&arena), &document, &malformed) != ERR_NONE;
}

static int teardown(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

/* What is at "components", "schemas", …; NULL where there is nothing. */
static const struct json *at(const char *const *keys)
{
    const struct json *value = document;
    for (; *keys && value; keys++)
        value = json_member(value, str_of(*keys));
    return value;
}

#define AT(...) at((const char *const[]){__VA_ARGS__, NULL})

static void assert_text(const struct json *value, const char *wanted)
{
    assert_non_null(value);
    struct str text = json_string(value);
    assert_int_equal(text.len, strlen(wanted));
    assert_memory_equal(text.ptr, wanted, text.len);
}

static void every_route_has_its_operation(void **state)
{
    (void)state;
    for (size_t i = 0; i < route_count; i++) {
        char *method = arena_copy_z(&arena, routes[i].method);
        for (char *c = method; *c; c++)
            *c = (char)(*c | 0x20);
        const struct json *operation = AT("paths", arena_copy_z(&arena, routes[i].path), method);
        assert_non_null(operation);
        assert_text(json_member(operation, STR("summary")),
                    arena_copy_z(&arena, routes[i].summary));
    }
}

static void every_route_that_reads_a_body_says_which(void **state)
{
    (void)state;
    for (size_t i = 0; i < route_count; i++) {
        const struct operation *operation = route_operations[i];
        bool reads = routes[i].body != ROUTE_BODY_EMPTY;
        assert_int_equal(reads, operation->body != SCHEMA_NONE);
        assert_int_equal(reads, !str_is_empty(operation->example));
    }
}

static void a_text_has_the_length_of_its_table(void **state)
{
    int64_t most;
    (void)state;
    const struct json *length =
        AT("components", "schemas", "ContactUpdate", "properties", "firstName", "maxLength");
    assert_non_null(length);
    assert_true(json_int64(length, &most));
    assert_int_equal(most, 255);
}

static void a_table_in_a_table_refers_to_its_component(void **state)
{
    (void)state;
    assert_text(
        AT("components", "schemas", "ContactUpdate", "properties", "customFields", "items", "$ref"),
        "#/components/schemas/CustomFieldEntry");
}

static void a_body_takes_nothing_else_and_a_document_may_have_more(void **state)
{
    (void)state;
    const struct json *closed = AT("components", "schemas", "NoteCreate", "additionalProperties");
    assert_non_null(closed);
    assert_false(json_bool(closed));
    assert_null(AT("components", "schemas", "Note", "additionalProperties"));
}

static void a_second_path_of_a_handler_has_an_id_of_its_own(void **state)
{
    (void)state;
    assert_text(AT("paths", "/contacts/{contactId}/campaigns/removeAll", "delete", "operationId"),
                "leave-campaigns");
    assert_text(AT("paths", "/contacts/{contactId}/campaigns/remove-all", "delete", "operationId"),
                "leave-campaigns-remove-all");
}

static void a_property_of_an_owner_comes_before_one_of_anybody(void **state)
{
    (void)state;
    const struct property *of_task = property_find(STR("Task"), STR("dueDate"));
    const struct property *of_anybody = property_find(STR("TaskCreate"), STR("dueDate"));
    assert_non_null(of_task);
    assert_non_null(of_anybody);
    assert_ptr_not_equal(of_task, of_anybody);
    assert_null(property_find(STR("Task"), STR("nothing")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_route_has_its_operation),
        cmocka_unit_test(every_route_that_reads_a_body_says_which),
        cmocka_unit_test(a_text_has_the_length_of_its_table),
        cmocka_unit_test(a_table_in_a_table_refers_to_its_component),
        cmocka_unit_test(a_body_takes_nothing_else_and_a_document_may_have_more),
        cmocka_unit_test(a_second_path_of_a_handler_has_an_id_of_its_own),
        cmocka_unit_test(a_property_of_an_owner_comes_before_one_of_anybody),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
