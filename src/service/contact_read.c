/*
 * The first step of a change, on the caller's thread: everything that can be known without the
 * transaction.
 */
#include "service/contacts.h"

enum err contact_get(struct contacts *contacts, struct arena *arena, struct str location_id,
                     struct str contact_id, struct contact_row *row)
{
    struct store_view *view;
    enum err err = store_view_acquire(contacts->store, &view);
    if (err)
        return err;
    err = store_contact_get(view, arena, location_id, contact_id, row);
    store_view_release(view);
    return err == ERR_NOT_FOUND ? ERR_CONTACT_UNKNOWN : err;
}

/*
 * A number without a country code is read with the country the contact has now. Should it change
 * before the transaction, the transaction reads the number again (contact_apply.c). A contact that
 * does not exist is the transaction's to report.
 */
static enum err assume_country(struct contacts *contacts, struct contact_change *change)
{
    change->country_assumed = STR("");
    if (change->kind != CONTACT_UPDATE || !contact_body_needs_country(&change->body))
        return ERR_NONE;
    struct contact_row row;
    enum err err =
        contact_get(contacts, change->arena, change->location_id, change->contact_id, &row);
    if (err)
        return err == ERR_CONTACT_UNKNOWN ? ERR_NONE : err;
    struct contact contact;
    err = contact_decode(change->arena, row.document, &contact);
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

static void check(struct contact_change *change)
{
    struct contact_rules rules = {
        .location = &change->rules->location,
        .custom_fields = &change->rules->custom_fields,
        .contact_country = change->country_assumed,
    };
    contact_patch_check(&change->body, &rules, change->arena, &change->patch, &change->faults);
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
    if (change->kind != CONTACT_CREATE || named->presence != JSON_GIVEN)
        return ERR_NONE;
    return str_eq(named->value, change->location_id) ? ERR_NONE : ERR_LOCATION_FORBIDDEN;
}

static enum err conclude(const struct contact_change *change)
{
    if (change->faults.count > 0)
        return ERR_BODY_INVALID;
    bool anonymous = change->kind == CONTACT_CREATE && contact_patch_is_anonymous(&change->patch);
    return anonymous ? ERR_CONTACT_ANONYMOUS : ERR_NONE;
}

static enum err check_body(struct contacts *contacts, struct contact_change *change)
{
    enum err err = check_location(change);
    if (!err)
        err = assume_country(contacts, change);
    if (!err)
        err = take_rules(contacts, change, LOCATION_CACHE_FRESH);
    if (!err)
        err = check_with_newest_rules(contacts, change, change->faults.count);
    return err ? err : conclude(change);
}

/*
 * A body that has had its answer is not judged again: what it was checked against may have changed
 * since. Two at once both find nothing here; the transaction lets one of them make the contact.
 */
static enum err look_for_first_answer(struct contacts *contacts, struct contact_change *change)
{
    if (str_is_empty(change->idempotency_key))
        return ERR_NONE;
    struct store_view *view;
    enum err err = store_view_acquire(contacts->store, &view);
    if (err)
        return err;
    err = contact_change_replay(change, view);
    store_view_release(view);
    return err;
}

enum err contact_change_read(struct contacts *contacts, struct contact_change *change,
                             const struct json *object, enum dnd_spelling spelling)
{
    faults_init(&change->faults, change->arena);
    enum contact_body_kind kind =
        change->kind == CONTACT_CREATE ? CONTACT_BODY_CREATE : CONTACT_BODY_UPDATE;
    contact_body_decode(object, kind, spelling, change->arena, &change->body, &change->faults);
    enum err err = look_for_first_answer(contacts, change);
    return err || change->replayed ? err : check_body(contacts, change);
}

void contact_change_release(struct contact_change *change)
{
    location_rules_release(change->rules);
    change->rules = NULL;
}
