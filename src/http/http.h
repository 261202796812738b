/*
 * HTTP/1.1: requests in, responses out, suspend and resume. Knows no contacts. The parser is
 * llhttp, TLS is OpenSSL's; what lies between them, the sockets, is here (docs/decisions/0013).
 *
 * A pool of threads, each with its own epoll. A connection stays on its thread, so all callbacks of
 * one request run on one thread, one at a time; requests of a pipeline come one after another.
 *
 *   app.head     The head is there, the body is not read. May answer (a wrong token should not
 *                cost a megabyte); otherwise reading goes on.
 *   app.body     The whole request is there. Must answer, or suspend.
 *   app.resumed  After every http_resume; must answer, even where the client is gone by then.
 *   app.done     The answer is out, or the client is gone; the request and its arena die after it.
 *
 * What is refused here (too long, too large, not UTF-8, not HTTP at all) goes through app.refuse,
 * which must answer, so that every error has the same body: instead of app.head for a head, and
 * after it, instead of app.body, for a body in chunks that gets too large or makes no sense. Of a
 * head that nobody could read, method and path may be empty.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

/* From api-behaviour: URL 8 KiB, header block 32 KiB, body 1 MiB. */
enum { HTTP_URL_MAX = 8192, HTTP_HEAD_MAX = 32768, HTTP_BODY_MAX = 1 << 20 };

/* Fields of one head: three times what browsers and proxies send, and few enough to search. */
enum { HTTP_FIELDS_MAX = 128 };

/*
 * A body over HTTP_BODY_MAX is read on and thrown away up to here, so that the client, which may
 * not read before it has written, gets its 413; past it, with what frames the chunks, the
 * connection is cut. One that is longer by its Content-Length is refused unread, and the connection
 * closed.
 */
enum { HTTP_BODY_DRAIN_MAX = 16 << 20 };

struct http_server;
struct http_request;

/* The six of the rate limits, and the few that an answer has of its own. */
enum { HTTP_HEADERS_MAX = 12 };

struct http_header {
    struct str name;
    struct str value; /* no control characters */
};

/* Texts must live until app.done; the request's arena is the place for them. */
struct http_response {
    int status;
    struct str content_type; /* empty: application/json; charset=utf-8 */
    struct str body;
    struct http_header headers[HTTP_HEADERS_MAX];
    size_t header_count;
};

void http_response_header(struct http_response *response, struct str name, struct str value);

struct http_app {
    void *context;
    void (*head)(void *context, struct http_request *request);
    void (*body)(void *context, struct http_request *request);
    void (*resumed)(void *context, struct http_request *request);
    void (*refuse)(void *context, struct http_request *request, enum err why);
    void (*done)(void *context, struct http_request *request);
};

struct http_config {
    int listen_fd; /* bound and listening (listen.h); the server owns it */
    unsigned threads;
    unsigned connections_max;         /* in all */
    unsigned connections_per_address; /* from one IP address; 0: no limit */
    unsigned request_timeout_s;       /* from a request's first line to its last byte; 0: none */
    unsigned idle_timeout_s;    /* without a byte from the client or, while it is answered, to it */
    struct str tls_certificate; /* PEM texts; both empty: plain HTTP */
    struct str tls_key;
    struct http_app app;
};

/*
 * The process ignores SIGPIPE: a client that is gone is an error of a write.
 *
 * ERR_SETTING_INVALID for a certificate and key that cannot be used together, ERR_LISTEN_FAILED
 * for everything else; then listen_fd is still the caller's.
 */
MUST_CHECK enum err http_server_start(const struct http_config *config, struct http_server **server,
                                      struct err_text *explanation);

/* Closes new connections unheard; answers from now on say `Connection: close`. */
void http_server_drain(struct http_server *server);

/* Requests that are begun and not yet answered. */
unsigned http_server_in_flight(struct http_server *server);

/*
 * Joins the threads, closes every connection, frees. No request may be suspended any more: every
 * http_resume has returned, and http_wake_resumed. The last callbacks are called from here.
 */
void http_server_stop(struct http_server *server);

/* ---- a request --------------------------------------------------------------------------------
 */

struct str http_method(const struct http_request *request);

/* Percent-encoded as it came, without the query; and the query without its "?". */
struct str http_path(const struct http_request *request);
struct str http_query(const struct http_request *request);

/* The first header of that name (any case), trimmed; empty when there is none or it is empty. */
struct str http_header(const struct http_request *request, const char *name);
bool http_has_header(const struct http_request *request, const char *name);

/* By TLS of our own; what a proxy before us does is not known. */
bool http_is_encrypted(const struct http_request *request);

/* Empty before app.body. */
struct str http_body(const struct http_request *request);

struct arena *http_arena(struct http_request *request);

/* When the head was there, by clock_mono_ns. */
int64_t http_started_ns(const struct http_request *request);

/* A pointer of the app's, NULL at first. */
void *http_state(const struct http_request *request);
void http_set_state(struct http_request *request, void *state);

/*
 * From app.head: the body, if one comes, is read and thrown away, because nobody will ask for it.
 * An operation without a body must not cost the memory of one.
 */
void http_ignore_body(struct http_request *request);

/* Exactly once a request. From the request's own thread, inside a callback. */
void http_answer(struct http_request *request, const struct http_response *response);

/*
 * Suspend from app.body, before anyone may resume; resume from any thread, once. Between the two
 * nothing of the request may be touched but by the one who will resume it.
 */
void http_suspend(struct http_request *request);
void http_resume(struct http_request *request);

/*
 * The same for one of many: their threads may sleep on until the thread that called this calls
 * http_wake_resumed, at once after the last of them.
 */
void http_resume_quietly(struct http_request *request);
void http_wake_resumed(void);

/* The status answered, 0 before, and 499 when the client went away first: for the request log. */
int http_status(const struct http_request *request);
