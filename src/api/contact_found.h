/*
 * How contacts that were found are answered: each of request->search, which has succeeded.
 */
#pragma once

#include "api/request.h"

/*
 * {"contacts","total"}: every member is there, null where the contact has none; `address` stands
 * for address1, dateOfBirth is in milliseconds, and searchAfter says where the next page begins.
 */
void contact_found_answer_search(struct request *request);

/* {"contacts","count","meta"}: names in lower case, with firstNameRaw and lastNameRaw. */
void contact_found_answer_list(struct request *request);

/* {"contacts","count"}, the contacts as GET has them. */
void contact_found_answer_business(struct request *request);

/* {"contacts","nextCursor"}, the cursor only where there is a next page. */
void contact_found_answer_look_up(struct request *request);

/* The query's cursor, as an answer had it; a fault when it is none of ours. */
void contact_found_read_cursor(struct request *request);
