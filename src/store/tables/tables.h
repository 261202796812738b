/*
 * What the files of the tables, one each, have of each other and of the backends. All else that
 * they have is declared in store.h, tokens.h and custom_fields.h.
 */
#pragma once

#include "store/backend.h"
#include "store/tables/sql.h"

/* This contact changes, comes or goes: search has to look at it again. Once for each, or more
 * often. */
static inline void contact_changed(struct store_tx *tx, struct str location_id,
                                   struct str contact_id)
{
    tx->backend->contact_changed(tx, location_id, contact_id);
}

/* Some token is none any more: others look theirs up again. */
static inline void token_revoked(struct store_tx *tx)
{
    if (tx->backend->token_revoked)
        tx->backend->token_revoked(tx);
}

/* (items, bytes) of a statement; what was never counted is none. */
MUST_CHECK enum err item_total_read(struct sql_statement *statement, struct item_total *total);

/* All that hangs on a contact; ERR_NONE when that is nothing. */
MUST_CHECK enum err item_rows_delete(struct store_tx *tx, struct str location_id,
                                     struct str contact_id);
