#include "contact/user.h"

#include "fixture.h"

static const char body[] =
    "{'companyId':'c','firstName':' \xC3\x84nn ','lastName':'Deo','email':' Ann@example.com',"
    "'password':'secret','type':'account','role':'admin','locationIds':['a','b','a'],"
    "'phone':'+1 808-868','permissions':{'botService':true}}";

static struct record_fields made(struct fixture *fixture)
{
    struct record_fields user;
    const struct record_event event = {.creates = true, .now = STR("now")};
    record_read(RECORD_USER, RECORD_BODY_CREATE, json_of(fixture, body), &fixture->arena, &user,
                &fixture->faults);
    assert_faults(fixture, "");
    record_stamp(RECORD_USER, &event, &fixture->arena, &user);
    return user;
}

static struct record_fields kept(struct fixture *fixture, const struct record_fields *user)
{
    struct record_fields read;
    struct str document = record_encode(RECORD_USER, STR("1"), user, &fixture->arena);
    assert_int_equal(record_decode(RECORD_USER, document, &fixture->arena, &read), ERR_NONE);
    return read;
}

static void a_user_is_kept_without_the_password(void **state)
{
    struct fixture *fixture = *state;
    struct record_fields user = made(fixture);
    struct str document = record_encode(RECORD_USER, STR("1"), &user, &fixture->arena);
    struct str roles = quoted(fixture, "'roles':{'type':'account','role':'admin','locationIds':"
                                       "['a','b'],'restrictSubAccount':false}");
    assert_true(str_is_empty(user.password.value));
    assert_null(memmem(document.ptr, document.len, "secret", 6));
    assert_non_null(memmem(document.ptr, document.len, roles.ptr, roles.len));
    assert_text(user.name.value, "\xC3\x84nn Deo");
    assert_text(record_name(RECORD_USER, &user, &fixture->arena), "ann@example.com");
}

static void an_update_changes_a_role_and_leaves_the_rest(void **state)
{
    struct fixture *fixture = *state;
    struct record_fields patch;
    struct record_fields user = made(fixture);
    const struct record_event event = {.now = STR("later")};
    user = kept(fixture, &user);
    record_read(RECORD_USER, RECORD_BODY_UPDATE,
                json_of(fixture, "{'role':'user','permissions':{'tagsEnabled':false}}"),
                &fixture->arena, &patch, &fixture->faults);
    assert_faults(fixture, "");
    record_merge(RECORD_USER, &patch, &user);
    record_stamp(RECORD_USER, &event, &fixture->arena, &user);
    struct str document = record_encode(RECORD_USER, STR("1"), &user, &fixture->arena);
    for (const char *const *part =
             (const char *const[]){"'type':'account'", "'role':'user'", "'locationIds':['a','b']",
                                   "'botService':true", "'tagsEnabled':false", NULL};
         *part; part++) {
        struct str wanted = quoted(fixture, *part);
        assert_non_null(memmem(document.ptr, document.len, wanted.ptr, wanted.len));
    }
}

static bool matches(struct fixture *fixture, const struct user_query *query)
{
    struct record_fields user = made(fixture);
    user = kept(fixture, &user);
    return user_matches(query, STR("1"), &user, &fixture->arena);
}

static void a_query_without_wishes_fits_every_user(void **state)
{
    struct fixture *fixture = *state;
    assert_true(matches(fixture, &(struct user_query){0}));
}

static void each_wish_of_a_query_counts(void **state)
{
    struct fixture *fixture = *state;
    struct str ids[] = {STR("0"), STR("1")};
    const struct user_query fit = {
        .company_id = STR("c"),
        .location_id = STR("a"),
        .own_location_id = STR("b"),
        .type = STR("account"),
        .role = STR("admin"),
        .text = STR("\xC3\xA4nn d"),
        .ids = {ids, 2},
    };
    struct user_query query = fit;
    assert_true(matches(fixture, &fit));
    query.company_id = STR("d");
    assert_false(matches(fixture, &query));
    query = fit;
    query.location_id = STR("x");
    assert_false(matches(fixture, &query));
    query = fit;
    query.own_location_id = STR("x");
    assert_false(matches(fixture, &query));
    query = fit;
    query.type = STR("agency");
    assert_false(matches(fixture, &query));
    query = fit;
    query.role = STR("user");
    assert_false(matches(fixture, &query));
    query = fit;
    query.ids.count = 1;
    assert_false(matches(fixture, &query));
}

static void a_text_is_looked_for_in_name_email_and_phone(void **state)
{
    struct fixture *fixture = *state;
    assert_true(matches(fixture, &(struct user_query){.text = STR("nn@ex")}));
    assert_true(matches(fixture, &(struct user_query){.text = STR("1808-8")}));
    assert_false(matches(fixture, &(struct user_query){.text = STR("809")}));
    assert_false(matches(fixture, &(struct user_query){.text = STR("bob")}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_user_is_kept_without_the_password),
        TEST(an_update_changes_a_role_and_leaves_the_rest),
        TEST(a_query_without_wishes_fits_every_user),
        TEST(each_wish_of_a_query_counts),
        TEST(a_text_is_looked_for_in_name_email_and_phone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
