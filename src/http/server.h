/*
 * The server as its own room sees it.
 */
#pragma once

#include <microhttpd.h>
#include <stdatomic.h>

#include "http/http.h"

struct http_server {
    struct MHD_Daemon *daemon;
    struct http_app app;
    struct arena arena;         /* the PEM texts, which the library may keep */
    int64_t request_timeout_ns; /* 0: none */
    atomic_bool draining;
    atomic_uint in_flight;
    atomic_uint suspended;
};
