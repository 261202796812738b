#include "api/contacts.h"

#include "api/answer.h"
#include "api/contact_answer.h"
#include "api/query.h"
#include "api/submit.h"

/* ---- answers, back on the HTTP thread ---------------------------------------------------------
 */

static void answer_failure(struct request *request, struct contact_change *change, enum err err)
{
    switch (err) {
    case ERR_BODY_INVALID:
        answer_faults(request, &change->faults);
        break;
    case ERR_CONTACT_DUPLICATE:
        answer_duplicate(request, &change->duplicate);
        break;
    default:
        answer_error(request, err);
    }
}

static void answer_change(struct request *request)
{
    struct contact_change *change = request->change;
    if (change->op.result)
        answer_failure(request, change, change->op.result);
    else
        contact_answer_change(request, change);
}

/* ---- asking, on the HTTP thread ---------------------------------------------------------------
 */

static struct contact_change *change_new(struct request *request, enum contact_change_kind kind)
{
    struct contact_change *change = ARENA_NEW(request->arena, struct contact_change);
    *change = (struct contact_change){
        .op.about = {identity_location(&request->identity), request->params[0]},
        .kind = kind,
        .arena = request->arena,
        .location_id = identity_location(&request->identity),
        .contact_id = request->params[0],
        .conditional = (kind == CONTACT_UPDATE || kind == CONTACT_DELETE) &&
                       http_has_header(request->http, "If-Match"),
        .if_match = http_header(request->http, "If-Match"),
        .actor = request_actor(request),
    };
    request->change = change;
    return change;
}

static void submit(struct request *request)
{
    request_submit(request, &request->change->op, contact_change_apply, answer_change);
}

static void read_and_submit(struct request *request, struct contact_change *change)
{
    enum err err = contact_change_read(&request->api->contacts, change, request->body,
                                       request_spelling(request));
    if (!err) {
        submit(request);
        return;
    }
    change->op.result = err;
    answer_change(request);
}

void create_contact(struct request *request)
{
    read_and_submit(request, change_new(request, CONTACT_CREATE));
}

void upsert_contact(struct request *request)
{
    read_and_submit(request, change_new(request, CONTACT_UPSERT));
}

void update_contact(struct request *request)
{
    read_and_submit(request, change_new(request, CONTACT_UPDATE));
}

void set_additional(struct request *request)
{
    struct contact_change *change = change_new(request, CONTACT_UPDATE);
    change->additional = true;
    read_and_submit(request, change);
}

void delete_contact(struct request *request)
{
    change_new(request, CONTACT_DELETE);
    submit(request);
}

/* ---- lists ------------------------------------------------------------------------------------
 */

static void edit_list(struct request *request, enum contact_list list, bool adds)
{
    struct contact_change *change = change_new(request, CONTACT_LIST);
    change->edit = (struct contact_list_edit){.list = list, .adds = adds};
    change->op.result = contact_list_read(change, request->body);
    if (change->op.result)
        answer_change(request);
    else
        submit(request);
}

void add_tags(struct request *request)
{
    edit_list(request, CONTACT_TAGS, true);
}

void remove_tags(struct request *request)
{
    edit_list(request, CONTACT_TAGS, false);
}

void add_followers(struct request *request)
{
    edit_list(request, CONTACT_FOLLOWERS, true);
}

void remove_followers(struct request *request)
{
    edit_list(request, CONTACT_FOLLOWERS, false);
}

/* ---- reading ----------------------------------------------------------------------------------
 */

/* ?include=customFieldKeys (ours). False when it has answered that it is something else: 422. */
static bool read_include(struct request *request, bool *with_keys)
{
    struct str rest = query_text(request, STR("include"));
    struct str name;
    *with_keys = false;
    while (str_cut(&rest, ',', &name)) {
        *with_keys = str_eq(name, STR("customFieldKeys"));
        if (*with_keys)
            continue;
        struct faults faults;
        faults_init(&faults, request->arena);
        faults_add(&faults,
                   "each value in include must be one of the following values: customFieldKeys");
        answer_faults(request, &faults);
        return false;
    }
    return true;
}

void get_contact(struct request *request)
{
    struct contact_document document;
    bool with_keys;
    if (!read_include(request, &with_keys))
        return;
    enum err err =
        contact_get(&request->api->contacts, request->arena, identity_location(&request->identity),
                    request->params[0], &document);
    if (err)
        answer_error(request, err);
    else
        contact_answer_get(request, &document, with_keys);
}

void find_duplicate_contact(struct request *request)
{
    struct str location_id;
    struct contact_document document;
    if (!query_location(request, &location_id))
        return;
    enum err err = contact_find_duplicate(&request->api->contacts, request->arena, location_id,
                                          query_email(request, STR("email")),
                                          query_phone(request, STR("number")), &document);
    if (!err || err == ERR_NOT_FOUND)
        contact_answer_get(request, err ? NULL : &document, false);
    else
        answer_error(request, err);
}
