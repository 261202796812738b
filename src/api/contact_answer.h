/*
 * The success bodies of the operations on contacts.
 *
 * The stored document goes into them as it is. It is written anew for `Version: v3` (channels of
 * dndSettings in lower camel case), for keys of custom fields, and where it has values of a custom
 * field that was deleted.
 */
#pragma once

#include "api/request.h"
#include "contact/contact.h"

/*
 * How this request is to see stored documents (contact_document_serve). `with_keys`: their
 * customFields with the keys of their fields. With ERR_NONE the caller releases *rules, which
 * *serving points into, after the last of them; ERR_LOCATION_FORBIDDEN when the location is gone,
 * or the store's.
 */
MUST_CHECK enum err contact_answer_serving(struct request *request, bool with_keys,
                                           struct contact_serving *serving,
                                           const struct location_rules **rules);

/*
 * {"contact", "traceId"} and the ETag; NULL is a contact of null, and no ETag. `with_keys` as
 * above.
 */
void contact_answer_get(struct request *request, const struct contact_document *document,
                        bool with_keys);

/* Of a change of any kind, after it is on the disk. */
void contact_answer_change(struct request *request, const struct contact_change *change);
