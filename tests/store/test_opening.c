/*
 * Opening an SQLite store: what is made, and what is refused with which explanation.
 */
#include "store_fixture.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/sqlite/migrate.h"

/* Opens what must be refused; the explanation has to hold the text. */
static void assert_refused(struct str url, bool create, const char *expected)
{
    struct store_config config = {.url = url, .create = create, .readers_max = 1, .queue_max = 1};
    struct store *store = NULL;
    struct err_text why = {""};
    enum err err = store_open(&config, &store, &why);
    assert_true(err == ERR_STORE_UNUSABLE || err == ERR_SETTING_INVALID);
    assert_null(store);
    if (!strstr(why.text, expected))
        fail_msg("'%s' does not say '%s'", why.text, expected);
}

static struct str url_of(struct store_fixture *fixture, const char *name)
{
    return arena_format(&fixture->arena, "sqlite:%s/%s", fixture->folder, name);
}

static unsigned mode_of(const char *path)
{
    struct stat file;
    assert_int_equal(stat(path, &file), 0);
    return file.st_mode & 07777;
}

/* The test's own way into the file. */
static sqlite3 *raw_open(struct store_fixture *fixture)
{
    sqlite3 *connection = NULL;
    assert_int_equal(sqlite3_open(fixture->path, &connection), SQLITE_OK);
    return connection;
}

static void assert_raw_text(struct store_fixture *fixture, const char *sql, const char *expected)
{
    sqlite3 *connection = raw_open(fixture);
    sqlite3_stmt *statement = NULL;
    assert_int_equal(sqlite3_prepare_v2(connection, sql, -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    assert_string_equal(sqlite3_column_text(statement, 0), expected);
    sqlite3_finalize(statement);
    sqlite3_close(connection);
}

static void write_file(struct store_fixture *fixture, const char *text)
{
    FILE *file = fopen(fixture->path, "w");
    fputs(text, file);
    fclose(file);
}

static void a_new_store_is_readable_by_its_owner_only(void **state)
{
    struct store_fixture *fixture = *state;
    umask(0);
    fixture_open(fixture);
    struct contact_row row = contact_of("a", "", "");
    assert_int_equal(run_contact_insert(fixture->store, &row), ERR_NONE);
    assert_int_equal(mode_of(fixture->path), 0600);
    struct str log = arena_format(&fixture->arena, "%s-wal", fixture->path);
    assert_int_equal(mode_of(log.ptr), 0600);
}

static void the_last_folder_is_made_for_its_owner_only(void **state)
{
    struct store_fixture *fixture = *state;
    struct store_config config = fixture_config(fixture);
    config.url = url_of(fixture, "data/x.db");
    struct err_text why;
    assert_int_equal(store_open(&config, &fixture->store, &why), ERR_NONE);
    fixture_close(fixture);
    struct str folder = arena_format(&fixture->arena, "%s/data", fixture->folder);
    struct str file = arena_format(&fixture->arena, "%s/x.db", folder.ptr);
    assert_int_equal(mode_of(folder.ptr), 0700);
    assert_int_equal(unlink(file.ptr), 0);
    assert_int_equal(rmdir(folder.ptr), 0);
}

static void the_folders_above_are_not_made(void **state)
{
    assert_refused(url_of(*state, "no/such/x.db"), true, "cannot make the folder");
}

static void without_leave_to_create_a_missing_store_is_refused(void **state)
{
    struct store_fixture *fixture = *state;
    assert_refused(fixture->url, false, "there is no store at");
    assert_int_equal(fixture_file_size(fixture, ""), -1);
}

static void a_url_without_a_known_kind_is_refused(void **state)
{
    (void)state;
    assert_refused(STR("oracle:x"), true, "use sqlite:PATH");
    assert_refused(STR("sqlite"), true, "use sqlite:PATH");
    assert_refused(STR(""), true, "use sqlite:PATH");
}

static void a_name_that_is_none_is_refused(void **state)
{
    (void)state;
    assert_refused(STR("sqlite:"), true, "has no file name");
    assert_refused(STR("sqlite::memory:"), true, "would keep nothing");
    assert_refused(STR("sqlite:/tmp/a\0b"), true, "is not one");
}

static void a_name_past_the_longest_path_is_refused(void **state)
{
    struct store_fixture *fixture = *state;
    struct str url = arena_format(&fixture->arena, "sqlite:/%05000d", 0);
    assert_refused(url, true, "is not one");
}

static void a_name_that_looks_like_a_uri_is_a_file_name(void **state)
{
    struct store_fixture *fixture = *state;
    assert_int_equal(chdir(fixture->folder), 0);
    struct store_config config = fixture_config(fixture);
    config.url = STR("sqlite:file:x?mode=memory");
    struct err_text why;
    assert_int_equal(store_open(&config, &fixture->store, &why), ERR_NONE);
    assert_int_equal(access("file:x?mode=memory", F_OK), 0);
    assert_int_equal(chdir("/"), 0);
}

static void a_folder_is_refused(void **state)
{
    struct store_fixture *fixture = *state;
    assert_refused(arena_format(&fixture->arena, "sqlite:%s", fixture->folder), true,
                   "is not a file");
}

static void a_file_that_is_no_database_is_refused_and_left_alone(void **state)
{
    struct store_fixture *fixture = *state;
    write_file(fixture, "Dear diary, this is a text that is longer than a header of a database, "
                        "which has a hundred bytes.");
    long long size = fixture_file_size(fixture, "");
    assert_refused(fixture->url, true, "is not a database");
    assert_int_equal(fixture_file_size(fixture, ""), size);
}

static void another_programs_database_is_refused_and_left_alone(void **state)
{
    struct store_fixture *fixture = *state;
    fixture_execute(fixture, "CREATE TABLE photo (id)");
    assert_refused(fixture->url, true, "belongs to another program");
    assert_raw_text(fixture, "PRAGMA journal_mode", "delete");
    assert_raw_text(fixture, "SELECT group_concat(name) FROM sqlite_schema", "photo");
}

static void set_version(struct store_fixture *fixture, int version)
{
    char sql[128];
    snprintf(sql, sizeof sql, "PRAGMA application_id = %d; PRAGMA user_version = %d",
             APPLICATION_ID, version);
    fixture_execute(fixture, sql);
}

static void assert_version(struct store_fixture *fixture, size_t version)
{
    char text[16];
    snprintf(text, sizeof text, "%zu", version);
    assert_raw_text(fixture, "PRAGMA user_version", text);
}

/* A file as the release with that schema left it. */
static void make_older(struct store_fixture *fixture, int version)
{
    for (int i = 0; i < version; i++)
        fixture_execute(fixture, sqlite_migrations[i].sql);
    set_version(fixture, version);
}

static void a_newer_schema_is_refused(void **state)
{
    struct store_fixture *fixture = *state;
    fixture_open(fixture);
    fixture_close(fixture);
    set_version(fixture, (int)sqlite_migration_count + 1);
    assert_refused(fixture->url, true, "was made by a newer contactd");
    assert_version(fixture, sqlite_migration_count + 1);
}

static void assert_field_is_brought_up(struct store_fixture *fixture)
{
    struct custom_field field;
    struct custom_field_total total;
    struct store_view *view = fixture_view(fixture);
    assert_int_equal(store_custom_field_get(view, &fixture->arena, STR("loc"), STR("f"), &field),
                     ERR_NONE);
    assert_text(field.object_key, "contact");
    assert_text(field.key, "contact.size");
    assert_text(field.placeholder, "which");
    assert_int_equal(field.position, 2);
    assert_true(field.allows_custom_option);
    assert_true(field.shows_in_forms);
    assert_int_equal(field.option_count, 2);
    assert_text(field.options[0].key, "b");
    assert_text(field.options[0].label, "b");
    assert_text(field.options[1].label, "a");
    assert_int_equal(store_custom_field_total(view, STR("loc"), STR("contact"), &total), ERR_NONE);
    assert_int_equal(total.fields, 1);
    assert_true(total.bytes >= (int64_t)custom_field_size(&field));
}

static void an_older_schema_is_brought_up_to_date_with_what_is_in_it(void **state)
{
    struct store_fixture *fixture = *state;
    struct contact_row contact;
    struct item_key notes = {STR("loc"), STR("c"), ITEM_NOTE, STR("")};
    struct item_total total = {-1, -1};
    make_older(fixture, 1);
    fixture_execute(fixture, "INSERT INTO contact (location_id, id, version, email_owner,"
                             " phone_owner, date_added, document)"
                             " VALUES ('loc', 'c', 7, '', '', 1, '{}')");
    fixture_execute(fixture, "INSERT INTO custom_field VALUES ('loc', 'f', 'contact.size', 'Size',"
                             " 'which', 'RADIO', 2, '[\"b\",\"a\"]', 1)");
    fixture_open(fixture);
    assert_int_equal(
        store_contact_get(fixture_view(fixture), &fixture->arena, STR("loc"), STR("c"), &contact),
        ERR_NONE);
    assert_int_equal(contact.version, 7);
    assert_int_equal(store_item_total(fixture_view(fixture), &notes, &total), ERR_NONE);
    assert_int_equal(total.items, 0);
    assert_field_is_brought_up(fixture);
    fixture_close(fixture);
    assert_version(fixture, sqlite_migration_count);
}

/* They were kept as documents of contacts, each the answer to a create. */
static void first_answers_of_an_older_schema_are_given_as_they_were(void **state)
{
    struct store_fixture *fixture = *state;
    struct idempotency_row row;
    make_older(fixture, 2);
    fixture_execute(
        fixture, "INSERT INTO idempotency VALUES ('loc', 'k', x'00', 5, 'trace', '{\"id\":\"c\","
                 "\"dateOfBirth\":\"1990-09-05T00:00:00.000Z\",\"dateAdded\":\"then\"}'),"
                 " ('loc', 'ageless', x'00', 5, 'trace', '{\"id\":\"d\",\"dateAdded\":\"then\"}'),"
                 " ('', 'can this be written?', x'00', 0, '', '')");
    fixture_open(fixture);
    struct store_view *view = fixture_view(fixture);
    assert_int_equal(store_idempotency_get(view, &fixture->arena, STR("loc"), STR("k"), &row),
                     ERR_NONE);
    assert_text(row.path, "/contacts");
    assert_int_equal(row.created_ms, 5);
    assert_int_equal(row.status, 201);
    assert_text(row.headers, "ETag: \"1\"\n");
    assert_text(row.body, "{\"contact\":{\"id\":\"c\",\"dateOfBirth\":\"1990-09-05T00:00:00.000Z\","
                          "\"dateAdded\":\"then\",\"deleted\":false,\"bounceEmail\":false,"
                          "\"unsubscribeEmail\":false,\"birthMonth\":9,\"birthDay\":5,"
                          "\"lastSessionActivityAt\":\"then\",\"offers\":[],\"products\":[]},"
                          "\"traceId\":\"trace\"}");
    assert_int_equal(store_idempotency_get(view, &fixture->arena, STR("loc"), STR("ageless"), &row),
                     ERR_NONE);
    assert_text(row.body, "{\"contact\":{\"id\":\"d\",\"dateAdded\":\"then\",\"deleted\":false,"
                          "\"bounceEmail\":false,\"unsubscribeEmail\":false,"
                          "\"lastSessionActivityAt\":\"then\",\"offers\":[],\"products\":[]},"
                          "\"traceId\":\"trace\"}");
}

/* The damage is one task's; the store opens all the same. */
static void a_damaged_task_of_an_older_schema_is_left_as_it_is(void **state)
{
    struct store_fixture *fixture = *state;
    struct item_row row;
    make_older(fixture, 4);
    fixture_execute(fixture,
                    "INSERT INTO item (location_id, contact_id, kind, id, date_added, size,"
                    " document) VALUES ('loc', 'c', 'task', 'a', 1, 1, '{'),"
                    " ('loc', 'c', 'task', 'b', 1, 2, '{}'),"
                    " ('loc', 'c', 'task', 'd', 1, 2, '{\"title\":7,\"completed\":\"no\"}'),"
                    " ('loc', 'c', 'task', 'e', 1, 2, '{\"title\":\"Call\",\"completed\":true}')");
    fixture_open(fixture);
    const struct item_key damaged = {STR("loc"), STR("c"), ITEM_TASK, STR("a")};
    assert_int_equal(store_item_get(fixture_view(fixture), &fixture->arena, &damaged, &row),
                     ERR_NONE);
    assert_text(row.document, "{");
    fixture_close(fixture);
    assert_raw_text(fixture,
                    "SELECT group_concat(id || ':' || title || ':' || completed) FROM item",
                    "a::0,b::0,d:7:0,e:call:1");
}

static void a_locked_store_is_refused(void **state)
{
    struct store_fixture *fixture = *state;
    sqlite3 *other = raw_open(fixture);
    assert_int_equal(sqlite3_exec(other, "BEGIN EXCLUSIVE", NULL, NULL, NULL), SQLITE_OK);
    assert_refused(fixture->url, true, "is locked by another process");
    sqlite3_close(other);
}

static void a_damaged_store_is_refused(void **state)
{
    struct store_fixture *fixture = *state;
    fixture_open(fixture);
    fixture_close(fixture);
    int fd = open(fixture->path, O_WRONLY | O_CLOEXEC);
    char noise[1900];
    memset(noise, 0xa5, sizeof noise);
    assert_int_equal(pwrite(fd, noise, sizeof noise, 100), sizeof noise);
    close(fd);
    assert_refused(fixture->url, true, "is damaged");
}

/* Runs in a process of its own, so that it may give up its rights: nothing is read-only to root. */
static void assert_in_child(void (*check)(struct store_fixture *), struct store_fixture *fixture)
{
    pid_t child = fork();
    if (child == 0) {
        check(fixture);
        _exit(0);
    }
    int status = -1;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

/* A user that owns nothing here. */
enum { NOBODY = 65534 };

static void open_as_another_user(struct store_fixture *fixture)
{
    if (geteuid() == 0 && setuid(NOBODY) != 0)
        _exit(2);
    struct store_config config = fixture_config(fixture);
    struct store *store = NULL;
    struct err_text why = {""};
    if (store_open(&config, &store, &why) != ERR_STORE_UNUSABLE || !strstr(why.text, "writable"))
        _exit(3);
}

static void a_read_only_file_is_refused(void **state)
{
    struct store_fixture *fixture = *state;
    fixture_open(fixture);
    fixture_close(fixture);
    assert_int_equal(chmod(fixture->folder, 0755), 0);
    assert_int_equal(chmod(fixture->path, 0444), 0);
    assert_in_child(open_as_another_user, fixture);
}

static void a_read_only_folder_is_refused(void **state)
{
    struct store_fixture *fixture = *state;
    assert_int_equal(chmod(fixture->folder, 0555), 0);
    assert_in_child(open_as_another_user, fixture);
    assert_int_equal(chmod(fixture->folder, 0755), 0);
}

static void the_file_says_whose_it_is_and_of_which_schema(void **state)
{
    struct store_fixture *fixture = *state;
    fixture_open(fixture);
    fixture_close(fixture);
    assert_raw_text(fixture, "PRAGMA application_id", "1668572004");
    assert_version(fixture, sqlite_migration_count);
    assert_raw_text(fixture, "PRAGMA page_size", "2048");
    assert_raw_text(fixture, "PRAGMA journal_mode", "wal");
}

/* A file made by a start that was stopped before it got to the schema. */
static void an_empty_file_becomes_a_store(void **state)
{
    struct store_fixture *fixture = *state;
    write_file(fixture, "");
    fixture_open(fixture);
    struct contact_row row = contact_of("a", "", "");
    assert_int_equal(run_contact_insert(fixture->store, &row), ERR_NONE);
}

enum { STARTERS = 6 };

static int open_and_insert(struct store_fixture *fixture, int number)
{
    struct store_config config = fixture_config(fixture);
    config.busy_timeout_ms = 60000;
    struct err_text why = {""};
    if (store_open(&config, &fixture->store, &why) != ERR_NONE) {
        fprintf(stderr, "%s\n", why.text);
        return 1;
    }
    struct str id = arena_format(&fixture->arena, "%d", number);
    struct contact_row row = contact_of(id.ptr, "", "");
    enum err err = run_contact_insert(fixture->store, &row);
    fixture_close(fixture);
    return err != ERR_NONE;
}

static void processes_that_open_a_new_store_at_once_all_succeed(void **state)
{
    struct store_fixture *fixture = *state;
    pid_t children[STARTERS];
    for (int i = 0; i < STARTERS; i++) {
        children[i] = fork();
        if (children[i] == 0)
            _exit(open_and_insert(fixture, i));
    }
    for (int i = 0; i < STARTERS; i++) {
        int status = -1;
        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_int_equal(status, 0);
    }
    fixture_open(fixture);
    int64_t count = 0;
    assert_int_equal(store_contact_count(fixture_view(fixture), STR("loc"), &count), ERR_NONE);
    assert_int_equal(count, STARTERS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_CLOSED(a_new_store_is_readable_by_its_owner_only),
        TEST_CLOSED(the_last_folder_is_made_for_its_owner_only),
        TEST_CLOSED(the_folders_above_are_not_made),
        TEST_CLOSED(without_leave_to_create_a_missing_store_is_refused),
        TEST_CLOSED(a_url_without_a_known_kind_is_refused),
        TEST_CLOSED(a_name_that_is_none_is_refused),
        TEST_CLOSED(a_name_past_the_longest_path_is_refused),
        TEST_CLOSED(a_name_that_looks_like_a_uri_is_a_file_name),
        TEST_CLOSED(a_folder_is_refused),
        TEST_CLOSED(a_file_that_is_no_database_is_refused_and_left_alone),
        TEST_CLOSED(another_programs_database_is_refused_and_left_alone),
        TEST_CLOSED(a_newer_schema_is_refused),
        TEST_CLOSED(an_older_schema_is_brought_up_to_date_with_what_is_in_it),
        TEST_CLOSED(first_answers_of_an_older_schema_are_given_as_they_were),
        TEST_CLOSED(a_damaged_task_of_an_older_schema_is_left_as_it_is),
        TEST_CLOSED(a_locked_store_is_refused),
        TEST_CLOSED(a_damaged_store_is_refused),
        TEST_CLOSED(a_read_only_file_is_refused),
        TEST_CLOSED(a_read_only_folder_is_refused),
        TEST_CLOSED(the_file_says_whose_it_is_and_of_which_schema),
        TEST_CLOSED(an_empty_file_becomes_a_store),
        TEST_CLOSED(processes_that_open_a_new_store_at_once_all_succeed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
