/*
 * An arena: many small allocations, freed together.
 *
 * One arena belongs to one request (or one command) and is used by one thread at a time; handing a
 * request from an HTTP thread to the committer and back hands its arena with it. Memory is neither
 * zeroed nor freed singly. Running out of memory ends the process with one clear line
 * (docs/decisions/0006-out-of-memory.md): every input is bounded, so it means that the machine is
 * out, and nothing acknowledged is lost by stopping.
 */
#pragma once

#include <stdalign.h>
#include <stdarg.h>
#include <stddef.h>

#include "base/str.h"

struct arena_block;

struct arena {
    struct arena_block *blocks; /* newest first */
    char *next;                 /* first free byte of the newest block */
    char *end;
};

/* An empty arena; the first allocation makes its first block. */
void arena_init(struct arena *arena);

/* Frees every block; the arena is empty and usable again. */
void arena_release(struct arena *arena);

/* `size` bytes aligned for any type; never NULL; size 0 gives a pointer that may not be read. */
void *arena_alloc(struct arena *arena, size_t size);

/* An array of `count` items of `size` bytes; an overflow of the product ends the process. */
void *arena_alloc_array(struct arena *arena, size_t count, size_t size);

#define ARENA_NEW(arena, type)          ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_ARRAY(arena, type, count) ((type *)arena_alloc_array((arena), (count), sizeof(type)))

/*
 * Resizes an allocation of this arena (or makes one, when `ptr` is NULL): in place when it is the
 * newest and its block has room, otherwise as a copy, and the old one is wasted.
 */
void *arena_grow(struct arena *arena, void *ptr, size_t old_size, size_t new_size);

/* A copy of s that lives as long as the arena. */
struct str arena_copy(struct arena *arena, struct str s);

/* The same as a NUL-terminated string, for libraries that want one. */
char *arena_copy_z(struct arena *arena, struct str s);

/* A formatted text. */
struct str arena_format(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
struct str arena_vformat(struct arena *arena, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));
