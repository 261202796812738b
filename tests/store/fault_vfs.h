/*
 * The operating system's files, failing when they are told to: a layer over SQLite's own, and the
 * default once it is registered. Calls (those that change the disk: write, truncate, sync; and
 * read) are counted, from all threads; the n-th one fails, or that and all after it.
 */
#pragma once

#include <stdbool.h>

enum fault_call {
    FAULT_NONE,
    FAULT_WRITE, /* the log and the database; a failing one writes half of what it should */
    FAULT_SYNC_LOG,
    FAULT_SYNC_DATABASE,
    FAULT_ANY, /* any of them, and truncate */
    FAULT_READ,
};

enum fault_kind {
    FAULT_IO_ERROR,
    FAULT_DISK_FULL,
};

struct fault_plan {
    enum fault_call call;
    enum fault_kind kind;
    int after;     /* so many calls succeed first */
    bool for_good; /* … and all after it fail, or just the one */
};

void fault_vfs_register(void);

/* From now on; counts from the beginning. */
void fault_vfs_plan(struct fault_plan plan);
void fault_vfs_heal(void);

/* True when the plan's call has failed. */
bool fault_vfs_fired(void);

/* Calls of the plan's kind so far. */
int fault_vfs_calls(void);
