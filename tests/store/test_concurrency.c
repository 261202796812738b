/*
 * Many threads, two stores on one file, two processes: what is unique stays so, and whoever was
 * told of a change finds it.
 *
 * Threads count what goes wrong; the test's own thread asserts that nothing did.
 */
#include "store_fixture.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CREATORS = 6, EMAILS = 60 };

/* Longer than any test takes: other transactions are waited for. */
enum { PATIENCE_MS = 120000 };

static struct store_config patient_config(const struct store_fixture *fixture)
{
    struct store_config config = fixture_config(fixture);
    config.busy_timeout_ms = PATIENCE_MS;
    return config;
}

static struct store *open_patiently(const struct store_fixture *fixture)
{
    struct store_config config = patient_config(fixture);
    struct store *store = NULL;
    struct err_text why = {""};
    if (store_open(&config, &store, &why) != ERR_NONE)
        fprintf(stderr, "%s\n", why.text);
    return store;
}

/* ---- uniqueness --------------------------------------------------------------------------------
 */

/* Creates a contact for each of the same emails; counts the answers. */
struct creator {
    pthread_t thread;
    struct store *store;
    int number;
    unsigned created;
    unsigned duplicates;
};

static void create_all(struct creator *creator)
{
    for (int i = 0; i < EMAILS; i++) {
        char id[32], email[32];
        snprintf(id, sizeof id, "%d-%d", creator->number, i);
        snprintf(email, sizeof email, "%d@example.com", i);
        struct contact_row row = contact_of(id, email, "");
        enum err err = run_contact_insert(creator->store, &row);
        creator->created += err == ERR_NONE;
        creator->duplicates += err == ERR_CONTACT_DUPLICATE;
    }
}

static void *run_creator(void *context)
{
    create_all(context);
    return NULL;
}

static int64_t count_contacts(struct store_fixture *fixture)
{
    int64_t count = -1;
    assert_int_equal(store_contact_count(fixture_view(fixture), STR("loc"), &count), ERR_NONE);
    return count;
}

/* Half of the creators on each store. */
static void create_from_threads(struct store *one, struct store *other)
{
    struct creator creators[CREATORS];
    for (int i = 0; i < CREATORS; i++) {
        creators[i] = (struct creator){.store = i % 2 ? one : other, .number = i};
        assert_int_equal(pthread_create(&creators[i].thread, NULL, run_creator, &creators[i]), 0);
    }
    unsigned created = 0, duplicates = 0;
    for (int i = 0; i < CREATORS; i++) {
        pthread_join(creators[i].thread, NULL);
        created += creators[i].created;
        duplicates += creators[i].duplicates;
    }
    assert_int_equal(created, EMAILS);
    assert_int_equal(duplicates, (CREATORS - 1) * EMAILS);
}

static void an_email_is_created_once_by_many_threads(void **state)
{
    struct store_fixture *fixture = *state;
    fixture->store = open_patiently(fixture);
    create_from_threads(fixture->store, fixture->store);
    assert_int_equal(count_contacts(fixture), EMAILS);
}

static void an_email_is_created_once_by_two_stores_on_one_file(void **state)
{
    struct store_fixture *fixture = *state;
    fixture->store = open_patiently(fixture);
    struct store *other = open_patiently(fixture);
    create_from_threads(fixture->store, other);
    store_close(other);
    assert_int_equal(count_contacts(fixture), EMAILS);
}

/* A process's own store; exits with 0 when every email was either created or refused. */
struct process {
    struct store_fixture *fixture;
    int number;
};

static void *run_process(void *context)
{
    const struct process *process = context;
    struct creator creator = {.store = open_patiently(process->fixture), .number = process->number};
    if (!creator.store)
        _exit(2);
    create_all(&creator);
    store_close(creator.store);
    _exit(creator.created + creator.duplicates == EMAILS ? 0 : 3);
}

/* In a thread of its own: what the parent's has in store of random bits, every child has (rand.c).
 */
static void create_in_process(struct store_fixture *fixture, int number)
{
    struct process process = {fixture, number};
    pthread_t thread;
    if (pthread_create(&thread, NULL, run_process, &process) == 0)
        pthread_join(thread, NULL);
    _exit(4);
}

static void an_email_is_created_once_by_two_processes(void **state)
{
    struct store_fixture *fixture = *state;
    pid_t children[2];
    for (int i = 0; i < 2; i++) {
        children[i] = fork();
        if (children[i] == 0)
            create_in_process(fixture, i);
    }
    for (int i = 0; i < 2; i++) {
        int status = -1;
        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_int_equal(status, 0);
    }
    fixture_open(fixture);
    assert_int_equal(count_contacts(fixture), EMAILS);
}

/* ---- reading ----------------------------------------------------------------------------------
 */

enum { UPDATES = 300, READERS = 6 };

struct reading {
    struct store *store;
    atomic_int acknowledged; /* the last version that was */
    atomic_uint stale;       /* reads that found an older one */
    atomic_uint failed;
    atomic_uint inside; /* views in use */
    atomic_uint most_inside;
};

static void note_inside(struct reading *reading)
{
    unsigned inside = atomic_fetch_add(&reading->inside, 1) + 1;
    unsigned most = atomic_load(&reading->most_inside);
    while (most < inside && !atomic_compare_exchange_weak(&reading->most_inside, &most, inside))
        continue;
}

/* One read, of which the acknowledged version of before is the least it may find. */
static void read_once(struct reading *reading, struct arena *arena)
{
    int least = atomic_load(&reading->acknowledged);
    struct store_view *view;
    if (store_view_acquire(reading->store, &view) != ERR_NONE) {
        atomic_fetch_add(&reading->failed, 1);
        return;
    }
    note_inside(reading);
    struct contact_row row;
    if (store_contact_get(view, arena, STR("loc"), STR("a"), &row) != ERR_NONE)
        atomic_fetch_add(&reading->failed, 1);
    else if (row.version < least)
        atomic_fetch_add(&reading->stale, 1);
    atomic_fetch_sub(&reading->inside, 1);
    store_view_release(view);
}

static void *read_until_the_last(void *context)
{
    struct reading *reading = context;
    struct arena arena;
    arena_init(&arena);
    while (atomic_load(&reading->acknowledged) < UPDATES) {
        read_once(reading, &arena);
        arena_release(&arena);
    }
    return NULL;
}

static void a_reader_sees_every_acknowledged_change(void **state)
{
    struct store_fixture *fixture = *state;
    fixture_open(fixture);
    struct reading reading = {.store = fixture->store, .acknowledged = 1};
    struct contact_row row = contact_of("a", "", "");
    assert_int_equal(run_contact_insert(fixture->store, &row), ERR_NONE);
    pthread_t readers[READERS];
    for (int i = 0; i < READERS; i++)
        assert_int_equal(pthread_create(&readers[i], NULL, read_until_the_last, &reading), 0);
    unsigned refused = 0;
    for (row.version = 2; row.version <= UPDATES; row.version++) {
        refused += run_contact_update(fixture->store, &row) != ERR_NONE;
        atomic_store(&reading.acknowledged, (int)row.version);
    }
    for (int i = 0; i < READERS; i++)
        pthread_join(readers[i], NULL);
    assert_int_equal(refused, 0);
    assert_int_equal(reading.stale, 0);
    assert_int_equal(reading.failed, 0);
    assert_true(reading.most_inside <= fixture_config(fixture).readers_max);
}

static void *acquire_and_release(void *context)
{
    struct store_view *view;
    if (store_view_acquire(context, &view) == ERR_NONE)
        store_view_release(view);
    return NULL;
}

static void one_view_more_than_there_are_waits_for_one(void **state)
{
    struct store_fixture *fixture = *state;
    struct store_config config = fixture_config(fixture);
    config.readers_max = 1;
    struct err_text why;
    assert_int_equal(store_open(&config, &fixture->store, &why), ERR_NONE);
    struct store_view *view;
    assert_int_equal(store_view_acquire(fixture->store, &view), ERR_NONE);
    pthread_t waiting;
    assert_int_equal(pthread_create(&waiting, NULL, acquire_and_release, fixture->store), 0);
    int64_t count = -1; /* the view is ours alone still */
    assert_int_equal(store_contact_count(view, STR("loc"), &count), ERR_NONE);
    store_view_release(view);
    assert_int_equal(pthread_join(waiting, NULL), 0);
}

/* ---- stopping ---------------------------------------------------------------------------------
 */

static void *insert_until_refused(void *context)
{
    struct creator *creator = context;
    enum err err;
    do {
        char id[32];
        snprintf(id, sizeof id, "%d-%u", creator->number, creator->created);
        struct contact_row row = contact_of(id, "", "");
        err = run_contact_insert(creator->store, &row);
        creator->created += err == ERR_NONE;
    } while (err == ERR_NONE);
    return NULL;
}

static void what_was_acknowledged_before_a_stop_is_kept(void **state)
{
    struct store_fixture *fixture = *state;
    fixture_open(fixture);
    struct creator creators[CREATORS];
    for (int i = 0; i < CREATORS; i++) {
        creators[i] = (struct creator){.store = fixture->store, .number = i};
        assert_int_equal(
            pthread_create(&creators[i].thread, NULL, insert_until_refused, &creators[i]), 0);
    }
    struct contact_row row = contact_of("a", "", "");
    assert_int_equal(run_contact_insert(fixture->store, &row), ERR_NONE);
    store_quiesce(fixture->store);
    unsigned created = 1;
    for (int i = 0; i < CREATORS; i++) {
        pthread_join(creators[i].thread, NULL);
        created += creators[i].created;
    }
    fixture_reopen(fixture);
    assert_int_equal(count_contacts(fixture), created);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_CLOSED(an_email_is_created_once_by_many_threads),
        TEST_CLOSED(an_email_is_created_once_by_two_stores_on_one_file),
        TEST_CLOSED(an_email_is_created_once_by_two_processes),
        TEST_CLOSED(a_reader_sees_every_acknowledged_change),
        TEST_CLOSED(one_view_more_than_there_are_waits_for_one),
        TEST_CLOSED(what_was_acknowledged_before_a_stop_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
