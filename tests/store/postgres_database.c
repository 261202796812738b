#include "postgres_database.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

bool postgres_database_wanted(void)
{
    return getenv("CONTACTD_POSTGRES") != NULL;
}

/* On the server's own database; a test without its database says nothing. */
static void execute(const char *sql)
{
    PGconn *connection = PQconnectdb(getenv("CONTACTD_POSTGRES"));
    PGresult *result = PQexec(connection, sql);
    if (PQresultStatus(result) != PGRES_COMMAND_OK) {
        fprintf(stderr, "%s: %s", sql, PQerrorMessage(connection));
        exit(EXIT_FAILURE);
    }
    PQclear(result);
    PQfinish(connection);
}

/* The URL of another database beside the one that is named. */
struct str postgres_database_create(struct arena *arena)
{
    static int made;
    struct str server = str_of(getenv("CONTACTD_POSTGRES"));
    struct str name = arena_format(arena, "store_%d_%d", (int)getpid(), ++made);
    size_t slash = server.len;
    while (slash > 0 && server.ptr[slash - 1] != '/')
        slash--;
    execute(arena_copy_z(arena, arena_format(arena, "CREATE DATABASE %.*s", STR_ARG(name))));
    return arena_format(arena, "%.*s%.*s", STR_ARG(str_slice(server, 0, slash)), STR_ARG(name));
}

void postgres_database_drop(struct str url)
{
    struct arena arena;
    arena_init(&arena);
    size_t slash = url.len;
    while (slash > 0 && url.ptr[slash - 1] != '/')
        slash--;
    struct str name = str_slice(url, slash, url.len);
    execute(arena_copy_z(&arena,
                         arena_format(&arena, "DROP DATABASE %.*s WITH (FORCE)", STR_ARG(name))));
    arena_release(&arena);
}
