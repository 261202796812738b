/*
 * Where contacts lie: the rowid of those that were met, so that reading or changing one goes
 * straight to its row and not through the index of ids first, which costs as much again.
 *
 * A hint is only that. Two contacts may want the same place, and another process may have deleted
 * the row and given its number to another contact: whoever follows a hint has the row's own ids
 * compared, and goes through the index when it was wrong. So nothing ever has to be taken back.
 * Any thread.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

struct row_hints;

struct row_hints *row_hints_new(void);
void row_hints_free(struct row_hints *hints); /* NULL is fine */

/* False when nothing is known of the contact. */
bool row_hints_find(struct row_hints *hints, struct str location_id, struct str id, int64_t *rowid);

/* Takes the place of whatever was there. */
void row_hints_note(struct row_hints *hints, struct str location_id, struct str id, int64_t rowid);
