/*
 * The search file as a copy of the store: brought up to date pass by pass, made anew when it is not
 * one. The indexer's thread alone uses it.
 */
#pragma once

#include <stdatomic.h>

#include "store/sqlite/connection.h"
#include "store/sqlite/search_file.h"

struct search_readers;

struct search_copy {
    const char *path;               /* of the search file */
    struct search_readers *readers; /* told when it is made anew */
    const atomic_bool *stopping;    /* ends making it anew */
    struct sqlite_view store;
    struct search_file file;
    bool opened;
    bool damaged; /* the last pass found it so */
    _Atomic int64_t
        building_since_ns; /* it is being made anew; 0: it is not. Any thread may look */
};

struct search_pass {
    int64_t seq;  /* all marks up to it are in the search file */
    int64_t left; /* rows of marks behind it */
    bool wrote;   /* … and `fold` has been left there */
    int64_t fold;
    bool rebuilt; /* passes before this one count no more */
};

/* A connection to the store; the search file is opened by the first pass. The caller has set the
 * first three members, and closes also what could not be opened. */
MUST_CHECK enum err search_copy_open(struct search_copy *copy, const char *store_path,
                                     unsigned busy_timeout_ms, struct row_hints *hints);
void search_copy_close(struct search_copy *copy);

/*
 * One pass; before it, when there is no other way or the caller distrusts the file, it is made
 * anew, which takes two minutes for a million contacts. ERR_SEARCH_NOT_READY when a stop was asked
 * for meanwhile; any other error may be over at the next try.
 */
MUST_CHECK enum err search_copy_pass(struct search_copy *copy, bool distrusts,
                                     struct search_pass *made);
