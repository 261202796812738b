/*
 * Contacts and their business: put in, taken out, and left behind when the business is deleted.
 *
 * A deleted business takes its contacts out BUSINESS_LEAVE_MAX at a time: the first of them in the
 * transaction that deletes it, the rest in transactions of their own, so that nobody waits for a
 * business of 100,000. That there are more is kept in the store, so a restart goes on.
 */
#pragma once

#include "service/contacts.h"

/* Contacts, or bytes of their documents, that one transaction takes out of a deleted business. */
enum { BUSINESS_LEAVE_MAX = 200, BUSINESS_LEAVE_BYTES_MAX = 1 << 20 };

/*
 * Puts change->contact_id into a business, or out of any (empty). Nothing is written where it is so
 * already. ERR_CONTACT_UNKNOWN, ERR_CONTACT_TOO_LARGE.
 */
MUST_CHECK enum err contact_change_business(struct contact_change *change, struct store_tx *tx,
                                            struct str business_id);

/*
 * One helping of contacts out of a business that is deleted. `*unfinished` when there are more, of
 * which a note is in the store then; otherwise there is none.
 */
MUST_CHECK enum err business_leave(struct arena *arena, struct store_tx *tx,
                                   const struct record_key *business, bool *unfinished);

/* One more helping, of any business that has a note: a piece of service/sweep.h. */
MUST_CHECK enum err business_sweep(struct store_tx *tx, bool *swept);
