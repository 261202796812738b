/*
 * Locations and their custom fields: made by the command line (and, later, the API). Blocking.
 */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "contact/custom_field.h"
#include "contact/location.h"
#include "store/store.h"

enum { LOCATION_NAME_MAX = 255 /* bytes; ours */ };

/* Gives *location an id and a date, and keeps it. The caller has checked its fields. */
MUST_CHECK enum err location_create(struct store *store, struct arena *arena,
                                    struct location *location);

/*
 * Gives *field an id and keeps it. ERR_NOT_FOUND: no such location; ERR_EXISTS: it has a field
 * of that key; ERR_OVERLOADED: it has CUSTOM_FIELDS_OF_LOCATION_MAX already.
 */
MUST_CHECK enum err custom_field_create(struct store *store, struct arena *arena,
                                        struct str location_id, struct custom_field *field);
