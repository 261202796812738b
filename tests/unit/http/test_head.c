#include "http/head.h"

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

static void assert_answer(struct answer answer, int status, const char *body)
{
    assert_text(answer.body, body);
    assert_int_equal(answer.status, status);
}

/* The connection is as good as new: a second request on it is answered. */
static void assert_open(void)
{
    struct answer answer = wire_ask(&wire, "GET /telling HTTP/1.1\r\nHost: x\r\n\r\n");
    assert_answer(answer, 200, "GET /telling  [] none");
}

/* ---- lengths ----------------------------------------------------------------------------------
 */

static void ask_with_url_of(size_t len)
{
    const struct str path = STR("/echo?");
    wire_send_z(&wire, "GET ");
    wire_send(&wire, path);
    wire_send_fill(&wire, len - path.len);
    wire_send_z(&wire, " HTTP/1.1\r\nHost: x\r\n\r\n");
}

static void the_longest_url_is_answered(void **state)
{
    (void)state;
    ask_with_url_of(HTTP_URL_MAX);
    assert_answer(wire_answer(&wire), 200, "");
}

static void a_url_one_byte_longer_is_a_414(void **state)
{
    (void)state;
    ask_with_url_of(HTTP_URL_MAX + 1);
    assert_answer(wire_answer(&wire), 414, "URL_TOO_LONG");
    assert_int_equal(site.heads, 0);
    assert_open();
}

static void a_query_of_nothing_but_parameters_is_answered(void **state)
{
    (void)state;
    wire_send_z(&wire, "GET /echo?");
    for (size_t i = 0; i < 4000; i++)
        wire_send_z(&wire, "a&");
    wire_send_z(&wire, " HTTP/1.1\r\nHost: x\r\n\r\n");
    assert_answer(wire_answer(&wire), 200, "");
}

static void ask_with_head_of(size_t len)
{
    const struct str before = STR("GET /echo HTTP/1.1\r\nHost: x\r\nX-Fill: ");
    const struct str after = STR("\r\n\r\n");
    wire_send(&wire, before);
    wire_send_fill(&wire, len - before.len - after.len);
    wire_send(&wire, after);
}

static void the_largest_head_is_answered(void **state)
{
    (void)state;
    ask_with_head_of(HTTP_HEAD_MAX);
    assert_answer(wire_answer(&wire), 200, "");
}

static void a_hundred_fields_may_fill_the_largest_head(void **state)
{
    (void)state;
    enum { FIELDS = 100 };
    const struct str before = STR("GET /echo HTTP/1.1\r\nHost: x\r\n");
    const size_t field_len = (HTTP_HEAD_MAX - before.len - 2) / (FIELDS - 1);
    wire_send(&wire, before);
    for (size_t i = 0; i < FIELDS - 1; i++) {
        wire_send_z(&wire, "X-Fill: ");
        wire_send_fill(&wire, field_len - strlen("X-Fill: \r\n"));
        wire_send_z(&wire, "\r\n");
    }
    wire_send_z(&wire, "\r\n");
    assert_answer(wire_answer(&wire), 200, "");
}

/* What follows such a head is not looked for. */
static void assert_refused_and_closed(int status, const char *body)
{
    assert_answer(wire_answer(&wire), status, body);
    assert_true(wire_is_over(&wire));
    assert_int_equal(site.heads, 0);
}

static void a_head_one_byte_larger_is_a_431(void **state)
{
    (void)state;
    ask_with_head_of(HTTP_HEAD_MAX + 1);
    assert_refused_and_closed(431, "HEAD_TOO_LARGE");
}

/* The server closes while the client still writes: the answer must arrive all the same. */
static void a_head_without_end_is_a_431_that_arrives(void **state)
{
    (void)state;
    wire_send_z(&wire, "GET /echo HTTP/1.1\r\nX-Fill: ");
    wire_send_fill(&wire, 4 << 20);
    assert_refused_and_closed(431, "HEAD_TOO_LARGE");
}

static void ask_with_fields(size_t count)
{
    wire_send_z(&wire, "GET /echo HTTP/1.1\r\nHost: x\r\n");
    for (size_t i = 1; i < count; i++)
        wire_send_z(&wire, "a:\r\n");
    wire_send_z(&wire, "\r\n");
}

static void the_most_fields_are_taken(void **state)
{
    (void)state;
    ask_with_fields(HTTP_FIELDS_MAX);
    assert_answer(wire_answer(&wire), 200, "");
}

static void one_field_more_is_a_431(void **state)
{
    (void)state;
    ask_with_fields(HTTP_FIELDS_MAX + 1);
    assert_answer(wire_answer(&wire), 431, "HEAD_TOO_LARGE");
    assert_int_equal(site.heads, 0);
    assert_open();
}

/* ---- the target -------------------------------------------------------------------------------
 */

static struct answer ask_for(const char *target)
{
    wire_send_z(&wire, "GET ");
    wire_send_z(&wire, target);
    return wire_ask(&wire, " HTTP/1.1\r\nHost: x\r\n\r\n");
}

static void a_target_that_is_not_utf_8_is_a_400(void **state)
{
    (void)state;
    static const char *const targets[] = {"/%FF", "/?x=%FF", "/%C3/%A9"};
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++)
        assert_answer(ask_for(targets[i]), 400, "NOT_UTF8");
    assert_int_equal(site.heads, 0);
    assert_open();
}

static void a_target_that_is_badly_encoded_is_a_400(void **state)
{
    (void)state;
    static const char *const targets[] = {"/%", "/%4", "/%zz", "/a%00b", "/?x=%", "/?%00"};
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++)
        assert_answer(ask_for(targets[i]), 400, "REQUEST_MALFORMED");
    assert_int_equal(site.heads, 0);
    assert_open();
}

/* RFC 3986, 2: anything else is encoded. Node.js, and so the live service, says the same. */
static void a_target_that_is_not_printable_ascii_is_a_400(void **state)
{
    (void)state;
    static const char *const targets[] = {"/a\x01", "/?\x7F",    "/a b",       "/a\tb", "/?a b",
                                          "/a#b",   "/\xC3\xBC", "/?\xC3\xBC", "/\xFF"};
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        struct wire other;
        wire_open(&other, site.port);
        wire_send_z(&other, "GET ");
        wire_send_z(&other, targets[i]);
        assert_answer(wire_ask(&other, " HTTP/1.1\r\nHost: x\r\n\r\n"), 400, "REQUEST_MALFORMED");
        wire_close(&other);
    }
    assert_int_equal(site.heads, 0);
}

static void utf_8_is_taken_encoded(void **state)
{
    (void)state;
    assert_answer(ask_for("/%C3%BC"), 200, "");
    assert_answer(ask_for("/?%C3%BC"), 200, "");
}

static void assert_told(const char *target, const char *wanted)
{
    wire_send_z(&wire, "GET ");
    wire_send_z(&wire, target);
    assert_answer(wire_ask(&wire, " HTTP/1.1\r\nHost: x\r\n\r\n"), 200, wanted);
}

/* The path of the second is "/", which /echo answers with its empty body like any other. */
static void of_an_absolute_target_path_and_query_count(void **state)
{
    (void)state;
    assert_told("http://h/telling?a=/b", "GET /telling a=/b [] none");
    assert_told("HTTPS://h:1/telling", "GET /telling  [] none");
    assert_told("http://h?x=/telling", "");
    assert_told("http://h", "");
}

static void a_url_longer_than_a_head_may_be_is_still_a_414(void **state)
{
    (void)state;
    ask_with_url_of(2 * HTTP_HEAD_MAX);
    assert_refused_and_closed(414, "URL_TOO_LONG");
}

/* ---- framing ----------------------------------------------------------------------------------
 */

/* The second request must not be seen: it may be one that a proxy took for the first one's body. */
static void a_body_whose_end_is_in_doubt_is_refused_and_the_connection_closed(void **state)
{
    (void)state;
    static const char *const fields[] = {
        "Content-Length: 1\r\nContent-Length: 1\r\n",
        "Content-Length: 1\r\ncontent-length: 2\r\n",
        "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: gzip\r\n",
        "Transfer-Encoding: gzip, chunked\r\n",
        "Transfer-Encoding: xchunked\r\n",
        "Content-Length : 1\r\n",
        "Content\x01Length: 1\r\n",
    };
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        struct wire other;
        wire_open(&other, site.port);
        wire_send_z(&other, "PUT /echo HTTP/1.1\r\nHost: x\r\n");
        wire_send_z(&other, fields[i]);
        wire_send_z(&other, "\r\n0\r\n\r\nGET /denied HTTP/1.1\r\nHost: x\r\n\r\n");
        assert_answer(wire_answer(&other), 400, "REQUEST_MALFORMED");
        assert_true(wire_is_over(&other));
        wire_close(&other);
    }
    assert_int_equal(site.heads, 0);
}

static void a_request_names_its_host_once(void **state)
{
    (void)state;
    static const char *const heads[] = {
        "GET /echo HTTP/1.1\r\n\r\n",
        "GET /echo HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n",
        "GET /echo HTTP/1.0\r\nHost: x\r\nHost: x\r\n\r\n",
    };
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        struct wire other;
        wire_open(&other, site.port);
        assert_int_equal(wire_ask(&other, heads[i]).status, 400);
        wire_close(&other);
    }
    assert_int_equal(site.heads, 0);
}

static void a_request_of_http_1_0_needs_no_host(void **state)
{
    (void)state;
    assert_answer(wire_ask(&wire, "GET /telling HTTP/1.0\r\n\r\n"), 200, "GET /telling  [] none");
    assert_true(wire_is_over(&wire));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(the_longest_url_is_answered),
        TEST(a_url_one_byte_longer_is_a_414),
        TEST(a_query_of_nothing_but_parameters_is_answered),
        TEST(the_largest_head_is_answered),
        TEST(a_hundred_fields_may_fill_the_largest_head),
        TEST(a_head_one_byte_larger_is_a_431),
        TEST(a_head_without_end_is_a_431_that_arrives),
        TEST(the_most_fields_are_taken),
        TEST(one_field_more_is_a_431),
        TEST(a_target_that_is_not_utf_8_is_a_400),
        TEST(a_target_that_is_badly_encoded_is_a_400),
        TEST(a_target_that_is_not_printable_ascii_is_a_400),
        TEST(utf_8_is_taken_encoded),
        TEST(of_an_absolute_target_path_and_query_count),
        TEST(a_url_longer_than_a_head_may_be_is_still_a_414),
        TEST(a_body_whose_end_is_in_doubt_is_refused_and_the_connection_closed),
        TEST(a_request_names_its_host_once),
        TEST(a_request_of_http_1_0_needs_no_host),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
