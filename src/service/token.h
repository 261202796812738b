/*
 * Private integration tokens: made, revoked.
 *
 * A token is "pit-" and a random UUID: 122 random bits. Only its SHA-256 is kept; the text is told
 * once, to whoever made it. With that many random bits a plain hash is as good as a slow one.
 */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "service/scope.h"
#include "store/tokens.h"

enum { TOKEN_LEN = 40, TOKEN_NAME_MAX = 255 };

struct token_wish {
    struct str location_id; /* must exist; empty: a token of the agency */
    struct str name;        /* at most TOKEN_NAME_MAX bytes; may be empty */
    scope_set scopes;
    int64_t expires_ms; /* 0: never */
};

/* ERR_NOT_FOUND: no such location. *text (the token, in the arena) and *row are set on success. */
MUST_CHECK enum err token_create(struct store *store, struct arena *arena,
                                 const struct token_wish *wish, struct str *text,
                                 struct token_row *row);

/* By the token's id. ERR_NOT_FOUND when there is none; revoking again changes nothing. */
MUST_CHECK enum err token_revoke(struct store *store, struct str id);
