/*
 * What deleted locations leave behind is removed piecemeal, between other writes: each piece is an
 * operation of its own, and the next one is asked for when it is done.
 */
#pragma once

#include <stdatomic.h>
#include <stdbool.h>

#include "store/store.h"

struct location_sweep {
    struct store *store;
    atomic_bool running;
};

/*
 * Starts sweeping unless it goes on already; does not wait. Called after a delete, and now and then
 * for what an earlier process, or a full queue, left undone. *sweep outlives the committer's last
 * operation.
 */
void location_sweep_start(struct location_sweep *sweep);
