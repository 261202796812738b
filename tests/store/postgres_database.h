/*
 * A PostgreSQL database for one test, on the server that CONTACTD_POSTGRES names.
 */
#pragma once

#include <stdbool.h>

#include "base/arena.h"

/* False where no server is named: then tests are about SQLite. */
bool postgres_database_wanted(void);

/* Its URL, in the arena. */
struct str postgres_database_create(struct arena *arena);

/* Takes every connection to it away as well. */
void postgres_database_drop(struct str url);
