/*
 * Contacts found by what they say, not by their id.
 */
#include "service/contact_find.h"
#include "contact/text.h"

/* A text that is no number is nobody's number. */
static struct str normal_phone(struct arena *arena, struct str phone, struct str country)
{
    struct str e164 = STR("");
    (void)text_e164(arena, phone, country, &e164);
    return e164;
}

enum err contact_match(struct store_view *view, struct arena *arena, struct str location_id,
                       const struct duplicate_rule *rule, struct str email, struct str phone,
                       struct contact_row *row, enum match_field *matched)
{
    const enum match_field order[] = {rule->first, rule->second};
    *matched = MATCH_NONE;
    for (size_t i = 0; i < 2 && order[i] != MATCH_NONE; i++) {
        struct str value = order[i] == MATCH_EMAIL ? email : phone;
        if (str_is_empty(value))
            continue;
        enum err err = store_contact_match(view, arena, location_id, order[i], value, STR(""), row);
        if (!err)
            *matched = order[i];
        if (err != ERR_NOT_FOUND)
            return err;
    }
    return ERR_NOT_FOUND;
}

/* As published: where duplicates are allowed, whatever the order for upserts is. */
static const struct duplicate_rule email_first = {.first = MATCH_EMAIL, .second = MATCH_PHONE};

static enum err match_normal(struct contacts *contacts, struct arena *arena,
                             const struct location *location, struct str email, struct str phone,
                             struct contact_document *document)
{
    const struct duplicate_rule *rule = &location->duplicates;
    struct store_view *view;
    enum err err = store_view_acquire(contacts->store, &view);
    if (err)
        return err;
    struct contact_row row;
    enum match_field matched;
    err = contact_match(view, arena, location->id, rule->allow_duplicates ? &email_first : rule,
                        text_lower(arena, text_nfc(arena, email)),
                        normal_phone(arena, phone, location->country), &row, &matched);
    if (!err)
        *document = (struct contact_document){row.version, row.document};
    store_view_release(view);
    return err;
}

enum err contact_find_duplicate(struct contacts *contacts, struct arena *arena,
                                struct str location_id, struct str email, struct str phone,
                                struct contact_document *document)
{
    email = str_trim(email);
    phone = str_trim(phone);
    if (str_is_empty(email) && str_is_empty(phone))
        return ERR_CONTACT_UNNAMED;
    const struct location_rules *rules;
    enum err err =
        location_cache_get(contacts->locations, location_id, LOCATION_CACHE_FRESH, &rules);
    if (err)
        return err == ERR_NOT_FOUND ? ERR_LOCATION_FORBIDDEN : err;
    err = match_normal(contacts, arena, &rules->location, email, phone, document);
    location_rules_release(rules);
    return err;
}
