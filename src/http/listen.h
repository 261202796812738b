/*
 * A listening socket from "ADDR:PORT".
 */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

/*
 * Takes "127.0.0.1:8080", "[::1]:8080", "0.0.0.0:0" (port 0: any free one); numeric addresses only,
 * anything else is ERR_SETTING_INVALID.
 * ERR_LISTEN_FAILED with an explanation that says what to do (port taken, address not of this
 * machine, port below 1024 without the right).
 */
MUST_CHECK enum err listen_open(struct str address, int *fd, struct err_text *explanation);

/* "127.0.0.1:8080" as bound: with the port that the kernel chose. */
struct str listen_address(int fd, struct arena *arena);
