#include "http/listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct endpoint {
    union {
        struct sockaddr any;
        struct sockaddr_in ipv4;
        struct sockaddr_in6 ipv6;
    };
    socklen_t len;
};

/* ---- from text --------------------------------------------------------------------------------
 */

static bool parse_port(struct str text, in_port_t *port)
{
    int64_t number;
    if (!str_to_int64(text, &number) || number < 0 || number > UINT16_MAX)
        return false;
    *port = htons((uint16_t)number);
    return true;
}

static bool parse_host(struct str host, int family, void *address)
{
    char z[INET6_ADDRSTRLEN];
    if (host.len >= sizeof z || str_find(host, '\0') < host.len)
        return false;
    memcpy(z, host.ptr, host.len);
    z[host.len] = '\0';
    return inet_pton(family, z, address) == 1;
}

static bool parse_ipv6(struct str text, struct endpoint *endpoint)
{
    size_t end = str_find(text, ']');
    endpoint->len = sizeof endpoint->ipv6;
    endpoint->ipv6.sin6_family = AF_INET6;
    return str_starts_with(str_slice(text, end, text.len), STR("]:")) &&
           parse_host(str_slice(text, 1, end), AF_INET6, &endpoint->ipv6.sin6_addr) &&
           parse_port(str_slice(text, end + 2, text.len), &endpoint->ipv6.sin6_port);
}

static bool parse_ipv4(struct str text, struct endpoint *endpoint)
{
    size_t colon = str_find(text, ':');
    endpoint->len = sizeof endpoint->ipv4;
    endpoint->ipv4.sin_family = AF_INET;
    return parse_host(str_slice(text, 0, colon), AF_INET, &endpoint->ipv4.sin_addr) &&
           parse_port(str_slice(text, colon + 1, text.len), &endpoint->ipv4.sin_port);
}

static bool parse(struct str text, struct endpoint *endpoint)
{
    *endpoint = (struct endpoint){.len = 0};
    return str_starts_with(text, STR("[")) ? parse_ipv6(text, endpoint)
                                           : parse_ipv4(text, endpoint);
}

/* ---- to a socket ------------------------------------------------------------------------------
 */

/* A restart must not wait until the last connections of the one before are forgotten. */
static bool bind_and_listen(int fd, const struct endpoint *endpoint)
{
    int yes = 1;
    return setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == 0 &&
           bind(fd, &endpoint->any, endpoint->len) == 0 && listen(fd, SOMAXCONN) == 0;
}

static const char *advice(int error)
{
    switch (error) {
    case EADDRINUSE:
        return "stop the program that listens there, or choose another port";
    case EADDRNOTAVAIL:
        return "choose an address of this machine; 0.0.0.0 means all of them";
    case EACCES:
        return "choose a port from 1024 on, or give the program CAP_NET_BIND_SERVICE";
    default:
        return "choose another address";
    }
}

static enum err explain(struct err_text *explanation, struct str address, int error)
{
    return err_explain(explanation, ERR_LISTEN_FAILED, "cannot listen on '%.*s' (%s): %s",
                       STR_ARG(address), strerror(error), advice(error));
}

enum err listen_open(struct str address, int *fd, struct err_text *explanation)
{
    struct endpoint endpoint;
    if (!parse(address, &endpoint))
        return err_explain(explanation, ERR_SETTING_INVALID,
                           "cannot listen on '%.*s': give a numeric address and a port, "
                           "like 127.0.0.1:8080 or [::1]:8080",
                           STR_ARG(address));
    int opened = socket(endpoint.any.sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (opened < 0)
        return explain(explanation, address, errno);
    if (!bind_and_listen(opened, &endpoint)) {
        int error = errno;
        close(opened);
        return explain(explanation, address, error);
    }
    *fd = opened;
    return ERR_NONE;
}

struct str listen_address(int fd, struct arena *arena)
{
    struct endpoint bound = {.len = sizeof bound.ipv6};
    char host[INET6_ADDRSTRLEN] = "";
    getsockname(fd, &bound.any, &bound.len);
    if (bound.any.sa_family == AF_INET6) {
        inet_ntop(AF_INET6, &bound.ipv6.sin6_addr, host, sizeof host);
        return arena_format(arena, "[%s]:%u", host, ntohs(bound.ipv6.sin6_port));
    }
    inet_ntop(AF_INET, &bound.ipv4.sin_addr, host, sizeof host);
    return arena_format(arena, "%s:%u", host, ntohs(bound.ipv4.sin_port));
}
