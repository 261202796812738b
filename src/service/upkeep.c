/*
 * What nobody waits for: old first answers removed, values of deleted custom fields taken out, and,
 * while the store cannot write, one small write to find out whether it can again. Each is an
 * operation that owns itself and is freed when it is done; one that the store refuses is freed at
 * once, the next upkeep has another.
 */
#include <stdlib.h>

#include "base/clock.h"
#include "base/memory.h"
#include "service/contacts.h"
#include "service/once.h"
#include "service/removed_fields.h"

struct upkeep {
    struct store_op op;
    struct store *store;
    int64_t removed;
};

static void submit(struct upkeep *upkeep)
{
    if (store_submit(upkeep->store, &upkeep->op) != ERR_NONE)
        free(upkeep);
}

static struct upkeep *upkeep_new(struct store *store)
{
    struct upkeep *upkeep = memory_alloc(sizeof *upkeep);
    *upkeep = (struct upkeep){.store = store};
    return upkeep;
}

/* ---- old first answers ------------------------------------------------------------------------
 */

static enum err apply_purge(struct store_op *op, struct store_tx *tx)
{
    struct upkeep *upkeep = (struct upkeep *)op;
    return store_tx_idempotency_purge(tx, clock_wall_ms() - IDEMPOTENCY_KEPT_MS, &upkeep->removed);
}

/* Goes on until there is less than a full helping: however many come in, they go as fast. */
static void purge_done(struct store_op *op)
{
    struct upkeep *upkeep = (struct upkeep *)op;
    if (op->result == ERR_NONE && upkeep->removed == IDEMPOTENCY_PURGE_MAX)
        submit(upkeep);
    else
        free(upkeep);
}

/* ---- can it write again? ----------------------------------------------------------------------
 */

/* A first answer of nobody, so old that the next purge removes it; as this one does the last. */
static enum err apply_probe(struct store_op *op, struct store_tx *tx)
{
    struct idempotency_row row = {.key = STR("can this be written?")};
    enum err err = apply_purge(op, tx);
    return err ? err : store_tx_idempotency_put(tx, &row);
}

static void probe_done(struct store_op *op)
{
    free(op);
}

void contacts_keep_up(struct contacts *contacts)
{
    struct upkeep *upkeep = upkeep_new(contacts->store);
    bool healthy = store_health(contacts->store) == ERR_NONE;
    upkeep->op.apply = healthy ? apply_purge : apply_probe;
    upkeep->op.done = healthy ? purge_done : probe_done;
    submit(upkeep);
    if (healthy)
        removed_fields_sweep(contacts->store, clock_wall_ms());
}
