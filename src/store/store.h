/*
 * The store: what contactd keeps, and the only way to change it.
 *
 * Reads run at once, on any thread, in a struct store_view of their own, and see every change that
 * has been acknowledged. Changes are operations (struct store_op) handed to the one committer
 * (commit.h), which applies all that wait in one transaction and flushes it once. Nothing is
 * acknowledged before it is on the disk.
 *
 * Everything is in a location; every function that reads or writes contacts names it. Rows come
 * back in the caller's arena. The contract is the same for every backend (backend.h), and one suite
 * of tests holds each to it (tests/store).
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/str.h"
#include "contact/item.h"
#include "contact/location.h"
#include "contact/record.h"
#include "contact/search.h"
#include "contact/task_query.h"

struct store;

/*
 * Inside: a place to read from. Borrowed, by one thread at a time. Outside a transaction each call
 * sees the newest committed state.
 */
struct store_view;

/* The one open transaction; given to an operation's apply, dead when that returns. */
struct store_tx;

/* ---- opening ----------------------------------------------------------------------------------
 */

struct store_config {
    struct str url;           /* "sqlite:PATH", or libpq's "postgres://…" */
    bool create;              /* make the file when there is none (serve, location create) */
    bool searches;            /* keep what store_search needs up to date (serve) */
    unsigned readers_max;     /* most views at once; a further one waits */
    unsigned queue_max;       /* most operations waiting for the committers */
    unsigned committers;      /* transactions at once, where the backend can have several */
    unsigned busy_timeout_ms; /* how long to wait for another process's transaction */
};

/* The URL without a password, for the log and the terminal; perhaps in the arena. */
struct str store_url_shown(struct arena *arena, struct str url);

/*
 * Opens the store, brings its schema up to date (each migration in a transaction of its own) and
 * starts its threads. ERR_STORE_UNUSABLE with an explanation that says what to do: no such folder,
 * not writable, not a database, another program's, newer than this program, locked.
 * ERR_SETTING_INVALID: the URL is not one. On failure nothing is left running.
 */
MUST_CHECK enum err store_open(const struct store_config *config, struct store **store,
                               struct err_text *explanation);

/*
 * Whether each read asks another process, over a network perhaps, and waits for it; by the URL
 * alone, whatever it is.
 */
bool store_is_remote(struct str url);

/*
 * What a table is kept as ("distributed", "reference", "local"), or that it is a "function", and
 * since when ("now", "already").
 */
typedef void store_distribute_tell(void *context, const char *name, const char *kept,
                                   const char *since);

/*
 * Has Citus spread the tables over its machines, by location (docs/scaling.md); tells of one after
 * the other. ERR_SETTING_INVALID where the store is not PostgreSQL's, ERR_STORE_UNUSABLE with why
 * it cannot be done: then what was told of stays done.
 */
MUST_CHECK enum err store_distribute(struct str url, store_distribute_tell *tell, void *context,
                                     struct err_text *explanation);

/*
 * Refuses changes from now on and finishes those that wait; when it returns, the last `done` has
 * run. Reads go on. One thread may call it, while others still submit.
 */
void store_quiesce(struct store *store);

/* The same, then stops the threads and frees. Every view must have been released. NULL is fine. */
void store_close(struct store *store);

/*
 * ERR_NONE while the store can read and write; ERR_STORE_UNAVAILABLE after a failed flush, from
 * which only a restart recovers (what the kernel kept of the unflushed pages is unknown then), or
 * when the last commit could not be made (disk full, another process has the lock), until one can.
 */
MUST_CHECK enum err store_health(struct store *store);

/* ---- reading ----------------------------------------------------------------------------------
 */

/* Waits for a free view; ERR_STORE_FAILED when one cannot be opened. */
MUST_CHECK enum err store_view_acquire(struct store *store, struct store_view **view);
void store_view_release(struct store_view *view);

/*
 * That an update gives the contact an additional email or phone, or takes it away. It is in the
 * document as well, and not read from here.
 */
struct address_change {
    enum match_field field;
    struct str value; /* as the columns */
    bool adds;
    bool unique; /* as email_unique and phone_unique */
};

/*
 * A contact as kept. The document is contact/contact.h's; the columns are what is looked up.
 */
struct contact_row {
    struct str location_id;
    struct str id;
    int64_t version;   /* 1 on create, +1 with each change: the ETag */
    struct str email;  /* lower-cased; empty: none */
    struct str phone;  /* E.164; empty: none */
    bool email_unique; /* the location forbids another contact with this email */
    bool phone_unique; /* … with this phone */
    int64_t date_added_ms;
    struct str document;
    const struct address_change *addresses; /* to be made by an update; read as none */
    size_t address_count;
};

/* ERR_NOT_FOUND when the location has no contact of that id. */
MUST_CHECK enum err store_contact_get(struct store_view *view, struct arena *arena,
                                      struct str location_id, struct str id,
                                      struct contact_row *row);

/* What is served of a contact: of a row, only this is read. */
struct contact_document {
    int64_t version;
    struct str text;
};

/* As store_contact_get. */
MUST_CHECK enum err store_contact_document(struct store_view *view, struct arena *arena,
                                           struct str location_id, struct str id,
                                           struct contact_document *document);

/* ERR_NONE when the location has a contact of that id, ERR_NOT_FOUND otherwise. Reads no contact.
 */
MUST_CHECK enum err store_contact_exists(struct store_view *view, struct str location_id,
                                         struct str id);

/*
 * The oldest contact of the location with that email (or phone), other than `except_id` (empty:
 * none excepted); if it is nobody's own, the oldest that has it as an additional one.
 * ERR_NOT_FOUND when there is none.
 */
MUST_CHECK enum err store_contact_match(struct store_view *view, struct arena *arena,
                                        struct str location_id, enum match_field field,
                                        struct str value, struct str except_id,
                                        struct contact_row *row);

MUST_CHECK enum err store_location_get(struct store_view *view, struct arena *arena, struct str id,
                                       struct location *location);

/* Oldest first; `*locations` is an array in the arena. */
MUST_CHECK enum err store_location_list(struct store_view *view, struct arena *arena,
                                        struct location **locations, size_t *count);

/* ERR_NONE when there is one of that id, ERR_NOT_FOUND otherwise. */
MUST_CHECK enum err store_location_exists(struct store_view *view, struct str id);

struct location_query {
    struct str company_id; /* empty: of any */
    struct str email;      /* lower-cased; empty: any */
    bool newest_first;
    int64_t skip; /* each of them is passed by: its caller bounds it */
    size_t limit;
};

/* By the time they were added; `*locations` is an array in the arena. */
MUST_CHECK enum err store_location_search(struct store_view *view, struct arena *arena,
                                          const struct location_query *query,
                                          struct location **locations, size_t *count);

/*
 * The first answer to a POST with an Idempotency-Key: what a second one gets again.
 */
struct idempotency_row {
    struct str location_id; /* empty: asked by an agency */
    struct str key;
    struct str path;         /* what was asked: the path, … */
    struct hash fingerprint; /* … and SHA-256 of the body */
    int64_t created_ms;
    int status;         /* 0: the answer is not kept */
    struct str headers; /* a line each, "Name: value" */
    struct str body;
};

/* ERR_NOT_FOUND: the location has not seen the key, or it was purged. */
MUST_CHECK enum err store_idempotency_get(struct store_view *view, struct arena *arena,
                                          struct str location_id, struct str key,
                                          struct idempotency_row *row);

/* A note or a task of a contact, or that it is in a campaign or a workflow. */
struct item_key {
    struct str location_id;
    struct str contact_id;
    enum item_kind kind;
    struct str id; /* not looked at where all of a contact are asked for */
};

struct item_row {
    struct item_key key;
    int64_t date_added_ms;
    struct str document;     /* contact/item.h's */
    struct item_index index; /* its own as well; written, not read */
};

/* ERR_NOT_FOUND when the contact has none of that id. */
MUST_CHECK enum err store_item_get(struct store_view *view, struct arena *arena,
                                   const struct item_key *key, struct item_row *row);

/* Newest first. A contact that is not there has none. */
MUST_CHECK enum err store_item_list(struct store_view *view, struct arena *arena,
                                    const struct item_key *key, struct item_row **rows,
                                    size_t *count);

/* Of all contacts of the location, newest first. */
MUST_CHECK enum err store_task_search(struct store_view *view, struct arena *arena,
                                      struct str location_id, const struct task_query *query,
                                      struct item_row **rows, size_t *count);

/* Of the key's kind, all that the contact has; counted as they come and go, not now. */
struct item_total {
    int64_t items;
    int64_t bytes; /* of their documents */
};
MUST_CHECK enum err store_item_total(struct store_view *view, const struct item_key *key,
                                     struct item_total *total);

/* How much store_contact_page reads at once: it stops at the first of the two. */
struct contact_page_bounds {
    size_t rows_max;
    size_t bytes_max; /* of documents; the last one may go beyond it */
};

/* The contacts behind `after_id` (empty: all), in the order of their ids; *count is 0 at the end.
 */
MUST_CHECK enum err store_contact_page(struct store_view *view, struct arena *arena,
                                       struct str location_id, struct str after_id,
                                       const struct contact_page_bounds *bounds,
                                       struct contact_row **rows, size_t *count);

/* ---- searching --------------------------------------------------------------------------------
 */

struct search_hit {
    struct str id;
    int64_t date_added_ms;
};

struct search_found {
    struct search_hit *hits; /* one page, in order */
    size_t count;
    int64_t total; /* of all pages */
};

/*
 * Finds contacts of a location; sees every change that was acknowledged before the call, for which
 * it may wait. Takes up to half a second with a million contacts: not for a thread that others wait
 * for. A contact that was found may have been deleted meanwhile. ERR_SEARCH_NOT_READY: try again
 * later; ERR_SEARCH_TOO_LONG; ERR_SEARCH_AFTER_UNKNOWN. The store was opened with `searches`.
 */
MUST_CHECK enum err store_search(struct store *store, struct arena *arena, struct str location_id,
                                 const struct search *search, struct search_found *found);

/* From now on searches end at once with ERR_SEARCH_NOT_READY, those under way too. Any thread. */
void store_refuse_searches(struct store *store);

/* A business, a tag, … of a location. */
struct record_key {
    struct str location_id;
    enum record_kind kind;
    struct str id; /* not looked at where many are asked for */
};

struct record_row {
    struct record_key key;
    struct str name; /* as record_name makes it; not read back */
    int64_t date_added_ms;
    struct str document; /* contact/record.h's */
};

/* ERR_NOT_FOUND when the location has none of that id. */
MUST_CHECK enum err store_record_get(struct store_view *view, struct arena *arena,
                                     const struct record_key *key, struct record_row *row);

/* The same by its name, of a kind whose names are unique. */
MUST_CHECK enum err store_record_find(struct store_view *view, struct arena *arena,
                                      const struct record_key *key, struct str name,
                                      struct record_row *row);

/* Called with one after the other; what the row points to is gone when it returns. */
typedef void store_record_visit(void *context, const struct record_row *row);

struct record_page {
    int64_t skip;
    int64_t most;
};

/* By name, all of one moment. Inside `visit` the view is not to be used. */
MUST_CHECK enum err store_record_walk(struct store_view *view, const struct record_key *key,
                                      struct record_page page, store_record_visit *visit,
                                      void *context);

/* Of the key's kind, all that the location has. */
MUST_CHECK enum err store_record_total(struct store_view *view, const struct record_key *key,
                                       struct item_total *total);

/* Contacts that are in a business, at most so many; `*ids` is an array in the arena. */
MUST_CHECK enum err store_business_contacts(struct store_view *view, struct arena *arena,
                                            const struct record_key *business, size_t most,
                                            struct str **ids, size_t *count);

/* One of the businesses that store_tx_business_gone_put told of. ERR_NOT_FOUND: there is none. */
MUST_CHECK enum err store_business_gone_first(struct store_view *view, struct arena *arena,
                                              struct record_key *business);

/* Contacts of a location, counted one by one: for the command line and tests. */
MUST_CHECK enum err store_contact_count(struct store_view *view, struct str location_id,
                                        int64_t *count);

/* ---- changing ---------------------------------------------------------------------------------
 */

/*
 * One change, asked by anyone, made by the committer.
 *
 * The caller embeds it in a struct of its own (container_of by hand) that stays alive until `done`
 * ran. `apply` runs on the committer's thread, once or, when the batch has to be replayed, more
 * often: it must set all it sets anew each time. What it returns:
 *
 *      ERR_NONE         what it wrote through `tx` is to be kept
 *      any other error  expected (unknown id, duplicate, stale version): found BEFORE it wrote
 *                       anything; the rest of the batch is not touched
 *
 * An error of a store_tx_ function must be returned as it is. `done` runs on the committer's thread
 * when the outcome is final: op->result is what apply returned and the transaction is on the disk,
 * or why it is not. It must not block. Who was told of many operations may be woken once for all:
 * `batch_done` runs on the same thread, after the last `done` of all that shared a transaction.
 */
struct store_op;
typedef enum err store_apply(struct store_op *op, struct store_tx *tx);

/*
 * The contact that an operation loads, where that is known before: a backend may read those of a
 * whole batch at once. Empty: none, or it has to be looked for. Texts live as long as the
 * operation.
 */
struct store_about {
    struct str location_id;
    struct str contact_id;
};

struct store_op {
    store_apply *apply;
    struct store_about about;
    void (*done)(struct store_op *op);
    void (*batch_done)(void); /* NULL, or the same for all that have one */
    void *owner;              /* the caller's, whom `done` tells */
    enum err result;
    struct store_op *next; /* the queue's */
};

/*
 * Queues an operation; never blocks. ERR_OVERLOADED when the queue is full, ERR_STORE_UNAVAILABLE
 * after a failed flush or while closing; then `done` will not run.
 */
MUST_CHECK enum err store_submit(struct store *store, struct store_op *op);

/* The same and waits: for the command line. Returns op->result; `done` is set by it. */
MUST_CHECK enum err store_run(struct store *store, struct store_op *op);

/* What the transaction sees, its own changes included. Lives as long as the transaction. */
struct store_view *store_tx_view(struct store_tx *tx);

/*
 * ERR_CONTACT_DUPLICATE when a unique email or phone, additional ones among them, is taken: by
 * constraint, nothing was written. Insert: ERR_EXISTS when the id is taken; it has no additional
 * ones yet. Update and delete: ERR_NOT_FOUND when there is no such contact, or nothing to take
 * away; an update leaves date_added_ms as it was. A delete takes all items and additional ones with
 * it.
 */
MUST_CHECK enum err store_tx_contact_insert(struct store_tx *tx, const struct contact_row *row);
MUST_CHECK enum err store_tx_contact_update(struct store_tx *tx, const struct contact_row *row);
MUST_CHECK enum err store_tx_contact_delete(struct store_tx *tx, struct str location_id,
                                            struct str id);

/*
 * Insert: ERR_EXISTS when the id is taken; that the contact is there is the caller's to know.
 * Update and delete: ERR_NOT_FOUND; an update leaves date_added_ms as it was.
 */
MUST_CHECK enum err store_tx_item_insert(struct store_tx *tx, const struct item_row *row);
MUST_CHECK enum err store_tx_item_update(struct store_tx *tx, const struct item_row *row);
MUST_CHECK enum err store_tx_item_delete(struct store_tx *tx, const struct item_key *key);

/* All of the contact that are of the key's kind; ERR_NOT_FOUND when there are none. */
MUST_CHECK enum err store_tx_item_delete_kind(struct store_tx *tx, const struct item_key *key);

/*
 * Insert and update: ERR_EXISTS when the name is taken and the kind's names are unique
 * (contact/record.h), or an insert's id is: by constraint, nothing was written. Update and delete:
 * ERR_NOT_FOUND; an update leaves date_added_ms as it was.
 */
MUST_CHECK enum err store_tx_record_insert(struct store_tx *tx, const struct record_row *row);
MUST_CHECK enum err store_tx_record_update(struct store_tx *tx, const struct record_row *row);
MUST_CHECK enum err store_tx_record_delete(struct store_tx *tx, const struct record_key *key);

/*
 * The only one that changes a contact's business (empty: none): the row's version and document are
 * written as well, email and phone are not. ERR_NOT_FOUND.
 */
MUST_CHECK enum err store_tx_contact_set_business(struct store_tx *tx,
                                                  const struct contact_row *row,
                                                  struct str business_id);

/*
 * Remembers, until it is forgotten, that a business is deleted and that contacts still name it.
 * Forgetting one that is not there is nothing.
 */
MUST_CHECK enum err store_tx_business_gone_put(struct store_tx *tx,
                                               const struct record_key *business);
MUST_CHECK enum err store_tx_business_gone_forget(struct store_tx *tx,
                                                  const struct record_key *business);

/*
 * For whoever counts what a location has before adding to it: until this transaction ends, no other
 * one, of whatever process, has its turn. ERR_NOT_FOUND when there is no such location.
 */
MUST_CHECK enum err store_tx_location_turn(struct store_tx *tx, struct str id);

/* ERR_EXISTS when the id is taken. */
MUST_CHECK enum err store_tx_location_insert(struct store_tx *tx, const struct location *location);

/* ERR_NOT_FOUND; date_added_ms stays as it was. */
MUST_CHECK enum err store_tx_location_update(struct store_tx *tx, const struct location *location);

/*
 * ERR_NOT_FOUND. From then on the location and its tokens are not found; what else is in it goes
 * with the sweeps. Whoever inserts a contact has to know that its location is there.
 */
MUST_CHECK enum err store_tx_location_delete(struct store_tx *tx, struct str id);

/*
 * Removes rows of a deleted location, at most LOCATION_SWEEP_MAX a call, and fewer when they take
 * their time: no transaction gets long by it. *swept is false when there was no deleted location
 * left.
 */
enum { LOCATION_SWEEP_MAX = 100 };
MUST_CHECK enum err store_tx_location_sweep(struct store_tx *tx, bool *swept);

/* How long an Idempotency-Key replays its first answer (api-behaviour). */
#define IDEMPOTENCY_KEPT_MS (INT64_C(24) * 60 * 60 * 1000)

/*
 * Replaces a row of the same key that is so old; ERR_STORE_RACE when there is one that is not, put
 * by another process since the caller looked.
 */
MUST_CHECK enum err store_tx_idempotency_put(struct store_tx *tx,
                                             const struct idempotency_row *row);

/*
 * Removes rows created before a time, at most IDEMPOTENCY_PURGE_MAX a call, so that no transaction
 * gets long by it.
 */
enum { IDEMPOTENCY_PURGE_MAX = 1000 };
MUST_CHECK enum err store_tx_idempotency_purge(struct store_tx *tx, int64_t before_ms,
                                               int64_t *removed);
