/*
 * Fills a store with the bench's contacts, many in a transaction.
 *
 *   bench-fill STORE_FILE LOCATION COUNT DOCUMENTS_FILE
 *
 * DOCUMENTS_FILE gets a line for each: its document as it is served. Their ids, in the same order,
 * go to standard output.
 */
#include <stdio.h>
#include <stdlib.h>

#include "contacts.h"
#include "program.h"

/* Each transaction sorts its rows into three indexes; past this a larger one is no faster. */
enum { BATCH = 5000 };

struct fill {
    struct store_op op; /* first */
    struct contact_row rows[BATCH];
    size_t count;
};

static enum err apply(struct store_op *op, struct store_tx *tx)
{
    struct fill *fill = (struct fill *)op;
    enum err err = ERR_NONE;
    for (size_t i = 0; i < fill->count && !err; i++)
        err = store_tx_contact_insert(tx, &fill->rows[i]);
    return err;
}

static void put_line(FILE *file, struct str text)
{
    fwrite(text.ptr, 1, text.len, file);
    fputc('\n', file);
}

static void fill_batch(struct store *store, struct str location_id, uint64_t from,
                       struct fill *fill, FILE *documents)
{
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < fill->count; i++)
        bench_contact(&arena, location_id, from + i, &fill->rows[i]);
    program_check(store_run(store, &fill->op), "inserting contacts");
    for (size_t i = 0; i < fill->count; i++) {
        put_line(documents, fill->rows[i].document);
        put_line(stdout, fill->rows[i].id);
    }
    arena_release(&arena);
}

int main(int argc, char **argv)
{
    if (argc != 5)
        program_fail("usage: bench-fill STORE_FILE LOCATION COUNT DOCUMENTS_FILE");
    struct store *store = program_store(argv[1]);
    uint64_t count = program_number(argv[3]);
    FILE *documents = fopen(argv[4], "w");
    if (!documents)
        program_fail("cannot write '%s'", argv[4]);
    static struct fill fill = {.op.apply = apply};
    for (uint64_t from = 0; from < count; from += fill.count) {
        fill.count = count - from < BATCH ? count - from : BATCH;
        fill_batch(store, str_of(argv[2]), from, &fill, documents);
    }
    store_close(store);
    if (fclose(documents) != 0 || fflush(stdout) != 0)
        program_fail("cannot write '%s' or standard output", argv[4]);
    return 0;
}
