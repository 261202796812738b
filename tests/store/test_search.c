/*
 * Searching: whoever was told of a change finds it, in the order of dates, page by page, whatever
 * else is written meanwhile.
 */
#include "store_fixture.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

#include "contact/search_entry.h"

/* ---- set-up ------------------------------------------------------------------------------------
 */

static int set_up(void **state)
{
    int failed = fixture_set_up_closed(state);
    if (failed)
        return failed;
    struct store_fixture *fixture = *state;
    struct store_config config = fixture_config(fixture);
    struct err_text why = {""};
    config.searches = true;
    return store_open(&config, &fixture->store, &why) == ERR_NONE ? 0 : 1;
}

#define TEST_SEARCHING(name) cmocka_unit_test_setup_teardown(name, set_up, fixture_tear_down)

enum { DOCUMENT_MAX = 256 };

/* A contact of "loc" as its document has it, added in that millisecond. */
struct person {
    struct contact_row row;
    char id[32];
    char document[DOCUMENT_MAX];
};

static struct contact_row *person_make(struct person *person, const char *id, const char *name,
                                       int64_t added_ms)
{
    snprintf(person->id, sizeof person->id, "%s", id);
    snprintf(person->document, sizeof person->document,
             "{\"id\":\"%s\",\"name\":\"%s\",\"locationId\":\"loc\",\"firstName\":\"%s\","
             "\"tags\":[\"all\",\"%s\"]}",
             id, name, name, name);
    person->row = (struct contact_row){
        .location_id = STR("loc"),
        .id = str_of(person->id),
        .version = 1,
        .date_added_ms = added_ms,
        .document = str_of(person->document),
    };
    return &person->row;
}

static void add(struct store_fixture *fixture, const char *id, const char *name, int64_t added_ms)
{
    struct person person;
    person_make(&person, id, name, added_ms);
    assert_int_equal(run_contact_insert(fixture->store, &person.row), ERR_NONE);
}

static struct search everybody(struct store_fixture *fixture)
{
    struct search search;
    search_init(&search, &fixture->arena);
    return search;
}

static struct search_found find_in(struct store_fixture *fixture, const char *location,
                                   const struct search *search)
{
    struct search_found found;
    assert_int_equal(
        store_search(fixture->store, &fixture->arena, str_of(location), search, &found), ERR_NONE);
    return found;
}

static struct search_found find_words(struct store_fixture *fixture, const char *words)
{
    struct search search = everybody(fixture);
    search_set_words(&search, &fixture->arena, str_of(words));
    return find_in(fixture, "loc", &search);
}

/* "b a": the ids in their order. */
static struct str ids_of(struct store_fixture *fixture, const struct search_found *found)
{
    struct str text = STR("");
    for (size_t i = 0; i < found->count; i++)
        text = arena_format(&fixture->arena, "%.*s%s%.*s", STR_ARG(text), i > 0 ? " " : "",
                            STR_ARG(found->hits[i].id));
    return text;
}

/* ---- what is found -----------------------------------------------------------------------------
 */

static void an_empty_store_has_nothing_to_find(void **state)
{
    struct store_fixture *fixture = *state;
    struct search search = everybody(fixture);
    struct search_found found = find_in(fixture, "loc", &search);
    assert_int_equal(found.count, 0);
    assert_int_equal(found.total, 0);
}

static void a_change_is_found_as_soon_as_it_is_acknowledged(void **state)
{
    struct store_fixture *fixture = *state;
    struct person person;
    add(fixture, "a", "First", 1000);
    assert_int_equal(find_words(fixture, "first").total, 1);
    person_make(&person, "a", "Second", 1000);
    person.row.version = 2;
    assert_int_equal(run_contact_update(fixture->store, &person.row), ERR_NONE);
    assert_int_equal(find_words(fixture, "first").total, 0);
    assert_int_equal(find_words(fixture, "second").total, 1);
    assert_int_equal(run_contact_delete(fixture->store, STR("loc"), STR("a")), ERR_NONE);
    assert_int_equal(find_words(fixture, "second").total, 0);
}

static void a_change_that_was_refused_is_not_found(void **state)
{
    struct store_fixture *fixture = *state;
    struct person person;
    add(fixture, "a", "First", 1000);
    person_make(&person, "a", "Other", 1000);
    assert_int_equal(run_contact_insert(fixture->store, &person.row), ERR_EXISTS);
    assert_int_equal(find_words(fixture, "other").total, 0);
    assert_int_equal(find_words(fixture, "first").total, 1);
}

static void the_newest_come_first_whenever_they_were_written(void **state)
{
    struct store_fixture *fixture = *state;
    add(fixture, "b", "B", 2000);
    add(fixture, "d", "D", 4000);
    add(fixture, "a", "A", 1000);
    add(fixture, "before-1970", "Old", -1);
    add(fixture, "c", "C", 3000);
    struct search search = everybody(fixture);
    struct search_found found = find_in(fixture, "loc", &search);
    assert_text(ids_of(fixture, &found), "d c b a before-1970");
}

/* More than there are seats in a millisecond (search_place.h). */
static void contacts_of_one_millisecond_are_all_there_page_by_page(void **state)
{
    enum { CONTACTS = 300, PAGE = 7 };
    struct store_fixture *fixture = *state;
    for (int i = 0; i < CONTACTS; i++) {
        char id[32];
        snprintf(id, sizeof id, "c%03d", i);
        add(fixture, id, "Same", 5000);
    }
    add(fixture, "later", "Later", 6000);
    struct search search = everybody(fixture);
    search.limit = PAGE;
    size_t seen = 0;
    for (;;) {
        struct search_found found = find_in(fixture, "loc", &search);
        if (seen == 0)
            assert_text(found.hits[0].id, "later");
        if (found.count == 0)
            break;
        assert_int_equal(found.total, CONTACTS + 1);
        seen += found.count;
        search.has_after = true;
        search.after_id = found.hits[found.count - 1].id;
        search.after_ms = found.hits[found.count - 1].date_added_ms;
    }
    assert_int_equal(seen, CONTACTS + 1);
}

static void locations_do_not_see_each_other(void **state)
{
    struct store_fixture *fixture = *state;
    struct search search = everybody(fixture);
    struct person person;
    add(fixture, "a", "Ann", 1000);
    person_make(&person, "a", "Ann", 1000);
    person.row.location_id = STR("other");
    assert_int_equal(run_contact_insert(fixture->store, &person.row), ERR_NONE);
    assert_int_equal(find_in(fixture, "loc", &search).total, 1);
    assert_int_equal(find_in(fixture, "other", &search).total, 1);
    assert_int_equal(run_contact_delete(fixture->store, STR("other"), STR("a")), ERR_NONE);
    assert_int_equal(find_in(fixture, "loc", &search).total, 1);
    assert_int_equal(find_in(fixture, "other", &search).total, 0);
}

static void a_sort_goes_on_behind_a_contact_that_is_there_and_no_other(void **state)
{
    struct store_fixture *fixture = *state;
    struct search_found found;
    add(fixture, "a", "Zoe", 1000);
    add(fixture, "b", "Ann", 2000);
    struct search search = everybody(fixture);
    search.sorts[search.sort_count++] = (struct search_sort){.field = SEARCH_first_name};
    search.has_after = true;
    search.after_id = STR("b");
    found = find_in(fixture, "loc", &search);
    assert_text(ids_of(fixture, &found), "a");
    search.after_id = STR("gone");
    assert_int_equal(store_search(fixture->store, &fixture->arena, STR("loc"), &search, &found),
                     ERR_SEARCH_AFTER_UNKNOWN);
}

/* A page that is full does not tell how many there are. */
static int64_t total_of_tag(struct store_fixture *fixture, const char *tag)
{
    struct search search = everybody(fixture);
    search_add_eq(&search, &fixture->arena, SEARCH_tags, str_of(tag));
    search.limit = 1;
    return find_in(fixture, "loc", &search).total;
}

static void the_total_of_a_tag_follows_its_contacts(void **state)
{
    struct store_fixture *fixture = *state;
    struct person person;
    assert_int_equal(total_of_tag(fixture, "all"), 0);
    add(fixture, "a", "cold", 1000);
    add(fixture, "b", "cold", 2000);
    assert_int_equal(total_of_tag(fixture, "all"), 2);
    add(fixture, "c", "warm", 3000);
    assert_int_equal(total_of_tag(fixture, "all"), 3);
    assert_int_equal(total_of_tag(fixture, "cold"), 2);
    person_make(&person, "a", "warm", 1000);
    person.row.version = 2;
    assert_int_equal(run_contact_update(fixture->store, &person.row), ERR_NONE);
    assert_int_equal(run_contact_delete(fixture->store, STR("loc"), STR("c")), ERR_NONE);
    assert_int_equal(total_of_tag(fixture, "all"), 2);
    assert_int_equal(total_of_tag(fixture, "cold"), 1);
    assert_int_equal(total_of_tag(fixture, "warm"), 1);
    assert_int_equal(run_contact_delete(fixture->store, STR("loc"), STR("b")), ERR_NONE);
    assert_int_equal(total_of_tag(fixture, "cold"), 0);
    add(fixture, "d", "cold", 4000);
    assert_int_equal(total_of_tag(fixture, "cold"), 1);
    assert_int_equal(total_of_tag(fixture, "all"), 2);
}

/* ---- many at once ------------------------------------------------------------------------------
 */

enum { WRITERS = 4, ROUNDS = 25 };

struct writer {
    pthread_t thread;
    struct store *store;
    int number;
    unsigned missed; /* changes that were acknowledged and not found, or found when gone */
};

static bool is_found(struct store *store, struct arena *arena, const char *words, int64_t expected)
{
    struct search search;
    struct search_found found;
    search_init(&search, arena);
    search_set_words(&search, arena, str_of(words));
    enum err err = store_search(store, arena, STR("loc"), &search, &found);
    return !err && found.total == expected;
}

static void write_and_find(struct writer *writer, struct arena *arena, int round)
{
    struct person person;
    char id[32], name[32];
    snprintf(id, sizeof id, "w%d-%d", writer->number, round);
    snprintf(name, sizeof name, "born%dx%d-", writer->number, round);
    person_make(&person, id, name, 1000 + round);
    writer->missed += run_contact_insert(writer->store, &person.row) != ERR_NONE;
    writer->missed += !is_found(writer->store, arena, name, 1);
    if (round % 2 == 0)
        return;
    writer->missed += run_contact_delete(writer->store, STR("loc"), person.row.id) != ERR_NONE;
    writer->missed += !is_found(writer->store, arena, name, 0);
}

static void *run_writer(void *context)
{
    struct writer *writer = context;
    struct arena arena;
    arena_init(&arena);
    for (int round = 0; round < ROUNDS; round++)
        write_and_find(writer, &arena, round);
    arena_release(&arena);
    return NULL;
}

static void each_of_many_writers_finds_its_own_changes(void **state)
{
    struct store_fixture *fixture = *state;
    struct writer writers[WRITERS];
    for (int i = 0; i < WRITERS; i++) {
        writers[i] = (struct writer){.store = fixture->store, .number = i};
        assert_int_equal(pthread_create(&writers[i].thread, NULL, run_writer, &writers[i]), 0);
    }
    for (int i = 0; i < WRITERS; i++) {
        pthread_join(writers[i].thread, NULL);
        assert_int_equal(writers[i].missed, 0);
    }
    struct search search = everybody(fixture);
    assert_int_equal(find_in(fixture, "loc", &search).total, WRITERS * (ROUNDS / 2 + 1));
}

static void a_store_that_is_about_to_close_searches_no_more(void **state)
{
    struct store_fixture *fixture = *state;
    struct search search = everybody(fixture);
    struct search_found found;
    add(fixture, "a", "First", 1000);
    store_refuse_searches(fixture->store);
    assert_int_equal(store_search(fixture->store, &fixture->arena, STR("loc"), &search, &found),
                     ERR_SEARCH_NOT_READY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_SEARCHING(an_empty_store_has_nothing_to_find),
        TEST_SEARCHING(a_change_is_found_as_soon_as_it_is_acknowledged),
        TEST_SEARCHING(a_change_that_was_refused_is_not_found),
        TEST_SEARCHING(the_newest_come_first_whenever_they_were_written),
        TEST_SEARCHING(contacts_of_one_millisecond_are_all_there_page_by_page),
        TEST_SEARCHING(locations_do_not_see_each_other),
        TEST_SEARCHING(a_sort_goes_on_behind_a_contact_that_is_there_and_no_other),
        TEST_SEARCHING(the_total_of_a_tag_follows_its_contacts),
        TEST_SEARCHING(each_of_many_writers_finds_its_own_changes),
        TEST_SEARCHING(a_store_that_is_about_to_close_searches_no_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
