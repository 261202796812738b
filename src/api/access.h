/*
 * May this request do this? Token, Version and scope, in that order (docs/architecture.md).
 */
#pragma once

#include "api/request.h"
#include "base/err.h"

/*
 * For when the whole request is there: a client that took its time with the body may have had its
 * token revoked meanwhile.
 */
MUST_CHECK enum err access_check_again(struct request *request);

/* Sets request->identity and request->version; ERR_NONE at once for a route without a scope. */
MUST_CHECK enum err access_check(struct request *request);
