/*
 * The log written in few large pieces.
 *
 * SQLite writes a frame of its log in two calls, the head and the page. To the kernel each is a
 * search in its cache, so that a batch of 64 updates costs 128 of them; the bytes themselves cost
 * little. This layer over the system's files holds what is written to a log one after the other
 * until the log is flushed, read or written elsewhere, and hands it on in one piece. All other
 * files are the system's own.
 *
 * What must hold: nothing is held when the lock on writing is given up, or it would be handed on
 * over what another process has written since. So a connection writes to the log only to commit
 * (cache_spill = OFF), which ends in a flush (synchronous = FULL), and SQLite tells others of the
 * frames only after that. A write that the disk refuses is told by the flush, with the code that
 * the write gave, and nothing is held any more either.
 */
#pragma once

/* The layer's name, for sqlite3_open_v2. */
#define LOG_FILE_VFS "contactd"

/* Registers it over the system's default, once; before the first connection, from one thread. */
void log_file_register(void);
