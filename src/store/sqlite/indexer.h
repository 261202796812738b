/*
 * The indexer: the thread that keeps the search file a copy of the store
 * (docs/decisions/0018-search-is-derived.md).
 */
#pragma once

#include "store/sqlite/connection.h"

struct indexer;
struct search_readers;

/* What the writer may forget: marks up to `seq` are in the search file, which left `fold`. */
struct indexer_pass {
    int64_t seq;
    int64_t fold;
};

/*
 * Starts the thread, which opens or makes the search file in its own time. `store_path` is the
 * store's file; `readers` are told when the search file is made anew, and outlive the indexer.
 * ERR_STORE_FAILED when no thread or connection can be had.
 */
MUST_CHECK enum err indexer_start(const char *store_path, const char *search_path,
                                  struct search_readers *readers, struct row_hints *hints,
                                  struct indexer **indexer);

/* Ends after the pass that is under way. NULL is fine. */
void indexer_stop(struct indexer *indexer);

/*
 * Waits until all that was marked up to `seq` is in the search file. ERR_SEARCH_NOT_READY when that
 * takes longer than INDEXER_PATIENCE_MS, when the file is being made anew and that takes longer
 * than INDEXER_BUILD_PATIENCE_MS (what a store of a few thousand contacts needs), or at a stop.
 */
enum { INDEXER_PATIENCE_MS = 5000, INDEXER_BUILD_PATIENCE_MS = 1000 };
MUST_CHECK enum err indexer_await(struct indexer *indexer, int64_t seq);

/* Nobody waits any more, now or later; the thread goes on until indexer_stop. */
void indexer_refuse(struct indexer *indexer);

/* The search file is damaged: it is made anew. Any thread. */
void indexer_distrust(struct indexer *indexer);

/* The newest pass; false when there has been none. */
bool indexer_last_pass(struct indexer *indexer, struct indexer_pass *pass);

/* The committer's, after a commit that left marks. */
void indexer_note(struct indexer *indexer);
