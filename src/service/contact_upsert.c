/*
 * Create or update, whichever it takes.
 *
 * The happy path: the location says by which fields contacts are the same, and in which order; the
 * oldest contact with the body's value of the first of them is updated, else the one with its value
 * of the second; if there is none, a contact is made. Read and write are one transaction, so that
 * of two upserts of the same person the second finds what the first made.
 *
 * Failure modes are those of create and update. That both fields are given and belong to two
 * contacts is none: the first one is updated, and the field of the other stays the other's
 * (api-behaviour: the published rule). A contact that is found by an additional email or phone
 * keeps its own: the live service swaps the two and loses one.
 */
#include "contact/text.h"
#include "service/contact_apply.h"
#include "service/contact_find.h"

/* The body's email as the store keeps it. */
static struct str email_of(const struct contact_change *change)
{
    return text_lower(change->arena, change->patch.body.email.value);
}

/* ---- what is left out -------------------------------------------------------------------------
 */

static enum err is_anothers(const struct contact_change *change, struct store_view *view,
                            enum match_field field, struct str value, bool *anothers)
{
    struct contact_row other;
    if (*anothers || str_is_empty(value))
        return ERR_NONE;
    enum err err = store_contact_match(view, change->arena, change->location_id, field, value,
                                       change->row.id, &other);
    *anothers = !err;
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
}

/* A number may read differently in the contact's country and in the location's: either counts. */
static enum err leave_to_others(const struct contact_change *change, struct store_view *view,
                                enum match_field field, struct contact_patch *patch)
{
    bool is_email = field == MATCH_EMAIL;
    struct json_opt_text *given = is_email ? &patch->body.email : &patch->body.phone;
    bool anothers = false;
    enum err err =
        is_anothers(change, view, field, is_email ? email_of(change) : given->value, &anothers);
    if (!err && !is_email)
        err = is_anothers(change, view, field, change->phone_looked_for, &anothers);
    if (anothers)
        *given = (struct json_opt_text){.presence = JSON_ABSENT};
    return err;
}

/* An address that the contact has already stays what it is to it. */
static void leave_additional(const struct contact_change *change, const struct contact *contact,
                             struct contact_body *body)
{
    const struct json_opt_text absent = {.presence = JSON_ABSENT};
    const struct additional_list *phones = &contact->additional_phones;
    if (additional_has(&contact->additional_emails, email_of(change)))
        body->email = absent;
    if (additional_has(phones, body->phone.value) ||
        additional_has(phones, change->phone_looked_for))
        body->phone = absent;
}

/*
 * The number by which a contact was found is the one it has; read in the contact's own country it
 * may be another.
 */
enum err contact_change_give_way(const struct contact_change *change, struct store_view *view,
                                 const struct contact *contact, struct contact_patch *patch)
{
    const struct duplicate_rule *rule = &change->rules->location.duplicates;
    if (change->matched == MATCH_NONE)
        return ERR_NONE;
    leave_additional(change, contact, &patch->body);
    if (change->matched == MATCH_PHONE)
        patch->body.phone = (struct json_opt_text){.presence = JSON_ABSENT};
    if (change->matched != rule->first || rule->second == MATCH_NONE)
        return ERR_NONE;
    return leave_to_others(change, view, rule->second, patch);
}

/* ---- which contact ----------------------------------------------------------------------------
 */

static enum err find(struct contact_change *change, struct store_view *view)
{
    const struct location *location = &change->rules->location;
    if (contact_change_makes_duplicates(change))
        return ERR_NOT_FOUND;
    return contact_match(view, change->arena, location->id, &location->duplicates, email_of(change),
                         change->phone_looked_for, &change->row, &change->matched);
}

static enum err update_found(struct contact_change *change, struct store_tx *tx)
{
    change->matched = MATCH_NONE;
    enum err err = find(change, store_tx_view(tx));
    return err ? err : contact_change_update(change, tx);
}

/* What was not there a moment ago may be a duplicate now: of another process's transaction. */
enum err contact_change_upsert(struct contact_change *change, struct store_tx *tx)
{
    enum err err = update_found(change, tx);
    if (err != ERR_NOT_FOUND)
        return err;
    enum err why = contact_change_create(change, tx);
    if (why != ERR_CONTACT_DUPLICATE)
        return why;
    err = update_found(change, tx);
    return err == ERR_NOT_FOUND ? why : err;
}
