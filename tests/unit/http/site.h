/*
 * A server on a free port of the loopback, with an app that does what the path says:
 *
 *      /echo     answers 200 with the body
 *      /telling  answers 200 with "METHOD PATH QUERY [X-Note]"
 *      /denied   answers 401 when the head is there
 *      /ignored  answers 200 without the body, which it does not have kept
 *      /wide     answers 200 with SITE_WIDE_LEN bytes
 *      /tagged   answers 201 with an ETag, as text/plain
 *      /later    suspends; the test resumes it
 *      /raced    suspends, and returns only when another thread has resumed it
 *      /changed  suspends, and resumes by itself at once
 *
 * What a suspended request answers is "resumed"; what is refused, the name of the error.
 */
#pragma once

#include <pthread.h>
#include <stdatomic.h>

#include "http/http.h"
#include "http/listen.h"

enum { SITE_WIDE_LEN = 8 << 20 };

struct site {
    struct http_server *server;
    uint16_t port;
    struct arena arena; /* the test's own */
    char *wide;

    atomic_uint heads;
    atomic_uint bodies;
    atomic_uint resumes;
    atomic_uint dones;
    atomic_int last_status;
    atomic_size_t last_body_len;

    pthread_mutex_t mutex;
    pthread_cond_t changed;         /* `heads`, `dones`, `suspended` */
    struct http_request *suspended; /* the one that nobody resumed yet */
};

/* The settings that most tests share. */
struct http_config site_config(void);

void site_open(struct site *site);
void site_open_with(struct site *site, struct http_config config);
void site_close(struct site *site);

/* Waits until /later has suspended a request; whoever calls is the one to resume it. */
struct http_request *site_suspended(struct site *site);

/* Waits until so many heads have come, so many requests are done. */
void site_wait_for_heads(struct site *site, unsigned enough);
void site_wait_for_dones(struct site *site, unsigned enough);

/* Waits until the server counts exactly so many requests in flight. */
void site_wait_for_in_flight(struct site *site, unsigned wanted);

/* A thread that resumes whatever is suspended, and ends when it has done so `times` times. */
pthread_t site_resumer(struct site *site, unsigned times);
