/*
 * A request as its own room sees it.
 *
 * Lives in its own arena, from its first byte to the last of its answer. While it is suspended, its
 * thread reads no more of it than `phase`, which nobody else writes.
 */
#pragma once

#include <llhttp.h>

#include "base/buf.h"
#include "http/head.h"
#include "http/http.h"

struct http_connection;

enum http_phase {
    HTTP_READING_HEAD, /* the app has not heard of it */
    HTTP_READING_BODY,
    HTTP_WHOLE,     /* the app has it, in app.body or app.resumed */
    HTTP_SUSPENDED, /* until app.resumed is called, which is later than http_resume */
    HTTP_ANSWERING  /* the answer is on its way */
};

struct http_request {
    struct http_connection *connection;
    struct arena arena; /* holds the request itself */
    llhttp_t parser;
    enum http_phase phase;
    struct head head;
    int64_t begun_ns;   /* when its first byte was there */
    int64_t started_ns; /* when its head was there */
    bool ignores_body;
    struct buf body;
    size_t body_len;  /* bytes of it so far, kept or not */
    size_t body_size; /* bytes as received: with what frames chunks, and what is thrown away */
    void *state;
    int status; /* 0 until http_answer */
    struct http_response response;
    bool closes; /* the connection, when the answer is out */
    struct str unsent_head;
    struct str unsent_body;
};

struct http_request *http_request_new(struct http_connection *connection, int64_t now_ns);
void http_request_free(struct http_request *request);
