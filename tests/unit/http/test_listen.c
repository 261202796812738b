#include "http/listen.h"

#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

static struct arena arena;
static struct err_text why;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static void assert_refused(struct str address, const char *because)
{
    int fd = -1;
    enum err err = listen_open(address, &fd, &why);
    assert_true(err == ERR_LISTEN_FAILED || err == ERR_SETTING_INVALID);
    assert_int_equal(fd, -1);
    assert_non_null(strstr(why.text, because));
}

static bool has_ipv6(void)
{
    struct sockaddr_in6 loopback = {.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    int fd = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool has = fd >= 0 && bind(fd, (struct sockaddr *)&loopback, sizeof loopback) == 0;
    close(fd);
    return has;
}

static void port_0_takes_a_free_port_and_tells_it(void **state)
{
    (void)state;
    int fd;
    assert_int_equal(listen_open(STR("127.0.0.1:0"), &fd, &why), ERR_NONE);
    struct str address = listen_address(fd, &arena);
    assert_true(str_starts_with(address, STR("127.0.0.1:")));
    assert_false(str_ends_with(address, STR(":0")));
    close(fd);
}

static void a_port_is_taken_once(void **state)
{
    (void)state;
    int fd;
    assert_int_equal(listen_open(STR("127.0.0.1:0"), &fd, &why), ERR_NONE);
    struct str address = listen_address(fd, &arena);
    assert_refused(address, "choose another port");
    assert_non_null(strstr(why.text, arena_copy_z(&arena, address)));
    close(fd);

    assert_int_equal(listen_open(address, &fd, &why), ERR_NONE);
    assert_true(str_eq(listen_address(fd, &arena), address));
    close(fd);
}

static void the_whole_machine_can_be_listened_on(void **state)
{
    (void)state;
    int fd;
    assert_int_equal(listen_open(STR("0.0.0.0:0"), &fd, &why), ERR_NONE);
    assert_true(str_starts_with(listen_address(fd, &arena), STR("0.0.0.0:")));
    close(fd);
}

static void an_ipv6_address_stands_in_brackets(void **state)
{
    (void)state;
    int fd;
    if (!has_ipv6())
        skip();
    assert_int_equal(listen_open(STR("[::1]:0"), &fd, &why), ERR_NONE);
    assert_true(str_starts_with(listen_address(fd, &arena), STR("[::1]:")));
    close(fd);
}

static void an_address_of_another_machine_is_refused(void **state)
{
    (void)state;
    assert_refused(STR("192.0.2.1:0"), "an address of this machine");
}

static void what_is_no_address_and_port_is_refused(void **state)
{
    (void)state;
    static const struct str malformed[] = {
        STR_INIT(""),
        STR_INIT("8080"),
        STR_INIT(":8080"),
        STR_INIT("127.0.0.1"),
        STR_INIT("127.0.0.1:"),
        STR_INIT("127.0.0.1:http"),
        STR_INIT("127.0.0.1:-1"),
        STR_INIT("127.0.0.1:65536"),
        STR_INIT("127.0.0.1:80:80"),
        STR_INIT("127.0.0.256:80"),
        STR_INIT("127.1:80"),
        STR_INIT("localhost:80"),
        STR_INIT("::1:80"),
        STR_INIT("[::1]"),
        STR_INIT("[::1]80"),
        STR_INIT("[::1:80"),
        STR_INIT("["),
        STR_INIT("[127.0.0.1]:80"),
        STR_INIT("127.0.0.1\0:80"),
        STR_INIT("1111111111111111111111111111111111111111111111111:80"),
    };
    for (size_t i = 0; i < sizeof malformed / sizeof *malformed; i++)
        assert_refused(malformed[i], "like 127.0.0.1:8080 or [::1]:8080");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(port_0_takes_a_free_port_and_tells_it),
        cmocka_unit_test(a_port_is_taken_once),
        cmocka_unit_test(the_whole_machine_can_be_listened_on),
        cmocka_unit_test(an_ipv6_address_stands_in_brackets),
        cmocka_unit_test(an_address_of_another_machine_is_refused),
        cmocka_unit_test(what_is_no_address_and_port_is_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
