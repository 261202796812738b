/*
 * Fills a store with the bench's contacts, many in a transaction.
 *
 *   bench-fill STORE LOCATION COUNT DOCUMENTS_FILE [NUMBER_FIELD TEXT_FIELD]
 *
 * With the ids of two custom fields they are people to be searched for (people.h).
 * DOCUMENTS_FILE gets a line for each: its document as it is served. Their ids, in the same order,
 * go to standard output.
 */
#include <stdio.h>
#include <stdlib.h>

#include "contacts.h"
#include "people.h"
#include "program.h"

/* Each transaction sorts its rows into three indexes; past this a larger one is no faster. */
enum { BATCH = 5000 };

struct fill {
    struct store_op op; /* first */
    struct contact_row rows[BATCH];
    size_t count;
    bool searchable;
    struct bench_people people;
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

static void make(struct arena *arena, const struct fill *fill, uint64_t index,
                 struct contact_row *row)
{
    if (fill->searchable)
        bench_person(arena, &fill->people, index, row);
    else
        bench_contact(arena, fill->people.location_id, index, row);
}

static void fill_batch(struct store *store, uint64_t from, struct fill *fill, FILE *documents)
{
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < fill->count; i++)
        make(&arena, fill, from + i, &fill->rows[i]);
    program_check(store_run(store, &fill->op), "inserting contacts");
    for (size_t i = 0; i < fill->count; i++) {
        put_line(documents, fill->rows[i].document);
        put_line(stdout, fill->rows[i].id);
    }
    arena_release(&arena);
}

int main(int argc, char **argv)
{
    if (argc != 5 && argc != 7)
        program_fail("usage: bench-fill STORE LOCATION COUNT DOCUMENTS_FILE"
                     " [NUMBER_FIELD TEXT_FIELD]");
    struct store *store = program_store(argv[1]);
    uint64_t count = program_number(argv[3]);
    FILE *documents = fopen(argv[4], "w");
    if (!documents)
        program_fail("cannot write '%s'", argv[4]);
    static struct fill fill = {.op.apply = apply};
    fill.searchable = argc == 7;
    fill.people.location_id = str_of(argv[2]);
    if (fill.searchable) {
        fill.people.number_field = str_of(argv[5]);
        fill.people.text_field = str_of(argv[6]);
    }
    for (uint64_t from = 0; from < count; from += fill.count) {
        fill.count = count - from < BATCH ? count - from : BATCH;
        fill_batch(store, from, &fill, documents);
    }
    store_close(store);
    if (fclose(documents) != 0 || fflush(stdout) != 0)
        program_fail("cannot write '%s' or standard output", argv[4]);
    return 0;
}
