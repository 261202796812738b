#include "http/parser.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/memory.h"
#include "http/request.h"
#include "wire.h"

/* A piece of its own memory, so that a read past its end is found. */
static enum parsed take(struct http_request *request, struct str piece, struct str *rest)
{
    char *copy = memory_alloc(piece.len + 1);
    if (piece.len)
        memcpy(copy, piece.ptr, piece.len);
    struct str bytes = {copy, piece.len};
    enum parsed parsed = parser_take(request, &bytes);
    *rest = str_slice(piece, piece.len - bytes.len, piece.len);
    free(copy);
    return parsed;
}

static void assert_field(const struct http_request *request, const char *name, const char *value)
{
    struct str found = STR("");
    assert_true(head_find(&request->head, str_of(name), &found));
    assert_text(found, value);
}

static const struct str message =
    STR_INIT("PUT http://h/telling?q HTTP/1.1\r\nHost: x\r\nX-Note: a b \r\nX-No:\r\nX-Note: 2\r\n"
             "Transfer-Encoding: chunked\r\n\r\n3;ext=1\r\nabc\r\n0\r\nX-Note: trailing\r\n\r\n");

static void assert_head(const struct http_request *request)
{
    assert_text(head_path(&request->head), "/telling");
    assert_text(head_query(&request->head), "q");
    assert_text(request->head.method, "PUT");
    assert_field(request, "host", "x");
    assert_field(request, "X-Note", "a b");
    assert_field(request, "X-No", "");
    assert_int_equal(request->head.field_count, 5);
    assert_true(request->head.keep_alive && request->head.framed && request->head.has_host);
}

/* Feeds both parts; checks the head where it ends, and that the end is found where it is. */
static void assert_parsed(struct str first, struct str second)
{
    struct http_request *request = http_request_new(NULL, 0);
    struct str parts[] = {first, second};
    bool whole = false;
    for (size_t i = 0; i < 2; i++) {
        enum parsed parsed;
        do {
            assert_false(whole);
            parsed = take(request, parts[i], &parts[i]);
            if (parsed == PARSED_HEAD) {
                assert_head(request);
                request->phase = HTTP_READING_BODY;
            }
            whole = parsed == PARSED_WHOLE;
            assert_true(parsed <= PARSED_WHOLE);
        } while (parsed == PARSED_HEAD);
        assert_true(str_is_empty(parts[i]));
    }
    assert_true(whole);
    assert_text(buf_str(&request->body), "abc");
    assert_int_equal(request->head.size + request->body_size, message.len);
    http_request_free(request);
}

static void a_request_may_be_cut_in_two_anywhere(void **state)
{
    (void)state;
    for (size_t cut = 0; cut < message.len; cut++)
        assert_parsed(str_slice(message, 0, cut), str_slice(message, cut, message.len));
}

static void what_follows_a_request_is_left_alone(void **state)
{
    (void)state;
    struct http_request *request = http_request_new(NULL, 0);
    struct str rest;
    struct str pipeline = STR("GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\n");
    assert_int_equal(take(request, pipeline, &rest), PARSED_HEAD);
    request->phase = HTTP_READING_BODY;
    assert_int_equal(take(request, rest, &rest), PARSED_WHOLE);
    assert_text(rest, "GET /b HTTP/1.1\r\n");
    http_request_free(request);
}

static void empty_lines_before_a_request_are_skipped(void **state)
{
    (void)state;
    struct http_request *request = http_request_new(NULL, 0);
    struct str rest;
    assert_int_equal(take(request, STR("\r\n\r\nGET /a HTTP/1.1\r\n\r\n"), &rest), PARSED_HEAD);
    assert_text(head_path(&request->head), "/a");
    http_request_free(request);
}

/* However little it says. */
static void a_body_longer_than_we_read_on_for_is_too_large(void **state)
{
    (void)state;
    static const struct str chunk = STR_INIT("1;" /* an extension as long as it likes */);
    struct http_request *request = http_request_new(NULL, 0);
    struct str rest;
    struct str head = STR("PUT /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
    assert_int_equal(take(request, head, &rest), PARSED_HEAD);
    request->phase = HTTP_READING_BODY;
    assert_int_equal(take(request, chunk, &rest), PARSED_ALL);
    char xs[65536];
    memset(xs, 'x', sizeof xs);
    enum parsed parsed = PARSED_ALL;
    while (parsed == PARSED_ALL)
        parsed = take(request, (struct str){xs, sizeof xs}, &rest);
    assert_int_equal(parsed, PARSED_TOO_LARGE);
    assert_int_equal(request->body_size, HTTP_BODY_DRAIN_MAX);
    http_request_free(request);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_request_may_be_cut_in_two_anywhere),
        cmocka_unit_test(what_follows_a_request_is_left_alone),
        cmocka_unit_test(empty_lines_before_a_request_are_skipped),
        cmocka_unit_test(a_body_longer_than_we_read_on_for_is_too_large),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
