#include "http/exchange.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/socket.h>

#include <cmocka.h>

#include "site.h"
#include "wire.h"

static struct site site;
static struct wire wire;

static int set_up(void **state)
{
    (void)state;
    site_open(&site);
    wire_open(&wire, site.port);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    wire_close(&wire);
    site_close(&site);
    return 0;
}

static void assert_answer(struct answer answer, int status, const char *body)
{
    assert_text(answer.body, body);
    assert_int_equal(answer.status, status);
}

static void assert_open(void)
{
    struct answer answer = wire_ask(&wire, "GET /telling?again HTTP/1.1\r\nHost: x\r\n\r\n");
    assert_answer(answer, 200, "GET /telling again [] none");
}

static void send_head(const char *path, const char *fields)
{
    wire_send_z(&wire, "PUT ");
    wire_send_z(&wire, path);
    wire_send_z(&wire, " HTTP/1.1\r\nHost: x\r\n");
    wire_send_z(&wire, fields);
    wire_send_z(&wire, "\r\n");
}

static void send_head_with_length(const char *path, size_t length)
{
    char field[64];
    snprintf(field, sizeof field, "Content-Length: %zu\r\n", length);
    send_head(path, field);
}

static void send_chunk(size_t length)
{
    char line[32];
    snprintf(line, sizeof line, "%zx\r\n", length);
    wire_send_z(&wire, line);
    wire_send_fill(&wire, length);
    wire_send_z(&wire, "\r\n");
}

/* ---- one after another ------------------------------------------------------------------------
 */

static void a_connection_is_kept_for_the_next_request(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++)
        assert_open();
    site_wait_for_dones(&site, 3);
    assert_int_equal(site.last_status, 200);
}

static void a_connection_is_closed_when_the_client_asks_for_it(void **state)
{
    (void)state;
    struct answer answer =
        wire_ask(&wire, "GET /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assert_text(answer_header(&answer, "Connection"), "close");
    assert_true(wire_is_over(&wire));
}

static void pipelined_requests_are_answered_in_their_order(void **state)
{
    (void)state;
    wire_send_z(&wire, "PUT /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nfirst"
                       "PUT /denied HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n\r\nsecond"
                       "HEAD /tagged HTTP/1.1\r\nHost: x\r\n\r\n"
                       "PUT /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                       "6\r\nfourth\r\n0\r\n\r\n"
                       "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n"
                       "GET /telling?sixth HTTP/1.1\r\nHost: x\r\n\r\n");
    assert_answer(wire_answer(&wire), 200, "first");
    assert_answer(wire_answer(&wire), 401, "denied");
    assert_int_equal(wire_answer_to_head(&wire).status, 201);
    assert_answer(wire_answer(&wire), 200, "fourth");
    assert_answer(wire_answer(&wire), 400, "REQUEST_MALFORMED");
    assert_answer(wire_answer(&wire), 200, "GET /telling sixth [] none");
}

static void head_is_answered_like_get_without_the_body(void **state)
{
    (void)state;
    wire_send_z(&wire, "HEAD /tagged HTTP/1.1\r\nHost: x\r\n\r\n");
    struct answer answer = wire_answer_to_head(&wire);
    assert_int_equal(answer.status, 201);
    assert_text(answer_header(&answer, "Content-Length"), "6");
    assert_text(answer_header(&answer, "ETag"), "\"7\"");
    assert_open();
}

/* ---- bodies -----------------------------------------------------------------------------------
 */

static void a_body_of_known_length_is_read_whole(void **state)
{
    (void)state;
    send_head_with_length("/echo", 3);
    for (const char *c = "a\nb"; *c; c++)
        wire_send(&wire, (struct str){c, 1});
    assert_answer(wire_answer(&wire), 200, "a\nb");
    send_head_with_length("/echo", 0);
    assert_answer(wire_answer(&wire), 200, "");
    assert_int_equal(site.bodies, 2);
}

static void a_body_in_chunks_is_put_together(void **state)
{
    (void)state;
    send_head("/echo", "Transfer-Encoding: Chunked\r\n");
    wire_send_z(&wire, "3\r\nabc\r\n1\r\nd\r\n0\r\nX-Trailer: y\r\n\r\n");
    assert_answer(wire_answer(&wire), 200, "abcd");
    send_head("/echo", "Transfer-Encoding: chunked\r\n");
    wire_send_z(&wire, "0\r\n\r\n");
    assert_answer(wire_answer(&wire), 200, "");
    assert_open();
}

static void the_largest_body_is_taken(void **state)
{
    (void)state;
    send_head_with_length("/echo", HTTP_BODY_MAX);
    wire_send_fill(&wire, HTTP_BODY_MAX);
    assert_int_equal(wire_answer(&wire).body.len, HTTP_BODY_MAX);
    assert_int_equal(site.last_body_len, HTTP_BODY_MAX);
}

static void a_body_one_byte_larger_is_a_413(void **state)
{
    (void)state;
    send_head_with_length("/echo", HTTP_BODY_MAX + 1);
    wire_send_fill(&wire, HTTP_BODY_MAX + 1);
    assert_answer(wire_answer(&wire), 413, "BODY_TOO_LARGE");
    assert_int_equal(site.heads, 0);
    assert_open();
}

static void the_largest_body_in_chunks_is_taken(void **state)
{
    (void)state;
    send_head("/echo", "Transfer-Encoding: chunked\r\n");
    send_chunk(HTTP_BODY_MAX - 1);
    send_chunk(1);
    wire_send_z(&wire, "0\r\n\r\n");
    assert_int_equal(wire_answer(&wire).body.len, HTTP_BODY_MAX);
}

static void a_body_in_chunks_one_byte_larger_is_a_413(void **state)
{
    (void)state;
    send_head("/echo", "Transfer-Encoding: chunked\r\n");
    send_chunk(HTTP_BODY_MAX);
    send_chunk(1);
    send_chunk(100000);
    wire_send_z(&wire, "0\r\n\r\n");
    assert_answer(wire_answer(&wire), 413, "BODY_TOO_LARGE");
    assert_int_equal(site.bodies, 0);
    assert_open();
}

static void the_largest_body_that_is_thrown_away_costs_no_connection(void **state)
{
    (void)state;
    send_head_with_length("/echo", HTTP_BODY_DRAIN_MAX);
    wire_send_fill(&wire, HTTP_BODY_DRAIN_MAX);
    assert_answer(wire_answer(&wire), 413, "BODY_TOO_LARGE");
    assert_open();
}

static void a_longer_one_is_refused_unread(void **state)
{
    (void)state;
    send_head_with_length("/echo", HTTP_BODY_DRAIN_MAX + 1);
    assert_answer(wire_answer(&wire), 413, "BODY_TOO_LARGE");
    assert_true(wire_is_over(&wire));
}

static void a_length_past_63_bits_is_refused_unread(void **state)
{
    (void)state;
    send_head("/echo", "Content-Length: 9223372036854775808\r\n");
    assert_answer(wire_answer(&wire), 413, "BODY_TOO_LARGE");
    assert_true(wire_is_over(&wire));
}

/* Sends until the server has cut the connection, which it must. */
static void a_body_in_chunks_without_end_is_cut(void **state)
{
    (void)state;
    static char chunk[8 + 65536 + 2] = "0010000\r";
    chunk[8] = '\n';
    memset(chunk + 9, 'x', 65536);
    send_head("/echo", "Transfer-Encoding: chunked\r\n");
    ssize_t sent = 0;
    while (sent >= 0) {
        sent = send(wire.fd, chunk, 9 + 65536, MSG_NOSIGNAL);
        sent = sent < 0 ? sent : send(wire.fd, "\r\n", 2, MSG_NOSIGNAL);
    }
    assert_true(wire_is_over(&wire));
    site_wait_for_dones(&site, 1);
    assert_int_equal(site.last_status, 413);
}

/* ---- early answers ----------------------------------------------------------------------------
 */

static void what_is_answered_at_the_head_still_has_its_body_read(void **state)
{
    (void)state;
    send_head_with_length("/denied", 1000000);
    wire_send_fill(&wire, 1000000);
    assert_answer(wire_answer(&wire), 401, "denied");
    assert_int_equal(site.bodies, 0);
    assert_open();
}

static void who_expects_100_continue_is_told_to(void **state)
{
    (void)state;
    send_head("/echo", "Content-Length: 4\r\nExpect: 100-continue\r\n");
    assert_int_equal(wire_answer_to_head(&wire).status, 100);
    wire_send_z(&wire, "body");
    assert_answer(wire_answer(&wire), 200, "body");
    assert_open();
}

static void who_expects_100_continue_gets_a_401_before_the_body(void **state)
{
    (void)state;
    send_head("/denied", "Content-Length: 4\r\nExpect: 100-Continue\r\n");
    assert_answer(wire_answer(&wire), 401, "denied");
    assert_true(wire_is_over(&wire));
}

static void who_expects_100_continue_gets_a_413_before_the_body(void **state)
{
    (void)state;
    send_head("/echo", "Content-Length: 1048577\r\nExpect: 100-continue\r\n");
    assert_answer(wire_answer(&wire), 413, "BODY_TOO_LARGE");
    assert_true(wire_is_over(&wire));
}

/* ---- broken off -------------------------------------------------------------------------------
 */

static void a_client_that_leaves_amid_the_body_counts_as_gone(void **state)
{
    (void)state;
    struct wire other;
    wire_open(&other, site.port);
    wire_send_z(&other, "PUT /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf");
    site_wait_for_in_flight(&site, 1);
    wire_reset(&other);
    site_wait_for_dones(&site, 1);
    assert_int_equal(site.last_status, 499);
    assert_int_equal(site.bodies, 0);
    site_wait_for_in_flight(&site, 0);
}

static void a_client_that_leaves_amid_the_head_is_never_heard_of(void **state)
{
    (void)state;
    struct wire other;
    wire_open(&other, site.port);
    wire_send_z(&other, "PUT /echo HTTP/1.1\r\nHost:");
    wire_reset(&other);
    assert_open();
    site_wait_for_dones(&site, 1);
    assert_int_equal(site.heads, 1);
}

static void malformed_chunks_are_a_400_and_end_the_connection(void **state)
{
    (void)state;
    send_head("/echo", "Transfer-Encoding: chunked\r\n");
    wire_send_z(&wire, "xyz\r\n");
    assert_answer(wire_answer(&wire), 400, "REQUEST_MALFORMED");
    assert_true(wire_is_over(&wire));
    site_wait_for_dones(&site, 1);
    assert_int_equal(site.last_status, 400);
    assert_int_equal(site.bodies, 0);
}

static void what_is_not_http_is_a_400_and_ends_the_connection(void **state)
{
    (void)state;
    static const char *const noise[] = {"\x16\x03\x01\x02\r\n\r\n",
                                        "GET\r\n\r\n",
                                        "gEt /echo HTTP/1.1\r\nHost: x\r\n\r\n",
                                        "GET /echo\r\n\r\n",
                                        "GET /echo HTTP/0.9\r\nHost: x\r\n\r\n",
                                        "GET /echo HTTP/2.0\r\nHost: x\r\n\r\n",
                                        "GET /echo HTTP/9.9\r\nHost: x\r\n\r\n",
                                        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                                        "GET /echo HTTP/1.1\r\nno colon\r\n\r\n",
                                        "GET /echo HTTP/1.1\r\nHost: x\r\n folded\r\n\r\n",
                                        "GET /echo HTTP/1.1\nHost: x\n\n",
                                        "PUT /echo HTTP/1.1\r\nContent-Length: -1\r\n\r\n"};
    for (size_t i = 0; i < sizeof noise / sizeof *noise; i++) {
        struct wire other;
        wire_open(&other, site.port);
        wire_send_z(&other, noise[i]);
        assert_answer(wire_answer(&other), 400, "REQUEST_MALFORMED");
        assert_true(wire_is_over(&other));
        wire_close(&other);
    }
    assert_int_equal(site.heads, 0);
    assert_int_equal(site.dones, sizeof noise / sizeof *noise);
}

/* `printf ... | nc -N` and others that say all they have to say, and listen. */
static void a_client_that_ends_its_half_is_answered(void **state)
{
    (void)state;
    struct wire other;
    wire_open(&other, site.port);
    wire_send_z(&other, "GET /echo HTTP/1.1\r\nHost: x\r\n\r\n"
                        "PUT /later HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody");
    assert_int_equal(shutdown(other.fd, SHUT_WR), 0);
    http_resume(site_suspended(&site));
    assert_answer(wire_answer(&other), 200, "");
    assert_answer(wire_answer(&other), 200, "resumed");
    assert_true(wire_is_over(&other));
    wire_close(&other);
}

/* To another protocol, of which we speak none. */
static void a_wish_to_upgrade_is_ignored(void **state)
{
    (void)state;
    send_head("/echo", "Connection: upgrade\r\nUpgrade: h2c\r\nContent-Length: 4\r\n");
    wire_send_z(&wire, "body");
    assert_answer(wire_answer(&wire), 200, "body");
    send_head("/echo", "Connection: upgrade\r\nUpgrade: websocket\r\n");
    assert_answer(wire_answer(&wire), 200, "");
    assert_open();
}

/* Where another reader of the same bytes would see the body end elsewhere. */
static void nothing_may_follow_a_body_that_others_frame_otherwise(void **state)
{
    (void)state;
    static const char *const requests[] = {
        "CONNECT x:1 HTTP/1.1\r\nHost: x\r\nContent-Length: 40\r\n\r\n",
        ("PUT /echo HTTP/1.0\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n"
         "0\r\n\r\n"),
        "GET /echo HTTP/1.0\r\nConnection: keep-alive, close\r\n\r\n",
    };
    for (size_t i = 0; i < sizeof requests / sizeof *requests; i++) {
        struct wire other;
        wire_open(&other, site.port);
        wire_send_z(&other, requests[i]);
        wire_send_z(&other, "GET /denied HTTP/1.1\r\nHost: x\r\n\r\n");
        struct answer answer = wire_answer(&other);
        assert_int_equal(answer.status, 200);
        assert_text(answer_header(&answer, "Connection"), "close");
        assert_true(wire_is_over(&other));
        wire_close(&other);
    }
}

static void a_body_that_nobody_asks_for_is_bounded_as_well(void **state)
{
    (void)state;
    send_head("/ignored", "Transfer-Encoding: chunked\r\n");
    send_chunk(HTTP_BODY_MAX);
    wire_send_z(&wire, "0\r\n\r\n");
    assert_answer(wire_answer(&wire), 200, "");
    send_head("/ignored", "Transfer-Encoding: chunked\r\n");
    send_chunk(HTTP_BODY_MAX + 1);
    wire_send_z(&wire, "0\r\n\r\n");
    assert_answer(wire_answer(&wire), 413, "BODY_TOO_LARGE");
    assert_open();
}

static void a_client_of_http_1_0_may_keep_its_connection(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct answer answer =
            wire_ask(&wire, "GET /echo HTTP/1.0\r\nHost: x\r\nConnection: keep-alive\r\n\r\n");
        assert_text(answer_header(&answer, "Connection"), "keep-alive");
    }
}

static void a_pipeline_longer_than_what_is_read_at_once_is_answered(void **state)
{
    (void)state;
    enum { REQUESTS = 5000 };
    static const char request[] = "GET /telling?x HTTP/1.1\r\nHost: x\r\n\r\n";
    for (int i = 0; i < REQUESTS; i++)
        wire_send_z(&wire, request);
    for (int i = 0; i < REQUESTS; i++)
        assert_answer(wire_answer(&wire), 200, "GET /telling x [] none");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_connection_is_kept_for_the_next_request),
        TEST(a_connection_is_closed_when_the_client_asks_for_it),
        TEST(pipelined_requests_are_answered_in_their_order),
        TEST(head_is_answered_like_get_without_the_body),
        TEST(a_body_of_known_length_is_read_whole),
        TEST(a_body_in_chunks_is_put_together),
        TEST(the_largest_body_is_taken),
        TEST(a_body_one_byte_larger_is_a_413),
        TEST(the_largest_body_in_chunks_is_taken),
        TEST(a_body_in_chunks_one_byte_larger_is_a_413),
        TEST(the_largest_body_that_is_thrown_away_costs_no_connection),
        TEST(a_longer_one_is_refused_unread),
        TEST(a_length_past_63_bits_is_refused_unread),
        TEST(a_body_in_chunks_without_end_is_cut),
        TEST(what_is_answered_at_the_head_still_has_its_body_read),
        TEST(who_expects_100_continue_is_told_to),
        TEST(who_expects_100_continue_gets_a_401_before_the_body),
        TEST(who_expects_100_continue_gets_a_413_before_the_body),
        TEST(a_client_that_leaves_amid_the_body_counts_as_gone),
        TEST(a_client_that_leaves_amid_the_head_is_never_heard_of),
        TEST(malformed_chunks_are_a_400_and_end_the_connection),
        TEST(what_is_not_http_is_a_400_and_ends_the_connection),
        TEST(a_client_that_ends_its_half_is_answered),
        TEST(a_wish_to_upgrade_is_ignored),
        TEST(nothing_may_follow_a_body_that_others_frame_otherwise),
        TEST(a_body_that_nobody_asks_for_is_bounded_as_well),
        TEST(a_client_of_http_1_0_may_keep_its_connection),
        TEST(a_pipeline_longer_than_what_is_read_at_once_is_answered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
