/*
 * The query of a request, by the names of its parameters.
 */
#pragma once

#include "api/request.h"
#include "base/faults.h"

/* Decoded; empty when it is not there. One that is not well-formed was refused with the head. */
struct str query_text(struct request *request, struct str name);

/*
 * An address or a phone number, in which a "+" that was not encoded has become a blank: it is put
 * back where no blank can be.
 */
struct str query_email(struct request *request, struct str name);
struct str query_phone(struct request *request, struct str name);

/* Percent-encoded, to be the value of a parameter. */
struct str query_encoded(struct request *request, struct str value);

/* One that must be "true" or "false". Fault: "x must be a boolean value". */
bool query_flag(struct request *request, struct str name, struct faults *faults);

/* The bounds of a number, and what it is where the query has none. */
struct query_range {
    int64_t least, most, otherwise;
};

/*
 * A whole number. Faults: "limit must be a number conforming to the specified constraints", "limit
 * must not be greater than 100", "limit must not be less than 1" (api-behaviour).
 */
int64_t query_number(struct request *request, struct str name, const struct query_range *range,
                     struct faults *faults);

/*
 * The query's locationId, which has to be the token's. False when it has answered why not: 422
 * "locationId can't be undefined", 403; to the agency 400 for one that is not there.
 */
bool query_location(struct request *request, struct str *location_id);
