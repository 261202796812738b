/*
 * SHA-256 by libcrypto, and comparing without telling how far it got. Any thread.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

enum { HASH_LEN = 32 };

struct hash {
    uint8_t bytes[HASH_LEN];
};

struct hash hash_sha256(struct str text);

/* Takes the same time wherever the two differ. */
bool hash_eq(const struct hash *a, const struct hash *b);
