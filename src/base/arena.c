#include "base/arena.h"

#include <assert.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"

/*
 * AddressSanitizer knows nothing of allocations inside a block; told of them, it catches reads past
 * the end of one. Without the sanitizer these are nothing.
 */
#if __has_include(<sanitizer/asan_interface.h>)
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(ptr, size)   ((void)(ptr), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(ptr, size) ((void)(ptr), (void)(size))
#endif

struct arena_block {
    struct arena_block *older;
    size_t size; /* of `bytes` */
    alignas(max_align_t) char bytes[];
};

/*
 * The first block holds a PUT of a usual contact (a body and a document of a kilobyte or two, each
 * parsed to sixteen bytes a value); blocks double, so that a megabyte costs a few more. From the
 * largest size on they stay the same: doubling further would waste as much as it serves.
 */
enum { ARENA_BLOCK_FIRST = 16 << 10, ARENA_BLOCK_LARGEST = 1 << 20 };

static size_t arena_aligned(size_t size)
{
    const size_t mask = alignof(max_align_t) - 1;
    if (size > PTRDIFF_MAX - sizeof(struct arena_block) - mask)
        memory_exhausted(size);
    return ((size ? size : 1) + mask) & ~mask;
}

static size_t arena_left(const struct arena *arena)
{
    return arena->blocks ? (size_t)(arena->end - arena->next) : 0;
}

static size_t arena_next_block_size(const struct arena *arena)
{
    if (!arena->blocks)
        return ARENA_BLOCK_FIRST;
    return arena->blocks->size < ARENA_BLOCK_LARGEST / 2 ? arena->blocks->size * 2
                                                         : ARENA_BLOCK_LARGEST;
}

static void arena_add_block(struct arena *arena, size_t least)
{
    size_t size = arena_next_block_size(arena);
    if (size < least)
        size = least;
    struct arena_block *block = memory_alloc(sizeof *block + size);
    block->older = arena->blocks;
    block->size = size;
    arena->blocks = block;
    arena->next = block->bytes;
    arena->end = block->bytes + size;
    ASAN_POISON_MEMORY_REGION(block->bytes, size);
}

/* Makes the newest allocation the `size` bytes from `ptr` on. */
static void *arena_take(struct arena *arena, char *ptr, size_t size)
{
    ASAN_POISON_MEMORY_REGION(ptr, (size_t)(arena->next - ptr)); /* when it shrinks */
    arena->next = ptr + arena_aligned(size);
    ASAN_UNPOISON_MEMORY_REGION(ptr, size);
    return ptr;
}

void arena_init(struct arena *arena)
{
    *arena = (struct arena){0};
}

void arena_release(struct arena *arena)
{
    for (struct arena_block *block = arena->blocks; block;) {
        struct arena_block *older = block->older;
        free(block);
        block = older;
    }
    arena_init(arena);
}

void *arena_alloc(struct arena *arena, size_t size)
{
    size_t needed = arena_aligned(size);
    if (arena_left(arena) < needed)
        arena_add_block(arena, needed);
    return arena_take(arena, arena->next, size);
}

void *arena_alloc_array(struct arena *arena, size_t count, size_t size)
{
    size_t total;
    if (__builtin_mul_overflow(count, size, &total))
        memory_exhausted(SIZE_MAX);
    return arena_alloc(arena, total);
}

void *arena_grow(struct arena *arena, void *ptr, size_t old_size, size_t new_size)
{
    if (!ptr)
        return arena_alloc(arena, new_size);
    bool newest = arena->next == (char *)ptr + arena_aligned(old_size);
    if (newest && arena_aligned(new_size) <= (size_t)(arena->end - (char *)ptr))
        return arena_take(arena, ptr, new_size);
    return memcpy(arena_alloc(arena, new_size), ptr, old_size < new_size ? old_size : new_size);
}

struct str arena_copy(struct arena *arena, struct str s)
{
    return (struct str){.ptr = arena_copy_z(arena, s), .len = s.len};
}

char *arena_copy_z(struct arena *arena, struct str s)
{
    char *z = arena_alloc(arena, s.len + 1);
    if (s.len > 0)
        memcpy(z, s.ptr, s.len);
    z[s.len] = '\0';
    return z;
}

struct str arena_format(struct arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct str text = arena_vformat(arena, format, args);
    va_end(args);
    return text;
}

struct str arena_vformat(struct arena *arena, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    assert(len >= 0);
    char *text = arena_alloc(arena, (size_t)len + 1);
    vsnprintf(text, (size_t)len + 1, format, again);
    va_end(again);
    return (struct str){.ptr = text, .len = (size_t)len};
}
