/*
 * Locations: made by the command line (and, later, the API). Blocking.
 */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "contact/location.h"
#include "store/store.h"

enum { LOCATION_NAME_MAX = 255 /* bytes; ours */ };

/* Gives *location an id and a date, and keeps it. The caller has checked its fields. */
MUST_CHECK enum err location_create(struct store *store, struct arena *arena,
                                    struct location *location);
