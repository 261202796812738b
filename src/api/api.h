/*
 * The API: from an HTTP request to an operation and back.
 *
 * Built once by the composition root; its callbacks (api_app) run on the HTTP threads.
 */
#pragma once

#include <stdbool.h>

#include "http/http.h"
#include "service/contacts.h"
#include "service/rate_limits.h"
#include "service/token_cache.h"

struct api;

struct api_config {
    unsigned search_threads;
    struct str rate_limits; /* a profile of service/rate_limits.h, or "off" */
};

/*
 * `store`, and the caches in it, must outlive the api and every request. ERR_STORE_FAILED when the
 * threads that search (service/searchers.h) cannot be had.
 */
MUST_CHECK enum err api_new(struct store *store, const struct api_config *config, struct api **api);
void api_free(struct api *api);

/* Waits for the searches under way, and ends their threads; no new ones may come. */
void api_stop_searching(struct api *api);

struct http_app api_app(struct api *api);

/* From now on /health/ready answers 503: the process is about to stop. Any thread. */
void api_set_stopping(struct api *api);

/*
 * Upkeep, every minute or so, from one thread: writes when tokens were last used, forgets old
 * Idempotency-Keys. Does not wait. False while the store cannot be written: it tries whether it
 * can, and is to be called again soon.
 */
bool api_keep_up(struct api *api);
