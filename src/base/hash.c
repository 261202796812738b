#include "base/hash.h"

#include <assert.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <pthread.h>

static_assert(HASH_LEN == SHA256_DIGEST_LENGTH, "a struct hash holds a SHA-256 digest");

/* libcrypto looks an algorithm up by its name, under locks: twice the work of hashing a token. */
static pthread_once_t sha256_once = PTHREAD_ONCE_INIT;
static EVP_MD *sha256; /* never changed once found, so any thread may use it */

static void sha256_find(void)
{
    sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    assert(sha256);
}

struct hash hash_sha256(struct str text)
{
    struct hash hash;
    pthread_once(&sha256_once, sha256_find);
    int done = EVP_Digest(text.ptr, text.len, hash.bytes, NULL, sha256, NULL);
    assert(done == 1);
    return hash;
}

bool hash_eq(const struct hash *a, const struct hash *b)
{
    return CRYPTO_memcmp(a->bytes, b->bytes, HASH_LEN) == 0;
}
