#include "api/openapi/description.h"

#include "api/contact_search.h"
#include "api/idempotency.h"
#include "contact/contact.h"
#include "contact/custom_field_body.h"
#include "contact/custom_folder.h"
#include "contact/item.h"
#include "contact/location_body.h"
#include "contact/patch.h"
#include "contact/record.h"
#include "contact/search.h"
#include "contact/task_query.h"
#include "contact/user.h"
#include "service/contacts.h"
#include "service/location.h"
#include "service/users.h"

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
#define IN_CONTACT_EMAILS        MANY(AdditionalEmail)
#define IN_CONTACT_PHONES        MANY(AdditionalPhone)
#define IN_CONTACT_VALUE         ANY

static const struct member contact_members[] = {
#define TEXT(member, json_name, most, bodies) MAY(json_name, STRING),
#define OTHER(kind, member, json_name)        MAY(json_name, IN_CONTACT_##kind),
#include "contact/fields.def"
    {.shape = SHAPE_ANY},
};

/* One that was found has all of them: null is what is not there. */
static const struct member found_members[] = {
#define TEXT(member, json_name, most, bodies) MUST(json_name, STRING, .null = true),
#define OTHER(kind, member, json_name)        MUST(json_name, IN_CONTACT_##kind, .null = true),
#include "contact/fields.def"
    {.shape = SHAPE_ANY},
};

static const struct str contact_always[] = {
    STR_INIT("id"),
    STR_INIT("locationId"),
    STR_INIT("dnd"),
    STR_INIT("tags"),
    STR_INIT("followers"),
    STR_INIT("customFields"),
    STR_INIT("dateAdded"),
    STR_INIT("additionalEmails"),
    STR_INIT("additionalPhones"),
    STR_INIT("dateUpdated"),
    {.ptr = NULL},
};

/* What schemas.def has to say in JSON. */
_Static_assert(SEARCH_TEXT_MAX == 75 && SEARCH_VALUES_MAX == 100, "values of SearchCondition");
_Static_assert(USER_LOCATIONS_MAX == 500 && RECORD_WORD_MAX == 255, "numbers of UserNumbers");

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
#define ROUTE(method, path, scope, token, body, handler, ...) &operation_##handler,
#include "api/routes.def"
#undef ROUTE
};

unsigned operation_traits(size_t route)
{
    return route_operations[route]->traits |
           (idempotency_covers(&routes[route]) ? TAKES_IDEMPOTENCY_KEY : 0) |
           (routes[route].scope != SCOPE_NONE ? GIVES_RATE_LIMITS : 0);
}

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
