#include "store/sqlite/log_file.h"

#include <assert.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/*
 * The frames of 31 usual updates; twice as much saves nothing more. SQLite's own layer takes the
 * length of a piece modulo 128 KiB (os_unix.c), so it has to stay below.
 */
enum { HELD_MAX = 64 << 10 };

struct log_file {
    sqlite3_file base;
    sqlite3_file *real; /* lies behind this one, in the same allocation */
    char *held;         /* HELD_MAX bytes from the first write on: most logs are only read */
    int held_len;
    sqlite3_int64 held_at; /* where in the file they belong */
};

static sqlite3_vfs *real_vfs;

/* ---- what is held -----------------------------------------------------------------------------
 */

/* Held or refused, it is not held any more: SQLite writes a refused transaction anew. */
static int hand_on(struct log_file *log)
{
    int len = log->held_len;
    log->held_len = 0;
    return len > 0 ? log->real->pMethods->xWrite(log->real, log->held, len, log->held_at)
                   : SQLITE_OK;
}

static bool goes_on(const struct log_file *log, int size, sqlite3_int64 offset)
{
    return log->held_len > 0 && log->held_at + log->held_len == offset &&
           size <= HELD_MAX - log->held_len;
}

static void hold(struct log_file *log, const void *bytes, int size, sqlite3_int64 offset)
{
    if (!log->held)
        log->held = memory_alloc(HELD_MAX);
    if (log->held_len == 0)
        log->held_at = offset;
    memcpy(log->held + log->held_len, bytes, (size_t)size);
    log->held_len += size;
}

/* ---- the methods of a log ---------------------------------------------------------------------
 */

static struct log_file *log_of(sqlite3_file *file)
{
    return (struct log_file *)file;
}

static int log_write(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 offset)
{
    struct log_file *log = log_of(file);
    int code = goes_on(log, size, offset) ? SQLITE_OK : hand_on(log);
    if (code != SQLITE_OK)
        return code;
    assert(size <= HELD_MAX); /* the largest page there is */
    hold(log, bytes, size, offset);
    return SQLITE_OK;
}

static int log_read(sqlite3_file *file, void *bytes, int size, sqlite3_int64 offset)
{
    struct log_file *log = log_of(file);
    int code = hand_on(log);
    return code != SQLITE_OK ? code : log->real->pMethods->xRead(log->real, bytes, size, offset);
}

static int log_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    struct log_file *log = log_of(file);
    int code = hand_on(log);
    return code != SQLITE_OK ? code : log->real->pMethods->xTruncate(log->real, size);
}

static int log_sync(sqlite3_file *file, int flags)
{
    struct log_file *log = log_of(file);
    int code = hand_on(log);
    return code != SQLITE_OK ? code : log->real->pMethods->xSync(log->real, flags);
}

static int log_size(sqlite3_file *file, sqlite3_int64 *size)
{
    struct log_file *log = log_of(file);
    int code = hand_on(log);
    return code != SQLITE_OK ? code : log->real->pMethods->xFileSize(log->real, size);
}

/* What is held now belongs to a transaction that was not committed. */
static int log_close(sqlite3_file *file)
{
    struct log_file *log = log_of(file);
    free(log->held);
    return log->real->pMethods->xClose(log->real);
}

static int log_lock(sqlite3_file *file, int level)
{
    return log_of(file)->real->pMethods->xLock(log_of(file)->real, level);
}

static int log_unlock(sqlite3_file *file, int level)
{
    return log_of(file)->real->pMethods->xUnlock(log_of(file)->real, level);
}

static int log_check_lock(sqlite3_file *file, int *reserved)
{
    return log_of(file)->real->pMethods->xCheckReservedLock(log_of(file)->real, reserved);
}

static int log_control(sqlite3_file *file, int what, void *argument)
{
    return log_of(file)->real->pMethods->xFileControl(log_of(file)->real, what, argument);
}

static int log_sector_size(sqlite3_file *file)
{
    return log_of(file)->real->pMethods->xSectorSize(log_of(file)->real);
}

static int log_traits(sqlite3_file *file)
{
    return log_of(file)->real->pMethods->xDeviceCharacteristics(log_of(file)->real);
}

/* Version 1: a log is neither mapped nor shared memory. */
static const sqlite3_io_methods log_methods = {
    .iVersion = 1,
    .xClose = log_close,
    .xRead = log_read,
    .xWrite = log_write,
    .xTruncate = log_truncate,
    .xSync = log_sync,
    .xFileSize = log_size,
    .xLock = log_lock,
    .xUnlock = log_unlock,
    .xCheckReservedLock = log_check_lock,
    .xFileControl = log_control,
    .xSectorSize = log_sector_size,
    .xDeviceCharacteristics = log_traits,
};

/* ---- the layer --------------------------------------------------------------------------------
 */

static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags,
                     int *granted)
{
    (void)vfs;
    if (!(flags & SQLITE_OPEN_WAL))
        return real_vfs->xOpen(real_vfs, name, file, flags, granted);
    struct log_file *log = log_of(file);
    *log = (struct log_file){.real = (sqlite3_file *)(log + 1)};
    int code = real_vfs->xOpen(real_vfs, name, log->real, flags, granted);
    if (log->real->pMethods) /* otherwise there is nothing to close */
        log->base.pMethods = &log_methods;
    return code;
}

void log_file_register(void)
{
    static sqlite3_vfs layer;
    real_vfs = sqlite3_vfs_find(NULL);
    assert(real_vfs);
    layer = *real_vfs;
    layer.zName = LOG_FILE_VFS;
    layer.szOsFile += (int)sizeof(struct log_file);
    layer.xOpen = open_file;
    int code = sqlite3_vfs_register(&layer, 0);
    assert(code == SQLITE_OK);
}
