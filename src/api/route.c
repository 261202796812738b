#include "api/route.h"

#include "api/contact_bulk.h"
#include "api/contacts.h"
#include "api/health.h"
#include "api/items.h"
#include "http/uri.h"

const struct route routes[] = {
#define ROUTE(method, path, scope, body, handler, summary) \
    {STR_INIT(#method), STR_INIT(path), SCOPE_##scope,     \
     ROUTE_BODY_##body, handler,        STR_INIT(summary)},
#include "api/routes.def"
#undef ROUTE
};

const size_t route_count = sizeof routes / sizeof *routes;

static struct str without_slashes(struct str path)
{
    if (str_starts_with(path, STR("/")))
        path = str_slice(path, 1, path.len);
    if (str_ends_with(path, STR("/")))
        path = str_slice(path, 0, path.len - 1);
    return path;
}

static bool is_param(struct str segment)
{
    return str_starts_with(segment, STR("{"));
}

/* Compares segment by segment; the segments that {name}s stand for come back still encoded. */
static bool matches(struct str pattern, struct str path, struct str params[ROUTE_PARAMS_MAX])
{
    pattern = without_slashes(pattern);
    path = without_slashes(path);
    if (str_ends_with(path, STR("/")))
        return false; /* one slash at the end does not matter, two are an empty segment */
    struct str wanted;
    struct str given;
    size_t param = 0;
    while (str_cut(&pattern, '/', &wanted)) {
        if (!str_cut(&path, '/', &given))
            return false;
        if (is_param(wanted) && !str_is_empty(given) && param < ROUTE_PARAMS_MAX)
            params[param++] = given;
        else if (!str_eq(wanted, given))
            return false;
    }
    return !str_cut(&path, '/', &given);
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

/* Nothing serves the method: which ones would do? */
static enum err refuse(struct arena *arena, struct str path, struct str *allow)
{
    struct str segments[ROUTE_PARAMS_MAX];
    *allow = STR("");
    for (size_t i = 0; i < route_count; i++) {
        if (matches(routes[i].path, path, segments))
            *allow = add_method(arena, *allow, routes[i].method);
    }
    return str_is_empty(*allow) ? ERR_ROUTE_UNKNOWN : ERR_METHOD_UNKNOWN;
}

enum err route_find(struct arena *arena, struct str method, struct str path,
                    const struct route **route, struct str params[ROUTE_PARAMS_MAX],
                    struct str *allow)
{
    for (size_t i = 0; i < route_count; i++) {
        struct str found[ROUTE_PARAMS_MAX] = {{0}};
        if (!serves(&routes[i], method) || !matches(routes[i].path, path, found))
            continue;
        enum err err = decode_params(arena, found);
        if (err)
            return err;
        memcpy(params, found, sizeof found);
        *route = &routes[i];
        return ERR_NONE;
    }
    return refuse(arena, path, allow);
}
