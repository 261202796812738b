#include "api/route.h"

#include <pthread.h>

#include "api/contact_bulk.h"
#include "api/contact_search.h"
#include "api/contacts.h"
#include "api/custom_fields.h"
#include "api/custom_folders.h"
#include "api/docs.h"
#include "api/health.h"
#include "api/items.h"
#include "api/locations.h"
#include "api/records.h"
#include "api/users.h"
#include "http/uri.h"

const struct route routes[] = {
#define ROUTE(method, path, scope, token, body, handler, summary)              \
    {STR_INIT(#method), STR_INIT(path), SCOPE_##scope,    ROUTE_TOKEN_##token, \
     ROUTE_BODY_##body, handler,        STR_INIT(summary)},
#include "api/routes.def"
#undef ROUTE
};

enum { ROUTE_COUNT = sizeof routes / sizeof *routes };

const size_t route_count = ROUTE_COUNT;

scope_set route_scopes(enum route_token token)
{
    scope_set scopes = 0;
    for (size_t i = 0; i < ROUTE_COUNT; i++) {
        bool may = routes[i].token == token || routes[i].token == ROUTE_TOKEN_ANY;
        if (may && routes[i].scope != SCOPE_NONE)
            scopes |= scope_bit(routes[i].scope);
    }
    return scopes;
}

/* ---- paths ------------------------------------------------------------------------------------
 */

/* More than any route has: a longer path is nobody's. */
enum { SEGMENTS_MAX = 8 };

struct segments {
    struct str items[SEGMENTS_MAX];
    size_t count; /* past SEGMENTS_MAX: too many */
};

static struct str without_slashes(struct str path)
{
    if (str_starts_with(path, STR("/")))
        path = str_slice(path, 1, path.len);
    if (str_ends_with(path, STR("/")))
        path = str_slice(path, 0, path.len - 1);
    return path;
}

/* One slash at the end does not matter, two are an empty segment. */
static void split(struct str path, struct segments *segments)
{
    struct str segment;
    path = without_slashes(path);
    *segments = (struct segments){.count = 0};
    if (str_ends_with(path, STR("/")))
        segments->count = SEGMENTS_MAX + 1;
    while (segments->count <= SEGMENTS_MAX && str_cut(&path, '/', &segment)) {
        if (segments->count < SEGMENTS_MAX)
            segments->items[segments->count] = segment;
        segments->count++;
    }
}

static struct segments patterns[ROUTE_COUNT]; /* of the routes */

static void split_patterns(void)
{
    for (size_t i = 0; i < ROUTE_COUNT; i++)
        split(routes[i].path, &patterns[i]);
}

static bool is_param(struct str segment)
{
    return str_starts_with(segment, STR("{"));
}

/* Compares segment by segment; the segments that {name}s stand for come back still encoded. */
static bool matches(const struct segments *pattern, const struct segments *path,
                    struct str params[ROUTE_PARAMS_MAX])
{
    size_t param = 0;
    if (pattern->count != path->count)
        return false;
    for (size_t i = 0; i < pattern->count; i++) {
        struct str wanted = pattern->items[i];
        struct str given = path->items[i];
        if (is_param(wanted) && !str_is_empty(given) && param < ROUTE_PARAMS_MAX)
            params[param++] = given;
        else if (!str_eq(wanted, given))
            return false;
    }
    return true;
}

static bool serves(const struct route *route, struct str method)
{
    return str_eq(route->method, method) ||
           (str_eq(route->method, STR("GET")) && str_eq(method, STR("HEAD")));
}

static struct str add_method(struct arena *arena, struct str allow, struct str method)
{
    bool get = str_eq(method, STR("GET"));
    return arena_format(arena, "%.*s%s%.*s%s", STR_ARG(allow), allow.len ? ", " : "",
                        STR_ARG(method), get ? ", HEAD" : "");
}

static enum err decode_params(struct arena *arena, struct str params[ROUTE_PARAMS_MAX])
{
    for (size_t i = 0; i < ROUTE_PARAMS_MAX && !str_is_empty(params[i]); i++) {
        enum err err = uri_decode(arena, params[i], false, &params[i]);
        if (err)
            return err;
    }
    return ERR_NONE;
}

/* Of two rows for a path with the same method, only the first is ever reached. */
static bool is_shadowed(size_t row, const struct segments *path)
{
    struct str params[ROUTE_PARAMS_MAX];
    for (size_t i = 0; i < row; i++) {
        if (str_eq(routes[i].method, routes[row].method) && matches(&patterns[i], path, params))
            return true;
    }
    return false;
}

/* Nothing serves the method: which ones would do? */
static enum err refuse(struct arena *arena, const struct segments *path, struct str *allow)
{
    struct str params[ROUTE_PARAMS_MAX];
    *allow = STR("");
    for (size_t i = 0; i < ROUTE_COUNT; i++) {
        if (matches(&patterns[i], path, params) && !is_shadowed(i, path))
            *allow = add_method(arena, *allow, routes[i].method);
    }
    return str_is_empty(*allow) ? ERR_ROUTE_UNKNOWN : ERR_METHOD_UNKNOWN;
}

enum err route_find(struct arena *arena, struct str method, struct str path,
                    const struct route **route, struct str params[ROUTE_PARAMS_MAX],
                    struct str *allow)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    struct segments segments;
    pthread_once(&once, split_patterns);
    split(path, &segments);
    for (size_t i = 0; i < ROUTE_COUNT; i++) {
        struct str found[ROUTE_PARAMS_MAX] = {{0}};
        if (!serves(&routes[i], method) || !matches(&patterns[i], &segments, found))
            continue;
        enum err err = decode_params(arena, found);
        if (err)
            return err;
        memcpy(params, found, sizeof found);
        *route = &routes[i];
        return ERR_NONE;
    }
    return refuse(arena, &segments, allow);
}
