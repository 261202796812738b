#include "http/request.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

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

/* ---- what it says -----------------------------------------------------------------------------
 */

static void assert_told(const char *request, const char *wanted)
{
    assert_text(wire_ask(&wire, request).body, wanted);
}

static void path_and_query_are_as_the_client_sent_them(void **state)
{
    (void)state;
    assert_told("GET /telling?a=%41+b&c=?&a HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /telling a=%41+b&c=?&a [] none");
    assert_told("GET /telling? HTTP/1.1\r\nHost: x\r\n\r\n", "GET /telling  [] none");
    assert_told("PATCH /telling HTTP/1.1\r\nHost: x\r\n\r\n", "PATCH /telling  [] none");
}

static void an_encoded_question_mark_is_part_of_the_path(void **state)
{
    (void)state;
    assert_told("PUT /telling?%3F HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n",
                "PUT /telling %3F [] none");
    struct answer answer = wire_ask(&wire, "GET /telling%3F HTTP/1.1\r\nHost: x\r\n\r\n");
    assert_int_equal(answer.status, 200);
    assert_text(answer.body, "");
}

static void a_header_is_found_by_its_name_in_any_case(void **state)
{
    (void)state;
    assert_told("GET /telling HTTP/1.1\r\nHost: x\r\nx-nOTE: a  b\r\n\r\n", "GET /telling  [a  b]");
}

static void a_header_is_trimmed(void **state)
{
    (void)state;
    assert_told("GET /telling HTTP/1.1\r\nHost: x\r\nX-Note: \t a \t \r\n\r\n",
                "GET /telling  [a]");
}

static void an_empty_header_is_there(void **state)
{
    (void)state;
    assert_told("GET /telling HTTP/1.1\r\nHost: x\r\nX-Note:\r\n\r\n", "GET /telling  []");
}

static void the_first_of_two_headers_counts(void **state)
{
    (void)state;
    assert_told("GET /telling HTTP/1.1\r\nHost: x\r\nX-Note: 1\r\nX-Note: 2\r\n\r\n",
                "GET /telling  [1]");
}

/* ---- suspended --------------------------------------------------------------------------------
 */

static const char later[] = "PUT /later HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nx";

static void a_suspended_request_is_answered_when_it_is_resumed(void **state)
{
    (void)state;
    wire_send_z(&wire, later);
    struct http_request *request = site_suspended(&site);
    assert_int_equal(http_status(request), 0);
    assert_int_equal(http_server_in_flight(site.server), 1);
    assert_text(http_body(request), "x");
    http_resume(request);
    assert_text(wire_answer(&wire).body, "resumed");
    site_wait_for_in_flight(&site, 0);
}

static void the_connection_goes_on_after_a_suspension(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++) {
        wire_send_z(&wire, later);
        http_resume(site_suspended(&site));
        assert_text(wire_answer(&wire).body, "resumed");
    }
}

static void
requests_that_are_resumed_quietly_are_all_answered_once_their_threads_are_woken(void **state)
{
    (void)state;
    struct wire others[8];
    struct http_request *requests[8];
    for (size_t i = 0; i < 8; i++) {
        wire_open(&others[i], site.port);
        wire_send_z(&others[i], later);
        requests[i] = site_suspended(&site);
    }
    for (size_t i = 0; i < 8; i++)
        http_resume_quietly(requests[i]);
    http_wake_resumed();
    for (size_t i = 0; i < 8; i++) {
        assert_text(wire_answer(&others[i]).body, "resumed");
        wire_close(&others[i]);
    }
    site_wait_for_in_flight(&site, 0);
}

static void other_connections_are_served_meanwhile(void **state)
{
    (void)state;
    struct wire others[4];
    wire_send_z(&wire, later);
    struct http_request *request = site_suspended(&site);
    for (size_t i = 0; i < 4; i++) {
        wire_open(&others[i], site.port);
        struct answer answer = wire_ask(&others[i], "GET /tagged HTTP/1.1\r\nHost: x\r\n\r\n");
        assert_text(answer.body, "tagged");
        wire_close(&others[i]);
    }
    http_resume(request);
    assert_text(wire_answer(&wire).body, "resumed");
}

static void what_is_pipelined_behind_a_suspended_request_waits(void **state)
{
    (void)state;
    wire_send_z(&wire, later);
    wire_send_z(&wire, "GET /tagged HTTP/1.1\r\nHost: x\r\n\r\n");
    struct http_request *request = site_suspended(&site);
    assert_int_equal(site.heads, 1);
    http_resume(request);
    assert_text(wire_answer(&wire).body, "resumed");
    assert_text(wire_answer(&wire).body, "tagged");
}

static void a_resume_may_come_before_the_suspending_callback_returns(void **state)
{
    (void)state;
    pthread_t resumer = site_resumer(&site, 20);
    for (int i = 0; i < 20; i++) {
        struct answer answer = wire_ask(&wire, "GET /raced HTTP/1.1\r\nHost: x\r\n\r\n");
        assert_text(answer.body, "resumed");
    }
    pthread_join(resumer, NULL);
}

static void a_callback_may_resume_what_it_suspended(void **state)
{
    (void)state;
    for (int i = 0; i < 20; i++) {
        struct answer answer = wire_ask(&wire, "GET /changed HTTP/1.1\r\nHost: x\r\n\r\n");
        assert_text(answer.body, "resumed");
    }
}

enum { CROWD = 16, ROUNDS = 20 };

static void many_connections_suspend_and_resume_side_by_side(void **state)
{
    (void)state;
    struct wire crowd[CROWD];
    pthread_t resumer = site_resumer(&site, CROWD * ROUNDS);
    for (size_t i = 0; i < CROWD; i++)
        wire_open(&crowd[i], site.port);
    for (size_t round = 0; round < ROUNDS; round++) {
        for (size_t i = 0; i < CROWD; i++)
            wire_send_z(&crowd[i], later);
        for (size_t i = 0; i < CROWD; i++)
            assert_text(wire_answer(&crowd[i]).body, "resumed");
    }
    pthread_join(resumer, NULL);
    for (size_t i = 0; i < CROWD; i++)
        wire_close(&crowd[i]);
    site_wait_for_dones(&site, CROWD * ROUNDS);
    assert_int_equal(site.resumes, CROWD * ROUNDS);
}

static void a_client_that_resets_while_suspended_counts_as_gone(void **state)
{
    (void)state;
    struct wire other;
    wire_open(&other, site.port);
    wire_send_z(&other, later);
    struct http_request *request = site_suspended(&site);
    wire_reset(&other);
    http_resume(request);
    site_wait_for_dones(&site, 1);
    assert_int_equal(site.last_status, 499);
    assert_int_equal(site.resumes, 1);
    site_wait_for_in_flight(&site, 0);
}

static void a_client_that_closes_while_suspended_is_still_resumed_and_done_once(void **state)
{
    (void)state;
    struct wire other;
    wire_open(&other, site.port);
    wire_send_z(&other, later);
    struct http_request *request = site_suspended(&site);
    wire_close(&other);
    http_resume(request);
    site_wait_for_in_flight(&site, 0);
    assert_int_equal(site.resumes, 1);
    assert_int_equal(site.dones, 1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(path_and_query_are_as_the_client_sent_them),
        TEST(an_encoded_question_mark_is_part_of_the_path),
        TEST(a_header_is_found_by_its_name_in_any_case),
        TEST(a_header_is_trimmed),
        TEST(an_empty_header_is_there),
        TEST(the_first_of_two_headers_counts),
        TEST(a_suspended_request_is_answered_when_it_is_resumed),
        TEST(the_connection_goes_on_after_a_suspension),
        TEST(requests_that_are_resumed_quietly_are_all_answered_once_their_threads_are_woken),
        TEST(other_connections_are_served_meanwhile),
        TEST(what_is_pipelined_behind_a_suspended_request_waits),
        TEST(a_resume_may_come_before_the_suspending_callback_returns),
        TEST(a_callback_may_resume_what_it_suspended),
        TEST(many_connections_suspend_and_resume_side_by_side),
        TEST(a_client_that_resets_while_suspended_counts_as_gone),
        TEST(a_client_that_closes_while_suspended_is_still_resumed_and_done_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
