/*
 * Searching contacts. Read on the caller's thread, run on one of the searchers' (searchers.h): the
 * search, its arena and what it points to belong to them between the two.
 */
#pragma once

#include "contact/search.h"
#include "service/contacts.h"
#include "service/searchers.h"

struct contact_found {
    struct str id;
    int64_t date_added_ms;
    struct str document;
};

struct contact_search {
    struct search_job job; /* first */

    /* asked; set by the caller */
    struct contacts *contacts;
    struct arena *arena;
    struct str location_id;

    /* found by contact_search_read, or set by the caller who has no body */
    struct search search;
    struct faults faults;
    struct str unknown; /* with ERR_SEARCH_FIELD_UNKNOWN: the name */

    /* the answer */
    enum err result;
    struct contact_found *found; /* one page; who was deleted meanwhile is left out */
    size_t count;
    bool more;              /* there may be another page, … */
    struct search_hit last; /* … behind this contact */
    int64_t total;
};

/*
 * Bytes of documents after which a page ends before it is full: 500 usual contacts are half a
 * megabyte. Paging by searchAfter goes on from there.
 */
enum { CONTACT_PAGE_BYTES_MAX = 8 << 20 };

/*
 * The body of POST /contacts/search. ERR_BODY_INVALID with search->faults,
 * ERR_SEARCH_FIELD_UNKNOWN, ERR_LOCATION_FORBIDDEN.
 */
MUST_CHECK enum err contact_search_read(struct contact_search *search, const struct json *object);

/*
 * Reads a text as the location's country reads phone numbers; one that is no number is returned as
 * it is.
 */
MUST_CHECK enum err contact_search_phone(struct contact_search *search, struct str text,
                                         struct str *phone);

/* A search_job's `run`: sets `result` and, with ERR_NONE, the answer. Errors as store_search. */
void contact_search_run(struct search_job *job);
