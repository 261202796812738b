/*
 * Who is asking: a bearer token to what it may do.
 *
 * Known tokens are kept for TOKEN_CACHE_FRESH_MS, so that a request costs a hash and no query, and
 * a revoked token stops working well within a second on every process that serves; at once where
 * the store hears of it (store_tokens_revoked). A token that is not in the cache is always looked
 * up: one made a millisecond ago works. Any thread may ask.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/rand.h"
#include "base/str.h"
#include "service/scope.h"
#include "store/tokens.h"

/* A revocation must be seen within a second; half of it leaves room for a slow machine. */
enum { TOKEN_CACHE_FRESH_MS = 500 };

/* Tokens at once; a server with more of them in use looks some up again and again, that is all. */
enum { TOKEN_CACHE_SLOTS = 1024 };

struct token_cache;

/* All zeroes: nobody. */
struct identity {
    char token_id[RAND_ID_LEN];
    char location_id[RAND_ID_LEN]; /* zeroes: a token of the agency */
    scope_set scopes;
};

/* A token of the agency is none of any location. */
static inline bool identity_is_agency(const struct identity *identity)
{
    return identity->token_id[0] != '\0' && identity->location_id[0] == '\0';
}

static inline struct str identity_token(const struct identity *identity)
{
    return (struct str){identity->token_id, RAND_ID_LEN};
}

/* Empty for the agency, and for nobody. */
static inline struct str identity_location(const struct identity *identity)
{
    return (struct str){identity->location_id, identity->location_id[0] == '\0' ? 0 : RAND_ID_LEN};
}

struct token_cache *token_cache_new(struct store *store);
void token_cache_free(struct token_cache *cache);

/*
 * ERR_TOKEN_INVALID when the token is not known, revoked or expired; ERR_STORE_FAILED when it
 * cannot be looked up. `token` is the text without "Bearer".
 */
MUST_CHECK enum err token_cache_identify(struct token_cache *cache, struct str token,
                                         struct identity *identity);

/*
 * For who has deleted a location: its tokens are looked up again. One that is being looked up at
 * this moment, or is known to another process, works on for TOKEN_CACHE_FRESH_MS at the most.
 */
void token_cache_forget(struct token_cache *cache, struct str location_id);

/*
 * Writes the last use of the tokens that were used since the last call; called every now and then
 * by one thread, never on a request's way. Does not wait.
 */
void token_cache_write_last_used(struct token_cache *cache);
