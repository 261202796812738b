/*
 * yyjson's memory and values in the terms of this program. Private to the room.
 */
#pragma once

#include <yyjson.h>

#include "base/arena.h"
#include "json/json.h"

/* An allocator that takes from the arena and frees nothing; valid as long as *arena. */
yyjson_alc json_alc(struct arena *arena);

/* A struct json is a yyjson_val under another name; ours are never changed. */
static inline yyjson_val *json_yyjson(const struct json *value)
{
    return (yyjson_val *)value;
}
