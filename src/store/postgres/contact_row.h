/*
 * A contact as a row of a result, and as the parameters of a statement.
 */
#pragma once

#include "store/postgres/statement.h"

static inline void result_clear(PGresult **result)
{
    PQclear(*result);
}

/* A result, cleared at the end of the block. */
#define RESULT __attribute__((cleanup(result_clear))) PGresult *

/* The columns of statements.def's CONTACT_COLUMNS, copied into the arena. */
void pg_row_read(struct arena *arena, const PGresult *result, int place, struct str location_id,
                 struct contact_row *row);

/* All texts copied. */
void pg_row_copy(struct arena *arena, const struct contact_row *from, struct contact_row *row);

/* ?1 to ?8 of an insert and an update. */
void pg_row_set(struct parameters *parameters, const struct contact_row *row);
