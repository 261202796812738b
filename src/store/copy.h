/*
 * Everything of one store into another, whatever keeps them. Nobody else may write to either of
 * them meanwhile.
 *
 * Rows go table by table, in the order of their keys, a page a transaction: so what is there
 * already is the beginning of what has to be, and a copy that was interrupted goes on behind it.
 * What is derived (what is searched) is not copied; the other store makes it anew.
 */
#pragma once

#include "store/store.h"

/* Called with each page: so many rows of a table are there now, of so many. */
typedef void store_copy_tell(void *context, const char *table, int64_t rows, int64_t of);

/*
 * ERR_STORE_UNUSABLE when `to` has rows that `from` has not, with which table it is; an error of
 * one of the stores, with the table.
 */
MUST_CHECK enum err store_copy(struct store *from, struct store *to, store_copy_tell *tell,
                               void *context, struct err_text *explanation);

/*
 * Reads both from the beginning and compares every value: ERR_STORE_UNUSABLE with the table and the
 * first key of the first row that differs.
 */
MUST_CHECK enum err store_compare(struct store *from, struct store *to, store_copy_tell *tell,
                                  void *context, struct err_text *explanation);
