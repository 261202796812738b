/*
 * An open PostgreSQL store: the committers, each with its connection and its one transaction, and
 * the readers.
 */
#pragma once

#include <stdatomic.h>

#include "base/rand.h"
#include "store/postgres/connection.h"
#include "store/postgres/contact_cache.h"
#include "store/postgres/outage.h"
#include "store/postgres/search_mark.h"

struct pg_searching;
struct pg_listener;
struct pg_pool;

struct pg_tx {
    struct store_tx base;
    struct pg_view view;
    struct arena arena; /* emptied when the next begins */
    struct contact_cache cache;
    struct search_marks marks;
    char committer_id[RAND_ID_LEN];
    int64_t batch;    /* the number of the last one that was committed or given up */
    int64_t shown_ns; /* when the committer's row was last known to be there; 0: never */
    enum err spoilt;  /* why nothing more can be done in it */
    bool wrote;
};

struct pg_db {
    struct store_db base;
    char *url;
    bool creates;        /* makes the schema where there is none */
    bool serves;         /* is a server: waits for one that is away */
    atomic_bool current; /* the schema is up to date */
    struct outage outage;
    atomic_bool pooled; /* a pooler is between, which forgets what was prepared */
    struct pg_pool *readers;
    struct pg_tx *txs;              /* one a committer */
    struct pg_searching *searching; /* NULL when the store does not search */
    struct pg_listener *listener;   /* NULL when it does not serve */
    atomic_llong committed_ns;      /* when the last batch was */
};

static inline struct pg_tx *pg_tx(struct store_tx *tx)
{
    return (struct pg_tx *)tx;
}

static inline struct pg_view *pg_view(struct store_view *view)
{
    return (struct pg_view *)view;
}

/* The schema, before anything else; by one thread at a time. ERR_STORE_UNUSABLE. */
MUST_CHECK enum err pg_bring_up_to_date(struct pg_db *db, struct err_text *explanation);

/* Gives the committer a row of its own in the database; before its first transaction. */
void pg_transaction_name(struct pg_tx *tx);

/* What backend.h asks of a transaction; transaction.c. */
enum err pg_transaction_begin(struct store_db *base, unsigned committer, struct store_batch batch,
                              struct store_tx **begun);
enum err pg_transaction_commit(struct store_tx *base, bool *flush_failed);
void pg_transaction_rollback(struct store_tx *base);
bool pg_transaction_wrote(struct store_tx *tx);
enum err pg_transaction_spoilt(struct store_tx *tx);

/*
 * Runs a statement, behind what was put off. In a transaction an error spoils it; a reader's
 * connection that turns out to be broken is opened again, once. *result is the caller's to clear,
 * NULL on any error.
 */
MUST_CHECK enum err pg_run(struct pg_view *view, enum pg_statement statement,
                           const struct parameters *parameters, PGresult **result);
