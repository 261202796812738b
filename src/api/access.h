/*
 * May this request do this? Token, Version and scope, in that order (docs/architecture.md).
 */
#pragma once

#include "api/request.h"
#include "base/err.h"

/* Sets request->identity and request->version; ERR_NONE at once for a route without a scope. */
MUST_CHECK enum err access_check(struct request *request);
