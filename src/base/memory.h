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

/* Ends the process: the machine could not give `size` bytes, or no machine could. */
_Noreturn void memory_exhausted(size_t size);
