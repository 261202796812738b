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
 * (api-behaviour: the published rule).
 */
#include "contact/text.h"
#include "service/contact_apply.h"
#include "service/contact_find.h"

/* The body's email as the store keeps it. */
static struct str email_of(const struct contact_change *change)
{
    return text_lower(change->arena, change->patch.body.email.value);
}

enum err contact_change_give_way(const struct contact_change *change, struct store_view *view,
                                 struct contact_patch *patch)
{
    const struct duplicate_rule *rule = &change->rules->location.duplicates;
    if (change->matched == MATCH_NONE || change->matched != rule->first ||
        rule->second == MATCH_NONE)
        return ERR_NONE;
    bool is_email = rule->second == MATCH_EMAIL;
    struct json_opt_text *given = is_email ? &patch->body.email : &patch->body.phone;
    struct str value = is_email ? email_of(change) : given->value;
    struct contact_row other;
    if (str_is_empty(value))
        return ERR_NONE;
    enum err err = store_contact_match(view, change->arena, change->location_id, rule->second,
                                       value, change->row.id, &other);
    if (!err)
        *given = (struct json_opt_text){.presence = JSON_ABSENT};
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
}

static bool makes_duplicates(const struct contact_change *change)
{
    return change->patch.body.create_new_if_duplicate_allowed.value &&
           change->rules->location.duplicates.allow_duplicates;
}

static enum err find(struct contact_change *change, struct store_view *view)
{
    change->matched = MATCH_NONE;
    if (makes_duplicates(change))
        return ERR_NOT_FOUND;
    enum err err = contact_match(view, change->arena, &change->rules->location, email_of(change),
                                 change->patch.body.phone.value, &change->row, &change->matched);
    if (err)
        change->matched = MATCH_NONE;
    return err;
}

enum err contact_change_upsert(struct contact_change *change, struct store_tx *tx)
{
    enum err err = find(change, store_tx_view(tx));
    if (err == ERR_NOT_FOUND)
        return contact_change_create(change, tx);
    return err ? err : contact_change_update(change, tx);
}
