#include "http/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/err.h"
#include "http/listen.h"

static struct arena arena;
static int listening;

/* A client of the loopback address 127.0.0.`last`, and the server's end of its connection. */
struct pair {
    int client;
    int server;
};

static struct pair connect_from(unsigned char last)
{
    union {
        struct sockaddr any;
        struct sockaddr_in ipv4;
    } address = {.ipv4 = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(0x7F000000U | last)}};
    struct pair pair = {.client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    assert_int_equal(bind(pair.client, &address.any, sizeof address.ipv4), 0);
    socklen_t len = sizeof address.ipv4;
    assert_int_equal(getsockname(listening, &address.any, &len), 0);
    assert_int_equal(connect(pair.client, &address.any, len), 0);
    pair.server = accept4(listening, NULL, NULL, SOCK_CLOEXEC);
    assert_true(pair.server >= 0);
    return pair;
}

static void hang_up(struct pair pair)
{
    close(pair.client);
    close(pair.server);
}

static int set_up(void **state)
{
    (void)state;
    struct err_text why;
    arena_init(&arena);
    return listen_open(STR("127.0.0.1:0"), &listening, &why) == ERR_NONE ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    close(listening);
    arena_release(&arena);
    return 0;
}

static void an_address_has_its_most_and_no_more(void **state)
{
    (void)state;
    struct address_counts counts;
    struct address *first, *second, *third;
    struct pair pair = connect_from(1);
    address_counts_init(&counts, 2);
    assert_true(address_enter(&counts, pair.server, &first));
    assert_true(address_enter(&counts, pair.server, &second));
    assert_false(address_enter(&counts, pair.server, &third));
    assert_null(third);
    address_leave(&counts, first);
    assert_true(address_enter(&counts, pair.server, &third));
    address_leave(&counts, second);
    address_leave(&counts, third);
    address_counts_release(&counts);
    hang_up(pair);
}

static void addresses_are_counted_each_for_itself(void **state)
{
    (void)state;
    struct address_counts counts;
    struct address *entries[9];
    address_counts_init(&counts, 1);
    for (unsigned char i = 0; i < 9; i++) {
        struct pair pair = connect_from((unsigned char)(i + 1));
        assert_true(address_enter(&counts, pair.server, &entries[i]));
        hang_up(pair);
    }
    for (size_t i = 0; i < 9; i++)
        address_leave(&counts, entries[i]);
    address_counts_release(&counts);
}

static void without_a_limit_nothing_is_counted(void **state)
{
    (void)state;
    struct address_counts counts;
    struct address *entry;
    struct pair pair = connect_from(1);
    address_counts_init(&counts, 0);
    assert_true(address_enter(&counts, pair.server, &entry));
    assert_null(entry);
    address_leave(&counts, entry);
    address_counts_release(&counts);
    hang_up(pair);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_address_has_its_most_and_no_more, set_up, tear_down),
        cmocka_unit_test_setup_teardown(addresses_are_counted_each_for_itself, set_up, tear_down),
        cmocka_unit_test_setup_teardown(without_a_limit_nothing_is_counted, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
