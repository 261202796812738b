/*
 * What other threads have for one thread: any number may put in, one takes out, nobody waits.
 */
#pragma once

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

/* A part of what is put in; in one inbox at a time, and nobody else's until it is taken out. */
struct inbox_item {
    struct inbox_item *next;
};

struct inbox {
    _Atomic(struct inbox_item *) newest;
};

void inbox_put(struct inbox *inbox, struct inbox_item *item);

bool inbox_is_empty(struct inbox *inbox);

/* All that is in it, oldest first, linked by `next`; NULL when there is nothing. */
struct inbox_item *inbox_take(struct inbox *inbox);
