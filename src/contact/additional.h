/*
 * The emails and phones that a contact has besides its own: additionalEmails, additionalPhones.
 *
 *      "additionalEmails": [{"email": "ann@example.com"}]
 *      "additionalPhones": [{"phone": "+12025550123", "phoneLabel": "Home"}]
 *
 * Kept and served normalised, as the contact's own: lower-cased, E.164. In order, none of them
 * twice and none of them the contact's own. Texts and arrays belong to an arena. Pure.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/faults.h"
#include "base/str.h"
#include "contact/location.h"
#include "json/table.h"
#include "json/writer.h"

/* Of each; the app's own bound (seen). */
enum { CONTACT_ADDITIONAL_MAX = 10 };

struct additional {
    struct str value;
    struct str label; /* of a phone; empty: none */
};

struct additional_list {
    struct additional *items;
    size_t count;
};

bool additional_has(const struct additional_list *list, struct str value);

/* ---- a body -----------------------------------------------------------------------------------
 */

/* What an entry of either list decodes into. */
struct additional_body {
    struct json_opt_text value;
    struct json_opt_text label;
};

extern const struct json_table additional_email_table;
extern const struct json_table additional_phone_table;

/*
 * The entries of a list, normalised, into an array of its own, because a body may be checked more
 * than once. What is no email or phone, read in `country`, becomes a fault:
 * "additionalEmails.0.email must be an email". A list that is absent, cleared or was refused is
 * empty.
 */
struct additional_list additional_check(enum match_field field, const struct json_opt_list *given,
                                        struct str country, struct arena *arena,
                                        struct faults *faults);

/* ---- a contact's ------------------------------------------------------------------------------
 */

/* Without `own`, which the contact has already. */
struct additional_list additional_without(struct arena *arena, const struct additional_list *list,
                                          struct str own);

/*
 * The contact's own value has become `now`. Was that an additional one, the one that it had before
 * takes its place: nothing is lost but the label. The list's array is made anew then.
 */
void additional_swap(struct arena *arena, struct additional_list *list, struct str before,
                     struct str now);

/* From a document, and into one; false when it is damaged. `array` is a JSON_ARRAY. */
bool additional_read(enum match_field field, const struct json *array, struct arena *arena,
                     struct additional_list *list);
void additional_write(enum match_field field, const struct additional_list *list,
                      struct json_writer *w);
