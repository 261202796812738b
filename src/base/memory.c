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

/* Grown by a megabyte, the heap asks for less often as well. */
void memory_keep_freed(void)
{
    enum { GROWN_AT_ONCE = 1 << 20 };
    mallopt(M_TRIM_THRESHOLD, MEMORY_KEPT_MAX);
    mallopt(M_TOP_PAD, GROWN_AT_ONCE);
}

_Noreturn void memory_exhausted(size_t size)
{
    log_event(LOG_ERROR, "out_of_memory", log_int("bytes", (int64_t)size));
    /* not exit(): its handlers belong to code that is in the middle of something */
    _exit(EXIT_FAILURE);
}
