/*
 * The ceiling of the socket: src/http with the threads of `contactd serve`, answering every request
 * at once with the same contact, and with as many bytes as the real answer has.
 *
 *   bench-ceiling-socket
 *
 * Prints the address it listens on, and serves until SIGTERM.
 */
#include <signal.h>
#include <stdio.h>

#include "contacts.h"
#include "http/http.h"
#include "http/listen.h"
#include "program.h"

/* The defaults of src/conf/conf.def. */
enum { HTTP_THREADS = 2, CONNECTIONS_MAX = 4096, IDLE_TIMEOUT_S = 60 };

struct canned {
    struct str put;
    struct str get;
};

static struct canned can(struct arena *arena)
{
    static const char trace_id[] = "3f0c8b52-5d0a-4a43-9d3c-6f6f6b1f2a10";
    struct contact_row row;
    bench_contact(arena, STR("b3nchL0cationOf20Chr"), 50000, &row);
    return (struct canned){
        .put = arena_format(arena, "{\"succeded\":true,\"contact\":%.*s,\"traceId\":\"%s\"}",
                            STR_ARG(row.document), trace_id),
        .get = arena_format(arena, "{\"contact\":%.*s,\"traceId\":\"%s\"}", STR_ARG(row.document),
                            trace_id),
    };
}

static void read_on(void *context, struct http_request *request)
{
    (void)context, (void)request;
}

static void answer(void *context, struct http_request *request)
{
    const struct canned *canned = context;
    bool put = str_eq(http_method(request), STR("PUT"));
    struct http_response response = {.status = 200, .body = put ? canned->put : canned->get};
    http_response_header(&response, STR("ETag"), STR("\"2\""));
    http_answer(request, &response);
}

static void refuse(void *context, struct http_request *request, enum err why)
{
    (void)context;
    http_answer(request, &(struct http_response){.status = err_status(why)});
}

static struct http_server *start(struct canned *canned, struct arena *arena)
{
    struct err_text why = {""};
    struct http_config config = {
        .threads = HTTP_THREADS,
        .connections_max = CONNECTIONS_MAX,
        .idle_timeout_s = IDLE_TIMEOUT_S,
        .app = {canned, read_on, answer, answer, refuse, read_on},
    };
    struct http_server *server = NULL;
    if (listen_open(STR("127.0.0.1:0"), &config.listen_fd, &why) != ERR_NONE)
        program_fail("%s", why.text);
    struct str address = listen_address(config.listen_fd, arena);
    if (http_server_start(&config, &server, &why) != ERR_NONE)
        program_fail("%s", why.text);
    printf("http://%.*s\n", STR_ARG(address));
    fflush(stdout);
    return server;
}

int main(void)
{
    struct arena arena;
    arena_init(&arena);
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
    signal(SIGPIPE, SIG_IGN);
    struct canned canned = can(&arena);
    struct http_server *server = start(&canned, &arena);
    int signal_number;
    sigwait(&signals, &signal_number);
    http_server_stop(server);
    arena_release(&arena);
    return 0;
}
