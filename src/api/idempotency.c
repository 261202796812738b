#include "api/idempotency.h"

#include "api/answer.h"
#include "service/once.h"

/*
 * Belongs to the committer from submit to resume, as all of the request does. apply may run more
 * than once, so it sets `response` anew.
 */
struct idempotency {
    struct store_op op; /* first */
    struct once once;
    struct store_op *of;                     /* the handler's operation, … */
    void (*answer)(struct request *request); /* … and who answers it */
    bool taking;                             /* the answer is being made, in the transaction, … */
    struct http_response response;           /* … and this is it */
};

/* ---- an answer as text ------------------------------------------------------------------------
 */

static struct str write_headers(struct arena *arena, const struct http_response *response)
{
    struct str lines = STR("");
    for (size_t i = 0; i < response->header_count; i++) {
        const struct http_header *header = &response->headers[i];
        lines = arena_format(arena, "%.*s%.*s: %.*s\n", STR_ARG(lines), STR_ARG(header->name),
                             STR_ARG(header->value));
    }
    return lines;
}

static void read_headers(struct str lines, struct http_response *response)
{
    struct str line;
    while (str_cut(&lines, '\n', &line)) {
        struct str name;
        if (str_cut(&line, ':', &name))
            http_response_header(response, name, str_trim(line));
    }
}

static void answer_again(struct request *request, const struct idempotency_row *first)
{
    struct http_response response = {.status = first->status, .body = first->body};
    read_headers(first->headers, &response);
    http_response_header(&response, STR("Idempotency-Replayed"), STR("true"));
    answer_send(request, &response);
}

/* ---- before the handler -----------------------------------------------------------------------
 */

/* A search is a POST as well; it may be sent as often as one likes. */
bool idempotency_covers(const struct route *route)
{
    return str_eq(route->method, STR("POST")) && route->scope != SCOPE_NONE &&
           !scope_reads(route->scope);
}

static enum err look(struct request *request, struct once *once)
{
    struct store_view *view;
    enum err err = store_view_acquire(request->api->store, &view);
    if (err)
        return err;
    err = once_look(once, view);
    store_view_release(view);
    return err;
}

/* One slash at the end does not matter (route.c): with and without it is the same operation. */
static struct str path_of(struct request *request)
{
    struct str path = http_path(request->http);
    return str_ends_with(path, STR("/")) ? str_slice(path, 0, path.len - 1) : path;
}

static struct idempotency *idempotency_new(struct request *request, struct str key)
{
    struct idempotency *idempotency = ARENA_NEW(request->arena, struct idempotency);
    *idempotency = (struct idempotency){
        .once = {.arena = request->arena,
                 .location_id = identity_location(&request->identity),
                 .key = key,
                 .path = path_of(request),
                 .fingerprint = hash_sha256(http_body(request->http))},
    };
    return idempotency;
}

bool idempotency_begin(struct request *request)
{
    if (!idempotency_covers(request->route))
        return true;
    struct str key = http_header(request->http, "Idempotency-Key");
    if (str_is_empty(key))
        return true;
    if (key.len > IDEMPOTENCY_KEY_MAX) {
        answer_error_message(request, ERR_REQUEST_MALFORMED,
                             STR("Malformed request: Idempotency-Key is longer than 255 bytes"));
        return false;
    }
    struct idempotency *idempotency = idempotency_new(request, key);
    enum err err = look(request, &idempotency->once);
    if (err)
        answer_error(request, err);
    else if (idempotency->once.answered)
        answer_again(request, &idempotency->once.first);
    else
        request->idempotency = idempotency;
    return request->idempotency != NULL;
}

/* ---- around the operation ---------------------------------------------------------------------
 */

bool idempotency_take(struct request *request, const struct http_response *response)
{
    struct idempotency *idempotency = request->idempotency;
    if (!idempotency || !idempotency->taking)
        return false;
    idempotency->response = *response;
    return true;
}

static enum err keep_answer(struct request *request, struct idempotency *idempotency,
                            struct store_tx *tx)
{
    const struct http_response *response = &idempotency->response;
    idempotency->of->result = ERR_NONE;
    idempotency->taking = true;
    idempotency->answer(request);
    idempotency->taking = false;
    if (response->status >= 400) /* it was done, and only saying so failed: never do it again */
        return once_keep_key(&idempotency->once, tx);
    return once_keep(&idempotency->once, tx, response->status,
                     write_headers(request->arena, response), response->body);
}

/*
 * What refuses it may be what the first one has just done in another transaction (a duplicate):
 * then it is that one's answer.
 */
static enum err refuse_once(struct idempotency *idempotency, struct store_tx *tx, enum err why)
{
    if (err_status(why) >= 500) /* the transaction is of no use any more */
        return why;
    enum err err = once_look(&idempotency->once, store_tx_view(tx));
    return !err && !idempotency->once.answered ? why : err;
}

static enum err apply_once(struct store_op *op, struct store_tx *tx)
{
    struct idempotency *idempotency = (struct idempotency *)op;
    enum err err = once_look(&idempotency->once, store_tx_view(tx));
    if (err || idempotency->once.answered)
        return err;
    err = idempotency->of->apply(idempotency->of, tx);
    return err ? refuse_once(idempotency, tx, err) : keep_answer(op->owner, idempotency, tx);
}

static void answer_once(struct request *request)
{
    struct idempotency *idempotency = request->idempotency;
    idempotency->of->result = idempotency->op.result;
    if (idempotency->op.result)
        idempotency->answer(request);
    else if (idempotency->once.answered)
        answer_again(request, &idempotency->once.first);
    else
        answer_send(request, &idempotency->response);
}

struct store_op *idempotency_wrap(struct request *request, struct store_op *op)
{
    struct idempotency *idempotency = request->idempotency;
    if (!idempotency)
        return op;
    idempotency->op = (struct store_op){
        .apply = apply_once, .about = op->about, .done = op->done, .owner = op->owner};
    idempotency->of = op;
    idempotency->answer = request->resumed;
    request->resumed = answer_once;
    return &idempotency->op;
}
