/*
 * Up: signals blocked, socket bound, store opened, HTTP started, readiness told. Down: readiness
 * withdrawn, no new connections, requests in flight answered, queue flushed, threads joined. Each
 * step up has its step down in `take_down`, which takes what was built so far.
 */
#include "server/server.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <systemd/sd-daemon.h>
#include <time.h>
#include <unistd.h>

#include "api/api.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "contact/phone.h"
#include "http/listen.h"
#include "server/demo_note.h"
#include "server/pem.h"
#include "store/store.h"

/*
 * How often the main thread looks after what is not on a request's way: the last use of a token is
 * exact to a minute, so it is written about that often.
 */
enum { UPKEEP_MS = 30 * 1000 };

/* … and how often while the store is away: clients are told to come back after as long. */
enum { UPKEEP_UNWELL_MS = 1000 };

/* While draining: how often it looks whether the last request is answered. */
enum { DRAIN_POLL_MS = 5 };

/* What the flush of the last writes gave, its clients get within this. */
enum { LAST_ANSWERS_MS = 500 };

/* A stop is promised to be over by then; the longest drain-timeout leaves a second for the rest. */
enum { STOP_MAX_S = 10 };

/* Reading views at once: each thread that answers or searches needs one, upkeep another. */
enum { VIEWS_BESIDE_HTTP = 2 };

/* Files of the store, epoll sets, standard streams. */
enum { DESCRIPTORS_BESIDE_CONNECTIONS = 64 };

struct server {
    const struct conf *conf;
    struct arena arena;
    sigset_t signals;
    int listen_fd; /* -1 when the HTTP server owns it, or nobody */
    struct store *store;
    struct api *api;
    struct http_server *http;
    struct str tls_certificate;
    struct str tls_key;
    pthread_t watch; /* of the stop, when `watched` */
    bool watched;
    _Atomic bool stopped;
};

/* ---- up ---------------------------------------------------------------------------------------
 */

/* Every thread inherits the mask, so signals reach only who waits for them: the main thread. */
static void block_signals(struct server *server)
{
    sigemptyset(&server->signals);
    sigaddset(&server->signals, SIGTERM);
    sigaddset(&server->signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &server->signals, NULL);
}

static void configure_log(const struct conf *conf)
{
    static const struct {
        struct str name;
        enum log_level level;
    } levels[] = {
        {STR_INIT("debug"), LOG_DEBUG},
        {STR_INIT("info"), LOG_INFO},
        {STR_INIT("warn"), LOG_WARN},
        {STR_INIT("error"), LOG_ERROR},
    };
    enum log_level least = LOG_INFO;
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
        if (str_eq(conf->log_level, levels[i].name))
            least = levels[i].level;
    }
    log_configure(least, str_eq(conf->log_format, STR("json")) ? LOG_JSON : LOG_LOGFMT);
}

/*
 * Each connection takes a descriptor, and the usual soft limit of 1024 is less than the connections
 * we allow: it is raised as far as it goes, and said when that is not enough.
 */
static void raise_descriptor_limit(const struct conf *conf)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    limit.rlim_cur = limit.rlim_max;
    rlim_t wanted = (rlim_t)conf->max_connections + DESCRIPTORS_BESIDE_CONNECTIONS;
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur < wanted)
        log_event(LOG_WARN, "few_descriptors", log_int("limit", (int64_t)limit.rlim_cur),
                  log_int("wanted", (int64_t)wanted),
                  log_str("advice", STR("raise the limit (ulimit -n, LimitNOFILE) or lower "
                                        "--max-connections")));
}

/*
 * Where the store is a file, as many as keep two processors busy beside it; where they wait for its
 * answers, more: one that waits half a millisecond for each reads 2,000 times a second.
 */
enum { HTTP_THREADS_LOCAL = 2, HTTP_THREADS_REMOTE = 8 };

static unsigned http_threads(const struct conf *conf)
{
    if (conf->http_threads > 0)
        return (unsigned)conf->http_threads;
    return store_is_remote(conf->store) ? HTTP_THREADS_REMOTE : HTTP_THREADS_LOCAL;
}

static enum err open_store(struct server *server, struct err_text *why)
{
    const struct conf *conf = server->conf;
    struct store_config config = {
        .url = conf->store,
        .create = true,
        .searches = true,
        .readers_max = http_threads(conf) + (unsigned)conf->search_threads + VIEWS_BESIDE_HTTP,
        .queue_max = (unsigned)conf->queue_length,
        .committers = (unsigned)conf->committers,
        .busy_timeout_ms = (unsigned)conf->busy_timeout,
    };
    return store_open(&config, &server->store, why);
}

static enum err start_http(struct server *server, struct err_text *why)
{
    const struct conf *conf = server->conf;
    struct http_config config = {
        .listen_fd = server->listen_fd,
        .threads = http_threads(conf),
        .connections_max = (unsigned)conf->max_connections,
        .connections_per_address = (unsigned)conf->max_connections_per_address,
        .request_timeout_s = (unsigned)conf->request_timeout,
        .idle_timeout_s = (unsigned)conf->idle_timeout,
        .tls_certificate = server->tls_certificate,
        .tls_key = server->tls_key,
        .app = api_app(server->api),
    };
    enum err err = http_server_start(&config, &server->http, why);
    if (!err)
        server->listen_fd = -1;
    return err;
}

/* libphonenumber takes 5 ms to read its tables, once: not in somebody's first request. */
static void warm_up(void)
{
    char e164[PHONE_E164_MAX];
    size_t len;
    (void)phone_normalize(STR("+12025550100"), STR("US"), e164, &len);
}

static enum err bring_up(struct server *server, struct err_text *why)
{
    const struct conf *conf = server->conf;
    enum err err = pem_read_pair(&server->arena, conf->tls_cert, conf->tls_key,
                                 &server->tls_certificate, &server->tls_key, why);
    if (!err)
        err = listen_open(conf->listen, &server->listen_fd, why);
    if (err)
        return err;
    struct str address = listen_address(server->listen_fd, &server->arena);
    err = open_store(server, why);
    if (err)
        return err;
    const struct api_config config = {
        .search_threads = (unsigned)conf->search_threads,
        .rate_limits = conf->rate_limits,
    };
    if (api_new(server->store, &config, &server->api))
        return err_explain(why, ERR_STORE_UNUSABLE,
                           "cannot start a thread: raise the limit of threads or memory");
    warm_up();
    err = start_http(server, why);
    if (err)
        return err;
    log_event(LOG_INFO, "listening", log_str("address", address),
              log_str("store", store_url_shown(&server->arena, conf->store)),
              log_str("scheme", conf->tls_cert.len ? STR("https") : STR("http")));
    if (conf->demo)
        demo_note_print(server->store, conf, address);
    sd_notify(0, "READY=1");
    return ERR_NONE;
}

/* ---- running ----------------------------------------------------------------------------------
 */

/* The signal that came within the time, or -1. */
static int wait_for_signal(struct server *server, int timeout_ms)
{
    struct timespec time = {timeout_ms / 1000, timeout_ms % 1000 * 1000000L};
    return sigtimedwait(&server->signals, NULL, &time);
}

static void serve(struct server *server)
{
    bool well = store_health(server->store) == ERR_NONE;
    while (wait_for_signal(server, well ? UPKEEP_MS : UPKEEP_UNWELL_MS) < 0)
        well = api_keep_up(server->api);
}

/* ---- down -------------------------------------------------------------------------------------
 */

/*
 * From the first signal on, a thread waits for a second one, and for the time that a stop may take:
 * whatever the stop is stuck in (a disk that does not answer, another process that holds the
 * database), the process ends. What is not flushed then was not acknowledged.
 */
static void *watch_stop(void *context)
{
    const struct server *server = context;
    struct timespec most = {STOP_MAX_S, 0};
    int signal_number;
    do {
        signal_number = sigtimedwait(&server->signals, NULL, &most);
    } while (signal_number < 0 && errno == EINTR); /* a debugger, say */
    if (server->stopped)
        return NULL;
    if (signal_number > 0)
        log_note(LOG_WARN, "stopped_by_second_signal");
    else
        log_event(LOG_ERROR, "stop_took_too_long", log_int("seconds", STOP_MAX_S));
    _exit(1);
}

static void start_watch(struct server *server)
{
    server->watched = pthread_create(&server->watch, NULL, watch_stop, server) == 0;
}

static void end_watch(struct server *server)
{
    if (!server->watched)
        return;
    server->stopped = true;
    pthread_kill(server->watch, SIGINT); /* blocked in every thread: it ends the wait, no more */
    pthread_join(server->watch, NULL);
}

/* Waits until every request in flight is answered, or the time for it is over. */
static void await_answers(struct server *server, int64_t timeout_ms)
{
    int64_t deadline_ns = clock_mono_ns() + timeout_ms * INT64_C(1000000);
    struct timespec pause = {0, DRAIN_POLL_MS * 1000000L};
    while (http_server_in_flight(server->http) > 0 && clock_mono_ns() < deadline_ns)
        nanosleep(&pause, NULL);
}

/*
 * Of what was built, in this order: the queue is emptied and the searches are over before the HTTP
 * threads stop, because whoever waits for them is a suspended connection; the store is closed after
 * them, because they read from it.
 */
static void take_down(struct server *server)
{
    if (server->store)
        store_quiesce(server->store);
    if (server->store)
        store_refuse_searches(server->store);
    if (server->api)
        api_stop_searching(server->api);
    if (server->http)
        http_server_stop(server->http);
    api_free(server->api);
    store_close(server->store);
    if (server->listen_fd >= 0)
        close(server->listen_fd);
    arena_release(&server->arena);
}

static void stop(struct server *server)
{
    log_note(LOG_INFO, "stopping");
    sd_notify(0, "STOPPING=1");
    start_watch(server);
    api_set_stopping(server->api);
    http_server_drain(server->http);
    (void)api_keep_up(server->api);
    await_answers(server, server->conf->drain_timeout * 1000);
    store_refuse_searches(server->store);
    store_quiesce(server->store);
    await_answers(server, LAST_ANSWERS_MS);
}

enum err server_run(const struct conf *conf)
{
    struct server server = {.conf = conf, .listen_fd = -1};
    struct err_text why = {""};
    arena_init(&server.arena);
    memory_keep_freed();
    configure_log(conf);
    raise_descriptor_limit(conf);
    block_signals(&server);
    log_gather_start();
    enum err err = bring_up(&server, &why);
    if (err) {
        fprintf(stderr, "contactd: %s\n", why.text);
    } else {
        serve(&server);
        stop(&server);
    }
    take_down(&server);
    end_watch(&server);
    if (!err)
        log_note(LOG_INFO, "stopped");
    log_gather_stop();
    return err;
}
