/*
 * The second step of a change, on the committer's thread, inside the transaction.
 *
 * The happy path of an update: load the row, compare If-Match, decode the document, apply the
 * patch, look for duplicates if the email or phone changed, encode, save. Failure modes: unknown
 * contact, stale version, a duplicate, a document that has become too large; all are found before
 * anything is written, so they are this operation's answer and nobody else's business.
 */
#include "service/contact_apply.h"

#include <string.h>

#include "base/clock.h"
#include "base/rand.h"

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

static const struct json *who(struct contact_change *change, struct str now)
{
    const struct json_text_member members[] = {
        {STR("source"), change->actor.source},
        {STR("channel"), change->actor.channel},
        {STR("sourceId"), change->actor.source_id},
        {STR("timestamp"), now},
    };
    return json_object_of_texts(change->arena, members, sizeof members / sizeof *members);
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

static enum err look_for_duplicate(struct contact_change *change, struct store_view *view,
                                   enum match_field field)
{
    const struct duplicate_rule *rule = &change->rules->location.duplicates;
    struct str value = field == MATCH_EMAIL ? change->row.email : change->row.phone;
    if (!duplicate_rule_forbids(rule, field) || str_is_empty(value))
        return ERR_NONE;
    struct contact_row other;
    enum err err = store_contact_match(view, change->arena, change->location_id, field, value,
                                       change->row.id, &other);
    if (err == ERR_NOT_FOUND)
        return ERR_NONE;
    return err ? err : report_duplicate(change, &other, field);
}

/*
 * Takes the columns from the contact. A value that did not change keeps its standing: contacts that
 * were duplicates before the location forbade them stay editable.
 */
static enum err place(struct contact_change *change, struct store_view *view,
                      const struct contact *contact)
{
    const struct duplicate_rule *rule = &change->rules->location.duplicates;
    bool email_changed = !str_eq(change->row.email, contact->email_lower_case);
    bool phone_changed = !str_eq(change->row.phone, contact->phone);
    change->row.email = contact->email_lower_case;
    change->row.phone = contact->phone;
    if (email_changed)
        change->row.email_unique = duplicate_rule_forbids(rule, MATCH_EMAIL);
    if (phone_changed)
        change->row.phone_unique = duplicate_rule_forbids(rule, MATCH_PHONE);

    enum match_field order[] = {rule->first, rule->second};
    for (size_t i = 0; i < 2; i++) {
        bool changed = (order[i] == MATCH_EMAIL && email_changed) ||
                       (order[i] == MATCH_PHONE && phone_changed);
        enum err err = changed ? look_for_duplicate(change, view, order[i]) : ERR_NONE;
        if (err)
            return err;
    }
    return ERR_NONE;
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

static void stamp(struct contact_change *change, struct contact *contact, int64_t now_ms)
{
    contact->date_updated = clock_iso(change->arena, now_ms);
    contact->opaque.last_updated_by = who(change, contact->date_updated);
}

/* The patch onto the contact, and both into change->row. */
static enum err fill_row(struct contact_change *change, struct store_view *view,
                         struct contact *contact, int64_t now_ms)
{
    struct contact_patch patch;
    enum err err = read_for(change, contact, &patch);
    if (!err)
        err = contact_change_give_way(change, view, &patch);
    if (err)
        return err;
    stamp(change, contact, now_ms);
    contact_patch_apply(change->arena, contact, &patch);
    custom_values_forget(contact->custom_values, &contact->custom_value_count,
                         &change->rules->removed_fields);
    err = place(change, view, contact);
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
    stamp(change, contact, clock_wall_ms());
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

enum err contact_change_replay(struct contact_change *change, struct store_view *view)
{
    int64_t now_ms = clock_wall_ms();
    change->replayed = false;
    if (str_is_empty(change->idempotency_key))
        return ERR_NONE;
    struct idempotency_row first;
    enum err err = store_idempotency_get(view, change->arena, change->location_id,
                                         change->idempotency_key, &first);
    if (err == ERR_NOT_FOUND || (!err && first.created_ms + IDEMPOTENCY_KEPT_MS <= now_ms))
        return ERR_NONE;
    if (err)
        return err;
    if (!hash_eq(&first.fingerprint, &change->fingerprint))
        return ERR_IDEMPOTENCY_REUSED;
    change->replayed = true;
    change->created = true;
    change->replayed_trace_id = first.trace_id;
    change->row = (struct contact_row){.version = 1, .document = first.document};
    return ERR_NONE;
}

static enum err remember(struct contact_change *change, struct store_tx *tx)
{
    if (str_is_empty(change->idempotency_key))
        return ERR_NONE;
    struct idempotency_row row = {
        .location_id = change->location_id,
        .key = change->idempotency_key,
        .fingerprint = change->fingerprint,
        .created_ms = change->row.date_added_ms,
        .trace_id = change->trace_id,
        .document = change->row.document,
    };
    return store_tx_idempotency_put(tx, &row);
}

enum err contact_change_create(struct contact_change *change, struct store_tx *tx)
{
    int64_t now_ms = clock_wall_ms();
    enum err err = contact_change_replay(change, store_tx_view(tx));
    if (err || change->replayed)
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
        .opaque.created_by = who(change, now),
    };
    change->created = true;
    err = fill_row(change, store_tx_view(tx), &contact, now_ms);
    if (!err)
        err = store_tx_contact_insert(tx, &change->row);
    return err ? err : remember(change, tx);
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
