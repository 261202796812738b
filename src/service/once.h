/*
 * What is asked with an Idempotency-Key is done once: whoever asks again gets the first answer.
 *
 * once_look looks whether there is an answer, before anything is done: on the caller's thread, so
 * that a repeat costs no transaction, and again in the transaction, because of two at once both
 * find none before it. once_keep keeps the answer in the transaction of what it answers: both are
 * on the disk or none is (docs/decisions/0017-idempotency.md).
 */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/str.h"
#include "store/store.h"

/* The longest key. Refused requests are not kept: they changed nothing, and may be sent again. */
enum { IDEMPOTENCY_KEY_MAX = 255 };

/*
 * Headers and body of an answer that is kept: twice what a body, or a contact, may hold. Only a
 * bulk call can have a longer one; then the key alone is kept.
 */
enum { IDEMPOTENCY_ANSWER_MAX = 2 << 20 };

struct once {
    /* asked; set by the caller */
    struct arena *arena;
    struct str location_id; /* empty: an agency's */
    struct str key;
    struct str path;
    struct hash fingerprint; /* of the body */

    /* found by once_look */
    bool answered;
    struct idempotency_row first; /* … when it is answered */
};

/*
 * ERR_NONE, with or without `answered`; ERR_IDEMPOTENCY_REUSED when the key came with another path
 * or body; ERR_IDEMPOTENCY_UNKEPT; the store's.
 */
MUST_CHECK enum err once_look(struct once *once, struct store_view *view);

/* As the last thing of a transaction that did what was asked. The store's errors. */
MUST_CHECK enum err once_keep(const struct once *once, struct store_tx *tx, int status,
                              struct str headers, struct str body);

/* … and has no answer to keep: whoever asks again is told so (ERR_IDEMPOTENCY_UNKEPT). */
MUST_CHECK enum err once_keep_key(const struct once *once, struct store_tx *tx);
