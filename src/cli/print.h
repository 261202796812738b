/*
 * What a command prints, as lines for people or as JSON for scripts.
 *
 *      struct print p = print_begin(arena, json, "locations");   NULL: one record, not a list
 *      print_record(&p);
 *      print_text(&p, "id", id);
 *      print_end(&p);
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

struct json_writer;

struct print {
    bool json;
    bool list;
    size_t records;
    struct arena *arena;
    struct json_writer *w;
};

struct print print_begin(struct arena *arena, bool json, const char *list);

/* Begins a record; the one before it ends. */
void print_record(struct print *print);

/* An empty text, and a time of 0, are left out. */
void print_text(struct print *print, const char *name, struct str text);
void print_texts(struct print *print, const char *name, const struct str *texts, size_t count);
void print_flag(struct print *print, const char *name, bool value);
void print_number(struct print *print, const char *name, int64_t number);
void print_time(struct print *print, const char *name, int64_t wall_ms);

void print_end(struct print *print);
