/*
 * What can be done with contacts: get, find, create, update, upsert, delete, and edits of their
 * lists.
 *
 * A change is asked in two steps. contact_change_read, on the caller's thread, finds every fault of
 * the body and touches the store only to read. contact_change_apply, which the caller submits to
 * the store (store_submit), makes the change on the committer's thread. The change, its arena and
 * what it points to belong to the committer between the two.
 */
#pragma once

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/faults.h"
#include "base/str.h"
#include "contact/patch.h"
#include "service/actor.h"
#include "service/location_cache.h"
#include "store/store.h"

struct contacts {
    struct store *store;
    struct location_cache *locations;
};

/* A contact in the way, when a location forbids duplicates. */
struct duplicate {
    struct str contact_id;
    struct str contact_name;
    enum match_field field;
};

enum contact_change_kind {
    CONTACT_CREATE,
    CONTACT_UPDATE,
    CONTACT_UPSERT,
    CONTACT_DELETE,
    CONTACT_LIST, /* an edit of tags or followers */
};

enum contact_list { CONTACT_TAGS, CONTACT_FOLLOWERS };

struct contact_list_edit {
    enum contact_list list;
    bool adds;                /* otherwise takes out … */
    bool takes_all;           /* … all there are, whatever is given */
    struct text_list given;   /* found by contact_list_read */
    struct text_list before;  /* the answer: the list as it was */
    struct text_list changed; /* … those that were added, or taken out … */
    struct text_list now;     /* … and the whole list after it */
};

struct contact_change {
    struct store_op op; /* first */

    /* asked; set by the caller */
    enum contact_change_kind kind;
    struct arena *arena;
    struct str location_id;
    struct str contact_id; /* create, upsert: empty */
    bool conditional;      /* update, delete: only when if_match holds */
    struct str if_match;   /* the header's value; an empty one never holds */
    struct actor actor;
    bool additional;               /* update: of the additional emails and phones alone */
    struct contact_list_edit edit; /* list: `list` and `adds` */

    /* found by contact_change_read, or contact_list_read */
    const struct location_rules *rules;
    struct contact_body body;
    struct contact_patch patch;
    struct str country_assumed;  /* of the stored contact, when the body's phone depends on it */
    struct str phone_looked_for; /* upsert: read in the body's country, or else the location's */
    struct faults faults;

    /* the answer, valid when op.result is ERR_NONE */
    struct contact_row row;     /* as stored now; of a deleted contact, as it was */
    struct duplicate duplicate; /* with ERR_CONTACT_DUPLICATE */
    bool created;               /* upsert: there was none; create: always */
    enum match_field matched;   /* upsert: by which field it found the contact */
};

/*
 * ERR_BODY_INVALID with change->faults; ERR_CONTACT_ANONYMOUS; of an upsert ERR_CONTACT_UNNAMED;
 * ERR_LOCATION_FORBIDDEN when a create or upsert names another location than the caller's;
 * ERR_STORE_FAILED. `object` is a JSON object.
 */
MUST_CHECK enum err contact_change_read(struct contacts *contacts, struct contact_change *change,
                                        const struct json *object, enum dnd_spelling spelling);

/* The same for a CONTACT_LIST, which is not checked against anything. ERR_BODY_INVALID. */
MUST_CHECK enum err contact_list_read(struct contact_change *change, const struct json *object);

/*
 * The second step, a store_op's apply. The outcome:
 * ERR_CONTACT_UNKNOWN, ERR_VERSION_STALE, ERR_CONTACT_DUPLICATE, ERR_CONTACT_TOO_LARGE,
 * ERR_TAGS_FULL, ERR_FOLLOWERS_FULL,
 * ERR_BODY_INVALID (the contact's country changed meanwhile, and with it the meaning of the phone),
 * or the store's.
 */
store_apply contact_change_apply;

/* Submits it and waits: for the demo and the command line. */
MUST_CHECK enum err contact_change_run(struct contacts *contacts, struct contact_change *change);

/* True for an upsert that is to make a contact without looking for one: duplicates are allowed. */
bool contact_change_makes_duplicates(const struct contact_change *change);

/* Gives back what the change holds; when nobody asks it any more. Fine on one never read. */
void contact_change_release(struct contact_change *change);

/* ---- many at once -----------------------------------------------------------------------------
 */

/*
 * Ids in a bulk call, and bytes of the documents it edits: 500 usual contacts are half a megabyte.
 * A contact's id has 20 characters.
 */
enum { BULK_CONTACTS_MAX = 500, BULK_BYTES_MAX = 4 << 20, CONTACT_ID_LEN_MAX = 255 };

/* As published for the business of many contacts: characters of an id, and ids under v3. */
enum { BULK_BUSINESS_ID_LEN_MAX = 50, BULK_BUSINESS_CONTACTS_MAX_V3 = 50 };

enum contact_bulk_what { CONTACT_BULK_TAGS, CONTACT_BULK_BUSINESS };

struct contact_bulk_result {
    enum err err; /* ERR_CONTACT_UNKNOWN, ERR_TAGS_FULL, ERR_CONTACT_TOO_LARGE, ERR_BULK_FULL */
    struct contact_list_edit edit; /* of tags */
};

/* An edit of the tags, or the business, of many contacts, in one transaction. */
struct contact_bulk {
    struct store_op op; /* first */

    /* asked; set by the caller */
    struct arena *arena;
    struct str location_id;
    struct actor actor;
    enum contact_bulk_what what;
    size_t contacts_most;
    bool adds;                  /* tags: otherwise takes out */
    struct record_key business; /* business: without the id */

    /* found by contact_bulk_read */
    struct text_list contacts; /* ids */
    struct text_list tags;
    bool takes_all;
    /* and the id of the business: empty for out of any */
    struct faults faults;

    /* the answer, valid when op.result is ERR_NONE: one for each contact */
    struct contact_bulk_result *results;
};

/* ERR_BODY_INVALID with bulk->faults; ERR_LOCATION_FORBIDDEN. */
MUST_CHECK enum err contact_bulk_read(struct contact_bulk *bulk, const struct json *object);

/* What is wrong with one contact is in its result. ERR_RECORD_UNKNOWN: there is no such business.
 */
store_apply contact_bulk_apply;

/* ---- reading ----------------------------------------------------------------------------------
 */

/* ERR_CONTACT_UNKNOWN when the location has none of that id. */
MUST_CHECK enum err contact_get(struct contacts *contacts, struct arena *arena,
                                struct str location_id, struct str contact_id,
                                struct contact_document *document);

/*
 * The oldest contact with that email or phone, its own or an additional one, by the fields and in
 * the order that the location looks for duplicates; by email, then phone, where it allows them. An
 * empty text is not looked for. The phone may be national: it is read in the location's country.
 * ERR_NOT_FOUND when there is none; ERR_CONTACT_UNNAMED when both are empty.
 */
MUST_CHECK enum err contact_find_duplicate(struct contacts *contacts, struct arena *arena,
                                           struct str location_id, struct str email,
                                           struct str phone, struct contact_document *document);

/*
 * Upkeep, now and then: forgets first answers older than IDEMPOTENCY_KEPT_MS, and tries whether a
 * store that could not write can again. Does not wait.
 */
void contacts_keep_up(struct contacts *contacts);

/* True when an If-Match value (a list of quoted versions, or "*") has this version, strongly. */
bool if_match_holds(struct str if_match, int64_t version);
