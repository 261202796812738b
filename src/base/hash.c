#include "base/hash.h"

#include <assert.h>
#include <openssl/crypto.h>
#include <openssl/sha.h>

static_assert(HASH_LEN == SHA256_DIGEST_LENGTH, "a struct hash holds a SHA-256 digest");

struct hash hash_sha256(struct str text)
{
    struct hash hash;
    const unsigned char *digest = SHA256((const unsigned char *)text.ptr, text.len, hash.bytes);
    assert(digest);
    return hash;
}

bool hash_eq(const struct hash *a, const struct hash *b)
{
    return CRYPTO_memcmp(a->bytes, b->bytes, HASH_LEN) == 0;
}
