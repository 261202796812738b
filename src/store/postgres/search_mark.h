/*
 * Marks: which contacts a transaction changed, for whoever brings what is searched up to date.
 * Gathered while a batch is applied, sent with its commit: a row for each location.
 */
#pragma once

#include "base/arena.h"

struct search_mark {
    struct str location_id;
    struct str contact_id;
    size_t turn;
};

/* Lives in the transaction's arena. */
struct search_marks {
    struct search_mark *items;
    size_t count, room;
};

/* This contact changes, comes or goes. Once for each, or more often. */
void search_mark_add(struct search_marks *marks, struct arena *arena, struct str location_id,
                     struct str contact_id);

/* The location of one group of marks, and its contacts in the order of their turns, a line each. */
struct search_mark_group {
    struct str location_id;
    struct str contacts;
};

/* The next group, from *place on, which is 0 at first; false at the end. The first call sorts. */
bool search_marks_next_group(struct search_marks *marks, struct arena *arena, size_t *place,
                             struct search_mark_group *group);
