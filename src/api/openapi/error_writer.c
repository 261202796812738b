#include "api/openapi/error_writer.h"

#include "api/answer.h"

/* ---- which ------------------------------------------------------------------------------------
 */

enum reach { EVERYWHERE, WITH_TOKEN, WITH_BODY, WITH_KEY, THAT_WRITES };

/* What no row of operations.def has to say. */
static const struct {
    enum reach reach;
    enum err err;
} common[] = {
    {EVERYWHERE, ERR_REQUEST_MALFORMED}, {EVERYWHERE, ERR_NOT_UTF8},
    {WITH_BODY, ERR_JSON_MALFORMED},     {WITH_TOKEN, ERR_TOKEN_INVALID},
    {WITH_TOKEN, ERR_VERSION_MISSING},   {WITH_TOKEN, ERR_VERSION_INVALID},
    {WITH_TOKEN, ERR_SCOPE_MISSING},     {EVERYWHERE, ERR_BODY_TOO_LARGE},
    {EVERYWHERE, ERR_URL_TOO_LONG},      {WITH_BODY, ERR_MEDIA_TYPE},
    {WITH_BODY, ERR_BODY_INVALID},       {EVERYWHERE, ERR_HEAD_TOO_LARGE},
    {EVERYWHERE, ERR_INTERNAL},          {THAT_WRITES, ERR_OVERLOADED},
    {WITH_TOKEN, ERR_STORE_UNAVAILABLE}, {WITH_KEY, ERR_IDEMPOTENCY_REUSED},
    {WITH_KEY, ERR_IDEMPOTENCY_UNKEPT},  {WITH_TOKEN, ERR_RATE_LIMITED},
};

enum { COMMON_COUNT = sizeof common / sizeof *common };

struct err_set {
    bool has[ERR_COUNT];
};

/* Of what is only some operations', none: they would be a response of their own everywhere else. */
static struct err_set all_shared(void)
{
    struct err_set set = {{false}};
    for (size_t i = 0; i < COMMON_COUNT; i++)
        set.has[common[i].err] = common[i].reach != WITH_KEY;
    return set;
}

static void add_own(struct err_set *set, const enum err *errors)
{
    for (; errors && *errors; errors++)
        set->has[*errors] = true;
}

static struct err_set errors_of(size_t route)
{
    struct err_set set = {{false}};
    const bool reached[] = {
        [EVERYWHERE] = true,
        [WITH_TOKEN] = routes[route].scope != SCOPE_NONE,
        [WITH_BODY] = routes[route].body != ROUTE_BODY_EMPTY,
        [WITH_KEY] = operation_traits(route) & TAKES_IDEMPOTENCY_KEY,
        [THAT_WRITES] = routes[route].scope != SCOPE_NONE && !scope_reads(routes[route].scope),
    };
    for (size_t i = 0; i < COMMON_COUNT; i++)
        set.has[common[i].err] = reached[common[i].reach];
    add_own(&set, route_operations[route]->errors);
    return set;
}

static void add_all(struct err_set *set, struct err_set other)
{
    for (enum err err = ERR_NONE; err < ERR_COUNT; err++)
        set->has[err] = set->has[err] || other.has[err];
}

static bool has_status(const struct err_set *set, int status)
{
    for (enum err err = ERR_NONE + 1; err < ERR_COUNT; err++) {
        if (set->has[err] && err_status(err) == status)
            return true;
    }
    return false;
}

/* Of one status they have the same. */
static bool are_alike(const struct err_set *a, const struct err_set *b, int status)
{
    for (enum err err = ERR_NONE + 1; err < ERR_COUNT; err++) {
        if (err_status(err) == status && a->has[err] != b->has[err])
            return false;
    }
    return true;
}

/* ---- examples ---------------------------------------------------------------------------------
 */

/* What stands for the {parts} of a sentence. */
static struct str part(const void *context, struct str name)
{
    static const struct {
        struct str name;
        struct str text;
    } parts[] = {
        {STR_INIT("id"), STR_INIT("ocQHyuzHvysMo5N5VsXc")},
        {STR_INIT("item"), STR_INIT("nI3LjEwCsg9iXLvxbOyT")},
        {STR_INIT("method"), STR_INIT("GET")},
        {STR_INIT("path"), STR_INIT("/docs/nothing")},
        {STR_INIT("why"), STR_INIT("unexpected character")},
        {STR_INIT("position"), STR_INIT("12")},
        {STR_INIT("field"), STR_INIT("nothing")},
        {STR_INIT("record"), STR_INIT("Tag")},
        {STR_INIT("records"), STR_INIT("tags")},
        {STR_INIT("record_id"), STR_INIT("nI3LjEwCsg9iXLvxbOyT")},
        {STR_INIT("named_by"), STR_INIT("name")},
        {STR_INIT("most"), STR_INIT("10000")},
        {STR_INIT("mebibytes"), STR_INIT("16")},
    };
    (void)context;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (str_eq(parts[i].name, name))
            return parts[i].text;
    }
    return name;
}

static void write_message(struct json_writer *w, struct arena *arena, enum err err)
{
    static const struct str faults[] = {STR_INIT("property foo should not exist")};
    if (err == ERR_BODY_INVALID)
        json_member_strings(w, STR("message"), faults, 1);
    else
        json_member_string(w, STR("message"), answer_fill(arena, err_sentence(err), part, NULL));
}

static void write_example(struct json_writer *w, struct arena *arena, enum err err)
{
    json_key(w, err_name(err));
    json_begin_object(w);
    json_key(w, STR("value"));
    json_begin_object(w);
    json_member_int(w, STR("statusCode"), err_status(err));
    write_message(w, arena, err);
    json_member_string(w, STR("error"), answer_reason(err_status(err)));
    json_member_string(w, STR("traceId"), STR("0f9ae2ab-7c3c-4b7d-9b39-3b2f7a3d1c55"));
    json_end(w);
    json_end(w);
}

/* ---- responses --------------------------------------------------------------------------------
 */

static void write_example_references(struct json_writer *w, struct arena *arena,
                                     const struct err_set *set, int status)
{
    json_key(w, STR("examples"));
    json_begin_object(w);
    for (enum err err = ERR_NONE + 1; err < ERR_COUNT; err++) {
        if (!set->has[err] || err_status(err) != status)
            continue;
        json_key(w, err_name(err));
        json_begin_object(w);
        json_member_string(
            w, STR("$ref"),
            arena_format(arena, "#/components/examples/%.*s", STR_ARG(err_name(err))));
        json_end(w);
    }
    json_end(w);
}

/* Of what passes by itself. */
static void write_retry_after(struct json_writer *w, int status)
{
    if (status != 429 && status != 503)
        return;
    json_key(w, STR("headers"));
    json_write_raw(w, STR("{\"Retry-After\":{\"description\":\"Seconds after which to ask again\","
                          "\"schema\":{\"type\":\"string\"}}}"));
}

static void write_response(struct json_writer *w, struct arena *arena, const struct err_set *set,
                           int status)
{
    json_begin_object(w);
    json_member_string(w, STR("description"), answer_reason(status));
    write_retry_after(w, status);
    json_key(w, STR("content"));
    json_begin_object(w);
    json_key(w, STR("application/json"));
    json_begin_object(w);
    json_key(w, STR("schema"));
    json_write_raw(w, STR("{\"$ref\":\"#/components/schemas/Error\"}"));
    write_example_references(w, arena, set, status);
    json_end(w);
    json_end(w);
    json_end(w);
}

static struct str name_of_status(struct arena *arena, int status)
{
    return arena_format(arena, "Status%d", status);
}

enum { STATUS_FIRST = 400, STATUS_LAST = 599 };

/* A response that some operation refers to. */
static bool is_shared(const struct err_set *shared, int status)
{
    for (size_t i = 0; i < route_count; i++) {
        const struct err_set set = errors_of(i);
        if (has_status(&set, status) && are_alike(&set, shared, status))
            return true;
    }
    return false;
}

void error_write_components(struct json_writer *w, struct arena *arena)
{
    const struct err_set shared = all_shared();
    struct err_set used = {{false}};
    for (size_t i = 0; i < route_count; i++)
        add_all(&used, errors_of(i));
    json_key(w, STR("examples"));
    json_begin_object(w);
    for (enum err err = ERR_NONE + 1; err < ERR_COUNT; err++) {
        if (used.has[err])
            write_example(w, arena, err);
    }
    json_end(w);
    json_key(w, STR("responses"));
    json_begin_object(w);
    for (int status = STATUS_FIRST; status <= STATUS_LAST; status++) {
        if (!has_status(&shared, status) || !is_shared(&shared, status))
            continue;
        json_key(w, name_of_status(arena, status));
        write_response(w, arena, &shared, status);
    }
    json_end(w);
}

/* A 503 of health/ready is an answer of its own, and written with the others. */
void error_write_responses(struct json_writer *w, struct arena *arena, size_t route)
{
    const struct err_set shared = all_shared();
    const struct err_set set = errors_of(route);
    for (int status = STATUS_FIRST; status <= STATUS_LAST; status++) {
        if (!has_status(&set, status))
            continue;
        json_key(w, arena_format(arena, "%d", status));
        if (!are_alike(&set, &shared, status)) {
            write_response(w, arena, &set, status);
            continue;
        }
        struct str name = name_of_status(arena, status);
        json_begin_object(w);
        json_member_string(w, STR("$ref"),
                           arena_format(arena, "#/components/responses/%.*s", STR_ARG(name)));
        json_end(w);
    }
}
