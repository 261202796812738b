/*
 * The bench's contacts: the contact of an index is the same one every time, on every machine, so
 * that two runs ask for the same rows. Their ids are in no order, as real ones are.
 */
#pragma once

#include <stdint.h>

#include "base/arena.h"
#include "base/rand.h"
#include "store/store.h"

/* A number that has nothing of `seed` to be seen in it; the next one is that of seed + 1. */
uint64_t bench_scatter(uint64_t seed);

void bench_contact_id(uint64_t index, char id[RAND_ID_LEN]);

/* The row as the program itself makes it on a create; in the arena. */
void bench_contact(struct arena *arena, struct str location_id, uint64_t index,
                   struct contact_row *row);
