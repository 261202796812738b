#include "http/acceptor.h"

#include <errno.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http/connection.h"
#include "http/server.h"
#include "http/worker.h"

/* Accepted in a row before others have their turn; the rest knocks again. */
enum { TURN_MAX = 64 };

/* Out of descriptors or memory, another try at once would only be another failure. */
enum { PAUSE_MS = 200 };

static struct worker *home(const struct acceptor *acceptor)
{
    return &acceptor->server->workers[0];
}

void acceptor_init(struct acceptor *acceptor, struct http_server *server)
{
    acceptor->server = server;
    acceptor->listen_fd = server->config.listen_fd;
    address_counts_init(&acceptor->addresses, server->config.connections_per_address);
}

bool acceptor_start(struct acceptor *acceptor)
{
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = acceptor};
    return epoll_ctl(home(acceptor)->epoll_fd, EPOLL_CTL_ADD, acceptor->listen_fd, &event) == 0;
}

void acceptor_release(struct acceptor *acceptor)
{
    address_counts_release(&acceptor->addresses);
    close(acceptor->listen_fd);
}

/* ---- room -------------------------------------------------------------------------------------
 */

static bool has_room(struct acceptor *acceptor)
{
    return atomic_load(&acceptor->connections) < acceptor->server->config.connections_max;
}

/* Clients wait in the kernel's queue meanwhile. */
static void begin_to_wait(struct acceptor *acceptor)
{
    epoll_ctl(home(acceptor)->epoll_fd, EPOLL_CTL_DEL, acceptor->listen_fd, NULL);
    atomic_store(&acceptor->waits, true);
}

void acceptor_look_for_room(struct acceptor *acceptor, const struct worker *worker)
{
    if (worker != home(acceptor) || !atomic_load(&acceptor->waits) || !has_room(acceptor) ||
        worker->now_ns < acceptor->waits_until_ns)
        return;
    atomic_store(&acceptor->waits, false);
    if (!acceptor_start(acceptor))
        atomic_store(&acceptor->waits, true);
}

void acceptor_leave(struct acceptor *acceptor, struct address *address)
{
    address_leave(&acceptor->addresses, address);
    atomic_fetch_sub(&acceptor->connections, 1);
    if (atomic_load(&acceptor->waits))
        worker_wake(home(acceptor));
}

/* ---- new connections --------------------------------------------------------------------------
 */

static struct worker *least_busy(const struct http_server *server)
{
    struct worker *least = &server->workers[0];
    for (unsigned i = 1; i < server->config.threads; i++) {
        struct worker *other = &server->workers[i];
        if (atomic_load(&other->connection_count) < atomic_load(&least->connection_count))
            least = other;
    }
    return least;
}

static void admit(struct acceptor *acceptor, int fd)
{
    struct http_server *server = acceptor->server;
    struct address *address;
    if (atomic_load(&server->draining) || !address_enter(&acceptor->addresses, fd, &address)) {
        close(fd);
        return;
    }
    struct http_connection *connection = http_connection_new(server, fd);
    connection->address = address;
    connection->worker = least_busy(server);
    atomic_fetch_add(&acceptor->connections, 1);
    atomic_fetch_add(&connection->worker->connection_count, 1);
    worker_hand(connection->worker, connection);
}

static bool is_out_of_something(int error)
{
    return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

/* False when there is nobody to accept, or no way. */
static bool accept_one(struct acceptor *acceptor)
{
    if (!has_room(acceptor)) {
        begin_to_wait(acceptor);
        return false;
    }
    int fd = accept4(acceptor->listen_fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd >= 0) {
        admit(acceptor, fd);
    } else if (is_out_of_something(errno)) {
        acceptor->waits_until_ns = home(acceptor)->now_ns + PAUSE_MS * (int64_t)HTTP_NS_PER_MS;
        begin_to_wait(acceptor);
    }
    return fd >= 0;
}

void acceptor_take(struct acceptor *acceptor)
{
    for (int i = 0; i < TURN_MAX && accept_one(acceptor); i++)
        continue;
}
