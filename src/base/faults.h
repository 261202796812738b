/*
 * The faults of one request body, in the order they are found: what a 422 answers as its `message`
 * array. Lives in the request's arena.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

/*
 * A body of 1 MiB could hold 200,000 unknown properties; past this many faults the answer says that
 * there are more and stops, so that an answer stays a page and not a book.
 */
enum { FAULTS_MAX = 100 };

/*
 * A property's name can be as long as the body; a fault is cut here, in bytes, so that FAULTS_MAX
 * of them are still an answer and not a book.
 */
enum { FAULT_LEN_MAX = 1024 };

struct faults {
    struct arena *arena;
    struct str *items; /* room for FAULTS_MAX + 1, made at the first fault */
    size_t count;
};

void faults_init(struct faults *faults, struct arena *arena);

/* Adds one sentence; past FAULTS_MAX only "there are more faults than these" is added, once. */
void faults_add(struct faults *faults, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * The whole number from `least` to `most` that a text, white space around it, is; false, with the
 * fault of the property `name` added, when it is none.
 */
bool faults_read_number(struct faults *faults, struct str name, struct str text, int64_t least,
                        int64_t most, int64_t *number);
