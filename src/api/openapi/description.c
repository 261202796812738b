#include "api/openapi/description.h"

#include "contact/contact.h"
#include "contact/item.h"
#include "contact/patch.h"
#include "service/contacts.h"

/* ---- the words of the tables ------------------------------------------------------------------
 */

#define STRING    SHAPE_STRING
#define STRINGS   SHAPE_STRINGS
#define INTEGER   SHAPE_INTEGER
#define NUMBER    SHAPE_NUMBER
#define BOOLEAN   SHAPE_BOOLEAN
#define ANY       SHAPE_ANY
#define ANYS      SHAPE_ANYS
#define ONE(x)    SHAPE_ONE, .schema = SCHEMA_##x
#define MANY(x)   SHAPE_MANY, .schema = SCHEMA_##x
#define NO_TABLE  ((struct json_table){.count = 0})
#define JSON(...) STR_INIT(#__VA_ARGS__)

#define MUST(json_name, ...)                                                \
    {                                                                       \
        .name = STR_INIT(json_name), .required = true, .shape = __VA_ARGS__ \
    }
#define MAY(json_name, ...)                                                  \
    {                                                                        \
        .name = STR_INIT(json_name), .required = false, .shape = __VA_ARGS__ \
    }
#define MEMBERS(...)    ((const struct member[]){__VA_ARGS__, {.shape = SHAPE_ANY}})
#define ERRORS(...)     ((const enum err[]){__VA_ARGS__, ERR_NONE})
#define NAME(json_name) STR_INIT(json_name)
#define NAMES(...)      ((const struct str[]){__VA_ARGS__, {.ptr = NULL}})
#define ONE_OF(...)     .one_of = NAMES(__VA_ARGS__)

#define SUCCEEDED MEMBERS(MUST("succeded", BOOLEAN), MAY("succeeded", BOOLEAN))

/* ---- schemas ----------------------------------------------------------------------------------
 */

#define IN_CONTACT_FLAG          BOOLEAN
#define IN_CONTACT_DND_SETTINGS  ONE(DndSettings)
#define IN_CONTACT_INBOUND_DND   ONE(InboundDndSettings)
#define IN_CONTACT_TAGS          STRINGS
#define IN_CONTACT_FOLLOWERS     STRINGS
#define IN_CONTACT_CUSTOM_VALUES MANY(CustomFieldValue)
#define IN_CONTACT_VALUE         ANY
#define IN_CONTACT_LIST          ANYS

/* What the document has, and what the live service adds to that of a new contact. */
static const struct member contact_members[] = {
#define TEXT(member, json_name, most, bodies) MAY(json_name, STRING),
#define OTHER(kind, member, json_name)        MAY(json_name, IN_CONTACT_##kind),
#include "contact/fields.def"
    MAY("deleted", BOOLEAN),
    MAY("bounceEmail", BOOLEAN),
    MAY("unsubscribeEmail", BOOLEAN),
    MAY("birthMonth", INTEGER, .least = 1, .most = 12),
    MAY("birthDay", INTEGER, .least = 1, .most = 31),
    MAY("lastSessionActivityAt", STRING),
    MAY("offers", ANYS),
    MAY("products", ANYS),
    {.shape = SHAPE_ANY},
};

const struct schema_row schema_rows[SCHEMA_COUNT] = {
#define ROW(schema, text, ...)                                             \
    [SCHEMA_##schema] = {.name = STR_INIT(#schema),                        \
                         .ref = STR_INIT("#/components/schemas/" #schema), \
                         .description = STR_INIT(text),                    \
                         __VA_ARGS__},
#define BODY(schema, text, table, ...)     ROW(schema, text, .body = true, __VA_ARGS__)
#define DOCUMENT(schema, text, table, ...) ROW(schema, text, __VA_ARGS__)
#include "api/openapi/schemas.def"
};

struct json_table schema_table(enum schema schema, struct json_field room[JSON_TABLE_ROOM])
{
    switch (schema) {
#define BODY(name, text, table, ...) \
    case SCHEMA_##name:              \
        return table;
#define DOCUMENT BODY
#include "api/openapi/schemas.def"
    case SCHEMA_NONE:
    case SCHEMA_COUNT:
        break;
    }
    return NO_TABLE;
}

/* ---- operations -------------------------------------------------------------------------------
 */

#define OPERATION(handler, tag_of_it, text, ...)                                        \
    static const struct operation operation_##handler = {.id = STR_INIT(#handler),      \
                                                         .tag = TAG_##tag_of_it,        \
                                                         .description = STR_INIT(text), \
                                                         __VA_ARGS__};
#include "api/openapi/operations.def"

/* A route without a row does not compile. */
const struct operation *const route_operations[] = {
#define ROUTE(method, path, scope, body, handler, ...) &operation_##handler,
#include "api/routes.def"
#undef ROUTE
};

static const struct {
    struct str name;
    struct str description;
} tags[] = {
#define TAG(name, description) {STR_INIT(#name), STR_INIT(description)},
#include "api/openapi/operations.def"
};

struct str tag_name(enum tag tag)
{
    return tags[tag].name;
}

struct str tag_description(enum tag tag)
{
    return tags[tag].description;
}

/* ---- properties -------------------------------------------------------------------------------
 */

static const struct property properties[] = {
#define PROPERTY(name, description, format, example) \
    {STR_INIT(name), STR_INIT(description), STR_INIT(format), example},
#include "api/openapi/properties.def"
};

/* "Task.title" is "Task", "." and "title". */
static bool is_of(struct str whole, struct str owner, struct str name)
{
    return whole.len == owner.len + 1 + name.len && str_starts_with(whole, owner) &&
           whole.ptr[owner.len] == '.' && str_ends_with(whole, name);
}

const struct property *property_find(struct str owner, struct str name)
{
    const struct property *found = NULL;
    for (size_t i = 0; i < sizeof properties / sizeof *properties; i++) {
        if (is_of(properties[i].name, owner, name))
            return &properties[i];
        if (str_eq(properties[i].name, name))
            found = &properties[i];
    }
    return found;
}
