/*
 * May this request do this? Token, rate limit, Version, scope and whose token it is, in that order
 * (docs/architecture.md).
 */
#pragma once

#include "api/request.h"
#include "base/err.h"

/*
 * For when the whole request is there: a client that took its time with the body may have had its
 * token revoked meanwhile.
 */
MUST_CHECK enum err access_check_again(struct request *request);

/* A version as the header spells it. */
struct str access_version_text(enum api_version version);

/* Sets request->identity, request->rate and request->version; ERR_NONE at once for a route without
 * a scope. */
MUST_CHECK enum err access_check(struct request *request);

/*
 * Is what it asks for in the location of its token? ERR_LOCATION_FORBIDDEN otherwise: whose data it
 * is comes before whether it exists. A token of the agency may name any location that exists:
 * ERR_LOCATION_UNKNOWN otherwise. For the operations that name a location in their path or query.
 */
MUST_CHECK enum err access_check_location(const struct request *request, struct str location_id);
