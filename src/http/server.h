/*
 * The server as its own room sees it.
 */
#pragma once

#include <openssl/types.h>
#include <stdatomic.h>

#include "http/acceptor.h"
#include "http/http.h"
#include "http/worker.h"

struct http_connection;

enum { HTTP_NS_PER_MS = 1000000 };

struct http_server {
    struct http_config config;
    SSL_CTX *tls;               /* NULL: plain HTTP */
    int64_t request_timeout_ns; /* 0: none */
    int64_t idle_timeout_ns;    /* 0: none */
    struct acceptor acceptor;
    struct worker *workers; /* config.threads of them, the first of which accepts */
    unsigned workers_made;
    unsigned workers_started;
    atomic_bool draining;
    atomic_bool stopping;
    atomic_uint in_flight;
};

/* For a connection that ends: nobody knows it any more. */
void server_lose(struct http_server *server, struct http_connection *connection);
