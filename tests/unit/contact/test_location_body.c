#include "contact/location_body.h"

#include "fixture.h"

static struct location made(struct fixture *fixture, const char *body)
{
    struct location location = {
        .id = STR("loc"), .country = STR("US"), .duplicates = {.first = MATCH_EMAIL}};
    struct location_fields patch;
    location_body_read(LOCATION_BODY_CREATE, json_of(fixture, body), &fixture->arena, &patch,
                       &fixture->faults);
    assert_int_equal(fixture->faults.count, 0);
    assert_int_equal(location_body_apply(&patch, &fixture->arena, &location), ERR_NONE);
    return location;
}

static void assert_quoted(struct fixture *fixture, struct str got, const char *wanted)
{
    struct str text = quoted(fixture, wanted);
    if (!str_eq(got, text))
        fail_msg("'%.*s' is not '%.*s'", STR_ARG(got), STR_ARG(text));
}

static void what_has_a_column_is_not_in_the_document(void **state)
{
    struct fixture *fixture = *state;
    struct location location =
        made(fixture, "{'name':'A','companyId':'c','country':'de','timezone':'UTC','city':'Ulm',"
                      "'settings':{'allowDuplicateContact':true,'allowFacebookNameMerge':true},"
                      "'prospectInfo':{'firstName':'J','lastName':'D','email':'J@mail.com'}}");
    assert_quoted(fixture, location.name, "A");
    assert_quoted(fixture, location.company_id, "c");
    assert_quoted(fixture, location.country, "DE");
    assert_quoted(fixture, location.timezone, "UTC");
    assert_quoted(fixture, location.email, "j@mail.com");
    assert_true(location.duplicates.allow_duplicates);
    assert_quoted(fixture, location.document,
                  "{'firstName':'J','lastName':'D','city':'Ulm','settings':"
                  "{'allowDuplicateOpportunity':false,'allowFacebookNameMerge':true,"
                  "'disableContactTimezone':false}}");
}

static void credentials_are_not_kept(void **state)
{
    struct fixture *fixture = *state;
    struct location location =
        made(fixture, "{'name':'A','companyId':'c','snapshotId':'s','twilio':{'sid':'t','authToken'"
                      ":'secret'},'mailgun':{'apiKey':'secret','domain':'d'}}");
    assert_quoted(fixture, location.document,
                  "{'settings':{'allowDuplicateOpportunity':false,'allowFacebookNameMerge':false,"
                  "'disableContactTimezone':false}}");
}

static void a_patch_that_is_applied_twice_changes_as_if_once(void **state)
{
    struct fixture *fixture = *state;
    struct location location = made(fixture, "{'name':'A','companyId':'c','social':{'yelp':'y'},"
                                             "'settings':{'allowDuplicateContact':true}}");
    struct location_fields patch;
    location_body_read(LOCATION_BODY_UPDATE,
                       json_of(fixture, "{'companyId':'c','social':{'twitter':'t'},"
                                        "'settings':{'disableContactTimezone':true}}"),
                       &fixture->arena, &patch, &fixture->faults);
    struct location first = location, second = location;
    assert_int_equal(location_body_apply(&patch, &fixture->arena, &first), ERR_NONE);
    assert_int_equal(location_body_apply(&patch, &fixture->arena, &second), ERR_NONE);
    assert_true(str_eq(first.document, second.document));
    assert_true(first.duplicates.allow_duplicates);
    assert_quoted(fixture, second.document,
                  "{'settings':{'allowDuplicateOpportunity':false,'allowFacebookNameMerge':false,"
                  "'disableContactTimezone':true},'social':{'twitter':'t','yelp':'y'}}");
}

static void a_document_that_is_none_is_a_damaged_store(void **state)
{
    struct fixture *fixture = *state;
    struct location location = {.id = STR("loc"), .document = STR("[")};
    struct location_fields patch = {0};
    struct json_writer *w = json_writer_new(&fixture->arena);
    json_begin_object(w);
    assert_int_equal(location_body_apply(&patch, &fixture->arena, &location), ERR_STORE_FAILED);
    assert_int_equal(location_write(&location, LOCATION_SHORT, &fixture->arena, w),
                     ERR_STORE_FAILED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_has_a_column_is_not_in_the_document),
        TEST(credentials_are_not_kept),
        TEST(a_patch_that_is_applied_twice_changes_as_if_once),
        TEST(a_document_that_is_none_is_a_damaged_store),
    };
    return cmocka_run_group_tests_name("contact/location_body", tests, NULL, NULL);
}
