/*
 * Searching, as store.h describes it.
 */
#pragma once

#include "store/postgres/database.h"

enum err pg_search(struct store_db *base, struct arena *arena, struct str location_id,
                   const struct search *search, struct search_found *found);
void pg_refuse_searches(struct store_db *base);
