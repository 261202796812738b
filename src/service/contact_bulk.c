/*
 * Tags, or the business, of many contacts, in one transaction.
 *
 * The happy path: each contact is edited as by an operation of its own. Failure modes: a contact
 * that is not there, or has no room for more tags, is told with the result and in nobody's way; it
 * is found before that contact is written. Others wait for the committer meanwhile, so past
 * BULK_BYTES_MAX of documents the rest is told to come again. What spoils the transaction spoils
 * all.
 */
#include <string.h>

#include "service/business.h"
#include "service/contact_apply.h"

/* ---- the body ---------------------------------------------------------------------------------
 */

struct bulk_body {
    struct json_opt_texts contacts;
    struct json_opt_texts tags;
    struct json_opt_text location_id;
    struct json_opt_flag remove_all;
    struct json_opt_text business_id;
};

#define ROW(json_kind, member, json_name, ...)                      \
    {                                                               \
        .name = STR_INIT(json_name), .kind = JSON_KIND_##json_kind, \
        .offset = offsetof(struct bulk_body, member), __VA_ARGS__   \
    }

/* The contacts come first: how many there may be depends on who asks. */
static const struct json_field tag_fields[] = {
    ROW(TEXTS, contacts, "contacts", .max = CONTACT_ID_LEN_MAX, .required = true),
    ROW(TEXTS, tags, "tags", .max = CONTACT_TAG_LEN_MAX, .max_items = CONTACT_TAGS_MAX,
        .required = true),
    ROW(TEXT, location_id, "locationId", .max = CONTACT_ID_LEN_MAX, .required = true),
    ROW(FLAG, remove_all, "removeAllTags"),
};

/* A businessId of null takes the contacts out; it has to be there all the same. */
static const struct json_field business_fields[] = {
    ROW(TEXTS, contacts, "ids", .max = BULK_BUSINESS_ID_LEN_MAX, .required = true),
    ROW(TEXT, location_id, "locationId", .max = CONTACT_ID_LEN_MAX, .required = true),
    ROW(TEXT, business_id, "businessId", .max = BULK_BUSINESS_ID_LEN_MAX),
};

enum { FIELDS_MAX = sizeof tag_fields / sizeof *tag_fields };

static const struct {
    const struct json_field *fields;
    size_t count;
} bodies[] = {
    [CONTACT_BULK_TAGS] = {tag_fields, sizeof tag_fields / sizeof *tag_fields},
    [CONTACT_BULK_BUSINESS] = {business_fields, sizeof business_fields / sizeof *business_fields},
};

static void decode(struct contact_bulk *bulk, const struct json *object, struct bulk_body *body)
{
    struct json_field fields[FIELDS_MAX];
    const struct json_table table = {
        .fields = fields, .count = bodies[bulk->what].count, .size = sizeof *body};
    memcpy(fields, bodies[bulk->what].fields, table.count * sizeof *fields);
    fields[0].max_items = bulk->contacts_most;
    faults_init(&bulk->faults, bulk->arena);
    json_table_decode(&table, object, bulk->arena, body, &bulk->faults);
    if (bulk->what == CONTACT_BULK_BUSINESS && body->business_id.presence == JSON_ABSENT)
        faults_add(&bulk->faults, "businessId must be a string");
    if (bulk->adds && body->remove_all.value)
        faults_add(&bulk->faults, "removeAllTags can only be used with the type remove");
}

enum err contact_bulk_read(struct contact_bulk *bulk, const struct json *object)
{
    struct bulk_body body;
    decode(bulk, object, &body);
    bool elsewhere = body.location_id.presence == JSON_GIVEN &&
                     !str_eq(body.location_id.value, bulk->location_id);
    if (elsewhere)
        return ERR_LOCATION_FORBIDDEN;
    if (bulk->faults.count > 0)
        return ERR_BODY_INVALID;
    bulk->contacts = (struct text_list){body.contacts.items, body.contacts.count};
    bulk->tags = text_list_of_tags(bulk->arena, body.tags.items, body.tags.count);
    bulk->takes_all = body.remove_all.value;
    bulk->business.id = body.business_id.value;
    return ERR_NONE;
}

/* ---- the transaction --------------------------------------------------------------------------
 */

/* The errors of one contact alone. */
static bool is_expected(enum err err)
{
    return err == ERR_CONTACT_UNKNOWN || err == ERR_TAGS_FULL || err == ERR_CONTACT_TOO_LARGE;
}

static enum err edit_one(const struct contact_bulk *bulk, struct str contact_id,
                         struct store_tx *tx, struct contact_bulk_result *result, size_t *bytes)
{
    struct contact_change change = {
        .kind = CONTACT_LIST,
        .arena = bulk->arena,
        .location_id = bulk->location_id,
        .contact_id = contact_id,
        .actor = bulk->actor,
        .edit = {.list = CONTACT_TAGS,
                 .adds = bulk->adds,
                 .takes_all = bulk->takes_all,
                 .given = bulk->tags},
    };
    enum err err = bulk->what == CONTACT_BULK_TAGS
                       ? contact_change_list(&change, tx)
                       : contact_change_business(&change, tx, bulk->business.id);
    *result = (struct contact_bulk_result){err, change.edit};
    *bytes += change.row.document.len;
    return is_expected(err) ? ERR_NONE : err;
}

static enum err find_business(const struct contact_bulk *bulk, struct store_view *view)
{
    struct record_row row;
    if (bulk->what != CONTACT_BULK_BUSINESS || str_is_empty(bulk->business.id))
        return ERR_NONE;
    enum err err = store_record_get(view, bulk->arena, &bulk->business, &row);
    return err == ERR_NOT_FOUND ? ERR_RECORD_UNKNOWN : err;
}

enum err contact_bulk_apply(struct store_op *op, struct store_tx *tx)
{
    struct contact_bulk *bulk = (struct contact_bulk *)op;
    bulk->results = ARENA_ARRAY(bulk->arena, struct contact_bulk_result, bulk->contacts.count);
    size_t bytes = 0;
    enum err err = find_business(bulk, store_tx_view(tx));
    for (size_t i = 0; !err && i < bulk->contacts.count; i++) {
        if (bytes > BULK_BYTES_MAX) {
            bulk->results[i] = (struct contact_bulk_result){.err = ERR_BULK_FULL};
            continue;
        }
        err = edit_one(bulk, bulk->contacts.items[i], tx, &bulk->results[i], &bytes);
    }
    return err;
}
