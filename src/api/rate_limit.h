/*
 * The rate limits as a request meets them: counted once, told in the headers of its answer.
 */
#pragma once

#include "api/request.h"

/*
 * Counts the request, whose identity is known: ERR_RATE_LIMITED when it is one too many. Nothing
 * when nobody counts (--rate-limits=off).
 */
MUST_CHECK enum err rate_limit_take(struct request *request);

/*
 * The X-RateLimit headers of an answer to a request that was counted or refused, and the
 * Retry-After of one that was refused.
 */
void rate_limit_tell(const struct request *request, struct http_response *response);
