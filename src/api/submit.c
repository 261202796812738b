#include "api/submit.h"

#include "api/idempotency.h"

/* ---- to the store -----------------------------------------------------------------------------
 */

static void resume(struct store_op *op)
{
    struct request *request = op->owner;
    if (op->result == ERR_NONE && request->committed)
        request->committed(request);
    http_resume_quietly(request->http);
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
    op->batch_done = http_wake_resumed;
    http_suspend(request->http);
    enum err err = store_submit(request->api->store, op);
    if (err) {
        op->result = err;
        http_resume(request->http);
    }
}

/* ---- to the searchers -------------------------------------------------------------------------
 */

/* Around the job, which knows of no request. */
struct search_errand {
    struct search_job job; /* first */
    struct search_job *of;
    struct request *request;
    enum err *result;
};

static void run_search(struct search_job *job)
{
    struct search_job *of = ((struct search_errand *)job)->of;
    of->run(of);
}

static void resume_search(struct search_job *job)
{
    struct search_errand *errand = (struct search_errand *)job;
    if (job->late)
        *errand->result = ERR_OVERLOADED;
    http_resume(errand->request->http);
}

/* Suspends first: the search may be over before searchers_submit returns. */
void request_search(struct request *request, struct search_job *job, enum err *result,
                    void (*answer)(struct request *request))
{
    struct search_errand *errand = ARENA_NEW(request->arena, struct search_errand);
    *errand = (struct search_errand){
        .job = {.run = run_search, .done = resume_search},
        .of = job,
        .request = request,
        .result = result,
    };
    request->resumed = answer;
    http_suspend(request->http);
    enum err err = searchers_submit(request->api->searchers, &errand->job);
    if (err) {
        *result = err;
        http_resume(request->http);
    }
}
