/*
 * Keys that occur twice in what is kept as it came.
 *
 * The happy path: no object has one, the value itself is returned. Otherwise it is written anew
 * with the last member of each name only. Walked with a stack of its own, as deep as a body may be.
 */
#include <assert.h>
#include <stdlib.h>

#include "json/json.h"
#include "json/writer.h"

struct member {
    struct str key;
    size_t place; /* in its object */
    const struct json *value;
};

static int by_key_then_place(const void *left, const void *right)
{
    const struct member *a = left;
    const struct member *b = right;
    size_t shorter = a->key.len < b->key.len ? a->key.len : b->key.len;
    int order = shorter > 0 ? memcmp(a->key.ptr, b->key.ptr, shorter) : 0;
    if (order == 0 && a->key.len != b->key.len)
        order = a->key.len < b->key.len ? -1 : 1;
    if (order == 0)
        order = a->place < b->place ? -1 : 1;
    return order;
}

static int by_place(const void *left, const void *right)
{
    return ((const struct member *)left)->place < ((const struct member *)right)->place ? -1 : 1;
}

/* The members of a container; of an object's, the last of each name, in their places. */
static struct member *last_members(struct arena *arena, const struct json *container, size_t *count)
{
    size_t all = json_count(container);
    struct member *members = ARENA_ARRAY(arena, struct member, all);
    struct json_walk walk = json_walk(container);
    for (size_t i = 0; json_next(&walk); i++)
        members[i] = (struct member){walk.key, i, walk.value};
    *count = all;
    if (json_type(container) != JSON_OBJECT || all < 2)
        return members;
    qsort(members, all, sizeof *members, by_key_then_place);
    size_t kept = 0;
    for (size_t i = 0; i < all; i++) {
        if (i + 1 == all || !str_eq(members[i].key, members[i + 1].key))
            members[kept++] = members[i];
    }
    *count = kept;
    qsort(members, kept, sizeof *members, by_place);
    return members;
}

/* One container being written. */
struct level {
    struct member *members;
    size_t count;
    size_t next;
    bool object;
};

struct rewrite {
    struct arena *arena;
    struct json_writer *w;
    struct level levels[JSON_DEPTH_MAX + 1];
    size_t depth;
    bool repeats;
};

static bool is_container(const struct json *value)
{
    return json_type(value) == JSON_OBJECT || json_type(value) == JSON_ARRAY;
}

static void open_level(struct rewrite *rewrite, const struct json *container)
{
    assert(rewrite->depth < sizeof rewrite->levels / sizeof *rewrite->levels);
    struct level *level = &rewrite->levels[rewrite->depth++];
    *level = (struct level){.object = json_type(container) == JSON_OBJECT};
    level->members = last_members(rewrite->arena, container, &level->count);
    rewrite->repeats |= level->count < json_count(container);
    if (level->object)
        json_begin_object(rewrite->w);
    else
        json_begin_array(rewrite->w);
}

static void write_next(struct rewrite *rewrite)
{
    struct level *level = &rewrite->levels[rewrite->depth - 1];
    if (level->next == level->count) {
        json_end(rewrite->w);
        rewrite->depth--;
        return;
    }
    const struct member *member = &level->members[level->next++];
    if (level->object)
        json_key(rewrite->w, member->key);
    if (is_container(member->value))
        open_level(rewrite, member->value);
    else
        json_write_value(rewrite->w, member->value);
}

const struct json *json_without_repeats(struct arena *arena, const struct json *value)
{
    if (!is_container(value))
        return value;
    struct rewrite rewrite = {.arena = arena, .w = json_writer_new(arena)};
    open_level(&rewrite, value);
    while (rewrite.depth > 0)
        write_next(&rewrite);
    struct str text = json_finish(rewrite.w);
    if (!rewrite.repeats)
        return value;
    const struct json *rewritten = NULL;
    struct json_malformed malformed;
    enum err err = json_parse(arena, text, &rewritten, &malformed);
    assert(err == ERR_NONE); /* it was written by us */
    return rewritten;
}
