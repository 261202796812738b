#include "http/server.h"

#include <assert.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/log.h"
#include "base/memory.h"
#include "http/exchange.h"

/* ---- what the library says --------------------------------------------------------------------
 */

enum { MESSAGE_MAX = 256 };

/*
 * Its messages are for developers: of use to us when the server does not start, otherwise at debug
 * level. Only the thread that starts the server touches `start_message`.
 */
static _Thread_local char *start_message;

static void log_message(void *context, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

static void log_message(void *context, const char *format, va_list args)
{
    (void)context;
    if (!start_message && !log_enabled(LOG_DEBUG))
        return;
    char message[MESSAGE_MAX];
    vsnprintf(message, sizeof message, format, args);
    struct str text = str_trim(str_of(message));
    if (start_message)
        snprintf(start_message, MESSAGE_MAX, "%.*s", STR_ARG(text));
    log_event(LOG_DEBUG, "libmicrohttpd", log_str("message", text));
}

/* ---- the library's settings -------------------------------------------------------------------
 */

enum { OPTIONS_MAX = 16 };

/* The library takes its settings as an array that ends with MHD_OPTION_END, which is 0. */
struct options {
    struct MHD_OptionItem items[OPTIONS_MAX];
    size_t count;
};

static void add_option(struct options *options, enum MHD_OPTION option, intptr_t value,
                       void *pointer)
{
    assert(options->count < OPTIONS_MAX - 1);
    options->items[options->count++] = (struct MHD_OptionItem){option, value, pointer};
}

/* The library would decode a path and leave us to guess what was encoded: uri.h does it, once. */
static size_t leave_encoded(void *context, struct MHD_Connection *connection, char *text)
{
    (void)context, (void)connection;
    return strlen(text);
}

static void add_callbacks(struct options *options, struct http_server *server)
{
    add_option(options, MHD_OPTION_EXTERNAL_LOGGER, (intptr_t)log_message, NULL);
    add_option(options, MHD_OPTION_URI_LOG_CALLBACK, (intptr_t)exchange_begin, server);
    add_option(options, MHD_OPTION_UNESCAPE_CALLBACK, (intptr_t)leave_encoded, NULL);
    add_option(options, MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)exchange_end, server);
}

/* The library deals the connections out to its threads in equal parts. */
static void add_limits(struct options *options, const struct http_config *config)
{
    add_option(options, MHD_OPTION_CONNECTION_MEMORY_LIMIT, HTTP_CONNECTION_MEMORY, NULL);
    add_option(options, MHD_OPTION_CONNECTION_LIMIT, config->connections_max, NULL);
    add_option(options, MHD_OPTION_PER_IP_CONNECTION_LIMIT, config->connections_per_address, NULL);
    add_option(options, MHD_OPTION_CONNECTION_TIMEOUT, config->idle_timeout_s, NULL);
    if (config->threads > 1)
        add_option(options, MHD_OPTION_THREAD_POOL_SIZE, config->threads, NULL);
}

static bool is_tls(const struct http_config *config)
{
    return !str_is_empty(config->tls_certificate);
}

/* TLS 1.0 and 1.1 are deprecated (RFC 8996); GnuTLS would still speak them. */
#define TLS_PRIORITIES "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"

static void add_tls(struct options *options, struct http_server *server,
                    const struct http_config *config)
{
    add_option(options, MHD_OPTION_HTTPS_MEM_CERT, 0,
               arena_copy_z(&server->arena, config->tls_certificate));
    add_option(options, MHD_OPTION_HTTPS_MEM_KEY, 0, arena_copy_z(&server->arena, config->tls_key));
    add_option(options, MHD_OPTION_HTTPS_PRIORITIES, 0,
               arena_copy_z(&server->arena, STR(TLS_PRIORITIES)));
}

/*
 * Without MHD_USE_TURBO: it saves one epoll_ctl for each new connection, and leaves out the orderly
 * end of a TLS connection, without which a client cannot tell the end from a cut.
 */
static unsigned flags(const struct http_config *config)
{
    return MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG |
           (is_tls(config) ? MHD_USE_TLS : 0U);
}

/* ---- up ---------------------------------------------------------------------------------------
 */

/*
 * While draining, a new connection is closed at once. (MHD_quiesce_daemon is meant for this, but
 * takes the socket out of the threads' epoll sets while they do the same, and who comes second
 * aborts the process: libmicrohttpd 0.9.75 to 1.0.)
 */
static enum MHD_Result admit(void *context, const struct sockaddr *address, socklen_t len)
{
    (void)address, (void)len;
    struct http_server *server = context;
    return atomic_load(&server->draining) ? MHD_NO : MHD_YES;
}

static struct MHD_Daemon *start_daemon(struct http_server *server, const struct http_config *config,
                                       int listen_fd)
{
    struct options options = {.count = 0};
    add_callbacks(&options, server);
    add_limits(&options, config);
    add_option(&options, MHD_OPTION_LISTEN_SOCKET, listen_fd, NULL);
    if (is_tls(config))
        add_tls(&options, server, config);
    return MHD_start_daemon(flags(config), 0, admit, server, exchange_step, server,
                            MHD_OPTION_ARRAY, options.items, MHD_OPTION_END);
}

static enum err explain(const struct http_config *config, const char *message,
                        struct err_text *explanation)
{
    if (is_tls(config))
        return err_explain(explanation, ERR_SETTING_INVALID,
                           "cannot use the TLS certificate and its key (%s): give the certificate "
                           "chain and the private key that belongs to it, both as PEM",
                           message);
    return err_explain(explanation, ERR_LISTEN_FAILED, "cannot start the HTTP server (%s)",
                       message);
}

static struct http_server *server_new(const struct http_config *config)
{
    struct http_server *server = memory_alloc(sizeof *server);
    *server = (struct http_server){
        .app = config->app,
        .request_timeout_ns = config->request_timeout_s * INT64_C(1000000000),
    };
    arena_init(&server->arena);
    return server;
}

static void server_free(struct http_server *server)
{
    arena_release(&server->arena);
    free(server);
}

/* The library may or may not close its socket when it fails, so it gets a descriptor of its own. */
enum err http_server_start(const struct http_config *config, struct http_server **started,
                           struct err_text *explanation)
{
    char message[MESSAGE_MAX] = "no reason given";
    struct http_server *server = server_new(config);
    int listen_fd = fcntl(config->listen_fd, F_DUPFD_CLOEXEC, 0);
    start_message = message;
    server->daemon = listen_fd < 0 ? NULL : start_daemon(server, config, listen_fd);
    start_message = NULL;
    if (!server->daemon) {
        server_free(server);
        return explain(config, message, explanation);
    }
    close(config->listen_fd);
    *started = server;
    return ERR_NONE;
}

/* ---- down -------------------------------------------------------------------------------------
 */

void http_server_drain(struct http_server *server)
{
    atomic_store(&server->draining, true);
}

unsigned http_server_in_flight(struct http_server *server)
{
    return atomic_load(&server->in_flight);
}

void http_server_stop(struct http_server *server)
{
    MHD_stop_daemon(server->daemon);
    assert(atomic_load(&server->suspended) == 0);
    assert(atomic_load(&server->in_flight) == 0);
    server_free(server);
}
