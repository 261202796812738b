/*
 * Marks: which contacts a transaction changed, for the indexer (docs/decisions/0018). Gathered by
 * the committer while it applies a batch, written as one row before the commit.
 */
#pragma once

#include "base/buf.h"
#include "store/sqlite/connection.h"

struct search_marks {
    struct buf lines;       /* the row: see schema/sqlite/0003_search.sql */
    struct buf location_id; /* of the last line */
};

void search_marks_init(struct search_marks *marks);
void search_marks_release(struct search_marks *marks);

/* Forgets what was gathered: a transaction begins. */
void search_marks_clear(struct search_marks *marks);

/* This contact has changed, come or gone. */
void search_mark(struct search_marks *marks, struct str location_id, struct str contact_id);

/* Writes the row, if there is anything to write. */
MUST_CHECK enum err search_marks_write(struct search_marks *marks, struct sqlite_view *writer);

/* Walks a row's lines: false at the end. `rest` starts as the row, *location_id as anything. */
bool search_marks_next(struct str *rest, struct str *location_id, struct str *contact_id);
