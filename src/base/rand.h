/*
 * Random bits from libcrypto's generator, and the ids made of them. Any thread may ask; each has a
 * small store of bits of its own, so that an id costs no lock. If the generator fails, the process
 * ends: a predictable token is worse than none.
 */
#pragma once

#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

void rand_bytes(void *out, size_t size);

/* Contact, location, custom field ids: 20 characters of [A-Za-z0-9] (119 bits), no NUL. */
enum { RAND_ID_LEN = 20 };
void rand_id(char out[RAND_ID_LEN]);

/* The same in an arena. */
struct str rand_id_str(struct arena *arena);

/* A version 4 UUID in lower case (122 bits), no NUL: traceId, and what a token is made of. */
enum { RAND_UUID_LEN = 36 };
void rand_uuid(char out[RAND_UUID_LEN]);
