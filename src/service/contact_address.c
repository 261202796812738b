/*
 * Who may have an email or a phone, a contact's own or an additional one.
 *
 * The happy path: nothing has changed, and nothing is looked up. What has changed is looked for
 * among the other contacts, in the order of the location's rule; where the rule forbids duplicates
 * and one has it, the change is refused.
 *
 * What the contact had before keeps its standing, also where it becomes its own or an additional
 * one: contacts that were duplicates before the location forbade them stay editable.
 */
#include "service/contact_apply.h"

/* Of one field: before and after. */
struct move {
    enum match_field field;
    struct str own_before, own;
    const struct additional_list *before, *now;
};

static struct move move_of(enum match_field field, const struct contact_addresses *before,
                           const struct contact_addresses *now)
{
    if (field == MATCH_EMAIL)
        return (struct move){field, before->email, now->email, &before->emails, &now->emails};
    return (struct move){field, before->phone, now->phone, &before->phones, &now->phones};
}

static bool had(const struct move *move, struct str value)
{
    return str_eq(move->own_before, value) || additional_has(move->before, value);
}

static enum err report_duplicate(struct contact_change *change, const struct contact_row *other,
                                 enum match_field field)
{
    struct contact contact;
    enum err err = contact_decode(change->arena, other->document, &contact);
    if (err)
        return err;
    change->duplicate = (struct duplicate){other->id, contact.name, field};
    return ERR_CONTACT_DUPLICATE;
}

/* May the contact have it, and so that no other may? */
static enum err claim(struct contact_change *change, struct store_view *view,
                      const struct move *move, struct str value, bool *unique)
{
    *unique = duplicate_rule_forbids(&change->rules->location.duplicates, move->field);
    if (!*unique || str_is_empty(value))
        return ERR_NONE;
    struct contact_row other;
    enum err err = store_contact_match(view, change->arena, change->location_id, move->field, value,
                                       change->row.id, &other);
    if (err == ERR_NOT_FOUND)
        return ERR_NONE;
    if (err || !had(move, value))
        return err ? err : report_duplicate(change, &other, move->field);
    *unique = false;
    return ERR_NONE;
}

static enum err place_own(struct contact_change *change, struct store_view *view,
                          const struct move *move)
{
    struct contact_row *row = &change->row;
    bool is_email = move->field == MATCH_EMAIL;
    *(is_email ? &row->email : &row->phone) = move->own;
    if (str_eq(move->own_before, move->own))
        return ERR_NONE;
    return claim(change, view, move, move->own, is_email ? &row->email_unique : &row->phone_unique);
}

static enum err place_additional(struct contact_change *change, struct store_view *view,
                                 const struct move *move, struct address_change *changes,
                                 size_t *count)
{
    for (size_t i = 0; i < move->before->count; i++) {
        struct str value = move->before->items[i].value;
        if (!additional_has(move->now, value))
            changes[(*count)++] = (struct address_change){.field = move->field, .value = value};
    }
    for (size_t i = 0; i < move->now->count; i++) {
        struct str value = move->now->items[i].value;
        if (additional_has(move->before, value))
            continue;
        struct address_change added = {.field = move->field, .value = value, .adds = true};
        enum err err = claim(change, view, move, value, &added.unique);
        if (err)
            return err;
        changes[(*count)++] = added;
    }
    return ERR_NONE;
}

static enum err place_list(struct contact_change *change, struct store_view *view,
                           const struct move *move)
{
    struct contact_row *row = &change->row;
    if (move->before->items == move->now->items)
        return ERR_NONE;
    size_t most = row->address_count + move->before->count + move->now->count;
    struct address_change *changes = ARENA_ARRAY(change->arena, struct address_change, most);
    for (size_t i = 0; i < row->address_count; i++)
        changes[i] = row->addresses[i];
    row->addresses = changes;
    return place_additional(change, view, move, changes, &row->address_count);
}

static enum err place(struct contact_change *change, struct store_view *view,
                      const struct move *move)
{
    enum err err = place_own(change, view, move);
    return err ? err : place_list(change, view, move);
}

/* Lists that were not touched are the same array. */
static bool is_unchanged(const struct contact_addresses *before,
                         const struct contact_addresses *now)
{
    return before->emails.items == now->emails.items && before->phones.items == now->phones.items &&
           str_eq(before->email, now->email) && str_eq(before->phone, now->phone);
}

enum err contact_change_place(struct contact_change *change, struct store_view *view,
                              const struct contact_addresses *before, const struct contact *contact)
{
    const struct contact_addresses now = contact_addresses_of(contact);
    if (is_unchanged(before, &now))
        return ERR_NONE;
    bool email_first = change->rules->location.duplicates.first == MATCH_EMAIL;
    const struct move first = move_of(email_first ? MATCH_EMAIL : MATCH_PHONE, before, &now);
    const struct move second = move_of(email_first ? MATCH_PHONE : MATCH_EMAIL, before, &now);
    enum err err = place(change, view, &first);
    return err ? err : place(change, view, &second);
}
