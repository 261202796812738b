/*
 * The bytes of one connection, plain or by TLS. Nothing here waits. One thread at a time.
 */
#pragma once

#include <openssl/types.h>
#include <sys/types.h>

#include "base/str.h"

/* Instead of a number of bytes: later, and never again. */
enum { TRANSPORT_BLOCKED = -1, TRANSPORT_OVER = -2 };

struct transport {
    int fd;
    SSL *tls; /* NULL: plain */
};

/* Owns `fd` from then on, a connected socket that does not block; `tls` NULL means plain. */
struct transport transport_open(int fd, SSL_CTX *tls);

/* By TLS: 0 when both sides have said hello, or one of the two above. */
int transport_shake_hands(struct transport *transport);

/* More than 0 bytes into `room`, or one of the two above. */
ssize_t transport_receive(struct transport *transport, char *room, size_t size);

/*
 * How many bytes of both, one after the other, are on their way, or one of the two above. What was
 * blocked has to be tried again with the same bytes, and maybe more behind them.
 */
ssize_t transport_send(struct transport *transport, struct str head, struct str body);

/* The other side learns that nothing more comes. */
void transport_end(struct transport *transport);

/* After transport_end: as transport_receive, for what nobody wants to read. */
ssize_t transport_discard(struct transport *transport, char *room, size_t size);

void transport_close(struct transport *transport);
