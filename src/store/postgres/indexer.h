/*
 * The thread that brings what is searched up to date while nobody writes, so that a search seldom
 * has to; and whether searches are still wanted. Any thread may ask and refuse.
 */
#pragma once

#include "store/postgres/database.h"

/* ERR_STORE_FAILED when there is no thread to be had. */
MUST_CHECK enum err pg_indexer_begin(struct pg_db *db, struct pg_searching **searching);

/* Joins the thread. NULL is fine. */
void pg_indexer_end(struct pg_searching *searching);

/* From now on searches are refused, and those under way end soon. */
void pg_indexer_refuse(struct pg_searching *searching);
bool pg_indexer_refuses(const struct pg_searching *searching);
