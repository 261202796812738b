#include "api/access.h"

#include "api/rate_limit.h"
#include "base/clock.h"

static const struct str versions[API_VERSION_COUNT] = {
    [API_V2021_04_15] = STR_INIT("2021-04-15"),
    [API_V2021_07_28] = STR_INIT("2021-07-28"),
    [API_V2023_02_21] = STR_INIT("2023-02-21"),
    [API_V3] = STR_INIT("v3"),
};

struct str access_version_text(enum api_version version)
{
    return versions[version];
}

static enum err check_token(struct request *request)
{
    struct str value = http_header(request->http, "Authorization");
    struct str scheme;
    if (!str_cut(&value, ' ', &scheme) || !str_eq_nocase(scheme, STR("Bearer")))
        return ERR_TOKEN_INVALID;
    return token_cache_identify(request->api->tokens, str_trim(value), &request->identity);
}

static enum err check_version(struct request *request)
{
    if (!http_has_header(request->http, "Version"))
        return ERR_VERSION_MISSING;
    struct str value = http_header(request->http, "Version");
    for (enum api_version version = 0; version < API_VERSION_COUNT; version++) {
        if (str_eq(value, versions[version])) {
            request->version = version;
            return ERR_NONE;
        }
    }
    return ERR_VERSION_INVALID;
}

/* Whatever its scopes: the API has no other sentence for the wrong sort of token. */
static enum err check_owner(const struct request *request)
{
    bool is_agency = identity_is_agency(&request->identity);
    switch (request->route->token) {
    case ROUTE_TOKEN_LOCATION:
        return is_agency ? ERR_SCOPE_MISSING : ERR_NONE;
    case ROUTE_TOKEN_AGENCY:
        return is_agency ? ERR_NONE : ERR_SCOPE_MISSING;
    case ROUTE_TOKEN_ANY:
        break;
    }
    return ERR_NONE;
}

enum err access_check(struct request *request)
{
    enum scope scope = request->route->scope;
    if (scope == SCOPE_NONE)
        return ERR_NONE;
    enum err err = check_token(request);
    if (!err)
        err = rate_limit_take(request);
    if (!err)
        err = check_version(request);
    if (!err && !scope_set_has(request->identity.scopes, scope))
        err = ERR_SCOPE_MISSING;
    return err ? err : check_owner(request);
}

enum err access_check_again(struct request *request)
{
    int64_t age_ns = clock_mono_ns() - http_started_ns(request->http);
    if (request->route->scope == SCOPE_NONE || age_ns < TOKEN_CACHE_FRESH_MS * INT64_C(1000000))
        return ERR_NONE;
    return check_token(request);
}

/* The agency has them all. */
static enum err check_exists(const struct request *request, struct str location_id)
{
    const struct location_rules *rules;
    enum err err =
        location_cache_get(request->api->locations, location_id, LOCATION_CACHE_FRESH, &rules);
    if (!err)
        location_rules_release(rules);
    return err == ERR_NOT_FOUND ? ERR_LOCATION_UNKNOWN : err;
}

enum err access_check_location(const struct request *request, struct str location_id)
{
    if (identity_is_agency(&request->identity))
        return check_exists(request, location_id);
    bool own = str_eq(location_id, identity_location(&request->identity));
    return own ? ERR_NONE : ERR_LOCATION_FORBIDDEN;
}
