/*
 * What a backend has to offer, for store.c and commit.c. One table a backend (sqlite/, later
 * postgres/); each function does what the function of the same name in store.h says.
 *
 * A backend embeds struct store_view and struct store_tx as the first member of its own types.
 */
#pragma once

#include "store/custom_fields.h"

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
    enum err (*location_get)(struct store_view *, struct arena *, struct str, struct location *);
    enum err (*location_exists)(struct store_view *, struct str);
    enum err (*location_list)(struct store_view *, struct arena *, struct location **, size_t *);
    enum err (*location_search)(struct store_view *, struct arena *, const struct location_query *,
                                struct location **, size_t *);
    enum err (*custom_field_get)(struct store_view *, struct arena *, struct str, struct str,
                                 struct custom_field *);
    enum err (*custom_field_by_key)(struct store_view *, struct arena *, struct str, struct str,
                                    struct custom_field *);
    enum err (*custom_field_list)(struct store_view *, struct arena *, struct str, struct str,
                                  struct custom_fields *);
    enum err (*custom_field_total)(struct store_view *, struct str, struct str,
                                   struct custom_field_total *);
    enum err (*custom_folder_get)(struct store_view *, struct arena *, struct str, struct str,
                                  struct custom_folder *);
    enum err (*custom_folder_list)(struct store_view *, struct arena *, struct str, struct str,
                                   struct custom_folder **, size_t *);
    enum err (*removed_field_list)(struct store_view *, struct arena *, struct str,
                                   struct text_list *);
    enum err (*removed_fields_next)(struct store_view *, struct arena *, int64_t,
                                    struct removed_fields *);
    enum err (*token_find)(struct store_view *, struct arena *, const struct hash *,
                           struct token_row *);
    enum err (*token_list)(struct store_view *, struct arena *, struct str, struct token_row **,
                           size_t *);

    enum err (*idempotency_get)(struct store_view *, struct arena *, struct str, struct str,
                                struct idempotency_row *);

    enum err (*item_get)(struct store_view *, struct arena *, const struct item_key *,
                         struct item_row *);
    enum err (*item_list)(struct store_view *, struct arena *, const struct item_key *,
                          struct item_row **, size_t *);
    enum err (*task_search)(struct store_view *, struct arena *, struct str,
                            const struct task_query *, struct item_row **, size_t *);
    enum err (*item_total)(struct store_view *, const struct item_key *, struct item_total *);

    enum err (*record_get)(struct store_view *, struct arena *, const struct record_key *,
                           struct record_row *);
    enum err (*record_find)(struct store_view *, struct arena *, const struct record_key *,
                            struct str, struct record_row *);
    enum err (*record_walk)(struct store_view *, const struct record_key *, struct record_page,
                            store_record_visit *, void *);
    enum err (*record_total)(struct store_view *, const struct record_key *, struct item_total *);
    enum err (*business_contacts)(struct store_view *, struct arena *, const struct record_key *,
                                  size_t, struct str **, size_t *);
    enum err (*business_gone_first)(struct store_view *, struct arena *, struct record_key *);

    enum err (*contact_insert)(struct store_tx *, const struct contact_row *);
    enum err (*contact_update)(struct store_tx *, const struct contact_row *);
    enum err (*contact_delete)(struct store_tx *, struct str, struct str);
    enum err (*item_insert)(struct store_tx *, const struct item_row *);
    enum err (*item_update)(struct store_tx *, const struct item_row *);
    enum err (*item_delete)(struct store_tx *, const struct item_key *);
    enum err (*item_delete_kind)(struct store_tx *, const struct item_key *);
    enum err (*record_insert)(struct store_tx *, const struct record_row *);
    enum err (*record_update)(struct store_tx *, const struct record_row *);
    enum err (*record_delete)(struct store_tx *, const struct record_key *);
    enum err (*contact_set_business)(struct store_tx *, const struct contact_row *, struct str);
    enum err (*business_gone_put)(struct store_tx *, const struct record_key *);
    enum err (*business_gone_forget)(struct store_tx *, const struct record_key *);
    enum err (*location_insert)(struct store_tx *, const struct location *);
    enum err (*location_update)(struct store_tx *, const struct location *);
    enum err (*location_delete)(struct store_tx *, struct str);
    enum err (*location_sweep)(struct store_tx *, bool *);
    enum err (*custom_field_insert)(struct store_tx *, struct str, const struct custom_field *);
    enum err (*custom_field_update)(struct store_tx *, struct str, const struct custom_field *);
    enum err (*custom_field_delete)(struct store_tx *, struct str, struct str);
    enum err (*custom_folder_insert)(struct store_tx *, struct str, const struct custom_folder *);
    enum err (*custom_folder_update)(struct store_tx *, struct str, const struct custom_folder *);
    enum err (*custom_folder_delete)(struct store_tx *, struct str, const struct custom_folder *);
    enum err (*removed_field_insert)(struct store_tx *, struct str, struct str, int64_t);
    enum err (*removed_fields_advance)(struct store_tx *, const struct removed_fields *,
                                       struct str);
    enum err (*removed_fields_finish)(struct store_tx *, const struct removed_fields *);
    enum err (*token_insert)(struct store_tx *, const struct token_row *);
    enum err (*token_revoke)(struct store_tx *, struct str, int64_t);
    enum err (*token_touch)(struct store_tx *, struct str, int64_t);
    enum err (*idempotency_put)(struct store_tx *, const struct idempotency_row *);
    enum err (*idempotency_purge)(struct store_tx *, int64_t, int64_t *);
};

extern const struct store_backend store_sqlite;
