#include "service/business.h"

#include "base/clock.h"
#include "service/contact_apply.h"

/* ---- one contact ------------------------------------------------------------------------------
 */

enum err contact_change_business(struct contact_change *change, struct store_tx *tx,
                                 struct str business_id)
{
    struct contact contact;
    enum err err = contact_change_load(change, store_tx_view(tx));
    if (!err)
        err = contact_decode(change->arena, change->row.document, &contact);
    if (err || str_eq(contact.business_id, business_id))
        return err;
    contact.business_id = business_id;
    contact_change_stamp(change, &contact, clock_wall_ms());
    err = contact_encode(change->arena, &contact, &change->row.document);
    if (err)
        return err;
    change->row.version++;
    return store_tx_contact_set_business(tx, &change->row, business_id);
}

/* ---- a business that is deleted ---------------------------------------------------------------
 */

/* Who changed it last stays: it is not this contact that somebody meant. So it never gets longer.
 */
static enum err leave_one(struct arena *arena, struct store_tx *tx, struct str location_id,
                          struct str contact_id, size_t *bytes)
{
    struct contact_row row;
    struct contact contact;
    enum err err = store_contact_get(store_tx_view(tx), arena, location_id, contact_id, &row);
    if (!err)
        err = contact_decode(arena, row.document, &contact);
    if (err)
        return err;
    *bytes += row.document.len;
    contact.business_id = STR("");
    contact.date_updated = clock_iso(arena, clock_wall_ms());
    err = contact_encode(arena, &contact, &row.document);
    row.version++;
    return err ? err : store_tx_contact_set_business(tx, &row, STR(""));
}

/* Others are written already, so an error can only spoil the transaction. */
static enum err spoil(enum err err)
{
    return err && err != ERR_STORE_UNAVAILABLE ? ERR_STORE_FAILED : err;
}

static enum err leave_some(struct arena *arena, struct store_tx *tx,
                           const struct record_key *business, bool *unfinished)
{
    struct str *ids;
    size_t count;
    size_t bytes = 0;
    size_t left = 0;
    enum err err = store_business_contacts(store_tx_view(tx), arena, business,
                                           BUSINESS_LEAVE_MAX + 1, &ids, &count);
    for (; !err && left < count && left < BUSINESS_LEAVE_MAX && bytes < BUSINESS_LEAVE_BYTES_MAX;
         left++)
        err = leave_one(arena, tx, business->location_id, ids[left], &bytes);
    *unfinished = !err && left < count;
    return spoil(err);
}

enum err business_leave(struct arena *arena, struct store_tx *tx, const struct record_key *business,
                        bool *unfinished)
{
    enum err err = leave_some(arena, tx, business, unfinished);
    if (err)
        return err;
    return *unfinished ? store_tx_business_gone_put(tx, business)
                       : store_tx_business_gone_forget(tx, business);
}

static enum err sweep(struct arena *arena, struct store_tx *tx, bool *swept)
{
    struct record_key business;
    bool unfinished;
    enum err err = store_business_gone_first(store_tx_view(tx), arena, &business);
    *swept = !err;
    if (err)
        return err == ERR_NOT_FOUND ? ERR_NONE : err;
    return business_leave(arena, tx, &business, &unfinished);
}

enum err business_sweep(struct store_tx *tx, bool *swept)
{
    struct arena arena;
    arena_init(&arena);
    enum err err = sweep(&arena, tx, swept);
    arena_release(&arena);
    return err;
}
