#include "site.h"

#include <assert.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>

#include "base/memory.h"

/* ---- the app ----------------------------------------------------------------------------------
 */

static void answer(struct http_request *request, int status, struct str body)
{
    http_answer(request, &(struct http_response){.status = status, .body = body});
}

static void count(struct site *site, atomic_uint *counter)
{
    pthread_mutex_lock(&site->mutex);
    ++*counter;
    pthread_cond_broadcast(&site->changed);
    pthread_mutex_unlock(&site->mutex);
}

static bool is_for(struct http_request *request, const char *path)
{
    return str_eq(http_path(request), str_of(path));
}

static void on_head(void *context, struct http_request *request)
{
    struct site *site = context;
    count(site, &site->heads);
    assert(http_started_ns(request) > 0 && !http_state(request) &&
           str_is_empty(http_body(request)));
    http_set_state(request, site);
    if (is_for(request, "/denied"))
        answer(request, 401, STR("denied"));
    else if (is_for(request, "/ignored"))
        http_ignore_body(request);
}

static void suspend(struct site *site, struct http_request *request)
{
    bool raced = is_for(request, "/raced");
    http_suspend(request);
    pthread_mutex_lock(&site->mutex);
    while (site->suspended)
        pthread_cond_wait(&site->changed, &site->mutex);
    site->suspended = request;
    pthread_cond_broadcast(&site->changed);
    while (site->suspended == request && raced)
        pthread_cond_wait(&site->changed, &site->mutex);
    pthread_mutex_unlock(&site->mutex);
}

static void change_mind(struct http_request *request)
{
    http_suspend(request);
    http_resume(request);
}

static void tell(struct http_request *request)
{
    struct str note = http_header(request, "X-Note");
    answer(request, 200,
           arena_format(http_arena(request), "%.*s %.*s %.*s [%.*s]%s",
                        STR_ARG(http_method(request)), STR_ARG(http_path(request)),
                        STR_ARG(http_query(request)), STR_ARG(note),
                        http_has_header(request, "X-Note") ? "" : " none"));
}

static void tag(struct http_request *request)
{
    struct http_response response = {
        .status = 201, .content_type = STR("text/plain"), .body = STR("tagged")};
    http_response_header(&response, STR("ETag"), STR("\"7\""));
    http_response_header(&response, STR("X-Two"), STR("two"));
    http_answer(request, &response);
}

static void on_body(void *context, struct http_request *request)
{
    struct site *site = context;
    assert(http_state(request) == site);
    site->bodies++;
    site->last_body_len = http_body(request).len;
    if (is_for(request, "/later") || is_for(request, "/raced"))
        suspend(site, request);
    else if (is_for(request, "/changed"))
        change_mind(request);
    else if (is_for(request, "/telling"))
        tell(request);
    else if (is_for(request, "/tagged"))
        tag(request);
    else if (is_for(request, "/wide"))
        answer(request, 200, (struct str){site->wide, SITE_WIDE_LEN});
    else
        answer(request, 200, http_body(request));
}

static void on_resumed(void *context, struct http_request *request)
{
    struct site *site = context;
    assert(http_state(request) == site);
    site->resumes++;
    answer(request, 200, arena_format(http_arena(request), "resumed"));
}

static void on_refuse(void *context, struct http_request *request, enum err why)
{
    (void)context;
    answer(request, err_status(why), err_name(why));
}

static void on_done(void *context, struct http_request *request)
{
    struct site *site = context;
    site->last_status = http_status(request);
    count(site, &site->dones);
}

/* ---- up and down ------------------------------------------------------------------------------
 */

struct http_config site_config(void)
{
    return (struct http_config){.threads = 2, .connections_max = 64, .idle_timeout_s = 60};
}

static void listen_anywhere(struct site *site, struct http_config *config)
{
    struct err_text why;
    enum err err = listen_open(STR("127.0.0.1:0"), &config->listen_fd, &why);
    assert(!err);
    struct str address = listen_address(config->listen_fd, &site->arena);
    int64_t port = 0;
    bool parsed = str_to_int64(str_slice(address, str_find(address, ':') + 1, address.len), &port);
    assert(parsed && port > 0);
    site->port = (uint16_t)port;
}

void site_open_with(struct site *site, struct http_config config)
{
    signal(SIGPIPE, SIG_IGN); /* as src/cli does */
    *site = (struct site){.mutex = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};
    arena_init(&site->arena);
    site->wide = memory_alloc(SITE_WIDE_LEN);
    memset(site->wide, 'w', SITE_WIDE_LEN);
    listen_anywhere(site, &config);
    config.app = (struct http_app){.context = site,
                                   .head = on_head,
                                   .body = on_body,
                                   .resumed = on_resumed,
                                   .refuse = on_refuse,
                                   .done = on_done};
    struct err_text why;
    enum err err = http_server_start(&config, &site->server, &why);
    assert(!err);
}

void site_open(struct site *site)
{
    site_open_with(site, site_config());
}

void site_close(struct site *site)
{
    http_server_stop(site->server);
    free(site->wide);
    arena_release(&site->arena);
}

/* ---- waiting ----------------------------------------------------------------------------------
 */

static struct http_request *take_suspended(struct site *site)
{
    while (!site->suspended)
        pthread_cond_wait(&site->changed, &site->mutex);
    struct http_request *request = site->suspended;
    site->suspended = NULL;
    pthread_cond_broadcast(&site->changed);
    return request;
}

struct http_request *site_suspended(struct site *site)
{
    pthread_mutex_lock(&site->mutex);
    struct http_request *request = take_suspended(site);
    pthread_mutex_unlock(&site->mutex);
    return request;
}

static void wait_for(struct site *site, atomic_uint *counter, unsigned enough)
{
    pthread_mutex_lock(&site->mutex);
    while (*counter < enough)
        pthread_cond_wait(&site->changed, &site->mutex);
    pthread_mutex_unlock(&site->mutex);
}

void site_wait_for_heads(struct site *site, unsigned enough)
{
    wait_for(site, &site->heads, enough);
}

void site_wait_for_dones(struct site *site, unsigned enough)
{
    wait_for(site, &site->dones, enough);
}

void site_wait_for_in_flight(struct site *site, unsigned wanted)
{
    while (http_server_in_flight(site->server) != wanted)
        sched_yield();
}

struct resumer {
    struct site *site;
    unsigned times;
};

/* Resumes under the mutex: /raced sees the request gone from `suspended` only after it. */
static void *resume_all(void *context)
{
    struct resumer resumer = *(struct resumer *)context;
    free(context);
    pthread_mutex_lock(&resumer.site->mutex);
    for (unsigned i = 0; i < resumer.times; i++)
        http_resume(take_suspended(resumer.site));
    pthread_mutex_unlock(&resumer.site->mutex);
    return NULL;
}

pthread_t site_resumer(struct site *site, unsigned times)
{
    struct resumer *resumer = memory_alloc(sizeof *resumer);
    *resumer = (struct resumer){site, times};
    pthread_t thread;
    int failed = pthread_create(&thread, NULL, resume_all, resumer);
    assert(!failed);
    return thread;
}
