#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
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

static void an_answer_is_json_unless_it_says_otherwise(void **state)
{
    (void)state;
    struct answer answer = wire_ask(&wire, "GET /echo HTTP/1.1\r\nHost: x\r\n\r\n");
    assert_int_equal(answer.status, 200);
    assert_text(answer_header(&answer, "Content-Type"), "application/json; charset=utf-8");
    assert_text(answer_header(&answer, "Content-Length"), "0");
    assert_text(answer_header(&answer, "Connection"), "");
    assert_false(str_is_empty(answer_header(&answer, "Date")));
}

static void status_type_and_headers_are_the_apps(void **state)
{
    (void)state;
    struct answer answer = wire_ask(&wire, "GET /tagged HTTP/1.1\r\nHost: x\r\n\r\n");
    assert_true(str_starts_with(answer.head, STR("HTTP/1.1 201 Created\r\n")));
    assert_text(answer_header(&answer, "Content-Type"), "text/plain");
    assert_text(answer_header(&answer, "ETag"), "\"7\"");
    assert_text(answer_header(&answer, "X-Two"), "two");
    assert_text(answer.body, "tagged");
}

static void a_response_takes_its_most_headers(void **state)
{
    (void)state;
    struct http_response response = {.status = 200};
    for (int i = 0; i < HTTP_HEADERS_MAX; i++)
        http_response_header(&response, STR("X-Name"), STR("~ value !"));
    assert_int_equal(response.header_count, HTTP_HEADERS_MAX);
    assert_text(response.headers[HTTP_HEADERS_MAX - 1].name, "X-Name");
    assert_text(response.headers[HTTP_HEADERS_MAX - 1].value, "~ value !");
}

/* The socket takes only part of it at first, so the rest is sent when the client has read. */
static void an_answer_wider_than_the_sockets_buffers_arrives_whole(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct answer answer = wire_ask(&wire, "GET /wide HTTP/1.1\r\nHost: x\r\n\r\n");
        assert_int_equal(answer.body.len, SITE_WIDE_LEN);
        assert_memory_equal(answer.body.ptr, site.wide, SITE_WIDE_LEN);
    }
}

static void a_client_that_leaves_amid_its_answer_counts_as_gone(void **state)
{
    (void)state;
    struct wire other;
    wire_open(&other, site.port);
    wire_send_z(&other, "GET /wide HTTP/1.1\r\nHost: x\r\n\r\n");
    char first;
    assert_int_equal(recv(other.fd, &first, 1, 0), 1);
    wire_reset(&other);
    site_wait_for_dones(&site, 1);
    assert_int_equal(site.last_status, 499);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(an_answer_is_json_unless_it_says_otherwise),
        TEST(status_type_and_headers_are_the_apps),
        TEST(a_response_takes_its_most_headers),
        TEST(an_answer_wider_than_the_sockets_buffers_arrives_whole),
        TEST(a_client_that_leaves_amid_its_answer_counts_as_gone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
