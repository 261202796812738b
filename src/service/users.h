/*
 * What is of users alone among the records (service/records.h): which of them a location may see
 * and change, and searching them.
 *
 * The agency sees all. A location sees those that are in it, and changes those that are in it
 * alone; to it, others are not there.
 */
#pragma once

#include "contact/user.h"
#include "service/records.h"

/* The key of a user; an empty id for all of them. */
struct record_key user_key(struct str id);

/* False when a location's token puts a user anywhere but into its own location, or into the agency.
 */
bool user_may_become(const struct record_change *change);

/*
 * May the change be made of the user as kept? ERR_RECORD_UNKNOWN; ERR_LOCATION_FORBIDDEN when a
 * location asks and the user is in another one too, or when the body names another company than the
 * user's; ERR_USER_EMAIL_FIXED.
 */
MUST_CHECK enum err user_check_change(const struct record_change *change,
                                      const struct record_fields *user);

/* As record_get, for the location `asked_by` (empty: the agency). */
MUST_CHECK enum err user_get(struct store *store, struct arena *arena, struct str id,
                             struct str asked_by, struct record_row *row);

enum user_sort { USER_SORT_NAME, USER_SORT_EMAIL, USER_SORT_DATE_ADDED };

struct user_search {
    struct user_query query;
    enum user_sort sort;
    bool descending;
    struct record_page page;
};

struct users_found {
    struct record_row *rows; /* of the page */
    size_t count;
    size_t total; /* of all that match */
};

MUST_CHECK enum err user_search(struct store *store, struct arena *arena,
                                const struct user_search *search, struct users_found *found);

/* ---- by email ---------------------------------------------------------------------------------
 */

/* Ours: emails of one call, and the most characters that they have in all. */
enum { USER_EMAILS_MAX = 100, USER_EMAILS_LEN_MAX = USER_EMAILS_MAX * 255 };

/* As published: what a page of users has, where it is not said. */
enum { USERS_PAGE = 25 };

struct user_filter {
    struct str company_id;
    struct text_list emails;     /* in lower case */
    struct text_list projection; /* members to be told; none: id and email */
    bool whole;                  /* all of them */
    bool deleted;                /* those that are deleted: there are none */
    struct record_page page;
    struct faults faults;
};

extern const struct json_table user_filter_table; /* what its body may have */

/* ERR_BODY_INVALID with filter->faults. `object` is a JSON object. */
MUST_CHECK enum err user_filter_read(struct user_filter *filter, struct arena *arena,
                                     const struct json *object);

/* Those that have one of the emails, in the order of these. */
MUST_CHECK enum err user_filter_run(struct store *store, struct arena *arena,
                                    const struct user_filter *filter, struct users_found *found);
