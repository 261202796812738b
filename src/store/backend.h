/*
 * What a backend has to offer, for store.c and commit.c. One table a backend (sqlite/,
 * postgres/); each function does what the function of the same name in store.h says.
 *
 * A backend embeds struct store_view and struct store_tx as the first member of its own types.
 */
#pragma once

#include <stdatomic.h>

#include "store/custom_fields.h"
#include "store/tokens.h"

struct sql_calls;
struct store_backend;

struct store_view {
    const struct store_backend *backend;
};

struct store_tx {
    const struct store_backend *backend;
    struct store_view *view;
};

/* An opened backend: the shared state, the writers, the readers. */
struct store_db {
    const struct store_backend *backend;
    unsigned writers;             /* committers, each with a transaction of its own; 1 or more */
    atomic_ullong tokens_revoked; /* store_tokens_revoked */
};

/* What a transaction is for. */
struct store_batch {
    struct store_op **ops;
    size_t count;
};

struct store_backend {
    const char *scheme; /* "sqlite" */
    const char *alias;  /* another scheme for the same; NULL: none */
    bool is_remote;     /* store_is_remote */

    enum err (*open)(const struct store_config *config, struct str path, struct store_db **db,
                     struct err_text *explanation);
    void (*close)(struct store_db *db);

    enum err (*view_acquire)(struct store_db *db, struct store_view **view);
    void (*view_release)(struct store_view *view);

    enum err (*search)(struct store_db *db, struct arena *arena, struct str location_id,
                       const struct search *search, struct search_found *found);
    void (*refuse_searches)(struct store_db *db);

    /*
     * What a committer calls, on its thread only; they are numbered from 0. begin opens the
     * committer's one transaction. commit returns ERR_NONE when it is on the disk;
     * ERR_STORE_UNAVAILABLE when nothing was kept and a later try may do better (disk full, locked
     * by another process, server away); ERR_STORE_RACE when nothing was kept because of another
     * transaction, and doing it again may help; ERR_STORE_UNKNOWN when nobody can tell now whether
     * it is kept; ERR_STORE_FAILED with *flush_failed set when the disk cannot be trusted any more.
     * In any case the transaction is over. rollback always succeeds. `between` may do upkeep
     * between two transactions. `spoilt`, where there is one, tells why what was applied cannot be
     * kept any more, and has to be applied again in another transaction; ERR_NONE: it can.
     */
    enum err (*begin)(struct store_db *db, unsigned committer, struct store_batch batch,
                      struct store_tx **tx);
    enum err (*commit)(struct store_tx *tx, bool *flush_failed);
    void (*rollback)(struct store_tx *tx);
    bool (*wrote)(struct store_tx *tx); /* has any row been written since begin? */
    enum err (*spoilt)(struct store_tx *tx);
    void (*between)(struct store_db *db);

    /* Any thread: ERR_STORE_UNAVAILABLE when nothing can be read either; where there is one. */
    enum err (*health)(struct store_db *db);

    enum err (*contact_get)(struct store_view *, struct arena *, struct str, struct str,
                            struct contact_row *);
    enum err (*contact_document)(struct store_view *, struct arena *, struct str, struct str,
                                 struct contact_document *);
    enum err (*contact_exists)(struct store_view *, struct str, struct str);
    enum err (*contact_match)(struct store_view *, struct arena *, struct str, enum match_field,
                              struct str, struct str, struct contact_row *);
    enum err (*contact_page)(struct store_view *, struct arena *, struct str, struct str,
                             const struct contact_page_bounds *, struct contact_row **, size_t *);
    enum err (*contact_count)(struct store_view *, struct str, int64_t *);

    enum err (*contact_insert)(struct store_tx *, const struct contact_row *);
    enum err (*contact_update)(struct store_tx *, const struct contact_row *);
    enum err (*contact_delete)(struct store_tx *, struct str, struct str);

    /* Marks a contact of this transaction for search (store/tables/tables.h). */
    void (*contact_changed)(struct store_tx *, struct str, struct str);

    /* A location was inserted; where there is nothing to do, NULL. */
    void (*location_added)(struct store_tx *, struct str);

    /* A token was revoked, or its location deleted: tells other processes; where they hear it. */
    void (*token_revoked)(struct store_tx *);

    /* Where the store can be spread over machines. */
    enum err (*distribute)(struct str url, store_distribute_tell *tell, void *context,
                           struct err_text *explanation);

    /* How all other tables are reached. */
    const struct sql_calls *sql;
};

extern const struct store_backend store_sqlite;
extern const struct store_backend store_postgres;
