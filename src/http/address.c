#include "http/address.h"

#include <assert.h>
#include <netinet/in.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

struct address {
    struct in6_addr ip; /* IPv4 as ::ffff:a.b.c.d */
    unsigned connections;
};

static int compare(const void *a, const void *b)
{
    const struct address *left = a;
    const struct address *right = b;
    return memcmp(&left->ip, &right->ip, sizeof left->ip);
}

void address_counts_init(struct address_counts *counts, unsigned max)
{
    *counts = (struct address_counts){.mutex = PTHREAD_MUTEX_INITIALIZER, .max = max};
}

void address_counts_release(struct address_counts *counts)
{
    assert(!counts->root);
    pthread_mutex_destroy(&counts->mutex);
}

/* Without its port. All zeroes when the client is gone already. */
static struct in6_addr ip_of(int fd)
{
    union {
        struct sockaddr any;
        struct sockaddr_in ipv4;
        struct sockaddr_in6 ipv6;
    } peer = {.any = {.sa_family = AF_UNSPEC}};
    socklen_t len = sizeof peer;
    struct in6_addr ip = {0};
    getpeername(fd, &peer.any, &len);
    if (peer.any.sa_family == AF_INET6)
        return peer.ipv6.sin6_addr;
    if (peer.any.sa_family == AF_INET) {
        ip.s6_addr[10] = ip.s6_addr[11] = 0xFF;
        memcpy(&ip.s6_addr[12], &peer.ipv4.sin_addr, sizeof peer.ipv4.sin_addr);
    }
    return ip;
}

static struct address *find_or_add(struct address_counts *counts, struct in6_addr ip)
{
    struct address wanted = {.ip = ip};
    struct address **found = tfind(&wanted, &counts->root, compare);
    if (found)
        return *found;
    struct address *added = memory_alloc(sizeof *added);
    *added = wanted;
    if (!tsearch(added, &counts->root, compare))
        memory_exhausted(sizeof *added);
    return added;
}

bool address_enter(struct address_counts *counts, int fd, struct address **entry)
{
    *entry = NULL;
    if (counts->max == 0)
        return true;
    pthread_mutex_lock(&counts->mutex);
    struct address *address = find_or_add(counts, ip_of(fd));
    bool entered = address->connections < counts->max;
    if (entered) {
        address->connections++;
        *entry = address;
    }
    pthread_mutex_unlock(&counts->mutex);
    return entered;
}

void address_leave(struct address_counts *counts, struct address *entry)
{
    if (!entry)
        return;
    pthread_mutex_lock(&counts->mutex);
    assert(entry->connections > 0);
    if (--entry->connections == 0) {
        tdelete(entry, &counts->root, compare);
        free(entry);
    }
    pthread_mutex_unlock(&counts->mutex);
}
