/*
 * Idempotency-Key: a POST that is sent again gets its first answer again. For every POST whose
 * scope allows to change something; no handler knows of it:
 *
 *      idempotency_begin   before the handler: a repeat has its answer here, no handler runs
 *      idempotency_wrap    request_submit puts this around the handler's operation: applied
 *                          once, and its answer kept in the same transaction
 *      idempotency_take    so the answer is made in there: answer_json gives it to this
 *
 * What a handler answers without submitting a change is not kept: it read, or refused.
 */
#pragma once

#include "api/request.h"
#include "api/route.h"

/* Whether it minds a key. */
bool idempotency_covers(const struct route *route);

/* False when it has answered: a replay, or what is wrong with the key. */
bool idempotency_begin(struct request *request);

/*
 * The operation to submit in place of `op`, whose apply, done and owner are set; `op` itself for a
 * request without a key. request->resumed is set to what answers.
 */
struct store_op *idempotency_wrap(struct request *request, struct store_op *op);

/* True when the response was taken: it is not to be sent yet. */
bool idempotency_take(struct request *request, const struct http_response *response);
