#include "base/buf.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"

/* Below this, growing by doubling would go through many sizes for one line of text. */
enum { BUF_CAPACITY_FIRST = 256 };

void buf_init(struct buf *buf, size_t max)
{
    *buf = (struct buf){.max = max};
}

void buf_release(struct buf *buf)
{
    free(buf->ptr);
    buf_init(buf, buf->max);
}

void buf_clear(struct buf *buf)
{
    buf->len = 0;
    buf->overflowed = false;
}

void buf_reserve(struct buf *buf, size_t size)
{
    if (size > buf->max)
        size = buf->max;
    if (size <= buf->capacity)
        return;
    /* one byte more than the capacity, for the NUL that vsnprintf insists on */
    buf->ptr = memory_resize(buf->ptr, size + 1);
    buf->capacity = size;
}

/* Makes room for `more` bytes behind the text; false when that would pass the maximum. */
static bool buf_make_room(struct buf *buf, size_t more)
{
    if (more > buf->max - buf->len) {
        buf->overflowed = true;
        return false;
    }
    size_t needed = buf->len + more;
    if (needed <= buf->capacity)
        return true;
    size_t doubled =
        buf->capacity < BUF_CAPACITY_FIRST / 2 ? BUF_CAPACITY_FIRST : buf->capacity * 2;
    buf_reserve(buf, needed > doubled ? needed : doubled);
    return true;
}

void buf_append(struct buf *buf, struct str s)
{
    if (s.len == 0 || !buf_make_room(buf, s.len))
        return;
    memcpy(buf->ptr + buf->len, s.ptr, s.len);
    buf->len += s.len;
}

void buf_append_char(struct buf *buf, char c)
{
    buf_append(buf, (struct str){.ptr = &c, .len = 1});
}

void buf_append_int(struct buf *buf, long long number)
{
    char room[STR_INT64_MAX];
    buf_append(buf, str_from_int64(number, room));
}

void buf_format(struct buf *buf, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    assert(len >= 0);
    if (len > 0 && buf_make_room(buf, (size_t)len)) {
        vsnprintf(buf->ptr + buf->len, (size_t)len + 1, format, again);
        buf->len += (size_t)len;
    }
    va_end(again);
    va_end(args);
}
