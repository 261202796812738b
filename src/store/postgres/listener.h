/*
 * The thread that hears of tokens that were revoked through another contactd (LISTEN), and counts
 * (store_tokens_revoked).
 */
#pragma once

#include "store/postgres/database.h"

struct pg_listener;

/* ERR_STORE_FAILED when there is no thread to be had. */
MUST_CHECK enum err pg_listener_begin(struct pg_db *db, struct pg_listener **listener);

/* Tells all other contactds, when the transaction is committed (backend.h, token_revoked). */
void pg_listener_notify(struct store_tx *tx);

/* Joins the thread. NULL is fine. */
void pg_listener_end(struct pg_listener *listener);
