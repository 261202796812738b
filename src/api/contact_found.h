/*
 * The bodies in which contacts that were found are answered: each of request->search, which has
 * succeeded, and may fail here: its result says so. Made on the searcher's thread, for a page may
 * take as long as the search.
 */
#pragma once

#include "api/request.h"

/*
 * {"contacts","total"}: every member is there, null where the contact has none; `address` stands
 * for address1, dateOfBirth is in milliseconds, and searchAfter says where the next page begins.
 */
struct str contact_found_write_search(struct request *request);

/* {"contacts","count","meta"}: names in lower case, with firstNameRaw and lastNameRaw. */
struct str contact_found_write_list(struct request *request);

/* {"contacts","count"}, the contacts as GET has them. */
struct str contact_found_write_business(struct request *request);

/* {"contacts","nextCursor"}, the cursor only where there is a next page. */
struct str contact_found_write_look_up(struct request *request);

/* The query's cursor, as an answer had it; a fault when it is none of ours. */
void contact_found_read_cursor(struct request *request);
