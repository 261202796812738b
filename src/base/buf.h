/*
 * A byte buffer that grows up to a maximum it is born with.
 *
 * An append that would pass the maximum appends nothing and marks the buffer as overflowed; the
 * writer checks once at the end. Used by one thread at a time. Out of memory ends the process, as
 * in arena.h.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

struct buf {
    char *ptr;
    size_t len;
    size_t capacity;
    size_t max; /* bytes */
    bool overflowed;
};

void buf_init(struct buf *buf, size_t max);
void buf_release(struct buf *buf);

/* Empties the buffer, keeps its memory. */
void buf_clear(struct buf *buf);

void buf_append(struct buf *buf, struct str s);
void buf_append_char(struct buf *buf, char c);
void buf_append_int(struct buf *buf, long long number);
void buf_format(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Makes room for at least `size` bytes in all, so that a known length costs one allocation. */
void buf_reserve(struct buf *buf, size_t size);

/* What is in it; valid until the next append. */
static inline struct str buf_str(const struct buf *buf)
{
    return (struct str){.ptr = buf->ptr, .len = buf->len};
}
