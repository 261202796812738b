/*
 * The routes, and finding one. Pure; any thread.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "service/scope.h"

struct request;

/* {name}s in one path; the widest of the published API has two. */
enum { ROUTE_PARAMS_MAX = 4 };

/* Whose token may do it. */
enum route_token { ROUTE_TOKEN_LOCATION, ROUTE_TOKEN_AGENCY, ROUTE_TOKEN_ANY };

enum route_body { ROUTE_BODY_EMPTY, ROUTE_BODY_JSON, ROUTE_BODY_OPTIONAL };

struct route {
    struct str method;
    struct str path; /* as in routes.def: what the log and the metrics call it */
    enum scope scope;
    enum route_token token;
    enum route_body body;
    void (*handle)(struct request *request);
    struct str summary;
};

extern const struct route routes[];
extern const size_t route_count;

/* The scopes of all routes that a token of that sort may use. */
scope_set route_scopes(enum route_token token);

/*
 * Finds the route of a method and a raw (percent-encoded) path; decodes the {name}s into params.
 * ERR_ROUTE_UNKNOWN; ERR_METHOD_UNKNOWN with *allow naming the methods of that path ("GET, HEAD,
 * PUT"); ERR_REQUEST_MALFORMED or ERR_NOT_UTF8 for a {name} that cannot be decoded.
 */
MUST_CHECK enum err route_find(struct arena *arena, struct str method, struct str path,
                               const struct route **route, struct str params[ROUTE_PARAMS_MAX],
                               struct str *allow);
