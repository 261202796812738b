/*
 * What a backend has to offer, for store.c and commit.c. One table a backend (sqlite/, later
 * postgres/); each function does what the function of the same name in store.h says.
 *
 * A backend embeds struct store_view and struct store_tx as the first member of its own types.
 */
#pragma once

#include "store/custom_fields.h"

struct sql_calls;
struct store_backend;

struct store_view {
    const struct store_backend *backend;
};

struct store_tx {
    const struct store_backend *backend;
    struct store_view *view;
};

/* An opened backend: the shared state, one writer, the readers. */
struct store_db {
    const struct store_backend *backend;
};

struct store_backend {
    const char *scheme; /* "sqlite" */

    enum err (*open)(const struct store_config *config, struct str path, struct store_db **db,
                     struct err_text *explanation);
    void (*close)(struct store_db *db);

    enum err (*view_acquire)(struct store_db *db, struct store_view **view);
    void (*view_release)(struct store_view *view);

    enum err (*search)(struct store_db *db, struct arena *arena, struct str location_id,
                       const struct search *search, struct search_found *found);
    void (*refuse_searches)(struct store_db *db);

    /*
     * The committer's three, on its thread only. begin opens the one transaction. commit returns
     * ERR_NONE when it is on the disk; ERR_STORE_UNAVAILABLE when nothing was kept and a later try
     * may do better (disk full, locked by another process); ERR_STORE_FAILED with *flush_failed set
     * when it is unknown what is on the disk. Either way the transaction is over. rollback always
     * succeeds. `between` may do upkeep between two transactions.
     */
    enum err (*begin)(struct store_db *db, struct store_tx **tx);
    enum err (*commit)(struct store_tx *tx, bool *flush_failed);
    void (*rollback)(struct store_tx *tx);
    bool (*wrote)(struct store_tx *tx); /* has any row been written since begin? */
    void (*between)(struct store_db *db);

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

    /* How all other tables are reached. */
    const struct sql_calls *sql;
};

extern const struct store_backend store_sqlite;
