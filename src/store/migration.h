/*
 * The schemas' histories: src/store/schema/FOLDER/NNNN_NAME.sql, built in by scripts/embed-sql.
 */
#pragma once

#include <stddef.h>

struct migration {
    int number; /* 1, 2, 3 … */
    const char *name;
    const char *sql; /* NUL-terminated */
};

extern const struct migration sqlite_migrations[];
extern const size_t sqlite_migration_count;

/* The same of the search file, which is made anew when it is of another version. */
extern const struct migration search_migrations[];
extern const size_t search_migration_count;

extern const struct migration postgres_migrations[];
extern const size_t postgres_migration_count;
