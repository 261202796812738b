#include "service/location_sweep.h"

#include <stdlib.h>

#include "base/memory.h"

/* Owns itself; freed when there is nothing left to do, or the store takes no more. */
struct piece {
    struct store_op op;
    struct location_sweep *sweep;
    bool swept;
};

static enum err apply(struct store_op *op, struct store_tx *tx)
{
    return store_tx_location_sweep(tx, &((struct piece *)op)->swept);
}

static void submit(struct piece *piece)
{
    struct location_sweep *sweep = piece->sweep;
    if (store_submit(sweep->store, &piece->op) == ERR_NONE)
        return;
    free(piece);
    sweep->running = false;
}

/* A piece that failed is left to the next start: what is wrong with the store has been logged. */
static void done(struct store_op *op)
{
    struct piece *piece = (struct piece *)op;
    if (op->result == ERR_NONE && piece->swept) {
        submit(piece);
        return;
    }
    piece->sweep->running = false;
    free(piece);
}

void location_sweep_start(struct location_sweep *sweep)
{
    bool running = false;
    if (!atomic_compare_exchange_strong(&sweep->running, &running, true))
        return;
    struct piece *piece = memory_alloc(sizeof *piece);
    *piece = (struct piece){.op = {.apply = apply, .done = done}, .sweep = sweep};
    submit(piece);
}
