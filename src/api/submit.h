/*
 * A change on its way to the store and back, a search on its way to the searchers and back: the way
 * is the same for every operation.
 */
#pragma once

#include "api/request.h"
#include "service/searchers.h"

/*
 * Hands the operation to the store and lets the connection wait; `answer` is called when its
 * outcome, op->result, is on the disk or the store has refused it. `op` lives in the request's
 * arena.
 *
 * `answer` does nothing but answer, with a function of answer.h, whatever error op->result is: of a
 * POST with an Idempotency-Key it is called inside the transaction, before the outcome is on the
 * disk, and perhaps more than once (idempotency.h).
 *
 * What others have to be told of a change, before its answer is sent, is request->committed's, set
 * before this is called: it is called once, on the store's thread, after the operation is on the
 * disk; not when it failed. It does not wait.
 */
void request_submit(struct request *request, struct store_op *op, store_apply *apply,
                    void (*answer)(struct request *request));

/*
 * Hands the job to the searchers and lets the connection wait; `answer` is called, on the HTTP
 * thread, when it has run. `run` is set by the caller, `done` is ours. When the searchers refuse,
 * or it has waited for too long, it does not run and *result says why:
 * ERR_OVERLOADED. `job` and `result` live in the request's arena.
 */
void request_search(struct request *request, struct search_job *job, enum err *result,
                    void (*answer)(struct request *request));
