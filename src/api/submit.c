#include "api/submit.h"

#include "api/idempotency.h"
#include "base/clock.h"

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

/*
 * Who has waited for a thread as long as two searches may take, each to its end, asks again rather
 * than behind a hundred others that wait for the same thing: a search file that cannot be made.
 */
enum { SEARCH_WAIT_MAX_MS = 10000 };

/* Around the job, which knows of no request. */
struct search_errand {
    struct search_job job; /* first */
    struct search_job *of;
    struct request *request;
    enum err *result;
    int64_t submitted_ns;
};

static void run_search(struct search_job *job)
{
    const struct search_errand *errand = (struct search_errand *)job;
    int64_t waited_ns = clock_mono_ns() - errand->submitted_ns;
    if (waited_ns >= SEARCH_WAIT_MAX_MS * INT64_C(1000000))
        *errand->result = ERR_OVERLOADED;
    else
        errand->of->run(errand->of);
}

static void resume_search(struct search_job *job)
{
    http_resume(((struct search_errand *)job)->request->http);
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
        .submitted_ns = clock_mono_ns(),
    };
    request->resumed = answer;
    http_suspend(request->http);
    enum err err = searchers_submit(request->api->searchers, &errand->job);
    if (err) {
        *result = err;
        http_resume(request->http);
    }
}
