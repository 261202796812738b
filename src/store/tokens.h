/*
 * What the store keeps of tokens. Views and transactions are store.h's.
 */
#pragma once

#include "base/hash.h"
#include "store/store.h"

/* A token as kept: never the token itself. */
struct token_row {
    struct str id;          /* what `token list` shows and `token revoke` takes: 20 characters */
    struct str location_id; /* empty: of the agency */
    struct str name;        /* what it is for, as its owner put it; may be empty */
    struct str scopes;      /* separated by one space */
    struct hash hash;       /* SHA-256 of the token's text */
    int64_t created_ms;
    int64_t expires_ms;   /* 0: never */
    int64_t revoked_ms;   /* 0: not */
    int64_t last_used_ms; /* 0: never; exact to a minute */
};

/*
 * Rises whenever a token may have been revoked, as far as the store hears of it from other
 * processes: PostgreSQL tells at once. A store that hears nothing stays where it is. Any thread.
 */
uint64_t store_tokens_revoked(const struct store *store);

MUST_CHECK enum err store_token_find(struct store_view *view, struct arena *arena,
                                     const struct hash *hash, struct token_row *row);

/* Those of a location, or of all (empty id); oldest first. */
MUST_CHECK enum err store_token_list(struct store_view *view, struct arena *arena,
                                     struct str location_id, struct token_row **rows,
                                     size_t *count);

/* ERR_EXISTS when the id or the hash is taken. */
MUST_CHECK enum err store_tx_token_insert(struct store_tx *tx, const struct token_row *row);

/* ERR_NOT_FOUND for an unknown id; revoking twice keeps the first time, touching the latest. */
MUST_CHECK enum err store_tx_token_revoke(struct store_tx *tx, struct str id, int64_t now_ms);
MUST_CHECK enum err store_tx_token_touch(struct store_tx *tx, struct str id, int64_t now_ms);
