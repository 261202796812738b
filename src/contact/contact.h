/*
 * A contact: the model, and the document it is stored and served as.
 *
 * A struct contact is a view: every text in it points into the arena of whoever made it. An empty
 * text is an absent field, and absent fields are left out of the document; lists are always there.
 * The document is the JSON object that GET serves, members in the order of contact_encode; a
 * document this program wrote is always decodable by it and by every later version.
 *
 * Pure: no I/O, no clock. Any thread, one at a time for each arena.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "contact/additional.h"
#include "contact/custom_field.h"
#include "contact/dnd.h"
#include "contact/text_list.h"
#include "json/json.h"

/* Ours; the list of bounds in api-behaviour's issue: tags 500 and custom fields 1,000 a contact. */
enum { CONTACT_TAGS_MAX = 500, CONTACT_TAG_LEN_MAX = 255, CONTACT_CUSTOM_FIELDS_MAX = 1000 };

/* api-behaviour: at most 10 followers. An id is 20 characters; more is nobody's, but harmless. */
enum { CONTACT_FOLLOWERS_MAX = 10, CONTACT_FOLLOWER_LEN_MAX = 255 };

/* A document past this is refused (ERR_CONTACT_TOO_LARGE): what a body may hold, once over. */
enum { CONTACT_DOC_MAX = 1 << 20 };

/*
 * Members that the program keeps but does not look into: JSON values as they are. In the order of
 * the answer.
 */
struct contact_opaque {
    const struct json *attachments;
    const struct json *attribution_source;
    const struct json *last_attribution_source;
    const struct json *created_by;
    const struct json *last_updated_by;
};

struct contact {
#define TEXT(member, name, max, bodies) struct str member;
#include "contact/fields.def"
    bool dnd;
    struct dnd_settings dnd_settings;
    struct inbound_dnd inbound_dnd;
    struct text_list tags;
    struct text_list followers; /* ids of users */
    struct additional_list additional_emails;
    struct additional_list additional_phones;
    struct custom_value *custom_values;
    size_t custom_value_count;
    struct contact_opaque opaque;
};

/*
 * Reads a document. ERR_STORE_FAILED when it is not one: only a damaged file gives that. Members
 * that are not known are dropped. The arena holds what the contact points to.
 */
MUST_CHECK enum err contact_decode(struct arena *arena, struct str document,
                                   struct contact *contact);

/* Writes the document; ERR_CONTACT_TOO_LARGE past CONTACT_DOC_MAX. */
MUST_CHECK enum err contact_encode(struct arena *arena, const struct contact *contact,
                                   struct str *document);

/*
 * Makes the derived fields from the given ones: name and fullNameLowerCase from first and last
 * name, the LowerCase fields with ICU's root-locale rules, email as served (lower-cased).
 */
void contact_derive(struct arena *arena, struct contact *contact);

/* What a client wants of a document that is not in it, and what may not be shown of it. */
struct contact_serving {
    bool v3;                          /* the channels of dndSettings in lower camel case */
    const struct custom_fields *keys; /* each custom value with its field's `key`; NULL: without */
    struct text_list removed_fields;  /* ids of fields whose values are not shown */
};

/*
 * The document as it is, unread, where that is what is wanted: without v3 and keys, when it has no
 * value of a removed field. ERR_STORE_FAILED when it is none.
 */
MUST_CHECK enum err contact_document_serve(struct arena *arena, struct str document,
                                           const struct contact_serving *serving,
                                           struct str *served);
