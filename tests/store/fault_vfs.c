#include "fault_vfs.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stddef.h>

struct fault_file {
    sqlite3_file base;
    sqlite3_file *real; /* lies behind this one, in the same allocation */
    enum fault_call sync;
};

static sqlite3_vfs *real_vfs;

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER; /* of what is below */
static struct fault_plan plan;
static int calls;
static bool fired;

static sqlite3_file *real_of(sqlite3_file *file)
{
    return ((struct fault_file *)file)->real;
}

/* SQLITE_OK, or what this call shall answer. */
static int fate_of(enum fault_call call)
{
    pthread_mutex_lock(&mutex);
    bool fails = false;
    if (plan.call == call || (plan.call == FAULT_ANY && call != FAULT_NONE && call != FAULT_READ)) {
        int number = calls++;
        fails = number == plan.after || (plan.for_good && number > plan.after);
    }
    fired = fired || fails;
    enum fault_kind kind = plan.kind;
    pthread_mutex_unlock(&mutex);
    if (!fails)
        return SQLITE_OK;
    if (call == FAULT_SYNC_LOG || call == FAULT_SYNC_DATABASE)
        return SQLITE_IOERR_FSYNC;
    if (call == FAULT_READ)
        return SQLITE_IOERR_READ;
    return kind == FAULT_DISK_FULL ? SQLITE_FULL : SQLITE_IOERR_WRITE;
}

static int file_close(sqlite3_file *file)
{
    return real_of(file)->pMethods->xClose(real_of(file));
}

static int file_read(sqlite3_file *file, void *bytes, int size, sqlite3_int64 offset)
{
    int fate = fate_of(FAULT_READ);
    return fate != SQLITE_OK ? fate
                             : real_of(file)->pMethods->xRead(real_of(file), bytes, size, offset);
}

static int file_write(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 offset)
{
    int fate = fate_of(FAULT_WRITE);
    if (fate != SQLITE_OK)
        size /= 2;
    int code = real_of(file)->pMethods->xWrite(real_of(file), bytes, size, offset);
    return fate != SQLITE_OK ? fate : code;
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    int fate = fate_of(FAULT_ANY);
    return fate != SQLITE_OK ? fate : real_of(file)->pMethods->xTruncate(real_of(file), size);
}

static int file_sync(sqlite3_file *file, int flags)
{
    int fate = fate_of(((struct fault_file *)file)->sync);
    return fate != SQLITE_OK ? fate : real_of(file)->pMethods->xSync(real_of(file), flags);
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size)
{
    return real_of(file)->pMethods->xFileSize(real_of(file), size);
}

static int file_lock(sqlite3_file *file, int level)
{
    return real_of(file)->pMethods->xLock(real_of(file), level);
}

static int file_unlock(sqlite3_file *file, int level)
{
    return real_of(file)->pMethods->xUnlock(real_of(file), level);
}

static int file_check_lock(sqlite3_file *file, int *reserved)
{
    return real_of(file)->pMethods->xCheckReservedLock(real_of(file), reserved);
}

static int file_control(sqlite3_file *file, int what, void *argument)
{
    return real_of(file)->pMethods->xFileControl(real_of(file), what, argument);
}

static int file_sector_size(sqlite3_file *file)
{
    return real_of(file)->pMethods->xSectorSize(real_of(file));
}

static int file_traits(sqlite3_file *file)
{
    return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}

static int file_shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **memory)
{
    return real_of(file)->pMethods->xShmMap(real_of(file), page, size, extend, memory);
}

static int file_shm_lock(sqlite3_file *file, int offset, int count, int flags)
{
    return real_of(file)->pMethods->xShmLock(real_of(file), offset, count, flags);
}

static void file_shm_barrier(sqlite3_file *file)
{
    real_of(file)->pMethods->xShmBarrier(real_of(file));
}

static int file_shm_unmap(sqlite3_file *file, int delete)
{
    return real_of(file)->pMethods->xShmUnmap(real_of(file), delete);
}

static const sqlite3_io_methods fault_methods = {
    .iVersion = 2, /* with shared memory, without mapped reads */
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_unlock,
    .xCheckReservedLock = file_check_lock,
    .xFileControl = file_control,
    .xSectorSize = file_sector_size,
    .xDeviceCharacteristics = file_traits,
    .xShmMap = file_shm_map,
    .xShmLock = file_shm_lock,
    .xShmBarrier = file_shm_barrier,
    .xShmUnmap = file_shm_unmap,
};

static int vfs_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *granted)
{
    (void)vfs;
    struct fault_file *fault = (struct fault_file *)file;
    fault->real = (sqlite3_file *)(fault + 1);
    fault->base.pMethods = NULL;
    fault->sync = flags & SQLITE_OPEN_WAL ? FAULT_SYNC_LOG : FAULT_SYNC_DATABASE;
    int code = real_vfs->xOpen(real_vfs, name, fault->real, flags, granted);
    if (fault->real->pMethods)
        fault->base.pMethods = &fault_methods;
    return code;
}

void fault_vfs_register(void)
{
    static sqlite3_vfs vfs;
    real_vfs = sqlite3_vfs_find(NULL);
    vfs = *real_vfs; /* what is not about an open file goes to the real one, which ignores `vfs` */
    vfs.zName = "fault";
    vfs.szOsFile = (int)sizeof(struct fault_file) + real_vfs->szOsFile;
    vfs.xOpen = vfs_open;
    sqlite3_vfs_register(&vfs, 1);
}

void fault_vfs_plan(struct fault_plan next)
{
    pthread_mutex_lock(&mutex);
    plan = next;
    calls = 0;
    fired = false;
    pthread_mutex_unlock(&mutex);
}

void fault_vfs_heal(void)
{
    fault_vfs_plan((struct fault_plan){.call = FAULT_NONE});
}

bool fault_vfs_fired(void)
{
    pthread_mutex_lock(&mutex);
    bool answer = fired;
    pthread_mutex_unlock(&mutex);
    return answer;
}

int fault_vfs_calls(void)
{
    pthread_mutex_lock(&mutex);
    int answer = calls;
    pthread_mutex_unlock(&mutex);
    return answer;
}
