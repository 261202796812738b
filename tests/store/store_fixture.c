#include "store_fixture.h"

#include <dirent.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "postgres_database.h"

int fixture_set_up_closed(void **state)
{
    struct store_fixture *fixture = calloc(1, sizeof *fixture);
    const char *parent = getenv("TMPDIR");
    snprintf(fixture->folder, sizeof fixture->folder, "%s/contactd-store-XXXXXX",
             parent ? parent : "/tmp");
    if (!mkdtemp(fixture->folder))
        return -1;
    arena_init(&fixture->arena);
    fixture->url = arena_format(&fixture->arena, "sqlite:%s/test.db", fixture->folder);
    snprintf(fixture->path, sizeof fixture->path, "%s", fixture->url.ptr + strlen("sqlite:"));
    if (postgres_database_wanted())
        fixture->url = postgres_database_create(&fixture->arena);
    *state = fixture;
    return 0;
}

int fixture_set_up(void **state)
{
    if (fixture_set_up_closed(state) != 0)
        return -1;
    fixture_open(*state);
    return 0;
}

static void remove_folder(const char *folder)
{
    DIR *files = opendir(folder);
    for (struct dirent *file; (file = readdir(files));)
        unlinkat(dirfd(files), file->d_name, 0);
    closedir(files);
    rmdir(folder);
}

int fixture_tear_down(void **state)
{
    struct store_fixture *fixture = *state;
    fixture_close(fixture);
    remove_folder(fixture->folder);
    if (postgres_database_wanted())
        postgres_database_drop(fixture->url);
    arena_release(&fixture->arena);
    free(fixture);
    return 0;
}

struct store_config fixture_config(const struct store_fixture *fixture)
{
    return (struct store_config){
        .url = fixture->url,
        .create = true,
        .readers_max = 4,
        .queue_max = 8192,
        .committers = 2,
    };
}

void fixture_open(struct store_fixture *fixture)
{
    struct store_config config = fixture_config(fixture);
    struct err_text why = {""};
    enum err err = store_open(&config, &fixture->store, &why);
    assert_string_equal(why.text, "");
    assert_int_equal(err, ERR_NONE);
}

void fixture_close(struct store_fixture *fixture)
{
    if (fixture->view)
        store_view_release(fixture->view);
    fixture->view = NULL;
    store_close(fixture->store);
    fixture->store = NULL;
}

void fixture_execute(const struct store_fixture *fixture, const char *sql)
{
    sqlite3 *connection = NULL;
    assert_int_equal(sqlite3_open(fixture->path, &connection), SQLITE_OK);
    assert_int_equal(sqlite3_exec(connection, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(connection), SQLITE_OK);
}

void fixture_reopen(struct store_fixture *fixture)
{
    fixture_close(fixture);
    fixture_open(fixture);
}

struct store_view *fixture_view(struct store_fixture *fixture)
{
    if (!fixture->view)
        assert_int_equal(store_view_acquire(fixture->store, &fixture->view), ERR_NONE);
    return fixture->view;
}

long long fixture_file_size(const struct store_fixture *fixture, const char *suffix)
{
    char path[FIXTURE_PATH_MAX + 16];
    snprintf(path, sizeof path, "%s%s", fixture->path, suffix);
    struct stat file;
    return stat(path, &file) == 0 ? file.st_size : -1;
}

/* ---- changes ----------------------------------------------------------------------------------
 */

struct change {
    struct store_op op;
    struct str location_id;
    struct str id;
    int64_t now_ms;
    int64_t *removed;
    bool *swept;
    const void *what;
};

static enum err run(struct store *store, struct change *change,
                    enum err (*apply)(struct store_op *op, struct store_tx *tx))
{
    change->op.apply = apply;
    return store_run(store, &change->op);
}

#define CHANGE(name, call)                                         \
    static enum err name(struct store_op *op, struct store_tx *tx) \
    {                                                              \
        struct change *change = (struct change *)op;               \
        return call;                                               \
    }
CHANGE(apply_contact_insert, store_tx_contact_insert(tx, change->what))
CHANGE(apply_contact_update, store_tx_contact_update(tx, change->what))
CHANGE(apply_contact_delete, store_tx_contact_delete(tx, change->location_id, change->id))
CHANGE(apply_location_insert, store_tx_location_insert(tx, change->what))
CHANGE(apply_location_update, store_tx_location_update(tx, change->what))
CHANGE(apply_location_delete, store_tx_location_delete(tx, change->location_id))
CHANGE(apply_location_sweep, store_tx_location_sweep(tx, change->swept))
CHANGE(apply_custom_field_insert,
       store_tx_custom_field_insert(tx, change->location_id, change->what))
CHANGE(apply_custom_field_update,
       store_tx_custom_field_update(tx, change->location_id, change->what))
CHANGE(apply_custom_field_delete, store_tx_custom_field_delete(tx, change->location_id, change->id))
CHANGE(apply_custom_folder_insert,
       store_tx_custom_folder_insert(tx, change->location_id, change->what))
CHANGE(apply_custom_folder_update,
       store_tx_custom_folder_update(tx, change->location_id, change->what))
CHANGE(apply_custom_folder_delete,
       store_tx_custom_folder_delete(tx, change->location_id, change->what))
CHANGE(apply_removed_field_insert,
       store_tx_removed_field_insert(tx, change->location_id, change->id, change->now_ms))
CHANGE(apply_removed_fields_advance, store_tx_removed_fields_advance(tx, change->what, change->id))
CHANGE(apply_removed_fields_finish, store_tx_removed_fields_finish(tx, change->what))
CHANGE(apply_token_insert, store_tx_token_insert(tx, change->what))
CHANGE(apply_token_revoke, store_tx_token_revoke(tx, change->id, change->now_ms))
CHANGE(apply_token_touch, store_tx_token_touch(tx, change->id, change->now_ms))
CHANGE(apply_idempotency_put, store_tx_idempotency_put(tx, change->what))
CHANGE(apply_idempotency_purge, store_tx_idempotency_purge(tx, change->now_ms, change->removed))
#undef CHANGE

enum err run_contact_insert(struct store *store, const struct contact_row *row)
{
    return run(store, &(struct change){.what = row}, apply_contact_insert);
}

enum err run_contact_update(struct store *store, const struct contact_row *row)
{
    return run(store, &(struct change){.what = row}, apply_contact_update);
}

enum err run_contact_delete(struct store *store, struct str location_id, struct str id)
{
    struct change change = {.location_id = location_id, .id = id};
    return run(store, &change, apply_contact_delete);
}

enum err run_location_insert(struct store *store, const struct location *location)
{
    return run(store, &(struct change){.what = location}, apply_location_insert);
}

enum err run_location_update(struct store *store, const struct location *location)
{
    return run(store, &(struct change){.what = location}, apply_location_update);
}

enum err run_location_delete(struct store *store, struct str id)
{
    return run(store, &(struct change){.location_id = id}, apply_location_delete);
}

enum err run_location_sweep(struct store *store, bool *swept)
{
    return run(store, &(struct change){.swept = swept}, apply_location_sweep);
}

enum err run_custom_field_insert(struct store *store, struct str location_id,
                                 const struct custom_field *field)
{
    struct change change = {.location_id = location_id, .what = field};
    return run(store, &change, apply_custom_field_insert);
}

enum err run_custom_field_update(struct store *store, struct str location_id,
                                 const struct custom_field *field)
{
    struct change change = {.location_id = location_id, .what = field};
    return run(store, &change, apply_custom_field_update);
}

enum err run_custom_field_delete(struct store *store, struct str location_id, struct str id)
{
    struct change change = {.location_id = location_id, .id = id};
    return run(store, &change, apply_custom_field_delete);
}

enum err run_custom_folder_insert(struct store *store, struct str location_id,
                                  const struct custom_folder *folder)
{
    struct change change = {.location_id = location_id, .what = folder};
    return run(store, &change, apply_custom_folder_insert);
}

enum err run_custom_folder_update(struct store *store, struct str location_id,
                                  const struct custom_folder *folder)
{
    struct change change = {.location_id = location_id, .what = folder};
    return run(store, &change, apply_custom_folder_update);
}

enum err run_custom_folder_delete(struct store *store, struct str location_id,
                                  const struct custom_folder *folder)
{
    struct change change = {.location_id = location_id, .what = folder};
    return run(store, &change, apply_custom_folder_delete);
}

enum err run_removed_field_insert(struct store *store, struct str location_id, struct str id,
                                  int64_t removed_ms)
{
    struct change change = {.location_id = location_id, .id = id, .now_ms = removed_ms};
    return run(store, &change, apply_removed_field_insert);
}

enum err run_removed_fields_advance(struct store *store, const struct removed_fields *fields,
                                    struct str swept)
{
    return run(store, &(struct change){.what = fields, .id = swept}, apply_removed_fields_advance);
}

enum err run_removed_fields_finish(struct store *store, const struct removed_fields *fields)
{
    return run(store, &(struct change){.what = fields}, apply_removed_fields_finish);
}

enum err run_token_insert(struct store *store, const struct token_row *row)
{
    return run(store, &(struct change){.what = row}, apply_token_insert);
}

enum err run_token_revoke(struct store *store, struct str id, int64_t now_ms)
{
    return run(store, &(struct change){.id = id, .now_ms = now_ms}, apply_token_revoke);
}

enum err run_token_touch(struct store *store, struct str id, int64_t now_ms)
{
    return run(store, &(struct change){.id = id, .now_ms = now_ms}, apply_token_touch);
}

enum err run_idempotency_put(struct store *store, const struct idempotency_row *row)
{
    return run(store, &(struct change){.what = row}, apply_idempotency_put);
}

enum err run_idempotency_purge(struct store *store, int64_t before_ms, int64_t *removed)
{
    return run(store, &(struct change){.now_ms = before_ms, .removed = removed},
               apply_idempotency_purge);
}

struct contact_row contact_of(const char *id, const char *email, const char *phone)
{
    return (struct contact_row){
        .location_id = STR("loc"),
        .id = str_of(id),
        .version = 1,
        .email = str_of(email),
        .phone = str_of(phone),
        .email_unique = true,
        .phone_unique = true,
        .date_added_ms = 1000,
        .document = STR("{\"firstName\":\"Ada\"}"),
    };
}
