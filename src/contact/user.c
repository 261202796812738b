#include "contact/user.h"

#include "contact/text.h"

/* ---- tables -----------------------------------------------------------------------------------
 */

enum {
#define PERMISSION(name, otherwise) PERMISSION_##name,
#include "contact/user_access.def"
    PERMISSION_COUNT
};

struct permissions {
    struct json_opt_flag flags[PERMISSION_COUNT];
};

static const bool permissions_otherwise[] = {
#define PERMISSION(name, otherwise) otherwise,
#include "contact/user_access.def"
};

static const struct json_field permission_fields[] = {
#define PERMISSION(json_name, otherwise)                                 \
    {                                                                    \
        .name = STR_INIT(#json_name),                                    \
        .kind = JSON_KIND_FLAG,                                          \
        .offset = PERMISSION_##json_name * sizeof(struct json_opt_flag), \
    },
#include "contact/user_access.def"
};

const struct json_table user_permissions_table = {permission_fields, PERMISSION_COUNT,
                                                  sizeof(struct permissions)};

struct roles {
    struct json_opt_text type;
    struct json_opt_text role;
    struct json_opt_texts location_ids;
    struct json_opt_flag restrict_sub_account;
};

#define ROLE(json_kind, member, json_name)                          \
    {                                                               \
        .name = STR_INIT(json_name), .kind = JSON_KIND_##json_kind, \
        .offset = offsetof(struct roles, member),                   \
    }

static const struct json_field role_fields[] = {
    ROLE(TEXT, type, "type"),
    ROLE(TEXT, role, "role"),
    ROLE(TEXTS, location_ids, "locationIds"),
    ROLE(FLAG, restrict_sub_account, "restrictSubAccount"),
};

static const struct json_table roles_table = {role_fields, sizeof role_fields / sizeof *role_fields,
                                              sizeof(struct roles)};

static const struct str types[] = {STR_INIT("account"), STR_INIT("agency"), STR_INIT("")};
static const struct str roles[] = {STR_INIT("admin"), STR_INIT("user"), STR_INIT("")};

static const struct str languages[] = {
    STR_INIT("en_US"), STR_INIT("es"),    STR_INIT("fr_CA"), STR_INIT("fr_FR"), STR_INIT("nl"),
    STR_INIT("de"),    STR_INIT("pt_PT"), STR_INIT("pt_BR"), STR_INIT("it"),    STR_INIT("sv"),
    STR_INIT("da"),    STR_INIT("fi"),    STR_INIT("no"),    STR_INIT(""),
};

const struct str user_scopes[] = {
#define SCOPE(name) STR_INIT(name),
#include "contact/user_access.def"
    STR_INIT(""),
};

enum { SCOPE_MAX = sizeof user_scopes / sizeof *user_scopes - 1 };

enum {
    NONE = 0,
    CREATE = JSON_BODY(RECORD_BODY_CREATE),
    BOTH = CREATE | JSON_BODY(RECORD_BODY_UPDATE),
};

/* `in` may name it, `need` has to; what `passes` is not kept as it is. The rest is of the property.
 */
#define ROW(json_kind, member, json_name, in, need, passes, ...)    \
    {                                                               \
        .field = {.name = STR_INIT(json_name),                      \
                  .kind = JSON_KIND_##json_kind,                    \
                  .offset = offsetof(struct record_fields, member), \
                  __VA_ARGS__},                                     \
        .bodies = (in), .must = (need), .body_only = (passes)       \
    }
#define WORD(member, name, need)          ROW(TEXT, member, name, BOTH, need, false, .max = RECORD_WORD_MAX)
#define OPTIONAL(kind, member, name, ...) ROW(kind, member, name, BOTH, NONE, false, __VA_ARGS__)
#define PASSING(kind, member, name, ...)  ROW(kind, member, name, BOTH, CREATE, true, __VA_ARGS__)
#define DERIVED(kind, member, name, nested) \
    ROW(kind, member, name, NONE, NONE, false, .table = (nested))

static const struct json_resource_field user_fields[] = {
    DERIVED(TEXT, name, "name", NULL),
    WORD(first_name, "firstName", CREATE),
    WORD(last_name, "lastName", CREATE),
    WORD(email, "email", CREATE),
    PASSING(TEXT, password, "password", .max = RECORD_WORD_MAX),
    WORD(phone, "phone", NONE),
    OPTIONAL(NESTED, permissions, "permissions", .table = &user_permissions_table),
    OPTIONAL(TEXTS, scopes, "scopes", .max_items = SCOPE_MAX, .one_of = user_scopes),
    OPTIONAL(TEXTS, scopes_assigned, "scopesAssignedToOnly", .max_items = SCOPE_MAX,
             .one_of = user_scopes),
    DERIVED(NESTED, roles, "roles", &roles_table),
    PASSING(TEXT, type, "type", .one_of = types),
    PASSING(TEXT, role, "role", .one_of = roles),
    PASSING(TEXTS, location_ids, "locationIds", .max = RECORD_WORD_MAX,
            .max_items = USER_LOCATIONS_MAX),
    OPTIONAL(TEXT, profile_photo, "profilePhoto", .max = RECORD_URL_MAX),
    OPTIONAL(ANY, twilio_phone, "twilioPhone", .max = 0),
    OPTIONAL(TEXT, platform_language, "platformLanguage", .one_of = languages),
    WORD(company_id, "companyId", CREATE),
};

const struct json_resource user_resource = {user_fields, sizeof user_fields / sizeof *user_fields,
                                            sizeof(struct record_fields)};

/* ---- reading ----------------------------------------------------------------------------------
 */

static void read_name(const char *json_name, struct json_opt_text *name, struct faults *faults)
{
    if (name->presence != JSON_GIVEN || str_is_empty(name->value))
        return;
    name->value = str_trim(name->value);
    if (str_is_empty(name->value))
        faults_add(faults, "%s should not be empty", json_name);
}

/* A number a location, by the location's id. */
static void check_numbers(const struct json_opt_any *numbers, struct faults *faults)
{
    if (numbers->presence != JSON_GIVEN)
        return;
    if (json_type(numbers->value) != JSON_OBJECT) {
        faults_add(faults, "twilioPhone must be an object");
        return;
    }
    if (json_count(numbers->value) > USER_LOCATIONS_MAX)
        faults_add(faults, "twilioPhone must contain no more than %d elements", USER_LOCATIONS_MAX);
    bool texts = true;
    bool fit = true;
    struct json_walk walk = json_walk(numbers->value);
    while (json_next(&walk)) {
        bool text = json_type(walk.value) == JSON_STRING;
        texts &= text;
        fit &= str_code_points(walk.key) <= RECORD_WORD_MAX;
        fit &= !text || str_code_points(json_string(walk.value)) <= RECORD_WORD_MAX;
    }
    if (!texts)
        faults_add(faults, "each value in twilioPhone must be a string");
    if (!fit)
        faults_add(faults,
                   "each value in twilioPhone must be shorter than or equal to %d characters",
                   RECORD_WORD_MAX);
}

static void check_ids(const char *json_name, const struct json_opt_texts *ids,
                      struct faults *faults)
{
    for (size_t i = 0; i < ids->count; i++) {
        if (str_is_empty(str_trim(ids->items[i]))) {
            faults_add(faults, "each value in %s should not be empty", json_name);
            return;
        }
    }
}

static void without_repeats(struct arena *arena, struct json_opt_texts *texts)
{
    struct text_list list = text_list_of_ids(arena, texts->items, texts->count);
    texts->items = list.items;
    texts->count = list.count;
}

void user_read(struct arena *arena, struct record_fields *fields, struct faults *faults)
{
    read_name("firstName", &fields->first_name, faults);
    read_name("lastName", &fields->last_name, faults);
    check_numbers(&fields->twilio_phone, faults);
    check_ids("locationIds", &fields->location_ids, faults);
    without_repeats(arena, &fields->location_ids);
    without_repeats(arena, &fields->scopes);
    without_repeats(arena, &fields->scopes_assigned);
    fields->email.value = text_nfc(arena, fields->email.value);
    fields->password = (struct json_opt_text){0};
}

/* ---- keeping ----------------------------------------------------------------------------------
 */

/* What is not told, or was taken back with null, is what a new user may. */
static void stamp_permissions(struct arena *arena, struct json_opt_nested *permissions)
{
    struct permissions *all = ARENA_NEW(arena, struct permissions);
    const struct permissions *told =
        permissions->presence == JSON_GIVEN ? permissions->value : NULL;
    for (size_t i = 0; i < PERMISSION_COUNT; i++) {
        bool is_told = told && told->flags[i].presence == JSON_GIVEN;
        all->flags[i] = (struct json_opt_flag){JSON_GIVEN, is_told ? told->flags[i].value
                                                                   : permissions_otherwise[i]};
    }
    *permissions = (struct json_opt_nested){JSON_GIVEN, all};
}

/* What bodies say flat is kept as one object. */
static void stamp_roles(struct arena *arena, struct record_fields *fields)
{
    struct roles *now = ARENA_NEW(arena, struct roles);
    *now = (struct roles){.restrict_sub_account = {JSON_GIVEN, false}};
    if (fields->roles.presence == JSON_GIVEN)
        *now = *(const struct roles *)fields->roles.value;
    if (fields->type.presence == JSON_GIVEN)
        now->type = fields->type;
    if (fields->role.presence == JSON_GIVEN)
        now->role = fields->role;
    if (fields->location_ids.presence == JSON_GIVEN)
        now->location_ids = fields->location_ids;
    fields->roles = (struct json_opt_nested){JSON_GIVEN, now};
}

void user_stamp(struct arena *arena, struct record_fields *fields)
{
    fields->name = (struct json_opt_text){
        JSON_GIVEN, arena_format(arena, "%.*s %.*s", STR_ARG(fields->first_name.value),
                                 STR_ARG(fields->last_name.value))};
    stamp_permissions(arena, &fields->permissions);
    stamp_roles(arena, fields);
}

/* ---- finding ----------------------------------------------------------------------------------
 */

static const struct roles *roles_of(const struct record_fields *fields)
{
    static const struct roles none;
    return fields->roles.presence == JSON_GIVEN ? fields->roles.value : &none;
}

struct text_list user_locations(const struct record_fields *fields)
{
    const struct json_opt_texts *ids = &roles_of(fields)->location_ids;
    return (struct text_list){ids->items, ids->count};
}

static bool has_part(struct str text, struct str part)
{
    return str_is_empty(part) || memmem(text.ptr, text.len, part.ptr, part.len) != NULL;
}

static struct str digits_of(struct arena *arena, struct str text)
{
    char *digits = arena_alloc(arena, text.len);
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (str_is_digit(text.ptr[i]))
            digits[len++] = text.ptr[i];
    }
    return (struct str){digits, len};
}

static bool has_text(struct str text, const struct record_fields *user, struct arena *arena)
{
    if (has_part(text_lower(arena, user->name.value), text) ||
        has_part(text_lower(arena, user->email.value), text))
        return true;
    struct str digits = digits_of(arena, text);
    return !str_is_empty(digits) && has_part(digits_of(arena, user->phone.value), digits);
}

static bool is_asked(struct str wanted, struct str value)
{
    return str_is_empty(wanted) || str_eq(wanted, value);
}

static bool is_in(struct str location_id, const struct text_list *locations)
{
    return str_is_empty(location_id) || text_list_has(locations, location_id);
}

bool user_matches(const struct user_query *query, struct str id, const struct record_fields *user,
                  struct arena *arena)
{
    const struct roles *has = roles_of(user);
    struct text_list locations = user_locations(user);
    return is_asked(query->company_id, user->company_id.value) &&
           is_in(query->location_id, &locations) && is_in(query->own_location_id, &locations) &&
           is_asked(query->type, has->type.value) && is_asked(query->role, has->role.value) &&
           (query->ids.count == 0 || text_list_has(&query->ids, id)) &&
           has_text(query->text, user, arena);
}
