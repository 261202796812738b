/*
 * A request as its own room sees it.
 *
 * Lives in its own arena, from its first line to the moment at which libmicrohttpd is done with it.
 * While it is suspended, the HTTP thread reads no more of it than `phase`, which nobody else
 * writes.
 */
#pragma once

#include <microhttpd.h>

#include "base/buf.h"
#include "http/head.h"
#include "http/http.h"
#include "http/server.h"

enum http_phase {
    HTTP_READING_HEAD, /* the app has not heard of it */
    HTTP_READING_BODY,
    HTTP_WHOLE,
    HTTP_SUSPENDED /* until app.resumed is called, which is later than http_resume */
};

struct http_request {
    struct http_server *server;
    struct MHD_Connection *connection;
    struct arena arena; /* holds the request itself */
    enum http_phase phase;
    struct str method;
    struct str target; /* path and query, as they came */
    struct head head;
    int64_t begun_ns;   /* when its first line was there */
    int64_t started_ns; /* when its head was there */
    bool ignores_body;
    struct buf body;
    size_t body_received; /* bytes, those thrown away as well */
    void *state;
    int status;                  /* 0 until http_answer */
    struct MHD_Response *answer; /* between http_answer and its way out */
};

struct http_request *http_request_new(struct http_server *server, struct MHD_Connection *connection,
                                      struct str target);
void http_request_free(struct http_request *request);
