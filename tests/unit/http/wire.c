#include "wire.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

/* More than the largest answer of any test. */
enum { RECEIVED_MAX = 64 << 20 };

void wire_open(struct wire *wire, uint16_t port)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct timeval patience = {.tv_sec = WIRE_PATIENCE_S};
    *wire = (struct wire){.fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    buf_init(&wire->received, RECEIVED_MAX);
    assert_int_equal(setsockopt(wire->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience), 0);
    assert_int_equal(setsockopt(wire->fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience), 0);
    assert_int_equal(connect(wire->fd, (struct sockaddr *)&address, sizeof address), 0);
}

void wire_close(struct wire *wire)
{
    close(wire->fd);
    buf_release(&wire->received);
}

void wire_reset(struct wire *wire)
{
    struct linger none = {.l_onoff = 1, .l_linger = 0};
    assert_int_equal(setsockopt(wire->fd, SOL_SOCKET, SO_LINGER, &none, sizeof none), 0);
    wire_close(wire);
}

void wire_send(struct wire *wire, struct str bytes)
{
    while (!str_is_empty(bytes)) {
        ssize_t sent = send(wire->fd, bytes.ptr, bytes.len, MSG_NOSIGNAL);
        assert_true(sent > 0);
        bytes = str_slice(bytes, (size_t)sent, bytes.len);
    }
}

void wire_send_z(struct wire *wire, const char *text)
{
    wire_send(wire, str_of(text));
}

void wire_send_fill(struct wire *wire, size_t count)
{
    char xs[65536];
    memset(xs, 'x', sizeof xs);
    while (count > 0) {
        size_t some = count < sizeof xs ? count : sizeof xs;
        wire_send(wire, (struct str){xs, some});
        count -= some;
    }
}

/* ---- answers ----------------------------------------------------------------------------------
 */

/* False at the end of the connection, also when it is a reset. */
static bool receive(struct wire *wire)
{
    char some[65536];
    ssize_t len = recv(wire->fd, some, sizeof some, 0);
    assert_true(len >= 0 || errno == ECONNRESET || errno == EPIPE);
    if (len <= 0)
        return false;
    buf_append(&wire->received, (struct str){some, (size_t)len});
    assert_false(wire->received.overflowed);
    return true;
}

static struct str untaken(const struct wire *wire)
{
    return str_slice(buf_str(&wire->received), wire->taken, wire->received.len);
}

static bool take_head(struct wire *wire, struct answer *answer)
{
    struct str text = untaken(wire);
    const char *end = text.len ? memmem(text.ptr, text.len, "\r\n\r\n", 4) : NULL;
    if (!end)
        return false;
    answer->head = str_slice(text, 0, (size_t)(end - text.ptr) + 4);
    int64_t status;
    assert_true(str_starts_with(text, STR("HTTP/1.1 ")));
    assert_true(str_to_int64(str_slice(text, 9, 12), &status));
    answer->status = (int)status;
    return true;
}

static struct answer take(struct wire *wire, bool has_body)
{
    struct answer answer;
    while (!take_head(wire, &answer))
        assert_true(receive(wire));
    int64_t length = 0;
    struct str content_length = answer_header(&answer, "Content-Length");
    assert_true(answer.status < 200 || str_to_int64(content_length, &length));
    size_t size = answer.head.len + (has_body ? (size_t)length : 0);
    while (untaken(wire).len < size)
        assert_true(receive(wire));
    struct str text = str_slice(untaken(wire), 0, size);
    answer.body = str_slice(text, answer.head.len, size);
    answer.head = str_slice(text, 0, answer.head.len);
    wire->taken += size;
    return answer;
}

struct answer wire_answer(struct wire *wire)
{
    return take(wire, true);
}

struct answer wire_answer_to_head(struct wire *wire)
{
    return take(wire, false);
}

bool wire_is_over(struct wire *wire)
{
    return str_is_empty(untaken(wire)) && !receive(wire);
}

struct answer wire_ask(struct wire *wire, const char *request)
{
    wire_send_z(wire, request);
    return wire_answer(wire);
}

struct str answer_header(const struct answer *answer, const char *name)
{
    struct str rest = answer->head;
    struct str line;
    while (str_cut(&rest, '\n', &line)) {
        size_t colon = str_find(line, ':');
        if (str_eq_nocase(str_slice(line, 0, colon), str_of(name)))
            return str_trim(str_slice(line, colon + 1, line.len));
    }
    return STR("");
}

void assert_text(struct str got, const char *wanted)
{
    assert_int_equal(got.len, strlen(wanted));
    assert_memory_equal(got.ptr, wanted, got.len);
}
