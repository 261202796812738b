#include "api/contacts.h"

#include "api/answer.h"
#include "api/contact_answer.h"

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
    contact_change_release(change);
}

/* ---- asking, on the HTTP thread ---------------------------------------------------------------
 */

static void change_done(struct contact_change *change)
{
    http_resume(((struct request *)change->owner)->http);
}

static void take_idempotency_key(struct request *request, struct contact_change *change)
{
    change->idempotency_key = http_header(request->http, "Idempotency-Key");
    if (!str_is_empty(change->idempotency_key))
        change->fingerprint = hash_sha256(http_body(request->http));
}

static struct contact_change *change_new(struct request *request, enum contact_change_kind kind)
{
    struct contact_change *change = ARENA_NEW(request->arena, struct contact_change);
    *change = (struct contact_change){
        .kind = kind,
        .arena = request->arena,
        .location_id = identity_location(&request->identity),
        .contact_id = request->params[0],
        .conditional = http_has_header(request->http, "If-Match"),
        .if_match = http_header(request->http, "If-Match"),
        .trace_id = request_trace_id(request),
        .actor =
            {
                .source = STR("INTEGRATION"),
                .channel = STR("PRIVATE_INTEGRATION"),
                .source_id = identity_token(&request->identity),
            },
        .done = change_done,
        .owner = request,
    };
    if (kind == CONTACT_CREATE)
        take_idempotency_key(request, change);
    request->change = change;
    return change;
}

/*
 * Suspends before it submits, because the committer may be done before submit returns. When the
 * store refuses, nobody else will resume: we do, and the answer says why.
 */
static void submit(struct request *request, struct contact_change *change)
{
    request->resumed = answer_change;
    http_suspend(request->http);
    enum err err = contact_change_submit(&request->api->contacts, change);
    if (err) {
        change->op.result = err;
        http_resume(request->http);
    }
}

static void read_and_submit(struct request *request, enum contact_change_kind kind)
{
    struct contact_change *change = change_new(request, kind);
    enum err err = contact_change_read(&request->api->contacts, change, request->body,
                                       request_spelling(request));
    if (!err && !change->replayed) {
        submit(request, change);
        return;
    }
    change->op.result = err;
    answer_change(request);
}

void create_contact(struct request *request)
{
    if (http_header(request->http, "Idempotency-Key").len > IDEMPOTENCY_KEY_MAX)
        answer_error_message(request, ERR_REQUEST_MALFORMED,
                             STR("Malformed request: Idempotency-Key is longer than 255 bytes"));
    else
        read_and_submit(request, CONTACT_CREATE);
}

void update_contact(struct request *request)
{
    read_and_submit(request, CONTACT_UPDATE);
}

void delete_contact(struct request *request)
{
    submit(request, change_new(request, CONTACT_DELETE));
}

void get_contact(struct request *request)
{
    struct contact_row row;
    enum err err = contact_get(&request->api->contacts, request->arena,
                               identity_location(&request->identity), request->params[0], &row);
    if (err)
        answer_error(request, err);
    else
        contact_answer_get(request, &row);
}
