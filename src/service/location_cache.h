/*
 * What a location's contacts are checked against: the location and the custom fields of contacts,
 * kept for LOCATION_CACHE_FRESH_MS.
 *
 * Whoever changes them tells the cache when it is on the disk (location_cache_forget): from then on
 * nobody here is told the old ones. Another process (the command line, another server on the file)
 * may change them at any moment; that is seen LOCATION_CACHE_FRESH_MS later at the latest, and
 * whoever meets an id or key that the cached rules do not know asks again with
 * LOCATION_CACHE_NEWEST before saying so. Any thread may ask. What it gets is immutable and lives
 * until it is released.
 */
#pragma once

#include "base/err.h"
#include "base/str.h"
#include "contact/custom_field.h"
#include "contact/location.h"
#include "store/custom_fields.h"

enum { LOCATION_CACHE_FRESH_MS = 500, LOCATION_CACHE_SLOTS = 256 };

enum location_cache_age { LOCATION_CACHE_FRESH, LOCATION_CACHE_NEWEST };

struct location_cache;

struct location_rules {
    struct location location;
    struct custom_fields custom_fields; /* of contacts */
    struct text_list removed_fields;    /* ids whose values are not to be served any more */
};

struct location_cache *location_cache_new(struct store *store);

/* Rules still held by somebody stay valid until they are released. */
void location_cache_free(struct location_cache *cache);

/*
 * For who has changed or deleted a location or its custom fields, once that is committed and before
 * it is answered: who asks from then on gets the new state, also when the old one is being read
 * just now. Other processes see it within LOCATION_CACHE_FRESH_MS.
 */
void location_cache_forget(struct location_cache *cache, struct str location_id);

/* ERR_NOT_FOUND: no such location. */
MUST_CHECK enum err location_cache_get(struct location_cache *cache, struct str location_id,
                                       enum location_cache_age age,
                                       const struct location_rules **rules);
void location_rules_release(const struct location_rules *rules); /* NULL is fine */

/*
 * Can any contact of any location have values of removed fields? Nearly always not, and then
 * whoever serves contacts need not ask for the rules. As fresh as the rules are.
 */
bool location_cache_has_removed_fields(struct location_cache *cache);
