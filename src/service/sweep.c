#include "service/sweep.h"

#include <stdlib.h>

#include "base/memory.h"

/* Owns itself; freed when there is nothing left to do, or the store takes no more. */
struct piece {
    struct store_op op;
    struct sweep *sweep;
    bool swept;
};

static enum err apply(struct store_op *op, struct store_tx *tx)
{
    struct piece *piece = (struct piece *)op;
    return piece->sweep->piece(tx, &piece->swept);
}

static bool begin(struct sweep *sweep)
{
    bool running = false;
    return atomic_compare_exchange_strong(&sweep->running, &running, true);
}

static void submit(struct piece *piece)
{
    struct sweep *sweep = piece->sweep;
    atomic_store(&sweep->again, false);
    if (store_submit(sweep->store, &piece->op) == ERR_NONE)
        return;
    free(piece);
    atomic_store(&sweep->running, false);
}

/*
 * A piece that failed is left to the next start: what is wrong with the store has been logged. What
 * was asked for while the last piece found nothing may have come behind it: it is looked for again.
 */
static void done(struct store_op *op)
{
    struct piece *piece = (struct piece *)op;
    struct sweep *sweep = piece->sweep;
    bool failed = op->result != ERR_NONE;
    if (!failed && piece->swept) {
        submit(piece);
        return;
    }
    atomic_store(&sweep->running, false);
    if (!failed && atomic_load(&sweep->again) && begin(sweep))
        submit(piece);
    else
        free(piece);
}

void sweep_start(struct sweep *sweep)
{
    atomic_store(&sweep->again, true);
    if (!begin(sweep))
        return;
    struct piece *piece = memory_alloc(sizeof *piece);
    *piece = (struct piece){.op = {.apply = apply, .done = done}, .sweep = sweep};
    submit(piece);
}
