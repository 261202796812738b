/*
 * The ceiling of the disk: 1 KiB for each contact, written one after the other, and a flush.
 *
 *   bench-ceiling-disk FILE SECONDS CONTACTS_A_FLUSH
 *
 * The file is a log that is used again, as the store's is: written once before, then from its
 * beginning. A growing file is slower, because its new length has to be flushed, too. Prints one
 * line of JSON: how many contacts, in which time, and the median of writing and flushing once.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "program.h"

enum {
    CONTACT_BYTES = 1024,
    LOG_BYTES = 16 << 20,
    CONTACTS_A_FLUSH_MAX = LOG_BYTES / CONTACT_BYTES
};

/* Of the first so many flushes the time of each is kept: of a minute on a disk that takes 60 us. */
enum { TIMES_MAX = 1 << 20 };

struct log {
    int fd;
    off_t end;
};

static void append(struct log *log)
{
    static const char contact[CONTACT_BYTES] = {'{', '}'};
    if (pwrite(log->fd, contact, CONTACT_BYTES, log->end) != CONTACT_BYTES)
        program_fail("cannot write to the file");
    log->end = (log->end + CONTACT_BYTES) % LOG_BYTES;
}

static void flush(const struct log *log)
{
    if (fdatasync(log->fd) != 0)
        program_fail("cannot flush the file");
}

static struct log make_log(const char *path)
{
    struct log log = {.fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)};
    if (log.fd < 0)
        program_fail("cannot make '%s'", path);
    for (size_t i = 0; i < LOG_BYTES / CONTACT_BYTES; i++)
        append(&log);
    flush(&log);
    return log;
}

static int64_t write_once(struct log *log, uint64_t contacts)
{
    int64_t began_ns = clock_mono_ns();
    for (uint64_t i = 0; i < contacts; i++)
        append(log);
    flush(log);
    return clock_mono_ns() - began_ns;
}

static int earlier(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a;
    int64_t right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

int main(int argc, char **argv)
{
    if (argc != 4 || program_number(argv[3]) > CONTACTS_A_FLUSH_MAX)
        program_fail("usage: bench-ceiling-disk FILE SECONDS CONTACTS_A_FLUSH");
    static int64_t times_ns[TIMES_MAX];
    struct log log = make_log(argv[1]);
    uint64_t contacts = program_number(argv[3]);
    int64_t began_ns = clock_mono_ns();
    int64_t end_ns = began_ns + (int64_t)program_number(argv[2]) * INT64_C(1000000000);
    uint64_t flushes = 0;
    for (; clock_mono_ns() < end_ns && flushes < TIMES_MAX; flushes++)
        times_ns[flushes] = write_once(&log, contacts);
    double seconds = (double)(clock_mono_ns() - began_ns) / 1e9;
    qsort(times_ns, flushes, sizeof *times_ns, earlier);
    printf("{\"requests\":%" PRIu64 ",\"seconds\":%.6f,\"flushMs\":%.4f}\n", flushes * contacts,
           seconds, (double)times_ns[flushes / 2] / 1e6);
    close(log.fd);
    return 0;
}
