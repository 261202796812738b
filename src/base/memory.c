#include "base/memory.h"

#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/log.h"

void *memory_alloc(size_t size)
{
    return memory_resize(NULL, size);
}

void *memory_alloc_zeroed(size_t size)
{
    void *zeroed = calloc(1, size ? size : 1);
    if (!zeroed)
        memory_exhausted(size);
    return zeroed;
}

void *memory_resize(void *ptr, size_t size)
{
    /* realloc to 0 bytes frees, and what it returns then differs from libc to libc */
    void *resized = realloc(ptr, size ? size : 1);
    if (!resized)
        memory_exhausted(size);
    return resized;
}

/* Blocks of a large body, too, are from the heap then, and not mapped and unmapped each time. */
void memory_keep_freed(void)
{
    enum { MAPPED_FROM = 4 << 20 };
    mallopt(M_TRIM_THRESHOLD, MEMORY_KEPT_MAX);
    mallopt(M_MMAP_THRESHOLD, MAPPED_FROM);
}

_Noreturn void memory_exhausted(size_t size)
{
    log_event(LOG_ERROR, "out_of_memory", log_int("bytes", (int64_t)size));
    /* not exit(): its handlers belong to code that is in the middle of something */
    _exit(EXIT_FAILURE);
}
