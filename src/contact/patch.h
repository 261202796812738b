/*
 * What a body asks of a contact: read, checked, normalised, applied.
 *
 *      contact_body_decode    kinds and unknown properties         (json/table.h)
 *      contact_patch_check    meaning: email, phone, country, …    → struct contact_patch
 *      contact_patch_apply    onto a contact, then contact_derive
 *
 * The first two find every fault of a body; once they found none, the third cannot fail. A patch
 * points into the arena it was made in.
 */
#pragma once

#include <stdbool.h>

#include "base/arena.h"
#include "base/faults.h"
#include "base/str.h"
#include "contact/contact.h"
#include "contact/custom_field.h"
#include "contact/location.h"
#include "json/table.h"

enum contact_body_kind {
    CONTACT_BODY_CREATE,
    CONTACT_BODY_UPDATE,
    CONTACT_BODY_UPSERT,
    CONTACT_BODY_ADDITIONAL /* an update of additionalEmails and additionalPhones alone */
};

/* A body as decoded; every member is absent, cleared (null) or given. */
struct contact_body {
    struct json_opt_text location_id; /* create and upsert */
    struct json_opt_text first_name, last_name, name;
    struct json_opt_text email, phone;
    struct json_opt_text address1, city, state, postal_code, country;
    struct json_opt_text website, timezone, source, assigned_to;
    struct json_opt_text date_of_birth, company_name;
    struct json_opt_text keyword, ssn, type;              /* update only */
    struct json_opt_text gender;                          /* create and upsert */
    struct json_opt_flag create_new_if_duplicate_allowed; /* upsert only */
    struct json_opt_flag dnd;
    struct json_opt_nested dnd_settings; /* of struct dnd_settings_body */
    struct json_opt_nested inbound_dnd;  /* of struct inbound_dnd_body */
    struct json_opt_texts tags;
    struct json_opt_list custom_fields;     /* of struct custom_value_body */
    struct json_opt_list additional_emails; /* additional only; of struct additional_body */
    struct json_opt_list additional_phones;
};

void contact_body_decode(const struct json *object, enum contact_body_kind kind,
                         enum dnd_spelling spelling, struct arena *arena, struct contact_body *body,
                         struct faults *faults);

/*
 * True when the country that the contact has now decides how a phone number in the body is read:
 * the body gives a number (or a PHONE custom field, or an additional one) without a country code,
 * and no country.
 */
bool contact_body_needs_country(const struct contact_body *body);

/* What a body is checked against. */
struct contact_rules {
    const struct location *location;
    const struct custom_fields *custom_fields;
    struct str contact_country; /* of the stored contact, empty when it has none or is new */
    bool may_be_unchanged;      /* see contact_patch_settle_phone */
};

/*
 * Checked and normalised: email trimmed, phone in E.164, country in upper case, the date in ISO
 * form, tags lower-cased and without repeats, custom values by type, a lone name split. Owned by
 * the arena; private to patch.c but for what the service looks at.
 */
struct contact_patch {
    struct contact_body body; /* normalised in place */
    struct custom_changes custom;
    struct additional_list additional_emails; /* set where the body names one of the two */
    struct additional_list additional_phones;
    bool phone_unsettled; /* it looks like E.164, and nobody has asked whether it is a number */
};

void contact_patch_check(const struct contact_body *body, const struct contact_rules *rules,
                         struct arena *arena, struct contact_patch *patch, struct faults *faults);

/*
 * Programs that keep two systems alike send the phone with every update, and reading one costs as
 * much as all the rest of a body. So where the contact may have it already, a number that looks
 * like E.164 is believed as long as nothing else is wrong. This reads it after all, once the
 * contact's own is known and it is another; that it is none is added to *faults.
 */
void contact_patch_settle_phone(struct arena *arena, struct contact_patch *patch,
                                struct str contact_phone, struct faults *faults);

/*
 * Changes what the patch names and nothing else: null and "" clear a field, tags replace the list,
 * custom fields merge by id, DND merges by channel. A new email or phone that was an additional one
 * changes places with the one before. Derives the derived fields; leaves dates and
 * who-did-it to the caller. A `name` counts only where the
 * body gives neither firstName nor lastName a value.
 */
void contact_patch_apply(struct arena *arena, struct contact *contact,
                         const struct contact_patch *patch);

/*
 * True when the patch gives neither email, phone, firstName nor lastName; a lone `name` does not
 * count (seen). A create of that kind is ERR_CONTACT_ANONYMOUS.
 */
bool contact_patch_is_anonymous(const struct contact_patch *patch);
