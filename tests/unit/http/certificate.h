/*
 * A fresh self-signed certificate and its key, as PEM texts in the arena.
 */
#pragma once

#include "base/arena.h"
#include "base/str.h"

struct certificate {
    struct str certificate;
    struct str key;
};

struct certificate certificate_new(struct arena *arena);
