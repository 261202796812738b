#include "http/transport.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/memory.h"

/* ---- TLS --------------------------------------------------------------------------------------
 */

/* What one record can carry. */
enum { RECORD_MAX = SSL3_RT_MAX_PLAIN_LENGTH };

static int reason(const SSL *tls, int result)
{
    int error = SSL_get_error(tls, result);
    bool later = error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE;
    return later ? TRANSPORT_BLOCKED : TRANSPORT_OVER;
}

static ssize_t receive_tls(SSL *tls, char *room, size_t size)
{
    size_t received;
    ERR_clear_error(); /* of another connection, which SSL_get_error would take for this one's */
    int result = SSL_read_ex(tls, room, size, &received);
    return result == 1 ? (ssize_t)received : reason(tls, result);
}

/* A head and a short body in one record: two would be two packets. */
static ssize_t send_tls(SSL *tls, struct str head, struct str body)
{
    static _Thread_local char record[RECORD_MAX];
    size_t sent;
    struct str bytes = str_is_empty(head) ? body : head;
    if (head.len < RECORD_MAX && !str_is_empty(head)) {
        struct str some = str_slice(body, 0, RECORD_MAX - head.len);
        memcpy(record, head.ptr, head.len);
        if (some.len)
            memcpy(record + head.len, some.ptr, some.len);
        bytes = (struct str){record, head.len + some.len};
    }
    ERR_clear_error();
    int result = SSL_write_ex(tls, bytes.ptr, bytes.len, &sent);
    return result == 1 ? (ssize_t)sent : reason(tls, result);
}

static SSL *tls_over(int fd, SSL_CTX *context)
{
    SSL *tls = SSL_new(context);
    if (!tls || SSL_set_fd(tls, fd) != 1)
        memory_exhausted(0);
    SSL_set_accept_state(tls);
    return tls;
}

/* ---- plain ------------------------------------------------------------------------------------
 */

static ssize_t reason_of_errno(void)
{
    return errno == EAGAIN ? TRANSPORT_BLOCKED : TRANSPORT_OVER;
}

static ssize_t receive_plain(int fd, char *room, size_t size)
{
    ssize_t received;
    do {
        received = recv(fd, room, size, 0);
    } while (received < 0 && errno == EINTR);
    if (received < 0)
        return reason_of_errno();
    return received ? received : TRANSPORT_OVER;
}

static ssize_t send_plain(int fd, struct str head, struct str body)
{
    struct iovec parts[] = {{(void *)(uintptr_t)head.ptr, head.len},
                            {(void *)(uintptr_t)body.ptr, body.len}};
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
    ssize_t sent;
    do {
        sent = sendmsg(fd, &message, MSG_NOSIGNAL);
    } while (sent < 0 && errno == EINTR);
    return sent < 0 ? reason_of_errno() : sent;
}

/* ---- either -----------------------------------------------------------------------------------
 */

struct transport transport_open(int fd, SSL_CTX *tls)
{
    int yes = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes); /* an answer is one write */
    return (struct transport){.fd = fd, .tls = tls ? tls_over(fd, tls) : NULL};
}

int transport_shake_hands(struct transport *transport)
{
    ERR_clear_error();
    int result = SSL_do_handshake(transport->tls);
    return result == 1 ? 0 : reason(transport->tls, result);
}

ssize_t transport_receive(struct transport *transport, char *room, size_t size)
{
    return transport->tls ? receive_tls(transport->tls, room, size)
                          : receive_plain(transport->fd, room, size);
}

ssize_t transport_send(struct transport *transport, struct str head, struct str body)
{
    return transport->tls ? send_tls(transport->tls, head, body)
                          : send_plain(transport->fd, head, body);
}

/* TLS has an end of its own, without which a client cannot tell the end from a cut. */
static void end_tls(SSL *tls)
{
    ERR_clear_error();
    if (SSL_is_init_finished(tls))
        SSL_shutdown(tls);
}

void transport_end(struct transport *transport)
{
    if (transport->tls)
        end_tls(transport->tls);
    shutdown(transport->fd, SHUT_WR);
}

ssize_t transport_discard(struct transport *transport, char *room, size_t size)
{
    return receive_plain(transport->fd, room, size);
}

void transport_close(struct transport *transport)
{
    SSL_free(transport->tls);
    close(transport->fd);
}
