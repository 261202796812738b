/*
 * The second step of a change, on the committer's thread, inside the transaction.
 *
 * The happy path of an update: load the row, compare If-Match, decode the document, apply the
 * patch, look for duplicates if the email or phone changed, encode, save. Failure modes: unknown
 * contact, stale version, a duplicate, a document that has become too large; all are found before
 * anything is written, so they are this operation's answer and nobody else's business.
 */
#include "service/contact_apply.h"

#include "base/clock.h"
#include "base/rand.h"
#include "service/location.h"

bool if_match_holds(struct str if_match, int64_t version)
{
    if (str_eq(str_trim(if_match), STR("*")))
        return true;
    struct str part;
    while (str_cut(&if_match, ',', &part)) {
        part = str_trim(part);
        if (part.len < 3 || part.ptr[0] != '"' || part.ptr[part.len - 1] != '"')
            continue; /* a weak tag ("W/…") never holds for a change: RFC 9110, 13.1.1 */
        int64_t wanted;
        if (str_to_int64(str_slice(part, 1, part.len - 1), &wanted) && wanted == version)
            return true;
    }
    return false;
}

/*
 * The patch as it is for this contact: its own phone needs no proof, and national numbers are read
 * in its country. They were read with the one it was assumed to have; that reading is kept, should
 * this run once more.
 */
static enum err read_for(struct contact_change *change, const struct contact *contact,
                         struct contact_patch *patch)
{
    *patch = change->patch;
    faults_init(&change->faults, change->arena);
    if (contact_body_needs_country(&change->body) &&
        !str_eq(change->country_assumed, contact->country))
        contact_change_check(change, contact->country, patch, &change->faults);
    contact_patch_settle_phone(change->arena, patch, contact->phone, &change->faults);
    return change->faults.count > 0 ? ERR_BODY_INVALID : ERR_NONE;
}

enum err contact_change_load(struct contact_change *change, struct store_view *view)
{
    enum err err = store_contact_get(view, change->arena, change->location_id, change->contact_id,
                                     &change->row);
    if (err)
        return err == ERR_NOT_FOUND ? ERR_CONTACT_UNKNOWN : err;
    if (change->conditional && !if_match_holds(change->if_match, change->row.version))
        return ERR_VERSION_STALE;
    return ERR_NONE;
}

void contact_change_stamp(struct contact_change *change, struct contact *contact, int64_t now_ms)
{
    contact->date_updated = clock_iso(change->arena, now_ms);
    contact->opaque.last_updated_by =
        actor_at(change->arena, &change->actor, contact->date_updated);
}

/* The patch onto the contact, and both into change->row. */
static enum err fill_row(struct contact_change *change, struct store_view *view,
                         struct contact *contact, int64_t now_ms)
{
    struct contact_patch patch;
    enum err err = read_for(change, contact, &patch);
    if (!err)
        err = contact_change_give_way(change, view, contact, &patch);
    if (err)
        return err;
    const struct contact_addresses before = contact_addresses_of(contact);
    contact_change_stamp(change, contact, now_ms);
    contact_patch_apply(change->arena, contact, &patch);
    custom_values_forget(contact->custom_values, &contact->custom_value_count,
                         &change->rules->removed_fields);
    err = contact_change_place(change, view, &before, contact);
    return err ? err : contact_encode(change->arena, contact, &change->row.document);
}

enum err contact_change_update(struct contact_change *change, struct store_tx *tx)
{
    struct contact contact;
    enum err err = contact_decode(change->arena, change->row.document, &contact);
    if (!err)
        err = fill_row(change, store_tx_view(tx), &contact, clock_wall_ms());
    if (err)
        return err;
    change->created = false;
    change->row.version++;
    return store_tx_contact_update(tx, &change->row);
}

enum err contact_change_save(struct contact_change *change, struct store_tx *tx,
                             struct contact *contact)
{
    contact_change_stamp(change, contact, clock_wall_ms());
    enum err err = contact_encode(change->arena, contact, &change->row.document);
    if (err)
        return err;
    change->row.version++;
    return store_tx_contact_update(tx, &change->row);
}

static enum err apply_update(struct contact_change *change, struct store_tx *tx)
{
    enum err err = contact_change_load(change, store_tx_view(tx));
    return err ? err : contact_change_update(change, tx);
}

enum err contact_change_create(struct contact_change *change, struct store_tx *tx)
{
    int64_t now_ms = clock_wall_ms();
    enum err err = location_check(store_tx_view(tx), change->location_id);
    if (err)
        return err;
    change->row = (struct contact_row){
        .location_id = change->location_id,
        .id = rand_id_str(change->arena),
        .version = 1,
        .date_added_ms = now_ms,
    };
    struct str now = clock_iso(change->arena, now_ms);
    struct contact contact = {
        .id = change->row.id,
        .location_id = change->location_id,
        .type = STR("lead"),
        .date_added = now,
        .opaque.created_by = actor_at(change->arena, &change->actor, now),
    };
    change->created = true;
    err = fill_row(change, store_tx_view(tx), &contact, now_ms);
    return err ? err : store_tx_contact_insert(tx, &change->row);
}

static enum err apply_delete(struct contact_change *change, struct store_tx *tx)
{
    enum err err = contact_change_load(change, store_tx_view(tx));
    return err ? err : store_tx_contact_delete(tx, change->location_id, change->contact_id);
}

enum err contact_change_apply(struct store_op *op, struct store_tx *tx)
{
    struct contact_change *change = (struct contact_change *)op;
    switch (change->kind) {
    case CONTACT_CREATE:
        return contact_change_create(change, tx);
    case CONTACT_UPDATE:
        return apply_update(change, tx);
    case CONTACT_UPSERT:
        return contact_change_upsert(change, tx);
    case CONTACT_LIST:
        return contact_change_list(change, tx);
    case CONTACT_DELETE:
        break;
    }
    return apply_delete(change, tx);
}

enum err contact_change_run(struct contacts *contacts, struct contact_change *change)
{
    change->op.apply = contact_change_apply;
    return store_run(contacts->store, &change->op);
}
