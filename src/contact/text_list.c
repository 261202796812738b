#include "contact/text_list.h"

#include "contact/text.h"

static struct text_list with_room(struct arena *arena, size_t count)
{
    return (struct text_list){.items = ARENA_ARRAY(arena, struct str, count)};
}

static void append(struct text_list *list, struct str text)
{
    list->items[list->count++] = text;
}

bool text_list_has(const struct text_list *list, struct str text)
{
    for (size_t i = 0; i < list->count; i++) {
        if (str_eq(list->items[i], text))
            return true;
    }
    return false;
}

static void append_new(struct text_list *list, struct str text)
{
    if (!str_is_empty(text) && !text_list_has(list, text))
        append(list, text);
}

struct text_list text_list_of_tags(struct arena *arena, const struct str *texts, size_t count)
{
    struct text_list tags = with_room(arena, count);
    for (size_t i = 0; i < count; i++)
        append_new(&tags, text_tag(arena, texts[i]));
    return tags;
}

struct text_list text_list_of_ids(struct arena *arena, const struct str *texts, size_t count)
{
    struct text_list ids = with_room(arena, count);
    for (size_t i = 0; i < count; i++)
        append_new(&ids, str_trim(texts[i]));
    return ids;
}

void text_list_add(struct arena *arena, struct text_list *list, const struct text_list *given,
                   struct text_list *added)
{
    struct text_list all = with_room(arena, list->count + given->count);
    *added = with_room(arena, given->count);
    for (size_t i = 0; i < list->count; i++)
        append(&all, list->items[i]);
    for (size_t i = 0; i < given->count; i++) {
        if (text_list_has(&all, given->items[i]))
            continue;
        append(&all, given->items[i]);
        append(added, given->items[i]);
    }
    *list = all;
}

void text_list_remove(struct arena *arena, struct text_list *list, const struct text_list *given,
                      struct text_list *removed)
{
    struct text_list rest = with_room(arena, list->count);
    *removed = with_room(arena, given->count);
    for (size_t i = 0; i < list->count; i++) {
        if (!text_list_has(given, list->items[i]))
            append(&rest, list->items[i]);
    }
    for (size_t i = 0; i < given->count; i++) {
        if (text_list_has(list, given->items[i]) && !text_list_has(removed, given->items[i]))
            append(removed, given->items[i]);
    }
    *list = rest;
}
