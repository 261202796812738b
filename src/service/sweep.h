/*
 * What is deleted and has left things behind is removed piecemeal, between other writes: each piece
 * is an operation of its own, and the next one is asked for when it is done.
 */
#pragma once

#include <stdatomic.h>
#include <stdbool.h>

#include "store/store.h"

struct sweep {
    struct store *store;
    enum err (*piece)(struct store_tx *tx, bool *swept); /* *swept is false: nothing was left */
    atomic_bool running;
    atomic_bool again; /* asked for since the last piece was */
};

/*
 * Starts sweeping unless it goes on already; does not wait. Called after a delete, and now and then
 * for what an earlier process, or a full queue, left undone. *sweep outlives the committer's last
 * operation.
 */
void sweep_start(struct sweep *sweep);
