/*
 * What the search file has of its own in SQL (store/search/search_sql.h).
 */
#pragma once

#include "store/search/search_sql.h"

extern const struct search_dialect sqlite_search_dialect;
