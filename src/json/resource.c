#include "json/resource.h"

#include <assert.h>

/* ---- a body -----------------------------------------------------------------------------------
 */

/* What some body must give is no less needed by the others. */
struct json_table json_resource_body_table(const struct json_resource *resource, unsigned body,
                                           struct json_field room[JSON_TABLE_ROOM])
{
    size_t count = 0;
    assert(resource->count <= JSON_TABLE_ROOM);
    for (size_t i = 0; i < resource->count; i++) {
        const struct json_resource_field *field = &resource->fields[i];
        if (!(field->bodies & JSON_BODY(body)))
            continue;
        room[count] = field->field;
        room[count].required = (field->must & JSON_BODY(body)) != 0;
        room[count++].kept = field->must != 0;
    }
    return (struct json_table){.fields = room, .count = count, .size = resource->size};
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
    struct json_field rows[JSON_TABLE_ROOM];
    const struct json_table table = json_resource_body_table(resource, body, rows);
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
    assert(resource->count <= JSON_TABLE_ROOM);
    for (size_t i = 0; i < resource->count; i++) {
        if (all || !resource->fields[i].body_only)
            rows[count++] = resource->fields[i].field;
    }
    return (struct json_table){.fields = rows, .count = count, .size = resource->size};
}

struct json_table json_resource_document_table(const struct json_resource *resource,
                                               struct json_field room[JSON_TABLE_ROOM])
{
    struct json_table table = table_of(resource, false, room);
    size_t count = 0;
    for (size_t i = 0; i < resource->count; i++) {
        const struct json_resource_field *field = &resource->fields[i];
        if (!field->body_only)
            room[count++].required = field->must && !field->may_be_empty;
    }
    return table;
}

void json_resource_merge(const struct json_resource *resource, const void *patch, void *kept)
{
    struct json_field rows[JSON_TABLE_ROOM];
    const struct json_table table = table_of(resource, true, rows);
    json_table_merge(&table, patch, kept);
}

void json_resource_write(const struct json_resource *resource, const void *decoded,
                         struct json_writer *w)
{
    struct json_field rows[JSON_TABLE_ROOM];
    const struct json_table table = table_of(resource, false, rows);
    json_table_write(&table, decoded, w);
}

enum err json_resource_decode(const struct json_resource *resource, struct str document,
                              struct arena *arena, void *decoded)
{
    struct json_field rows[JSON_TABLE_ROOM];
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
