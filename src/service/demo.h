/*
 * Demo data: a location with a custom field of every data type, a few contacts with every field
 * filled, and a token. Made up; no person, number or address in it is real.
 */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "store/store.h"

struct demo {
    struct str location_id;
    struct str contact_id; /* of the first contact */
    struct str token;
};

/* ERR_EXISTS when the store has a location already: then nothing is made. Blocking. */
MUST_CHECK enum err demo_create(struct store *store, struct arena *arena, struct demo *demo);
