/*
 * An answer as bytes.
 */
#pragma once

struct http_request;

/* Sets what of the request is unsent, and whether the connection closes after it. */
void response_compose(struct http_request *request);
