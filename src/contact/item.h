/*
 * What hangs on a contact: a note, a task, or that it is in a campaign or workflow. Read from a
 * body, checked, merged, written as the document that is kept and served.
 *
 * Texts point into the arena of whoever made them. Pure.
 */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "base/faults.h"
#include "base/str.h"
#include "json/resource.h"

/* The id of a campaign or workflow is its own: a contact is in it once. */
enum item_kind { ITEM_NOTE, ITEM_TASK, ITEM_CAMPAIGN, ITEM_WORKFLOW };

enum item_body {
    ITEM_BODY_CREATE,
    ITEM_BODY_UPDATE,
    ITEM_BODY_COMPLETE /* of a task: {"completed"} */
};

/* Ours: what a page of text holds, and the texts around it. */
enum { ITEM_BODY_MAX = 65536, ITEM_TITLE_MAX = 1000, ITEM_WORD_MAX = 255 };

/*
 * Of each kind, for one contact: the bound of the issue, and what can be listed in one answer. A
 * character of a body may take six bytes of JSON, twice.
 */
enum { ITEMS_MAX = 10000, ITEMS_BYTES_MAX = 16 << 20 };

/* As a body gives them, and as they are kept; each kind has some of them. */
struct item_fields {
    struct json_opt_text title;
    struct json_opt_text body;
    struct json_opt_text user_id;     /* note */
    struct json_opt_text color;       /* note */
    struct json_opt_text assigned_to; /* task */
    struct json_opt_text due_date;    /* task; ISO, with milliseconds, in UTC */
    struct json_opt_text event_start; /* workflow; as due_date */
    struct json_opt_flag pinned;      /* note */
    struct json_opt_flag completed;   /* task */
};

/* What tasks are looked for by; empty for the others. */
struct item_index {
    struct str title; /* as item_fold has it */
    struct str assigned_to;
    bool completed;
};

/* What the program gives it. */
struct item_identity {
    struct str id;
    struct str contact_id;
    struct str date_added;
};

/*
 * What is wrong is added to *faults; an empty text is an absent one, and what a create needs cannot
 * be cleared by an update. `object` is a JSON object.
 */
void item_read(enum item_kind kind, enum item_body body, const struct json *object,
               struct arena *arena, struct item_fields *fields, struct faults *faults);

/* Changes what the patch names and nothing else; null clears. */
void item_merge(enum item_kind kind, const struct item_fields *patch, struct item_fields *kept);

/*
 * A note: id, body, bodyText, title, userId, dateAdded, contactId, color, pinned and its relation
 * to the contact. A task: id, title, body, assignedTo, dueDate, completed, contactId. Absent
 * members are left out.
 */
struct str item_encode(enum item_kind kind, const struct item_identity *identity,
                       const struct item_fields *fields, struct arena *arena);

struct item_index item_index_of(enum item_kind kind, const struct item_fields *fields,
                                struct arena *arena);

/* So that a title and what is looked for in it are alike: composed, in lower case. */
struct str item_fold(struct arena *arena, struct str text);

/* ERR_STORE_FAILED when the document is none: only a damaged file gives that. */
MUST_CHECK enum err item_decode(enum item_kind kind, struct str document, struct arena *arena,
                                struct item_fields *fields);

/* "note", "task", "campaign", "workflow": how a document is named in an answer, and kept. */
struct str item_kind_name(enum item_kind kind);
