#include "http/server.h"

#include <assert.h>
#include <errno.h>
#include <openssl/ssl.h>
#include <stdlib.h>

#include "base/memory.h"
#include "http/connection.h"
#include "http/tls.h"

enum { NS_PER_S = 1000000000 };

/* ---- up ---------------------------------------------------------------------------------------
 */

static struct http_server *server_new(const struct http_config *config)
{
    struct http_server *server = memory_alloc_zeroed(sizeof *server);
    server->config = *config;
    server->request_timeout_ns = config->request_timeout_s * (int64_t)NS_PER_S;
    server->idle_timeout_ns = config->idle_timeout_s * (int64_t)NS_PER_S;
    server->workers = memory_alloc_zeroed(config->threads * sizeof *server->workers);
    acceptor_init(&server->acceptor, server);
    return server;
}

static bool start_workers(struct http_server *server)
{
    while (server->workers_made < server->config.threads) {
        if (!worker_init(&server->workers[server->workers_made++], server))
            return false;
    }
    for (; server->workers_started < server->config.threads; server->workers_started++) {
        if (!worker_start(&server->workers[server->workers_started]))
            return false;
    }
    return acceptor_start(&server->acceptor); /* nobody is let in before all is there */
}

/*
 * What is handed over last is still answered, and its connection then closed. The first worker goes
 * last: the end of a connection may wake it.
 */
static void stop_workers(struct http_server *server)
{
    atomic_store(&server->draining, true);
    atomic_store(&server->stopping, true);
    for (unsigned i = 0; i < server->workers_started; i++)
        worker_join(&server->workers[i]);
    for (unsigned i = server->workers_made; i-- > 0;)
        worker_release(&server->workers[i]);
}

static void server_free(struct http_server *server)
{
    SSL_CTX_free(server->tls);
    free(server->workers);
    free(server);
}

enum err http_server_start(const struct http_config *config, struct http_server **started,
                           struct err_text *explanation)
{
    struct http_server *server = server_new(config);
    enum err err = ERR_NONE;
    if (!str_is_empty(config->tls_certificate))
        err = tls_new(config->tls_certificate, config->tls_key, &server->tls, explanation);
    if (!err && !start_workers(server))
        err = err_explain(explanation, ERR_LISTEN_FAILED, "cannot start the HTTP server (%s)",
                          strerror(errno));
    if (err) {
        stop_workers(server);
        server_free(server);
        return err;
    }
    *started = server;
    return ERR_NONE;
}

/* ---- down -------------------------------------------------------------------------------------
 */

void server_lose(struct http_server *server, struct http_connection *connection)
{
    worker_lose(connection->worker, connection);
    acceptor_leave(&server->acceptor, connection->address);
}

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
    stop_workers(server);
    assert(atomic_load(&server->in_flight) == 0);
    acceptor_release(&server->acceptor);
    server_free(server);
}
