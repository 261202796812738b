#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "api/contacts.h"
#include "api/route.h"

static struct arena arena;
static struct str params[ROUTE_PARAMS_MAX];
static struct str allow;
static const struct route *route;

static enum err find(const char *method, const char *path)
{
    route = NULL;
    return route_find(&arena, str_of(method), str_of(path), &route, params, &allow);
}

static void assert_str(struct str got, const char *wanted)
{
    assert_int_equal(got.len, strlen(wanted));
    assert_memory_equal(got.ptr, wanted, got.len);
}

static void every_route_is_found_by_its_own_path(void **state)
{
    (void)state;
    for (size_t i = 0; i < route_count; i++) {
        assert_int_equal(
            find(arena_copy_z(&arena, routes[i].method), arena_copy_z(&arena, routes[i].path)),
            ERR_NONE);
        assert_ptr_equal(route, &routes[i]);
    }
}

static void a_name_in_the_path_is_decoded(void **state)
{
    (void)state;
    assert_int_equal(find("PUT", "/contacts/a%20b%2Fc"), ERR_NONE);
    assert_ptr_equal(route->handle, update_contact);
    assert_str(params[0], "a b/c");
}

static void a_trailing_slash_does_not_matter(void **state)
{
    (void)state;
    assert_int_equal(find("POST", "/contacts"), ERR_NONE);
    assert_int_equal(find("POST", "/contacts/"), ERR_NONE);
    assert_int_equal(find("GET", "/contacts/abc/"), ERR_NONE);
    assert_str(params[0], "abc");
}

static void head_is_served_where_get_is(void **state)
{
    (void)state;
    assert_int_equal(find("HEAD", "/contacts/abc"), ERR_NONE);
    assert_ptr_equal(route->handle, get_contact);
}

static void another_method_is_told_which_ones_there_are(void **state)
{
    (void)state;
    assert_int_equal(find("PATCH", "/contacts/abc"), ERR_METHOD_UNKNOWN);
    assert_str(allow, "GET, HEAD, PUT, DELETE");
}

static void a_path_that_is_nobodys_is_unknown(void **state)
{
    (void)state;
    const char *paths[] = {"/", "", "//", "/contact/abc", "/contacts/abc/def", "/contacts//", "/x"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        assert_int_equal(find("PUT", paths[i]), ERR_ROUTE_UNKNOWN);
}

static void a_name_that_cannot_be_decoded_is_malformed(void **state)
{
    (void)state;
    assert_int_equal(find("GET", "/contacts/%zz"), ERR_REQUEST_MALFORMED);
    assert_int_equal(find("GET", "/contacts/%ff"), ERR_NOT_UTF8);
}

static void the_scopes_of_a_sort_of_token_are_those_of_its_routes(void **state)
{
    (void)state;
    scope_set agency = route_scopes(ROUTE_TOKEN_AGENCY);
    scope_set location = route_scopes(ROUTE_TOKEN_LOCATION);
    assert_true(scope_set_has(agency, SCOPE_LOCATIONS_WRITE));
    assert_true(scope_set_has(agency, SCOPE_USERS_WRITE)); /* of any */
    assert_false(scope_set_has(agency, SCOPE_CONTACTS_WRITE));
    assert_true(scope_set_has(location, SCOPE_CONTACTS_WRITE));
    assert_false(scope_set_has(location, SCOPE_LOCATIONS_WRITE));
    assert_int_equal(agency | location, scope_set_all());
}

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_route_is_found_by_its_own_path),
        cmocka_unit_test(a_name_in_the_path_is_decoded),
        cmocka_unit_test(a_trailing_slash_does_not_matter),
        cmocka_unit_test(head_is_served_where_get_is),
        cmocka_unit_test(another_method_is_told_which_ones_there_are),
        cmocka_unit_test(a_path_that_is_nobodys_is_unknown),
        cmocka_unit_test(a_name_that_cannot_be_decoded_is_malformed),
        cmocka_unit_test(the_scopes_of_a_sort_of_token_are_those_of_its_routes),
    };
    return cmocka_run_group_tests_name("api/route", tests, set_up, tear_down);
}
