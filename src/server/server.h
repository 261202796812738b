/*
 * The composition root: the only place that knows every room.
 *
 * Builds the server from the settings, runs it until a signal, takes it down in order.
 */
#pragma once

#include "base/err.h"
#include "conf/conf.h"

/*
 * Serves until SIGTERM or SIGINT, then stops accepting, answers what is in flight, flushes and
 * returns 0. A second signal ends the process at once. Returns 1 after one clear line when it
 * cannot start; nothing is left half-started. Must be called while the process has one thread.
 */
MUST_CHECK enum err server_run(const struct conf *conf);
