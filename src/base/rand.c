#include "base/rand.h"

#include <openssl/rand.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"

/*
 * The bits of a thread that are not yet used. A refill costs libcrypto's locks, and serves some
 * thirty ids. Bytes are wiped as they are handed out: what a token was made of is kept nowhere.
 * The program never forks after it drew bits, so no two processes draw the same.
 */
enum { RAND_STORE_SIZE = 1024 };

struct rand_store {
    uint8_t bytes[RAND_STORE_SIZE];
    size_t left; /* the first `left` bytes are unused */
};

static _Thread_local struct rand_store rand_store;

static void rand_generate(void *out, size_t size)
{
    if (RAND_bytes(out, (int)size) == 1)
        return;
    log_note(LOG_ERROR, "random_generator_failed");
    _exit(EXIT_FAILURE);
}

void rand_bytes(void *out, size_t size)
{
    struct rand_store *store = &rand_store;
    for (uint8_t *next = out; size > 0;) {
        if (store->left == 0) {
            rand_generate(store->bytes, RAND_STORE_SIZE);
            store->left = RAND_STORE_SIZE;
        }
        size_t taken = size < store->left ? size : store->left;
        store->left -= taken;
        memcpy(next, store->bytes + store->left, taken);
        memset(store->bytes + store->left, 0, taken);
        next += taken;
        size -= taken;
    }
}

/* Six random bits; 62 and 63 are drawn again, so that every letter is as likely as any other. */
static char rand_letter(void)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    uint8_t bits;
    do {
        rand_bytes(&bits, 1);
        bits &= 63;
    } while (bits >= sizeof letters - 1);
    return letters[bits];
}

void rand_id(char out[RAND_ID_LEN])
{
    for (size_t i = 0; i < RAND_ID_LEN; i++)
        out[i] = rand_letter();
}

static bool has_hyphen_before(size_t byte)
{
    return byte == 4 || byte == 6 || byte == 8 || byte == 10;
}

struct str rand_id_str(struct arena *arena)
{
    char *id = arena_alloc(arena, RAND_ID_LEN);
    rand_id(id);
    return (struct str){.ptr = id, .len = RAND_ID_LEN};
}

void rand_uuid(char out[RAND_UUID_LEN])
{
    uint8_t bytes[16];
    rand_bytes(bytes, sizeof bytes);
    bytes[6] = (bytes[6] & 0x0F) | 0x40; /* version 4: random */
    bytes[8] = (bytes[8] & 0x3F) | 0x80; /* variant: RFC 9562 */
    for (size_t i = 0; i < sizeof bytes; i++) {
        if (has_hyphen_before(i))
            *out++ = '-';
        *out++ = "0123456789abcdef"[bytes[i] >> 4];
        *out++ = "0123456789abcdef"[bytes[i] & 15];
    }
}
