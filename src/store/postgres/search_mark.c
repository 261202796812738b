#include "store/postgres/search_mark.h"

#include <stdlib.h>
#include <string.h>

enum { MARKS_FIRST = 64 };

void search_mark_add(struct search_marks *marks, struct arena *arena, struct str location_id,
                     struct str contact_id)
{
    if (marks->count == marks->room) {
        size_t room = marks->room > 0 ? marks->room * 2 : MARKS_FIRST;
        marks->items = arena_grow(arena, marks->items, marks->room * sizeof *marks->items,
                                  room * sizeof *marks->items);
        marks->room = room;
    }
    marks->items[marks->count] = (struct search_mark){arena_copy(arena, location_id),
                                                      arena_copy(arena, contact_id), marks->count};
    marks->count++;
}

static int compare(const void *a, const void *b)
{
    const struct search_mark *one = a;
    const struct search_mark *other = b;
    int order = str_compare(one->location_id, other->location_id);
    return order != 0 ? order : (one->turn > other->turn) - (one->turn < other->turn);
}

static struct str lines_of(struct arena *arena, const struct search_mark *marks, size_t count)
{
    size_t size = 0;
    for (size_t i = 0; i < count; i++)
        size += marks[i].contact_id.len + 1;
    char *lines = arena_alloc(arena, size);
    char *at = lines;
    for (size_t i = 0; i < count; i++) {
        memcpy(at, marks[i].contact_id.ptr, marks[i].contact_id.len);
        at += marks[i].contact_id.len;
        *at++ = '\n';
    }
    return (struct str){lines, size};
}

bool search_marks_next_group(struct search_marks *marks, struct arena *arena, size_t *place,
                             struct search_mark_group *group)
{
    if (*place == 0 && marks->count > 0)
        qsort(marks->items, marks->count, sizeof *marks->items, compare);
    if (*place == marks->count)
        return false;
    const struct search_mark *first = &marks->items[*place];
    size_t count = 1;
    while (*place + count < marks->count && str_eq(first[count].location_id, first->location_id))
        count++;
    *group = (struct search_mark_group){first->location_id, lines_of(arena, first, count)};
    *place += count;
    return true;
}
