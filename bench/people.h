/*
 * Contacts with names, as searches meet them: some names, companies and providers of email are
 * common, most are rare. The one of an index is the same every time.
 */
#pragma once

#include "contacts.h"

/* Values of two custom fields, a number and a text, whose ids are given. */
struct bench_people {
    struct str location_id;
    struct str number_field;
    struct str text_field;
};

void bench_person(struct arena *arena, const struct bench_people *people, uint64_t index,
                  struct contact_row *row);
