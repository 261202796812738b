/*
 * The success bodies of the operations on contacts.
 *
 * The stored document goes into them as it is. It is written anew for `Version: v3` (channels of
 * dndSettings in lower camel case), for keys of custom fields, and where it has values of a custom
 * field that was deleted.
 */
#pragma once

#include "api/request.h"

/*
 * {"contact", "traceId"} and the ETag; NULL is a contact of null, and no ETag. `with_keys`: its
 * customFields with the keys of their fields.
 */
void contact_answer_get(struct request *request, const struct contact_document *document,
                        bool with_keys);

/* Of a change of any kind, after it is on the disk. */
void contact_answer_change(struct request *request, const struct contact_change *change);
