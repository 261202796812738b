#include "api/contact_bulk.h"

#include "api/answer.h"
#include "api/submit.h"
#include "service/contacts.h"

/* ---- the answer -------------------------------------------------------------------------------
 */

static void write_success(struct json_writer *w, const struct contact_list_edit *edit)
{
    static const struct text_list none = {NULL, 0};
    const struct text_list *added = edit->adds ? &edit->changed : &none;
    const struct text_list *removed = edit->adds ? &none : &edit->changed;
    json_member_string(w, STR("message"), STR("Tags updated"));
    json_member_string(w, STR("type"), STR("success"));
    json_member_strings(w, STR("oldTags"), edit->before.items, edit->before.count);
    json_member_strings(w, STR("tagsAdded"), added->items, added->count);
    json_member_strings(w, STR("tagsRemoved"), removed->items, removed->count);
}

static void write_result(struct request *request, struct json_writer *w, struct str contact_id,
                         const struct contact_bulk_result *result)
{
    json_begin_object(w);
    json_member_string(w, STR("contactId"), contact_id);
    if (result->err) {
        json_member_string(w, STR("message"), answer_sentence(request, result->err, contact_id));
        json_member_string(w, STR("type"), STR("error"));
    } else {
        write_success(w, &result->edit);
    }
    json_end(w);
}

static int64_t count_errors(const struct contact_bulk *bulk)
{
    int64_t count = 0;
    for (size_t i = 0; i < bulk->contacts.count; i++)
        count += bulk->results[i].err != ERR_NONE;
    return count;
}

static void answer_tags(struct request *request, const struct contact_bulk *bulk)
{
    struct json_writer *w = json_writer_new(request->arena);
    json_begin_object(w);
    answer_write_succeeded(request, w);
    json_member_int(w, STR("errorCount"), count_errors(bulk));
    json_key(w, STR("responses"));
    json_begin_array(w);
    for (size_t i = 0; i < bulk->contacts.count; i++)
        write_result(request, w, bulk->contacts.items[i], &bulk->results[i]);
    json_end(w);
    answer_end(request, &(struct http_response){.status = 201}, w);
}

/* {"success":true,"ids":[…]}: those that are as was asked. */
static void answer_business(struct request *request, const struct contact_bulk *bulk)
{
    struct json_writer *w = json_writer_new(request->arena);
    json_begin_object(w);
    json_member_bool(w, STR("success"), true);
    json_key(w, STR("ids"));
    json_begin_array(w);
    for (size_t i = 0; i < bulk->contacts.count; i++) {
        if (!bulk->results[i].err)
            json_write_string(w, bulk->contacts.items[i]);
    }
    json_end(w);
    answer_end(request, &(struct http_response){.status = 200}, w);
}

static void answer_bulk(struct request *request)
{
    const struct contact_bulk *bulk = request->bulk;
    if (bulk->op.result == ERR_BODY_INVALID)
        answer_faults(request, &bulk->faults);
    else if (bulk->op.result)
        answer_error(request, bulk->op.result);
    else if (bulk->what == CONTACT_BULK_TAGS)
        answer_tags(request, bulk);
    else
        answer_business(request, bulk);
}

/* ---- asking -----------------------------------------------------------------------------------
 */

static struct contact_bulk *bulk_new(struct request *request, enum contact_bulk_what what)
{
    struct contact_bulk *bulk = ARENA_NEW(request->arena, struct contact_bulk);
    *bulk = (struct contact_bulk){
        .arena = request->arena,
        .location_id = identity_location(&request->identity),
        .actor = request_actor(request),
        .what = what,
        .contacts_most = BULK_CONTACTS_MAX,
        .business = {identity_location(&request->identity), RECORD_BUSINESS, STR("")},
    };
    request->bulk = bulk;
    return bulk;
}

static void read_and_submit(struct request *request)
{
    struct contact_bulk *bulk = request->bulk;
    bulk->op.result = contact_bulk_read(bulk, request->body);
    if (bulk->op.result)
        answer_bulk(request);
    else
        request_submit(request, &bulk->op, contact_bulk_apply, answer_bulk);
}

void add_tags_in_bulk(struct request *request)
{
    bulk_new(request, CONTACT_BULK_TAGS)->adds = true;
    read_and_submit(request);
}

void remove_tags_in_bulk(struct request *request)
{
    bulk_new(request, CONTACT_BULK_TAGS);
    read_and_submit(request);
}

void set_business_in_bulk(struct request *request)
{
    struct contact_bulk *bulk = bulk_new(request, CONTACT_BULK_BUSINESS);
    if (request->version == API_V3)
        bulk->contacts_most = BULK_BUSINESS_CONTACTS_MAX_V3;
    request->record = &bulk->business;
    read_and_submit(request);
}
