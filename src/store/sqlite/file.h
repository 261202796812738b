/*
 * The database file and the folder it is in: only their owner may read them.
 */
#pragma once

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"

/*
 * Makes sure that the file is there, `create` allowing with mode 0600, and its folder with mode
 * 0700, but not the folders above. ERR_STORE_UNUSABLE with an explanation. On ERR_NONE *path is
 * from the heap, and is what SQLite takes for a file and nothing else.
 */
MUST_CHECK enum err file_prepare(struct str name, bool create, char **path,
                                 struct err_text *explanation);
