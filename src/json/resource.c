#include "json/resource.h"

#include <assert.h>

/* ---- a body -----------------------------------------------------------------------------------
 */

/* The rows that the body may have. What some body must give is no less needed where it is named. */
static size_t rows_of(const struct json_resource *resource, unsigned body,
                      const struct json *object, struct json_field *rows)
{
    size_t count = 0;
    assert(resource->count <= JSON_RESOURCE_FIELDS_MAX);
    for (size_t i = 0; i < resource->count; i++) {
        const struct json_resource_field *field = &resource->fields[i];
        if (!(field->bodies & JSON_BODY(body)))
            continue;
        bool named = field->must && json_member(object, field->field.name);
        rows[count] = field->field;
        rows[count++].required = named || (field->must & JSON_BODY(body));
    }
    return count;
}

static void check_not_empty(const struct json_resource *resource, const void *decoded,
                            struct faults *faults)
{
    for (size_t i = 0; i < resource->count; i++) {
        const struct json_resource_field *field = &resource->fields[i];
        if (!field->must || field->may_be_empty || field->field.kind != JSON_KIND_TEXT)
            continue;
        const struct json_opt_text *text =
            (const void *)((const char *)decoded + field->field.offset);
        if (text->presence == JSON_GIVEN && str_is_empty(text->value))
            faults_add(faults, "%.*s should not be empty", STR_ARG(field->field.name));
    }
}

void json_resource_read(const struct json_resource *resource, unsigned body,
                        const struct json *object, struct arena *arena, void *decoded,
                        struct faults *faults)
{
    struct json_field rows[JSON_RESOURCE_FIELDS_MAX];
    const struct json_table table = {
        .fields = rows, .count = rows_of(resource, body, object, rows), .size = resource->size};
    json_table_decode(&table, object, arena, decoded, faults);
    check_not_empty(resource, decoded, faults);
}

/* ---- kept and served --------------------------------------------------------------------------
 */

/* The rows for a document or, with those that only bodies have, all of them; none has to be there.
 */
static struct json_table table_of(const struct json_resource *resource, bool all,
                                  struct json_field *rows)
{
    size_t count = 0;
    assert(resource->count <= JSON_RESOURCE_FIELDS_MAX);
    for (size_t i = 0; i < resource->count; i++) {
        if (all || !resource->fields[i].body_only)
            rows[count++] = resource->fields[i].field;
    }
    return (struct json_table){.fields = rows, .count = count, .size = resource->size};
}

void json_resource_merge(const struct json_resource *resource, const void *patch, void *kept)
{
    struct json_field rows[JSON_RESOURCE_FIELDS_MAX];
    const struct json_table table = table_of(resource, true, rows);
    json_table_merge(&table, patch, kept);
}

void json_resource_write(const struct json_resource *resource, const void *decoded,
                         struct json_writer *w)
{
    struct json_field rows[JSON_RESOURCE_FIELDS_MAX];
    const struct json_table table = table_of(resource, false, rows);
    json_table_write(&table, decoded, w);
}

enum err json_resource_decode(const struct json_resource *resource, struct str document,
                              struct arena *arena, void *decoded)
{
    struct json_field rows[JSON_RESOURCE_FIELDS_MAX];
    const struct json_table table = table_of(resource, false, rows);
    const struct json *root;
    struct json_malformed malformed;
    struct faults ignored; /* what the program adds is not in the table */
    faults_init(&ignored, arena);
    enum err err = json_parse(arena, document, &root, &malformed);
    if (err || json_type(root) != JSON_OBJECT)
        return ERR_STORE_FAILED;
    json_table_decode(&table, root, arena, decoded, &ignored);
    return ERR_NONE;
}
