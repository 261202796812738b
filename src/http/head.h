/*
 * The head of a request: what it says of the body to come, and whether it is one we answer.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct http_request;

struct head {
    /*
     * False when a proxy before us may see the body end elsewhere than we do: what follows on the
     * connection could then be a request that somebody smuggled past it.
     */
    bool framed;
    bool expects_continue;  /* the client waits for our word before it sends the body */
    bool has_host;          /* exactly one Host, or none where HTTP/1.0 allows it */
    int64_t content_length; /* bytes; 0 when it does not say */
};

void head_read(struct http_request *request, struct str version);

/*
 * ERR_NONE, or why not: ERR_URL_TOO_LONG, ERR_HEAD_TOO_LARGE, ERR_REQUEST_MALFORMED, ERR_NOT_UTF8,
 * ERR_BODY_TOO_LARGE.
 */
MUST_CHECK enum err head_check(struct http_request *request);
