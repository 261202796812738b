/*
 * What the tests of a whole store share: a store of its own for each test, in a folder of its own,
 * and changes as one-line calls.
 *
 * The contract tests know the store by fixture->url only. With CONTACTD_POSTGRES in the environment
 * it is a database of its own on that server.
 */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/custom_fields.h"
#include "store/tokens.h"

enum { FIXTURE_PATH_MAX = 128 };

struct store_fixture {
    char folder[FIXTURE_PATH_MAX];
    char path[FIXTURE_PATH_MAX]; /* of the SQLite database, in the folder */
    struct str url;
    struct arena arena;
    struct store *store;
    struct store_view *view; /* opened at first use */
};

/* With an open store; `fixture_set_up_closed` with none yet. */
int fixture_set_up(void **state);
int fixture_set_up_closed(void **state);
int fixture_tear_down(void **state);

/* What the tests ask of a store: four views, a queue of 8192, no patience with other processes. */
struct store_config fixture_config(const struct store_fixture *fixture);
void fixture_open(struct store_fixture *fixture);
void fixture_close(struct store_fixture *fixture);
void fixture_reopen(struct store_fixture *fixture);

struct store_view *fixture_view(struct store_fixture *fixture);

/* Size of the file whose name is the database's with the suffix; -1 when there is none. */
long long fixture_file_size(const struct store_fixture *fixture, const char *suffix);

/* SQL by a connection of its own, as another program would. */
void fixture_execute(const struct store_fixture *fixture, const char *sql);

/* Each change through the committer, in an operation of its own; from any thread. */
enum err run_contact_insert(struct store *store, const struct contact_row *row);
enum err run_contact_update(struct store *store, const struct contact_row *row);
enum err run_contact_delete(struct store *store, struct str location_id, struct str id);
enum err run_location_insert(struct store *store, const struct location *location);
enum err run_location_update(struct store *store, const struct location *location);
enum err run_location_delete(struct store *store, struct str id);
enum err run_location_sweep(struct store *store, bool *swept);
enum err run_custom_field_insert(struct store *store, struct str location_id,
                                 const struct custom_field *field);
enum err run_custom_field_update(struct store *store, struct str location_id,
                                 const struct custom_field *field);
enum err run_custom_field_delete(struct store *store, struct str location_id, struct str id);
enum err run_custom_folder_insert(struct store *store, struct str location_id,
                                  const struct custom_folder *folder);
enum err run_custom_folder_update(struct store *store, struct str location_id,
                                  const struct custom_folder *folder);
enum err run_custom_folder_delete(struct store *store, struct str location_id,
                                  const struct custom_folder *folder);
enum err run_removed_field_insert(struct store *store, struct str location_id, struct str id,
                                  int64_t removed_ms);
enum err run_removed_fields_advance(struct store *store, const struct removed_fields *fields,
                                    struct str swept);
enum err run_removed_fields_finish(struct store *store, const struct removed_fields *fields);
enum err run_token_insert(struct store *store, const struct token_row *row);
enum err run_token_revoke(struct store *store, struct str id, int64_t now_ms);
enum err run_token_touch(struct store *store, struct str id, int64_t now_ms);
enum err run_idempotency_put(struct store *store, const struct idempotency_row *row);
enum err run_idempotency_purge(struct store *store, int64_t before_ms, int64_t *removed);

/* A contact of location "loc" whose email and phone tolerate no other. */
struct contact_row contact_of(const char *id, const char *email, const char *phone);

#define assert_text(text, expected) assert_true(str_eq((text), str_of(expected)))

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_set_up, fixture_tear_down)
#define TEST_CLOSED(name) \
    cmocka_unit_test_setup_teardown(name, fixture_set_up_closed, fixture_tear_down)
