/*
 * The steps of a change that its kinds share; all but the first inside the transaction, on the
 * committer's thread. Private to the files of a change: contact_read.c, contact_apply.c,
 * contact_address.c, contact_upsert.c, contact_list.c, contact_bulk.c, business.c.
 *
 * Each kind's function finds what is wrong before it writes anything, and may run more than once
 * (replay), so it sets everything it sets anew.
 */
#pragma once

#include "service/contacts.h"

/* contact_read.c: the body with the rules of the location, for a contact of that country. */
void contact_change_check(struct contact_change *change, struct str country,
                          struct contact_patch *patch, struct faults *faults);

/* change->row by change->contact_id. ERR_CONTACT_UNKNOWN, ERR_VERSION_STALE. */
MUST_CHECK enum err contact_change_load(struct contact_change *change, struct store_view *view);

/* A new contact, made of the patch. */
MUST_CHECK enum err contact_change_create(struct contact_change *change, struct store_tx *tx);

/* The patch onto the contact in change->row. */
MUST_CHECK enum err contact_change_update(struct contact_change *change, struct store_tx *tx);

/* dateUpdated and lastUpdatedBy. */
void contact_change_stamp(struct contact_change *change, struct contact *contact, int64_t now_ms);

/* Writes `contact` over change->row, stamped with who and when. Email and phone are as they were.
 */
MUST_CHECK enum err contact_change_save(struct contact_change *change, struct store_tx *tx,
                                        struct contact *contact);

/* contact_address.c: by what a contact can be reached, and is looked up. */
struct contact_addresses {
    struct str email;
    struct str phone;
    struct additional_list emails;
    struct additional_list phones;
};

static inline struct contact_addresses contact_addresses_of(const struct contact *contact)
{
    return (struct contact_addresses){contact->email_lower_case, contact->phone,
                                      contact->additional_emails, contact->additional_phones};
}

/*
 * What change->row has to say of the contact's emails and phones, which were `before`.
 * ERR_CONTACT_DUPLICATE with change->duplicate.
 */
MUST_CHECK enum err contact_change_place(struct contact_change *change, struct store_view *view,
                                         const struct contact_addresses *before,
                                         const struct contact *contact);

/* contact_upsert.c */
MUST_CHECK enum err contact_change_upsert(struct contact_change *change, struct store_tx *tx);

/*
 * Of a contact that an upsert found: takes the phone out of `patch` when it was found by that, what
 * the contact has already as an additional one, and the second field that the location looks for
 * when it is another contact's.
 */
MUST_CHECK enum err contact_change_give_way(const struct contact_change *change,
                                            struct store_view *view, const struct contact *contact,
                                            struct contact_patch *patch);

/* contact_list.c */
MUST_CHECK enum err contact_change_list(struct contact_change *change, struct store_tx *tx);
