/*
 * One request on its way through the api: what is known of it so far, and how it is answered.
 *
 * Lives in the HTTP request's arena. Each handler answers exactly once, with one of the answer
 * functions (answer.h), or suspends and names who answers later.
 */
#pragma once

#include "api/api.h"
#include "api/route.h"
#include "base/rand.h"
#include "contact/dnd.h"
#include "http/http.h"
#include "service/sweep.h"
#include "service/token_cache.h"
#include "json/json.h"

enum api_version { API_V2021_04_15, API_V2021_07_28, API_V2023_02_21, API_V3, API_VERSION_COUNT };

struct contact_search;
struct custom_field_change;
struct custom_folder_change;
struct docs;
struct idempotency;
struct item_change;
struct location_change;
struct record_change;
struct searchers;
struct user_finding;

enum { SWEEP_LOCATIONS, SWEEP_BUSINESSES, SWEEP_COUNT };

struct api {
    struct store *store;
    struct token_cache *tokens;
    struct rate_limits *rate_limits; /* NULL: nobody counts */
    struct location_cache *locations;
    struct contacts contacts;
    struct docs *docs;
    struct searchers *searchers;
    struct sweep sweeps[SWEEP_COUNT];
    _Atomic bool stopping;
};

struct request {
    struct api *api;
    struct http_request *http;
    struct arena *arena;
    char trace_id[RAND_UUID_LEN];
    const struct route *route;           /* NULL until one matched */
    struct str params[ROUTE_PARAMS_MAX]; /* decoded, in the order of the path */
    enum api_version version;
    struct identity identity;                          /* set when the route has a scope */
    struct rate_standing rate;                         /* set when it was counted */
    const struct json *body;                           /* a JSON_OBJECT when the route reads one */
    void (*resumed)(struct request *request);          /* who answers after a suspension */
    void (*committed)(struct request *request);        /* submit.h; NULL: nothing more to do */
    struct idempotency *idempotency;                   /* of a POST that has a key */
    struct contact_change *change;                     /* of the operations that make one, … */
    struct contact_bulk *bulk;                         /* … of many contacts, … */
    struct contact_search *search;                     /* … of those that search contacts, … */
    struct item_change *item_change;                   /* … of what hangs on one, … */
    struct location_change *location_change;           /* … of a location, … */
    struct custom_field_change *custom_field_change;   /* … of a custom field … */
    struct custom_folder_change *custom_folder_change; /* … or its folder, … */
    struct record_change *record_change;               /* … or of what else a location has, … */
    struct user_finding *users;                        /* … of those that look for users */
    const struct record_key *record; /* what of that it is about, for its sentences */
};

static inline struct str request_trace_id(const struct request *request)
{
    return (struct str){request->trace_id, RAND_UUID_LEN};
}

/* Who it is, for what it changes. */
static inline struct actor request_actor(const struct request *request)
{
    return (struct actor){
        .source = STR("INTEGRATION"),
        .channel = STR("PRIVATE_INTEGRATION"),
        .source_id = identity_token(&request->identity),
    };
}

static inline enum dnd_spelling request_spelling(const struct request *request)
{
    return request->version == API_V3 ? DND_SPELLING_V3 : DND_SPELLING_V2;
}
