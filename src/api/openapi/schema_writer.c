#include "api/openapi/schema_writer.h"

/* ---- references -------------------------------------------------------------------------------
 */

void schema_write_reference(struct json_writer *w, enum schema schema)
{
    json_begin_object(w);
    json_member_string(w, STR("$ref"), schema_rows[schema].ref);
    json_end(w);
}

static void write_null(struct json_writer *w)
{
    json_begin_object(w);
    json_member_string(w, STR("type"), STR("null"));
    json_end(w);
}

/* Inside an object: it is of a component, in the one spelling or the other, or null. */
static void write_component(struct json_writer *w, enum schema schema, bool nullable)
{
    enum schema under_v3 = schema_rows[schema].under_v3;
    if (!nullable && !under_v3) {
        json_member_string(w, STR("$ref"), schema_rows[schema].ref);
        return;
    }
    json_key(w, STR("anyOf"));
    json_begin_array(w);
    schema_write_reference(w, schema);
    if (under_v3)
        schema_write_reference(w, under_v3);
    if (nullable)
        write_null(w);
    json_end(w);
}

/* ---- what is the same of fields and members ---------------------------------------------------
 */

/* "string", or ["string", "null"]. */
static void write_type(struct json_writer *w, struct str type, bool nullable)
{
    const struct str types[] = {type, STR("null")};
    if (nullable)
        json_member_strings(w, STR("type"), types, 2);
    else
        json_member_string(w, STR("type"), type);
}

void schema_write_example(struct json_writer *w, const struct property *property)
{
    if (!property || str_is_empty(property->example))
        return;
    json_key(w, STR("examples"));
    json_begin_array(w);
    json_write_raw(w, property->example);
    json_end(w);
}

static void write_meaning(struct json_writer *w, struct str owner, struct str name)
{
    const struct property *property = property_find(owner, name);
    if (!property)
        return;
    json_member_string(w, STR("description"), property->description);
    if (!str_is_empty(property->format))
        json_member_string(w, STR("format"), property->format);
    schema_write_example(w, property);
}

static bool is_among(const struct str *names, struct str name)
{
    for (; names && !str_is_empty(*names); names++) {
        if (str_eq(*names, name))
            return true;
    }
    return false;
}

/* ---- members ----------------------------------------------------------------------------------
 */

static void write_one_of(struct json_writer *w, const struct str *values, bool nullable)
{
    json_key(w, STR("enum"));
    json_begin_array(w);
    for (; !str_is_empty(*values); values++)
        json_write_string(w, *values);
    if (nullable)
        json_write_null(w);
    json_end(w);
}

static void write_list(struct json_writer *w, const struct member *member)
{
    write_type(w, STR("array"), member->null);
    if (member->most > 0)
        json_member_int(w, STR("maxItems"), member->most);
    json_key(w, STR("items"));
    if (member->shape == SHAPE_MANY) {
        schema_write_reference(w, member->schema);
        return;
    }
    json_begin_object(w);
    if (member->shape == SHAPE_STRINGS)
        write_type(w, STR("string"), false);
    json_end(w);
}

static void write_integer(struct json_writer *w, bool nullable, int64_t least, int64_t most)
{
    write_type(w, STR("integer"), nullable);
    if (least == 0 && most == 0)
        return;
    json_member_int(w, STR("minimum"), least);
    json_member_int(w, STR("maximum"), most);
}

void schema_write_shape(struct json_writer *w, const struct member *member)
{
    switch (member->shape) {
    case SHAPE_STRING:
        write_type(w, STR("string"), member->null);
        if (member->one_of)
            write_one_of(w, member->one_of, member->null);
        break;
    case SHAPE_INTEGER:
        write_integer(w, member->null, member->least, member->most);
        break;
    case SHAPE_NUMBER:
        write_type(w, STR("number"), member->null);
        break;
    case SHAPE_BOOLEAN:
        write_type(w, STR("boolean"), member->null);
        break;
    case SHAPE_ONE:
        write_component(w, member->schema, member->null);
        break;
    case SHAPE_STRINGS:
    case SHAPE_ANYS:
    case SHAPE_MANY:
        write_list(w, member);
        break;
    case SHAPE_ANY:
        break;
    }
}

static void write_member(struct json_writer *w, struct str owner, const struct member *member)
{
    json_key(w, member->name);
    json_begin_object(w);
    schema_write_shape(w, member);
    write_meaning(w, owner, member->name);
    json_end(w);
}

static void write_members(struct json_writer *w, struct str owner, const struct member *members,
                          const struct str *but)
{
    for (; members && !str_is_empty(members->name); members++) {
        if (!is_among(but, members->name))
            write_member(w, owner, members);
    }
}

static void write_required_members(struct json_writer *w, const struct member *members,
                                   const struct str *but, const struct str *always)
{
    for (; members && !str_is_empty(members->name); members++) {
        if (!is_among(but, members->name) && (members->required || is_among(always, members->name)))
            json_write_string(w, members->name);
    }
}

void schema_write_members(struct json_writer *w, struct str owner, const struct member *members)
{
    static const struct member trace[] = {
        {.name = STR_INIT("traceId"), .required = true, .shape = SHAPE_STRING},
        {.shape = SHAPE_ANY},
    };
    json_begin_object(w);
    json_member_string(w, STR("type"), STR("object"));
    json_key(w, STR("required"));
    json_begin_array(w);
    write_required_members(w, members, NULL, NULL);
    write_required_members(w, trace, NULL, NULL);
    json_end(w);
    json_key(w, STR("properties"));
    json_begin_object(w);
    write_members(w, owner, members, NULL);
    write_members(w, owner, trace, NULL);
    json_end(w);
    json_end(w);
}

/* ---- fields of a table ------------------------------------------------------------------------
 */

/* The component that is this table, which is not made but lies somewhere; or none. */
static enum schema schema_of_table(const struct json_table *table)
{
    struct json_field room[JSON_TABLE_ROOM];
    for (enum schema schema = SCHEMA_NONE + 1; schema < SCHEMA_COUNT; schema++) {
        if (schema_table(schema, room).fields == table->fields)
            return schema;
    }
    return SCHEMA_NONE;
}

/* The same of a list of values. */
static enum schema schema_of_values(const struct str *one_of)
{
    for (enum schema schema = SCHEMA_NONE + 1; one_of && schema < SCHEMA_COUNT; schema++) {
        if (schema_rows[schema].one_of == one_of)
            return schema;
    }
    return SCHEMA_NONE;
}

static void write_text(struct json_writer *w, const struct json_field *field, bool nullable)
{
    enum schema schema = schema_of_values(field->one_of);
    if (schema) {
        write_component(w, schema, nullable);
        return;
    }
    write_type(w, STR("string"), nullable);
    if (field->max > 0)
        json_member_int(w, STR("maxLength"), (int64_t)field->max);
    if (field->one_of)
        write_one_of(w, field->one_of, nullable);
}

/* Writing calls itself as deep as our tables go, which is finite and small; never by any input. */
/* NOLINTBEGIN(misc-no-recursion) */
static void write_object(struct json_writer *w, const struct json_table *table,
                         const struct schema_row *row);

/* Inside an object. What a table in it means is said with the words of `outer`. */
static void write_nested(struct json_writer *w, const struct json_table *table,
                         const struct schema_row *outer, bool nullable)
{
    const struct schema_row row = {.name = outer->name, .body = outer->body};
    enum schema schema = schema_of_table(table);
    if (schema) {
        write_component(w, schema, nullable);
        return;
    }
    write_type(w, STR("object"), nullable);
    write_object(w, table, &row);
}

static void write_array(struct json_writer *w, const struct json_field *field,
                        const struct schema_row *row, bool nullable)
{
    write_type(w, STR("array"), nullable);
    if (field->max_items > 0)
        json_member_int(w, STR("maxItems"), (int64_t)field->max_items);
    json_key(w, STR("items"));
    json_begin_object(w);
    if (field->kind == JSON_KIND_LIST)
        write_nested(w, field->table, row, false);
    else
        write_text(w, field, false);
    json_end(w);
}

static void write_kind(struct json_writer *w, const struct json_field *field,
                       const struct schema_row *row, bool nullable)
{
    switch (field->kind) {
    case JSON_KIND_TEXT:
        write_text(w, field, nullable);
        break;
    case JSON_KIND_FLAG:
        write_type(w, STR("boolean"), nullable);
        break;
    case JSON_KIND_NUMBER:
        write_integer(w, nullable, field->least, field->most);
        break;
    case JSON_KIND_TEXTS:
    case JSON_KIND_LIST:
        write_array(w, field, row, nullable);
        break;
    case JSON_KIND_NESTED:
        write_nested(w, field->table, row, nullable);
        break;
    case JSON_KIND_ANY:
        break;
    }
}

static void write_field(struct json_writer *w, const struct json_field *field,
                        const struct schema_row *row)
{
    bool nullable = row->body && !field->required && !field->kept;
    json_key(w, field->name);
    json_begin_object(w);
    write_kind(w, field, row, nullable);
    write_meaning(w, row->name, field->name);
    json_end(w);
}

/* A member of that name says it better than the table. */
static bool is_member(const struct schema_row *row, struct str name)
{
    for (const struct member *one = row->members; one && !str_is_empty(one->name); one++) {
        if (str_eq(one->name, name))
            return true;
    }
    return false;
}

static void write_required(struct json_writer *w, const struct json_table *table,
                           const struct schema_row *row)
{
    for (size_t i = 0; i < table->count; i++) {
        const struct json_field *field = &table->fields[i];
        if (!is_member(row, field->name) && (field->required || is_among(row->always, field->name)))
            json_write_string(w, field->name);
    }
    write_required_members(w, row->base, row->but, row->always);
    write_required_members(w, row->members, NULL, row->always);
}

/* Inside an object: its properties, and which of them there have to be. */
static void write_object(struct json_writer *w, const struct json_table *table,
                         const struct schema_row *row)
{
    json_key(w, STR("required"));
    json_begin_array(w);
    if (!row->partial)
        write_required(w, table, row);
    json_end(w);
    json_key(w, STR("properties"));
    json_begin_object(w);
    for (size_t i = 0; i < table->count; i++) {
        if (!is_member(row, table->fields[i].name))
            write_field(w, &table->fields[i], row);
    }
    write_members(w, row->name, row->base, row->but);
    write_members(w, row->name, row->members, NULL);
    json_end(w);
    if (row->body)
        json_member_bool(w, STR("additionalProperties"), false);
}
/* NOLINTEND(misc-no-recursion) */

void schema_write(struct json_writer *w, enum schema schema)
{
    const struct schema_row *row = &schema_rows[schema];
    struct json_field room[JSON_TABLE_ROOM];
    const struct json_table table = schema_table(schema, room);
    if (!str_is_empty(row->json)) {
        json_write_raw(w, row->json);
        return;
    }
    json_begin_object(w);
    json_member_string(w, STR("type"), row->one_of ? STR("string") : STR("object"));
    json_member_string(w, STR("description"), row->description);
    if (row->one_of)
        write_one_of(w, row->one_of, false);
    else
        write_object(w, &table, row);
    json_end(w);
}
