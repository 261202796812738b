/*
 * The success bodies of the operations on contacts.
 *
 * The stored document goes into them as it is; `Version: v3` alone has it rewritten (channels of
 * dndSettings in lower camel case).
 */
#pragma once

#include "api/request.h"

/* {"contact", "traceId"} and the ETag; NULL is a contact of null, and no ETag. */
void contact_answer_get(struct request *request, const struct contact_document *document);

/* Of a change of any kind, after it is on the disk. */
void contact_answer_change(struct request *request, const struct contact_change *change);
