/*
 * A contact's list of texts: its tags, its followers. In order, none of them twice.
 *
 * The texts and the array belong to an arena. Pure.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

struct text_list {
    struct str *items;
    size_t count;
};

/* Tags as they are kept: trimmed, lower-cased (text_tag); empty ones are left out. */
struct text_list text_list_of_tags(struct arena *arena, const struct str *texts, size_t count);

/* The same for ids, whose case matters. */
struct text_list text_list_of_ids(struct arena *arena, const struct str *texts, size_t count);

bool text_list_has(const struct text_list *list, struct str text);

/*
 * Appends those that are not there; *added are they, in their order. The list's array is made anew:
 * what it was before may be somebody else's.
 */
void text_list_add(struct arena *arena, struct text_list *list, const struct text_list *given,
                   struct text_list *added);

/* Takes out those that are there; *removed are they, in the order in which they were given. */
void text_list_remove(struct arena *arena, struct text_list *list, const struct text_list *given,
                      struct text_list *removed);
