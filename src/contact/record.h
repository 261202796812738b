/*
 * What a location has besides its contacts: businesses, tags, custom values, campaigns, workflows;
 * and the agency's users (user.h), who are records of no location. Read from a body, checked,
 * merged, written as the document that is kept and served.
 *
 * Texts point into the arena of whoever made them. Pure.
 */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "base/faults.h"
#include "base/str.h"
#include "json/resource.h"

enum record_kind {
    RECORD_BUSINESS,
    RECORD_TAG,
    RECORD_CUSTOM_VALUE,
    RECORD_CAMPAIGN,
    RECORD_WORKFLOW,
    RECORD_USER,
};

enum record_body { RECORD_BODY_CREATE, RECORD_BODY_UPDATE };

/* Ours, in code points: what a form's line holds, an address, a page of text. */
enum {
    RECORD_WORD_MAX = 255,
    RECORD_ADDRESS_MAX = 1000,
    RECORD_URL_MAX = 2048,
    RECORD_TEXT_MAX = 5000,
    RECORD_VALUE_MAX = 65536,
};

/*
 * Of a kind, in one location. Kinds that are listed whole: what can be listed in one answer.
 * Businesses come in pages, of at most RECORDS_PAGE_MAX.
 */
enum {
    RECORDS_MAX = 10000,
    RECORDS_BYTES_MAX = 16 << 20,
    BUSINESSES_MAX = 100000,
    BUSINESSES_BYTES_MAX = 256 << 20,
    RECORDS_PAGE_MAX = 100,
};

/* How ids of a kind look: 20 of [A-Za-z0-9], 24 hexadecimal digits, a UUID. */
enum record_id { RECORD_ID_WORD, RECORD_ID_HEX, RECORD_ID_UUID };

/* What is to be known of a kind. */
struct record_type {
    struct str name;     /* how it is kept: "custom_value" */
    struct str title;    /* how a sentence begins with it: "Custom value" */
    struct str titles;   /* … and names many: "custom values" */
    struct str named_by; /* what no two of a location may share: "name", "email"; empty: nothing */
    enum record_id id;
    int64_t most;
    int64_t bytes_most; /* of their documents */
};

const struct record_type *record_type(enum record_kind kind);

/* As a body gives them, and as they are kept; each kind has some of them. */
struct record_fields {
    struct json_opt_text name;
    struct json_opt_text location_id;
    struct json_opt_text key;                  /* custom value: "{{ custom_values.name }}" */
    struct json_opt_text value;                /* custom value */
    struct json_opt_text status;               /* campaign, workflow: draft, published */
    struct json_opt_text phone, email;         /* business, user */
    struct json_opt_text website, description; /* business */
    struct json_opt_text address, city, state, postal_code, country; /* business */
    struct json_opt_any created_by, updated_by;                      /* business */
    struct json_opt_text created_at, updated_at;            /* business, workflow; ISO, in UTC */
    struct json_opt_text first_name, last_name, company_id; /* user, as all of these */
    struct json_opt_text profile_photo, platform_language;
    struct json_opt_texts scopes, scopes_assigned;
    struct json_opt_nested permissions, roles; /* of user.c's */
    struct json_opt_any twilio_phone;
    struct json_opt_text password, type, role; /* of bodies; */
    struct json_opt_texts location_ids;        /* … all but the first are kept as roles */
};

/*
 * What is wrong is added to *faults. Names are trimmed, those of tags as a contact's tags are kept.
 * An empty text is an absent one; what a create needs cannot be cleared by an update. `object` is a
 * JSON object.
 */
void record_read(enum record_kind kind, enum record_body body, const struct json *object,
                 struct arena *arena, struct record_fields *fields, struct faults *faults);

/* Changes what the patch names and nothing else; null clears. */
void record_merge(enum record_kind kind, const struct record_fields *patch,
                  struct record_fields *kept);

/* Who makes or changes it, when. */
struct record_event {
    bool creates;
    struct str location_id;
    struct str now;         /* ISO, in UTC */
    const struct json *who; /* an object */
};

/*
 * Sets what the program gives: where it belongs, when and by whom it was made and changed. A custom
 * value gets its key when it is made, and keeps it: templates name it.
 */
void record_stamp(enum record_kind kind, const struct record_event *event, struct arena *arena,
                  struct record_fields *fields);

/* What it is listed by, and, where the kind has `named_by`, what is unique. */
struct str record_name(enum record_kind kind, const struct record_fields *fields,
                       struct arena *arena);

/* The document: the id, and the members that are given. */
struct str record_encode(enum record_kind kind, struct str id, const struct record_fields *fields,
                         struct arena *arena);

/* ERR_STORE_FAILED when the document is none: only a damaged file gives that. */
MUST_CHECK enum err record_decode(enum record_kind kind, struct str document, struct arena *arena,
                                  struct record_fields *fields);
