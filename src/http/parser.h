/*
 * llhttp, the parser of Node.js, over one request: what it finds goes into the request's head and
 * body, and it stops where the app has to be asked.
 *
 * The only file that knows llhttp's callbacks.
 */
#pragma once

#include "base/str.h"

struct http_request;

enum parsed {
    PARSED_ALL,  /* every byte is taken, and more has to come */
    PARSED_HEAD, /* the head is whole: head_end has been called */
    PARSED_WHOLE,
    PARSED_MALFORMED, /* not HTTP; nothing more can be read */
    PARSED_TOO_LARGE  /* a head, or a body with its framing, past what is read; the same */
};

void parser_init(struct http_request *request);

/* Takes what it can of `*bytes`, which moves behind it. */
enum parsed parser_take(struct http_request *request, struct str *bytes);
