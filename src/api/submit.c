#include "api/submit.h"

#include "api/idempotency.h"

static void resume(struct store_op *op)
{
    struct request *request = op->owner;
    if (op->result == ERR_NONE && request->committed)
        request->committed(request);
    http_resume(request->http);
}

/*
 * Suspends before it submits, because the committer may be done before submit returns. When the
 * store refuses, nobody else will resume: we do, and the answer says why.
 */
void request_submit(struct request *request, struct store_op *op, store_apply *apply,
                    void (*answer)(struct request *request))
{
    op->apply = apply;
    op->done = resume;
    op->owner = request;
    request->resumed = answer;
    op = idempotency_wrap(request, op);
    http_suspend(request->http);
    enum err err = store_submit(request->api->store, op);
    if (err) {
        op->result = err;
        http_resume(request->http);
    }
}
