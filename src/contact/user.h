/*
 * What is of a user alone among the records (contact/record.h): who works for the agency, in which
 * locations, and what else is published of them. Enough for assignedTo and followers; nobody logs
 * in. Pure.
 */
#pragma once

#include "contact/record.h"
#include "contact/text_list.h"

/* Ours: locations of one user. */
enum { USER_LOCATIONS_MAX = 500 };

extern const struct json_resource user_resource;
extern const struct json_table user_permissions_table;
extern const struct str user_scopes[]; /* ended by an empty one */

/*
 * Checked further once the table has read it: names, the email, the numbers. A password is
 * forgotten.
 */
void user_read(struct arena *arena, struct record_fields *fields, struct faults *faults);

/* The name, the roles, and for permissions that are not told what a new user may. */
void user_stamp(struct arena *arena, struct record_fields *fields);

/* The locations of a user as kept. */
struct text_list user_locations(const struct record_fields *fields);

/* A search; what is empty is not asked. */
struct user_query {
    struct str company_id;
    struct str location_id;
    struct str own_location_id; /* of a location that asks: it sees its own */
    struct str type;
    struct str role;
    struct str text;      /* in lower case; part of the name, the email or the phone's digits */
    struct text_list ids; /* any of them */
};

/* `user` as kept. */
bool user_matches(const struct user_query *query, struct str id, const struct record_fields *user,
                  struct arena *arena);
