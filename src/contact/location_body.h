/*
 * A location as bodies and answers have it: read, checked, put onto the one that is kept, written.
 *
 * What is looked up or decides how contacts are kept stands in struct location's own members, and
 * only there; everything else is in its document. Credentials and snapshots are checked, so that a
 * client's mistake is told, and forgotten: nothing here would use them. Pure.
 */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "base/faults.h"
#include "contact/location.h"
#include "json/table.h"

/* As the form of a contact: nothing is published. An address by its own maximum (email.c). */
enum { LOCATION_TEXT_MAX = 255, LOCATION_ADDRESS_MAX = 1000, LOCATION_URL_MAX = 2048 };

enum location_body { LOCATION_BODY_CREATE, LOCATION_BODY_UPDATE };

struct location_settings {
    struct json_opt_flag allow_duplicate_contact; /* the rule's, once it is kept */
    struct json_opt_flag allow_duplicate_opportunity;
    struct json_opt_flag allow_facebook_name_merge;
    struct json_opt_flag disable_contact_timezone;
};

struct location_fields {
    struct json_opt_text name;
    struct json_opt_text phone;
    struct json_opt_text company_id;
    struct json_opt_text address;
    struct json_opt_text city;
    struct json_opt_text state;
    struct json_opt_text country;
    struct json_opt_text postal_code;
    struct json_opt_text website;
    struct json_opt_text timezone;
    struct json_opt_text first_name; /* of the prospect, … */
    struct json_opt_text last_name;
    struct json_opt_text email;
    struct json_opt_nested prospect; /* … who is one object in a body */
    struct json_opt_nested settings; /* of struct location_settings */
    struct json_opt_nested social;
    struct json_opt_nested twilio;
    struct json_opt_nested mailgun;
    struct json_opt_text snapshot_id; /* create */
    struct json_opt_nested snapshot;  /* update */
};

/* What is wrong is added to *faults. `object` is a JSON object. */
void location_body_read(enum location_body body, const struct json *object, struct arena *arena,
                        struct location_fields *patch, struct faults *faults);

/*
 * Changes what the patch names and nothing else; null and the empty text clear. Texts of *location
 * may be the patch's or in the arena afterwards. ERR_STORE_FAILED when the location's document is
 * none: only a damaged file gives that.
 */
MUST_CHECK enum err location_body_apply(const struct location_fields *patch, struct arena *arena,
                                        struct location *location);

/*
 * The members of a location in an answer, into the object that was begun: as create, update and
 * search have it; or, for GET, the prospect's name and the business as well. ERR_STORE_FAILED as
 * above.
 */
enum location_shape { LOCATION_SHORT, LOCATION_WHOLE };
MUST_CHECK enum err location_write(const struct location *location, enum location_shape shape,
                                   struct arena *arena, struct json_writer *w);
