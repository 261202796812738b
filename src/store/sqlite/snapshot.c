/*
 * The happy path: the counter is what it was at the last call. The first time that is so, a
 * transaction is begun, and the statement that follows fixes its state, which is at least as new as
 * the counter. From then on nothing is left to do. Under constant writing no transaction is ever
 * begun, and each statement looks for itself.
 *
 * Failure mode: SQLite ends the transaction by itself when it cannot read; sqlite3_get_autocommit
 * knows.
 */
#include "store/sqlite/snapshot.h"

#include <assert.h>

/* The first region of the index, which SQLite maps in pieces of 32 KiB; the counter is in it. */
enum { INDEX_REGION = 0, INDEX_REGION_SIZE = 32768, CHANGE_OFFSET = 8 };

int snapshot_prepare(struct sqlite_view *reader)
{
    sqlite3_file *file = NULL;
    void volatile *index = NULL;
    int code = sqlite3_file_control(reader->connection, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    if (code == SQLITE_OK)
        code = file->pMethods->xShmMap(file, INDEX_REGION, INDEX_REGION_SIZE, 0, &index);
    if (code == SQLITE_OK && !index)
        code = SQLITE_PROTOCOL; /* the statements have been prepared, so the log was opened */
    if (code == SQLITE_OK)
        reader->change = (const uint32_t volatile *)((const char volatile *)index + CHANGE_OFFSET);
    return code;
}

static bool is_kept(const struct sqlite_view *reader)
{
    return !sqlite3_get_autocommit(reader->connection);
}

/* Neither can fail: BEGIN touches no file, and what only read has nothing to lose. */
static void execute(struct sqlite_view *reader, enum sqlite_statement which)
{
    int code = sqlite3_step(reader->statements[which]);
    assert(code == SQLITE_DONE);
    sqlite3_reset(reader->statements[which]);
}

void snapshot_end(struct sqlite_view *reader)
{
    if (is_kept(reader))
        execute(reader, SQL_SNAPSHOT_END);
}

void snapshot_renew(struct sqlite_view *reader, bool may_keep)
{
    uint32_t change = __atomic_load_n(reader->change, __ATOMIC_ACQUIRE);
    if (change != reader->change_seen)
        snapshot_end(reader);
    else if (may_keep && !is_kept(reader))
        execute(reader, SQL_SNAPSHOT_BEGIN);
    reader->change_seen = change;
}
