#include "http/server.h"

#include <fcntl.h>
#include <openssl/ssl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "certificate.h"
#include "site.h"
#include "wire.h"

static struct site site;

static const char hello[] = "GET /tagged HTTP/1.1\r\nHost: x\r\n\r\n";
static const char later[] = "GET /later HTTP/1.1\r\nHost: x\r\n\r\n";

static void assert_served(struct wire *wire)
{
    assert_text(wire_ask(wire, hello).body, "tagged");
}

/* ---- threads and limits -----------------------------------------------------------------------
 */

static void any_number_of_threads_serves(void **state)
{
    (void)state;
    for (unsigned threads = 1; threads <= 8; threads *= 2) {
        struct http_config config = site_config();
        config.threads = threads;
        struct wire wires[8];
        site_open_with(&site, config);
        for (size_t i = 0; i < 8; i++) {
            wire_open(&wires[i], site.port);
            assert_served(&wires[i]);
        }
        for (size_t i = 0; i < 8; i++)
            wire_close(&wires[i]);
        site_close(&site);
    }
}

/*
 * Nothing tells that a connection waits; but after several rounds of the only thread, one that was
 * let in would have been served.
 */
static void past_the_most_connections_a_client_waits_for_another_to_leave(void **state)
{
    (void)state;
    struct http_config config = site_config();
    config.threads = 1;
    config.connections_max = 2;
    struct wire wires[3];
    site_open_with(&site, config);
    for (size_t i = 0; i < 2; i++) {
        wire_open(&wires[i], site.port);
        assert_served(&wires[i]);
    }
    wire_open(&wires[2], site.port);
    wire_send_z(&wires[2], hello);
    for (int round = 0; round < 5; round++)
        assert_served(&wires[1]);
    assert_int_equal(site.heads, 7);
    wire_close(&wires[0]);
    assert_text(wire_answer(&wires[2]).body, "tagged");
    wire_close(&wires[1]);
    wire_close(&wires[2]);
    site_close(&site);
}

static void fewer_connections_than_threads_are_served(void **state)
{
    (void)state;
    struct http_config config = site_config();
    config.threads = 2;
    config.connections_max = 1;
    struct wire wire;
    site_open_with(&site, config);
    for (int i = 0; i < 3; i++) {
        wire_open(&wire, site.port);
        assert_served(&wire);
        wire_close(&wire);
    }
    site_close(&site);
}

static void an_address_past_its_most_connections_is_turned_away(void **state)
{
    (void)state;
    struct http_config config = site_config();
    config.connections_per_address = 2;
    struct wire wires[3];
    site_open_with(&site, config);
    for (size_t i = 0; i < 2; i++) {
        wire_open(&wires[i], site.port);
        assert_served(&wires[i]);
    }
    wire_open(&wires[2], site.port);
    assert_true(wire_is_over(&wires[2]));
    assert_served(&wires[0]);
    for (size_t i = 0; i < 3; i++)
        wire_close(&wires[i]);
    site_close(&site);
}

/* ---- time -------------------------------------------------------------------------------------
 */

/* It is never idle: what ends it is that the request does not come to its end. */
static void a_request_that_trickles_in_is_cut_after_its_time(void **state)
{
    (void)state;
    struct http_config config = site_config();
    config.request_timeout_s = 1;
    struct wire wire;
    site_open_with(&site, config);
    wire_open(&wire, site.port);
    wire_send_z(&wire, "GET /echo HTTP/1.1\r\nX-Note: ");
    while (send(wire.fd, "x", 1, MSG_NOSIGNAL) == 1)
        nanosleep(&(struct timespec){0, 10000000}, NULL);
    assert_true(wire_is_over(&wire));
    assert_int_equal(site.heads, 0);
    wire_close(&wire);
    site_close(&site);
}

/* Some clients end a body with an empty line too many. */
static void an_empty_line_is_no_beginning_of_a_request(void **state)
{
    (void)state;
    struct http_config config = site_config();
    config.threads = 1;
    config.request_timeout_s = 1;
    struct wire wire, slow;
    site_open_with(&site, config);
    wire_open(&wire, site.port);
    assert_served(&wire);
    wire_send_z(&wire, "\r\n");
    wire_open(&slow, site.port);
    wire_send_z(&slow, "GET /half");
    assert_true(wire_is_over(&slow)); /* begun later, and over its time */
    assert_served(&wire);
    wire_close(&slow);
    wire_close(&wire);
    site_close(&site);
}

/* Nor is it the client's fault when the answer takes long. */
static void a_suspended_request_has_all_the_time_it_needs(void **state)
{
    (void)state;
    struct http_config config = site_config();
    config.threads = 1;
    config.idle_timeout_s = config.request_timeout_s = 1;
    struct wire wire, idle;
    site_open_with(&site, config);
    wire_open(&wire, site.port);
    wire_send_z(&wire, later);
    struct http_request *request = site_suspended(&site);
    wire_open(&idle, site.port); /* of the same age, and closed by the same look at the clock */
    assert_true(wire_is_over(&idle));
    http_resume(request);
    assert_text(wire_answer(&wire).body, "resumed");
    wire_close(&idle);
    wire_close(&wire);
    site_close(&site);
}

/* ---- down -------------------------------------------------------------------------------------
 */

static void a_drain_answers_what_is_in_flight_and_closes(void **state)
{
    (void)state;
    struct wire suspended, idle;
    site_open(&site);
    wire_open(&idle, site.port);
    assert_served(&idle);
    wire_open(&suspended, site.port);
    wire_send_z(&suspended, later);
    struct http_request *request = site_suspended(&site);
    http_server_drain(site.server);
    site_wait_for_in_flight(&site, 1);

    struct answer last = wire_ask(&idle, hello);
    assert_text(answer_header(&last, "Connection"), "close");
    assert_true(wire_is_over(&idle));

    http_resume(request);
    last = wire_answer(&suspended);
    assert_text(last.body, "resumed");
    assert_text(answer_header(&last, "Connection"), "close");
    assert_true(wire_is_over(&suspended));
    site_wait_for_in_flight(&site, 0);
    wire_close(&suspended);
    wire_close(&idle);
    site_close(&site);
}

static void a_drain_turns_new_connections_away(void **state)
{
    (void)state;
    struct wire wire;
    site_open(&site);
    http_server_drain(site.server);
    for (int i = 0; i < 3; i++) {
        wire_open(&wire, site.port);
        assert_true(wire_is_over(&wire));
        wire_close(&wire);
    }
    assert_int_equal(site.heads, 0);
    site_close(&site);
}

static void a_stop_closes_what_is_idle_and_what_is_half_read(void **state)
{
    (void)state;
    struct wire idle, half;
    site_open(&site);
    wire_open(&idle, site.port);
    assert_served(&idle);
    wire_open(&half, site.port);
    wire_send_z(&half, "PUT /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf");
    site_wait_for_heads(&site, 2);
    site_wait_for_dones(&site, 1);
    site_close(&site);
    assert_int_equal(site.dones, 2);
    assert_int_equal(site.last_status, 0);
    assert_true(wire_is_over(&idle));
    assert_true(wire_is_over(&half));
    wire_close(&idle);
    wire_close(&half);
}

static void a_request_that_was_just_resumed_does_not_hinder_a_stop(void **state)
{
    (void)state;
    struct wire wire;
    site_open(&site);
    wire_open(&wire, site.port);
    wire_send_z(&wire, later);
    http_resume(site_suspended(&site));
    site_close(&site);
    assert_int_equal(site.resumes, 1);
    assert_int_equal(site.dones, 1);
    wire_close(&wire);
}

/* ---- what cannot start ------------------------------------------------------------------------
 */

static int listening_fd(void)
{
    int fd;
    struct err_text why;
    assert_int_equal(listen_open(STR("127.0.0.1:0"), &fd, &why), ERR_NONE);
    return fd;
}

static void assert_no_start(struct http_config config, enum err wanted, const char *because)
{
    struct http_server *server = NULL;
    struct err_text why = {""};
    assert_int_equal(http_server_start(&config, &server, &why), wanted);
    assert_null(server);
    assert_non_null(strstr(why.text, because));
}

static void a_certificate_that_is_none_is_refused(void **state)
{
    (void)state;
    struct http_config config = site_config();
    config.tls_certificate = STR("-----BEGIN CERTIFICATE-----\nno\n-----END CERTIFICATE-----\n");
    config.tls_key = STR("no key");
    config.listen_fd = listening_fd();
    assert_no_start(config, ERR_SETTING_INVALID, "cannot use the TLS certificate and its key");
    assert_true(fcntl(config.listen_fd, F_GETFD) >= 0);
    close(config.listen_fd);
}

static void a_key_of_another_certificate_is_refused(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct http_config config = site_config();
    config.tls_certificate = certificate_new(&arena).certificate;
    config.tls_key = certificate_new(&arena).key;
    config.listen_fd = listening_fd();
    assert_no_start(config, ERR_SETTING_INVALID, "the private key that belongs to it");
    close(config.listen_fd);
    arena_release(&arena);
}

static void a_socket_that_is_none_is_refused(void **state)
{
    (void)state;
    struct http_config config = site_config();
    config.listen_fd = -1;
    assert_no_start(config, ERR_LISTEN_FAILED, "cannot start the HTTP server");
}

/* ---- TLS --------------------------------------------------------------------------------------
 */

static void open_tls_site(struct http_config config)
{
    struct arena arena;
    arena_init(&arena);
    struct certificate made = certificate_new(&arena);
    config.tls_certificate = made.certificate;
    config.tls_key = made.key;
    site_open_with(&site, config);
    arena_release(&arena);
}

/* A client of a site of its own; what it speaks may be changed before the hands are shaken. */
struct tls_client {
    struct wire wire;
    SSL_CTX *context;
    SSL *tls;
};

static void tls_client_open(struct tls_client *client)
{
    open_tls_site(site_config());
    client->context = SSL_CTX_new(TLS_client_method());
    client->tls = NULL;
    wire_open(&client->wire, site.port);
}

static bool tls_client_shake_hands(struct tls_client *client)
{
    client->tls = SSL_new(client->context);
    assert_int_equal(SSL_set_fd(client->tls, client->wire.fd), 1);
    return SSL_connect(client->tls) == 1;
}

static void tls_client_close(struct tls_client *client)
{
    SSL_free(client->tls);
    SSL_CTX_free(client->context);
    wire_close(&client->wire);
    site_close(&site);
}

static void requests_are_served_over_tls(void **state)
{
    (void)state;
    struct tls_client client;
    char answer[1024] = "";
    tls_client_open(&client);
    assert_true(tls_client_shake_hands(&client));
    assert_int_equal(SSL_write(client.tls, hello, sizeof hello - 1), sizeof hello - 1);
    assert_true(SSL_read(client.tls, answer, sizeof answer - 1) > 0);
    assert_true(str_starts_with(str_of(answer), STR("HTTP/1.1 201 Created\r\n")));
    tls_client_close(&client);
}

static void tls_send(SSL *tls, struct str bytes)
{
    assert_int_equal(SSL_write(tls, bytes.ptr, (int)bytes.len), bytes.len);
}

/* To the end, which must be an orderly one; how much came. */
static size_t tls_receive_all(SSL *tls, struct buf *received)
{
    char some[16384];
    int len;
    while ((len = SSL_read(tls, some, sizeof some)) > 0)
        buf_append(received, (struct str){some, (size_t)len});
    assert_int_equal(SSL_get_error(tls, len), SSL_ERROR_ZERO_RETURN);
    return received->len;
}

static size_t body_len(const struct buf *received)
{
    const char *end = memmem(received->ptr, received->len, "\r\n\r\n", 4);
    assert_non_null(end);
    return received->len - (size_t)(end + 4 - received->ptr);
}

/* More than the sockets' buffers hold, so that both sides have to wait in between. */
static void long_bodies_go_both_ways_over_tls(void **state)
{
    (void)state;
    struct tls_client client;
    struct buf received;
    buf_init(&received, 2 * SITE_WIDE_LEN);
    tls_client_open(&client);
    assert_true(tls_client_shake_hands(&client));
    tls_send(client.tls, STR("PUT /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1048576\r\n\r\n"));
    tls_send(client.tls, (struct str){site.wide, HTTP_BODY_MAX});
    tls_send(client.tls, STR("GET /wide HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
    assert_true(tls_receive_all(client.tls, &received) > HTTP_BODY_MAX + SITE_WIDE_LEN);
    assert_true(body_len(&received) > HTTP_BODY_MAX + SITE_WIDE_LEN);
    assert_int_equal(site.last_body_len, 0);
    assert_int_equal(site.bodies, 2);
    tls_client_close(&client);
    buf_release(&received);
}

static void of_the_protocols_a_client_offers_http_1_1_is_chosen(void **state)
{
    (void)state;
    static const unsigned char offered[] = "\x02h2\x08http/1.1";
    struct tls_client client;
    const unsigned char *chosen;
    unsigned len;
    tls_client_open(&client);
    SSL_CTX_set_alpn_protos(client.context, offered, sizeof offered - 1);
    assert_true(tls_client_shake_hands(&client));
    SSL_get0_alpn_selected(client.tls, &chosen, &len);
    assert_text((struct str){(const char *)chosen, len}, "http/1.1");
    tls_client_close(&client);
}

static void a_client_that_never_says_hello_is_closed_like_an_idle_one(void **state)
{
    (void)state;
    struct http_config config = site_config();
    config.idle_timeout_s = 1;
    struct wire wire;
    open_tls_site(config);
    wire_open(&wire, site.port);
    assert_true(wire_is_over(&wire));
    wire_close(&wire);
    site_close(&site);
}

/* Each is read and answered without data ever coming: enough of them would keep a thread. */
static void a_client_that_only_changes_its_keys_is_cut(void **state)
{
    (void)state;
    struct tls_client client;
    tls_client_open(&client);
    assert_true(tls_client_shake_hands(&client));
    for (int i = 0; i < 32; i++) {
        assert_int_equal(SSL_key_update(client.tls, SSL_KEY_UPDATE_NOT_REQUESTED), 1);
        assert_int_equal(SSL_do_handshake(client.tls), 1);
    }
    char first = '\0';
    tls_send(client.tls, STR("GET /tagged HTTP/1.1\r\nHost: x\r\n\r\n"));
    assert_int_equal(SSL_read(client.tls, &first, 1), 1);
    assert_int_equal(first, 'H');
    int written = 1;
    while (written > 0)
        written = SSL_key_update(client.tls, SSL_KEY_UPDATE_NOT_REQUESTED) == 1
                      ? SSL_do_handshake(client.tls)
                      : -1;
    tls_client_close(&client);
}

static void tls_before_1_2_is_not_spoken(void **state)
{
    (void)state;
    struct tls_client client;
    tls_client_open(&client);
    SSL_CTX_set_security_level(client.context, 0);
    assert_int_equal(SSL_CTX_set_min_proto_version(client.context, TLS1_VERSION), 1);
    assert_int_equal(SSL_CTX_set_max_proto_version(client.context, TLS1_1_VERSION), 1);
    assert_false(tls_client_shake_hands(&client));
    tls_client_close(&client);
}

static void plain_http_is_not_served_where_tls_is(void **state)
{
    (void)state;
    struct wire wire;
    open_tls_site(site_config());
    wire_open(&wire, site.port);
    wire_send_z(&wire, hello);
    assert_int_equal(site.heads, 0);
    char first = '\0';
    ssize_t len = recv(wire.fd, &first, 1, 0);
    assert_true(len <= 0 || first != 'H');
    wire_close(&wire);
    site_close(&site);
    assert_int_equal(site.heads, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_number_of_threads_serves),
        cmocka_unit_test(past_the_most_connections_a_client_waits_for_another_to_leave),
        cmocka_unit_test(fewer_connections_than_threads_are_served),
        cmocka_unit_test(an_address_past_its_most_connections_is_turned_away),
        cmocka_unit_test(a_request_that_trickles_in_is_cut_after_its_time),
        cmocka_unit_test(an_empty_line_is_no_beginning_of_a_request),
        cmocka_unit_test(a_suspended_request_has_all_the_time_it_needs),
        cmocka_unit_test(a_drain_answers_what_is_in_flight_and_closes),
        cmocka_unit_test(a_drain_turns_new_connections_away),
        cmocka_unit_test(a_stop_closes_what_is_idle_and_what_is_half_read),
        cmocka_unit_test(a_request_that_was_just_resumed_does_not_hinder_a_stop),
        cmocka_unit_test(a_certificate_that_is_none_is_refused),
        cmocka_unit_test(a_key_of_another_certificate_is_refused),
        cmocka_unit_test(a_socket_that_is_none_is_refused),
        cmocka_unit_test(requests_are_served_over_tls),
        cmocka_unit_test(long_bodies_go_both_ways_over_tls),
        cmocka_unit_test(of_the_protocols_a_client_offers_http_1_1_is_chosen),
        cmocka_unit_test(a_client_that_never_says_hello_is_closed_like_an_idle_one),
        cmocka_unit_test(a_client_that_only_changes_its_keys_is_cut),
        cmocka_unit_test(tls_before_1_2_is_not_spoken),
        cmocka_unit_test(plain_http_is_not_served_where_tls_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
