/*
 * Memory from the heap that is never NULL: when the machine has no more, the process ends with one
 * line (docs/decisions/0006-out-of-memory.md). Freed with free(). Any thread.
 */
#pragma once

#include <stddef.h>

void *memory_alloc(size_t size);

/* All zeroes; of a large one the machine gives only the pages that are touched. */
void *memory_alloc_zeroed(size_t size);

/* As realloc: `ptr` NULL allocates; the bytes up to the smaller of both sizes are kept. */
void *memory_resize(void *ptr, size_t size);

/*
 * For a process that runs on: what was freed stays with the heap, up to MEMORY_KEPT_MAX for each
 * thread's part of it, instead of going back to the system and being asked for again with the next
 * request, page by page. Called once, before there is a second thread.
 */
enum { MEMORY_KEPT_MAX = 16 << 20 };
void memory_keep_freed(void);

/* Ends the process: the machine could not give `size` bytes, or no machine could. */
_Noreturn void memory_exhausted(size_t size);
