/*
 * The first step of a change, on the caller's thread: everything that can be known without the
 * transaction.
 */
#include "service/contact_apply.h"

enum err contact_get(struct contacts *contacts, struct arena *arena, struct str location_id,
                     struct str contact_id, struct contact_document *document)
{
    struct store_view *view;
    enum err err = store_view_acquire(contacts->store, &view);
    if (err)
        return err;
    err = store_contact_document(view, arena, location_id, contact_id, document);
    store_view_release(view);
    return err == ERR_NOT_FOUND ? ERR_CONTACT_UNKNOWN : err;
}

bool contact_change_makes_duplicates(const struct contact_change *change)
{
    return change->body.create_new_if_duplicate_allowed.value &&
           change->rules->location.duplicates.allow_duplicates;
}

/* The contact that the change is likely to be about; ERR_NOT_FOUND when there is none. */
static enum err get_likely(struct contacts *contacts, const struct contact_change *change,
                           struct contact_document *document)
{
    enum err err = ERR_NOT_FOUND;
    if (change->kind == CONTACT_UPDATE)
        err =
            contact_get(contacts, change->arena, change->location_id, change->contact_id, document);
    else if (change->kind == CONTACT_UPSERT && !contact_change_makes_duplicates(change))
        err = contact_find_duplicate(contacts, change->arena, change->location_id,
                                     change->body.email.value, STR(""), document);
    return err == ERR_CONTACT_UNKNOWN || err == ERR_CONTACT_UNNAMED ? ERR_NOT_FOUND : err;
}

/*
 * A number without a country code is read with the country the contact has now. Should it change
 * before the transaction, the transaction reads the number again (contact_apply.c). A contact that
 * does not exist is the transaction's to report.
 */
static enum err assume_country(struct contacts *contacts, struct contact_change *change)
{
    change->country_assumed = STR("");
    if (!contact_body_needs_country(&change->body))
        return ERR_NONE;
    struct contact_document document;
    enum err err = get_likely(contacts, change, &document);
    if (err)
        return err == ERR_NOT_FOUND ? ERR_NONE : err;
    struct contact contact;
    err = contact_decode(change->arena, document.text, &contact);
    if (!err)
        change->country_assumed = contact.country;
    return err;
}

static enum err take_rules(struct contacts *contacts, struct contact_change *change,
                           enum location_cache_age age)
{
    location_rules_release(change->rules);
    change->rules = NULL;
    enum err err =
        location_cache_get(contacts->locations, change->location_id, age, &change->rules);
    return err == ERR_NOT_FOUND ? ERR_LOCATION_FORBIDDEN : err;
}

void contact_change_check(struct contact_change *change, struct str country,
                          struct contact_patch *patch, struct faults *faults)
{
    struct contact_rules rules = {
        .location = &change->rules->location,
        .custom_fields = &change->rules->custom_fields,
        .contact_country = country,
        .may_be_unchanged = change->kind == CONTACT_UPDATE,
    };
    contact_patch_check(&change->body, &rules, change->arena, patch, faults);
}

static void check(struct contact_change *change)
{
    contact_change_check(change, change->country_assumed, &change->patch, &change->faults);
}

/* What is no number in the location's country is nobody's; whether it is one, `check` says. */
static void take_phone_looked_for(struct contact_change *change)
{
    struct contact_patch patch = change->patch;
    struct faults ignored;
    faults_init(&ignored, change->arena);
    if (!str_is_empty(change->country_assumed))
        contact_change_check(change, STR(""), &patch, &ignored);
    change->phone_looked_for = patch.body.phone.value;
}

/* A field that the cached rules do not know may have been defined a moment ago: look once more. */
static enum err check_with_newest_rules(struct contacts *contacts, struct contact_change *change,
                                        size_t faults_before)
{
    check(change);
    if (change->patch.custom.unknown_count == 0)
        return ERR_NONE;
    enum err err = take_rules(contacts, change, LOCATION_CACHE_NEWEST);
    if (err)
        return err;
    change->faults.count = faults_before;
    check(change);
    return ERR_NONE;
}

/* Whose location it is comes before what is wrong with the rest. */
static enum err check_location(const struct contact_change *change)
{
    const struct json_opt_text *named = &change->body.location_id;
    if (named->presence != JSON_GIVEN)
        return ERR_NONE;
    return str_eq(named->value, change->location_id) ? ERR_NONE : ERR_LOCATION_FORBIDDEN;
}

static enum err conclude(const struct contact_change *change)
{
    if (change->faults.count > 0)
        return ERR_BODY_INVALID;
    const struct contact_body *body = &change->patch.body;
    if (change->kind == CONTACT_CREATE && contact_patch_is_anonymous(&change->patch))
        return ERR_CONTACT_ANONYMOUS;
    bool unnamed = str_is_empty(body->email.value) && str_is_empty(body->phone.value);
    return change->kind == CONTACT_UPSERT && unnamed ? ERR_CONTACT_UNNAMED : ERR_NONE;
}

static enum err check_body(struct contacts *contacts, struct contact_change *change)
{
    enum err err = check_location(change);
    if (!err)
        err = take_rules(contacts, change, LOCATION_CACHE_FRESH);
    if (!err)
        err = assume_country(contacts, change);
    if (!err)
        err = check_with_newest_rules(contacts, change, change->faults.count);
    if (err)
        return err;
    if (change->kind == CONTACT_UPSERT)
        take_phone_looked_for(change);
    return conclude(change);
}

static enum contact_body_kind body_kind(const struct contact_change *change)
{
    if (change->kind == CONTACT_UPSERT)
        return CONTACT_BODY_UPSERT;
    if (change->kind == CONTACT_CREATE)
        return CONTACT_BODY_CREATE;
    return change->additional ? CONTACT_BODY_ADDITIONAL : CONTACT_BODY_UPDATE;
}

enum err contact_change_read(struct contacts *contacts, struct contact_change *change,
                             const struct json *object, enum dnd_spelling spelling)
{
    faults_init(&change->faults, change->arena);
    contact_body_decode(object, body_kind(change), spelling, change->arena, &change->body,
                        &change->faults);
    return check_body(contacts, change);
}

void contact_change_release(struct contact_change *change)
{
    location_rules_release(change->rules);
    change->rules = NULL;
}
