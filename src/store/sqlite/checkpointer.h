/*
 * The checkpointer: the thread that moves the log into the database file, beside the committer.
 */
#pragma once

#include "store/sqlite/connection.h"

struct checkpointer;

/*
 * Starts the thread, with a connection of its own; `writer` must outlive it. ERR_STORE_FAILED when
 * either cannot be had.
 */
MUST_CHECK enum err checkpointer_start(const char *path, struct sqlite_view *writer,
                                       struct checkpointer **checkpointer);

/* Joins the thread, moves what is left, frees. No transaction may be open. NULL is fine. */
void checkpointer_stop(struct checkpointer *checkpointer);

/*
 * The committer's two, between two transactions, to finish what the thread could never finish
 * alone: whether it is time to, and doing it, which takes some milliseconds. Between the two the
 * caller sees to it that no reader of its own is in the way.
 */
bool checkpointer_may_finish(struct checkpointer *checkpointer);
void checkpointer_finish(struct checkpointer *checkpointer);

/* The committer's, after a failed flush: nothing may be moved any more, at the close neither. */
void checkpointer_forbid(struct checkpointer *checkpointer);

/* … or the thread's own flush of the database file has failed: then nothing may be written either.
 */
bool checkpointer_is_forbidden(struct checkpointer *checkpointer);
