/*
 * Who asks, for createdBy and lastUpdatedBy. Pure.
 */
#pragma once

#include "base/arena.h"
#include "base/str.h"
#include "json/json.h"

struct actor {
    struct str source;    /* "INTEGRATION" */
    struct str channel;   /* "PRIVATE_INTEGRATION" */
    struct str source_id; /* the token's id */
};

/* {"source", "channel", "sourceId", "timestamp"}; `now` is ISO. Lives as long as the texts do. */
const struct json *actor_at(struct arena *arena, const struct actor *actor, struct str now);
