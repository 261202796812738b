#include "api/openapi/operation_writer.h"

#include "api/access.h"
#include "api/answer.h"
#include "api/openapi/error_writer.h"
#include "api/openapi/schema_writer.h"

/* ---- headers ----------------------------------------------------------------------------------
 */

/* Which headers a trait stands for. Version is every operation's that needs a token. */
static const struct {
    unsigned trait;
    struct str name;
    struct str key; /* of the component */
    struct str description;
} taken[] =
    {
        {TAKES_IF_MATCH, STR_INIT("If-Match"), STR_INIT("IfMatch"),
         STR_INIT("Only when the contact still has this ETag; 412 otherwise")},
        {TAKES_IDEMPOTENCY_KEY, STR_INIT("Idempotency-Key"), STR_INIT("IdempotencyKey"),
         STR_INIT("A text of your own: a repeat within 24 hours gets the first answer")},
        {TAKES_IF_NONE_MATCH, STR_INIT("If-None-Match"), STR_INIT("IfNoneMatch"),
         STR_INIT("The ETag of what is there already: 304 when it still holds")},
},
  given[] = {
      {GIVES_ETAG, STR_INIT("ETag"), STR_INIT("ETag"),
       STR_INIT("Its version, for If-Match or If-None-Match")},
      {GIVES_WARNING, STR_INIT("X-Contactd-Warning"), STR_INIT("Warning"),
       STR_INIT("Which custom fields of the body the location does not define: they were dropped")},
      {TAKES_IDEMPOTENCY_KEY, STR_INIT("Idempotency-Replayed"), STR_INIT("IdempotencyReplayed"),
       STR_INIT("`true` when nothing was made, because this is the first answer again")},
      {GIVES_RATE_LIMITS, STR_INIT("X-RateLimit-Limit-Daily"), STR_INIT("RateLimitLimitDaily"),
       STR_INIT("With --rate-limits: requests that the location may make a day")},
      {GIVES_RATE_LIMITS, STR_INIT("X-RateLimit-Daily-Remaining"),
       STR_INIT("RateLimitDailyRemaining"), STR_INIT("… how many of them are left")},
      {GIVES_RATE_LIMITS, STR_INIT("X-RateLimit-Daily-Reset"), STR_INIT("RateLimitDailyReset"),
       STR_INIT("… milliseconds until the next day")},
      {GIVES_RATE_LIMITS, STR_INIT("X-RateLimit-Max"), STR_INIT("RateLimitMax"),
       STR_INIT("… requests that it may make in an interval")},
      {GIVES_RATE_LIMITS, STR_INIT("X-RateLimit-Remaining"), STR_INIT("RateLimitRemaining"),
       STR_INIT("… how many of them are left")},
      {GIVES_RATE_LIMITS, STR_INIT("X-RateLimit-Interval-Milliseconds"),
       STR_INIT("RateLimitInterval"), STR_INIT("… the length of an interval")},
};

enum { TAKEN_COUNT = sizeof taken / sizeof *taken, GIVEN_COUNT = sizeof given / sizeof *given };

static void write_string_schema(struct json_writer *w)
{
    json_key(w, STR("schema"));
    json_begin_object(w);
    json_member_string(w, STR("type"), STR("string"));
    json_end(w);
}

/* Which versions an operation has, and the name of the component for it. */
static const struct {
    unsigned trait; /* 0: all of them */
    struct str key;
    enum api_version first, last, usual;
} versions[] = {
    {ONLY_UNDER_V3, STR_INIT("VersionV3"), API_V3, API_V3, API_V3},
    {NOT_UNDER_V3, STR_INIT("VersionBeforeV3"), API_V2021_04_15, API_V3 - 1, API_V2021_07_28},
    {0, STR_INIT("Version"), API_V2021_04_15, API_VERSION_COUNT - 1, API_V2021_07_28},
};

enum { VERSIONS_COUNT = sizeof versions / sizeof *versions };

static struct str version_key(unsigned traits)
{
    size_t i = 0;
    while (versions[i].trait && !(versions[i].trait & traits))
        i++;
    return versions[i].key;
}

static void write_version_parameter(struct json_writer *w, size_t which)
{
    json_key(w, versions[which].key);
    json_begin_object(w);
    json_member_string(w, STR("name"), STR("Version"));
    json_member_string(w, STR("in"), STR("header"));
    json_member_bool(w, STR("required"), true);
    json_member_string(w, STR("description"), STR("The version of the API that is meant"));
    json_key(w, STR("schema"));
    json_begin_object(w);
    json_member_string(w, STR("type"), STR("string"));
    json_key(w, STR("enum"));
    json_begin_array(w);
    for (enum api_version version = versions[which].first; version <= versions[which].last;
         version++)
        json_write_string(w, access_version_text(version));
    json_end(w);
    json_member_string(w, STR("default"), access_version_text(versions[which].usual));
    json_end(w);
    json_end(w);
}

void operation_write_components(struct json_writer *w)
{
    json_key(w, STR("headers"));
    json_begin_object(w);
    for (size_t i = 0; i < GIVEN_COUNT; i++) {
        json_key(w, given[i].key);
        json_begin_object(w);
        json_member_string(w, STR("description"), given[i].description);
        write_string_schema(w);
        json_end(w);
    }
    json_end(w);
    json_key(w, STR("parameters"));
    json_begin_object(w);
    for (size_t i = 0; i < VERSIONS_COUNT; i++)
        write_version_parameter(w, i);
    for (size_t i = 0; i < TAKEN_COUNT; i++) {
        json_key(w, taken[i].key);
        json_begin_object(w);
        json_member_string(w, STR("name"), taken[i].name);
        json_member_string(w, STR("in"), STR("header"));
        json_member_string(w, STR("description"), taken[i].description);
        write_string_schema(w);
        json_end(w);
    }
    json_end(w);
}

static void write_reference(struct json_writer *w, struct arena *arena, const char *kind,
                            struct str key)
{
    json_begin_object(w);
    json_member_string(w, STR("$ref"),
                       arena_format(arena, "#/components/%s/%.*s", kind, STR_ARG(key)));
    json_end(w);
}

/* ---- parameters -------------------------------------------------------------------------------
 */

/* A number that the query leaves out is another one. */
static bool has_default(const struct member *parameter)
{
    return parameter->shape == SHAPE_INTEGER && !parameter->required &&
           parameter->least != parameter->most;
}

static void write_parameter(struct json_writer *w, struct str in, struct str owner,
                            const struct member *parameter)
{
    const struct property *property = property_find(owner, parameter->name);
    json_begin_object(w);
    json_member_string(w, STR("name"), parameter->name);
    json_member_string(w, STR("in"), in);
    json_member_bool(w, STR("required"), parameter->required);
    if (property)
        json_member_string(w, STR("description"), property->description);
    json_key(w, STR("schema"));
    json_begin_object(w);
    schema_write_shape(w, parameter);
    if (has_default(parameter))
        json_member_int(w, STR("default"), parameter->otherwise);
    schema_write_example(w, property);
    json_end(w);
    json_end(w);
}

/* The {name}s, in their order. */
static void write_path_parameters(struct json_writer *w, struct str owner, struct str path)
{
    struct str segment;
    while (str_cut(&path, '/', &segment)) {
        if (!str_starts_with(segment, STR("{")))
            continue;
        const struct member parameter = {.name = str_slice(segment, 1, segment.len - 1),
                                         .required = true,
                                         .shape = SHAPE_STRING};
        write_parameter(w, STR("path"), owner, &parameter);
    }
}

static void write_parameters(struct json_writer *w, struct arena *arena, size_t route)
{
    const struct operation *operation = route_operations[route];
    struct str owner = tag_name(operation->tag);
    json_key(w, STR("parameters"));
    json_begin_array(w);
    write_path_parameters(w, owner, routes[route].path);
    for (const struct member *one = operation->query; one && !str_is_empty(one->name); one++)
        write_parameter(w, STR("query"), owner, one);
    if (routes[route].scope != SCOPE_NONE)
        write_reference(w, arena, "parameters", version_key(operation->traits));
    for (size_t i = 0; i < TAKEN_COUNT; i++) {
        if (operation_traits(route) & taken[i].trait)
            write_reference(w, arena, "parameters", taken[i].key);
    }
    json_end(w);
}

/* ---- bodies and answers -----------------------------------------------------------------------
 */

static void write_body(struct json_writer *w, size_t route)
{
    const struct operation *operation = route_operations[route];
    if (operation->body == SCHEMA_NONE)
        return;
    json_key(w, STR("requestBody"));
    json_begin_object(w);
    json_member_bool(w, STR("required"), routes[route].body == ROUTE_BODY_JSON);
    json_key(w, STR("content"));
    json_begin_object(w);
    json_key(w, STR("application/json"));
    json_begin_object(w);
    json_key(w, STR("schema"));
    schema_write_reference(w, operation->body);
    json_key(w, STR("example"));
    json_write_raw(w, operation->example);
    json_end(w);
    json_end(w);
    json_end(w);
}

static void write_given_headers(struct json_writer *w, struct arena *arena, unsigned traits)
{
    json_key(w, STR("headers"));
    json_begin_object(w);
    for (size_t i = 0; i < GIVEN_COUNT; i++) {
        if (!(traits & given[i].trait))
            continue;
        json_key(w, given[i].name);
        write_reference(w, arena, "headers", given[i].key);
    }
    json_end(w);
}

static void write_content(struct json_writer *w, const struct operation *operation)
{
    bool other = !str_is_empty(operation->media);
    json_key(w, STR("content"));
    json_begin_object(w);
    json_key(w, other ? operation->media : STR("application/json"));
    json_begin_object(w);
    if (!other)
        json_key(w, STR("schema"));
    if (operation->whole)
        schema_write_reference(w, operation->whole);
    else if (!other)
        schema_write_members(w, tag_name(operation->tag), operation->answer);
    json_end(w);
    json_end(w);
}

static void write_answer(struct json_writer *w, struct arena *arena, size_t route, int status)
{
    json_key(w, arena_format(arena, "%d", status));
    json_begin_object(w);
    json_member_string(w, STR("description"), answer_reason(status));
    write_given_headers(w, arena, operation_traits(route));
    if (status != 304)
        write_content(w, route_operations[route]);
    json_end(w);
}

static void write_responses(struct json_writer *w, struct arena *arena, size_t route)
{
    const struct operation *operation = route_operations[route];
    json_key(w, STR("responses"));
    json_begin_object(w);
    write_answer(w, arena, route, operation->status);
    if (operation->traits & TAKES_IF_NONE_MATCH)
        write_answer(w, arena, route, 304);
    if (operation->traits & MAY_BE_UNAVAILABLE)
        write_answer(w, arena, route, 503);
    error_write_responses(w, arena, route);
    json_end(w);
}

/* ---- the operation ----------------------------------------------------------------------------
 */

/* The last segment of a path that is no {name}. */
static struct str last_word(struct str path)
{
    struct str word = STR("");
    struct str segment;
    while (str_cut(&path, '/', &segment)) {
        if (!str_is_empty(segment) && !str_starts_with(segment, STR("{")))
            word = segment;
    }
    return word;
}

static struct str with_dashes(struct arena *arena, struct str name)
{
    char *bytes = arena_copy_z(arena, name);
    for (size_t i = 0; i < name.len; i++) {
        if (bytes[i] == '_')
            bytes[i] = '-';
    }
    return (struct str){bytes, name.len};
}

/* The handler's name; of a further path to it, with the last word of that path. */
static struct str id_of(struct arena *arena, size_t route)
{
    struct str id = with_dashes(arena, route_operations[route]->id);
    for (size_t i = 0; i < route; i++) {
        if (routes[i].handle == routes[route].handle)
            return arena_format(arena, "%.*s-%.*s", STR_ARG(id),
                                STR_ARG(last_word(routes[route].path)));
    }
    return id;
}

/* Whose token it has to be, named as published. */
static const struct {
    struct str name;
    enum route_token other; /* whose operations it is no good for */
    struct str description;
} schemes[] = {
    {STR_INIT("Location-Access"), ROUTE_TOKEN_AGENCY,
     STR_INIT("A private integration token of a location, `pit-…`, with the operation's scope. "
              "`contactd token create --location` makes one.")},
    {STR_INIT("Agency-Access"), ROUTE_TOKEN_LOCATION,
     STR_INIT("A private integration token of the agency, `pit-…`, with the operation's scope. "
              "`contactd token create --agency` makes one.")},
};

enum { SCHEMES_COUNT = sizeof schemes / sizeof *schemes };

void operation_write_security_schemes(struct json_writer *w)
{
    json_key(w, STR("securitySchemes"));
    json_begin_object(w);
    for (size_t i = 0; i < SCHEMES_COUNT; i++) {
        json_key(w, schemes[i].name);
        json_begin_object(w);
        json_member_string(w, STR("type"), STR("http"));
        json_member_string(w, STR("scheme"), STR("bearer"));
        json_member_string(w, STR("description"), schemes[i].description);
        json_end(w);
    }
    json_end(w);
}

/* Either of them, where both will do; [] where none is asked for. */
static void write_security(struct json_writer *w, const struct route *route)
{
    json_key(w, STR("security"));
    json_begin_array(w);
    for (size_t i = 0; route->scope != SCOPE_NONE && i < SCHEMES_COUNT; i++) {
        const struct str scopes[] = {scope_text(route->scope)};
        if (route->token == schemes[i].other)
            continue;
        json_begin_object(w);
        json_member_strings(w, schemes[i].name, scopes, 1);
        json_end(w);
    }
    json_end(w);
}

void operation_write(struct json_writer *w, struct arena *arena, size_t route)
{
    const struct operation *operation = route_operations[route];
    const struct str tags[] = {tag_name(operation->tag)};
    json_begin_object(w);
    json_member_string(w, STR("operationId"), id_of(arena, route));
    json_member_strings(w, STR("tags"), tags, 1);
    json_member_string(w, STR("summary"), routes[route].summary);
    json_member_string(w, STR("description"), operation->description);
    if (operation->traits & DEPRECATED)
        json_member_bool(w, STR("deprecated"), true);
    write_security(w, &routes[route]);
    write_parameters(w, arena, route);
    write_body(w, route);
    write_responses(w, arena, route);
    json_end(w);
}
