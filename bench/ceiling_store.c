/*
 * The ceiling of the store: durable updates of random contacts through store.h alone.
 *
 *   bench-ceiling-store STORE LOCATION COUNT SECONDS
 *
 * COUNT is how many contacts bench-fill made. 64 operations are in flight, as with 64 connections;
 * each is submitted again when it is done, so every batch has 64. What the service does with JSON
 * is left out: the document is copied, and the time of its update overwritten. Prints one line of
 * JSON.
 */
#include <inttypes.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>

#include "base/clock.h"
#include "contacts.h"
#include "program.h"

enum { IN_FLIGHT = 64, WARM_UP_S = 1 };

struct load {
    struct store *store;
    struct str location_id;
    uint64_t contacts;
    atomic_uint_fast64_t done;
    atomic_bool stopping;
    sem_t stopped; /* posted by each operation when it is not submitted again */
};

struct update {
    struct store_op op; /* first */
    struct load *load;
    struct arena arena;
    uint64_t next; /* of the numbers that pick contacts */
};

/* The document with another dateUpdated, in bytes of its own. */
static struct str touched(struct arena *arena, struct str document)
{
    static const char member[] = "\"dateUpdated\":\"";
    struct str copy = arena_copy(arena, document);
    char *found = memmem(copy.ptr, copy.len, member, sizeof member - 1);
    if (!found)
        program_fail("a document without dateUpdated");
    clock_format_iso(clock_wall_ms(), found + sizeof member - 1);
    return copy;
}

static enum err apply(struct store_op *op, struct store_tx *tx)
{
    struct update *update = (struct update *)op;
    struct load *load = update->load;
    char id[RAND_ID_LEN];
    bench_contact_id(bench_scatter(update->next) % load->contacts, id);
    struct contact_row row;
    enum err err = store_contact_get(store_tx_view(tx), &update->arena, load->location_id,
                                     (struct str){id, sizeof id}, &row);
    if (err)
        return err;
    row.document = touched(&update->arena, row.document);
    row.version++;
    return store_tx_contact_update(tx, &row);
}

static void done(struct store_op *op)
{
    struct update *update = (struct update *)op;
    struct load *load = update->load;
    program_check(op->result, "updating a contact");
    arena_release(&update->arena);
    atomic_fetch_add(&load->done, 1);
    update->next += IN_FLIGHT;
    if (atomic_load(&load->stopping))
        sem_post(&load->stopped);
    else
        program_check(store_submit(load->store, op), "submitting an update");
}

static void start(struct load *load, struct update updates[IN_FLIGHT])
{
    for (uint64_t i = 0; i < IN_FLIGHT; i++) {
        updates[i] =
            (struct update){.op = {.apply = apply, .done = done}, .load = load, .next = i + 1};
        arena_init(&updates[i].arena);
        program_check(store_submit(load->store, &updates[i].op), "submitting an update");
    }
}

static void stop(struct load *load)
{
    atomic_store(&load->stopping, true);
    for (size_t i = 0; i < IN_FLIGHT; i++)
        while (sem_wait(&load->stopped) != 0)
            continue;
}

int main(int argc, char **argv)
{
    if (argc != 5)
        program_fail("usage: bench-ceiling-store STORE LOCATION COUNT SECONDS");
    struct load load = {
        .store = program_store(argv[1]),
        .location_id = str_of(argv[2]),
        .contacts = program_number(argv[3]),
    };
    sem_init(&load.stopped, 0, 0);
    struct update updates[IN_FLIGHT];
    start(&load, updates);
    program_sleep(WARM_UP_S);
    uint64_t done_before = atomic_load(&load.done);
    int64_t began_ns = clock_mono_ns();
    program_sleep(program_number(argv[4]));
    uint64_t requests = atomic_load(&load.done) - done_before;
    double seconds = (double)(clock_mono_ns() - began_ns) / 1e9;
    stop(&load);
    store_close(load.store);
    printf("{\"requests\":%" PRIu64 ",\"seconds\":%.6f}\n", requests, seconds);
    return 0;
}
