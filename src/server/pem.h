/*
 * The files of TLS, read whole.
 */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

/* A chain of certificates is a few KiB; a file past this is not one. */
enum { PEM_FILE_MAX = 1 << 20 };

/*
 * Reads both files; both paths empty gives two empty texts. ERR_SETTING_INVALID with an explanation
 * when only one is given, or one cannot be read.
 */
MUST_CHECK enum err pem_read_pair(struct arena *arena, struct str certificate_path,
                                  struct str key_path, struct str *certificate, struct str *key,
                                  struct err_text *why);
