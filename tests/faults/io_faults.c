/*
 * A disk that fails on command: preloaded into contactd by tests/http/faults.test.mjs.
 *
 * While the file named by IO_FAULTS exists, its first word decides what fails: "full" makes writes
 * to regular files fail with ENOSPC, "broken" makes flushes fail with EIO. Everything else, and
 * everything while the file is not there, goes to libc. Other processes of the test create and
 * remove the file, so it is looked at on each call.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { WORD_MAX = 16 };

/* Whether the control file begins with `word`. */
static bool asked_for(const char *word)
{
    const char *path = getenv("IO_FAULTS");
    int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (fd < 0)
        return false;
    char text[WORD_MAX];
    ssize_t len = read(fd, text, sizeof text);
    close(fd);
    size_t wanted = strlen(word);
    return len >= (ssize_t)wanted && memcmp(text, word, wanted) == 0;
}

/* A full disk fails neither the log on standard error nor a socket. */
static bool is_file(int fd)
{
    struct stat status;
    return fstat(fd, &status) == 0 && S_ISREG(status.st_mode) && fd > STDERR_FILENO;
}

static bool is_full(int fd)
{
    if (!is_file(fd) || !asked_for("full"))
        return false;
    errno = ENOSPC;
    return true;
}

static bool is_broken(void)
{
    if (!asked_for("broken"))
        return false;
    errno = EIO;
    return true;
}

/* The function of libc that ours hides. */
#define LIBC(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int fd, const void *bytes, size_t size)
{
    return is_full(fd) ? -1 : LIBC(write)(fd, bytes, size);
}

ssize_t pwrite(int fd, const void *bytes, size_t size, off_t offset)
{
    return is_full(fd) ? -1 : LIBC(pwrite)(fd, bytes, size, offset);
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t offset)
{
    return is_full(fd) ? -1 : LIBC(pwrite64)(fd, bytes, size, offset);
}

int fdatasync(int fd)
{
    return is_broken() ? -1 : LIBC(fdatasync)(fd);
}

int fsync(int fd)
{
    return is_broken() ? -1 : LIBC(fsync)(fd);
}
