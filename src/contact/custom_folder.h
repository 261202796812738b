/*
 * Folders of custom fields: a name over some fields of one kind of object. A field names its folder
 * (parent_id), a folder stands in none.
 *
 * Texts point into the arena of whoever made them. Pure.
 */
#pragma once

#include "base/arena.h"
#include "base/faults.h"
#include "json/json.h"
#include "json/table.h"
#include "json/writer.h"

/* Ours: of one location, for one kind of object. */
enum { CUSTOM_FOLDERS_MAX = 100, CUSTOM_FOLDER_NAME_MAX = 255 };

struct custom_folder {
    struct str id;
    struct str object_key; /* contact/custom_object.h */
    struct str name;
    int64_t date_added_ms;
    int64_t date_updated_ms;
};

struct custom_folder_body {
    struct json_opt_text location_id;
    struct json_opt_text object; /* "objectKey": of a create */
    struct json_opt_text name;
    struct str object_key; /* what it means */
};

struct json_table custom_folder_body_table(bool creates); /* what a body may have */

/* What is wrong is added to *faults. `object` is a JSON object. */
void custom_folder_body_read(bool creates, const struct json *object, struct arena *arena,
                             struct custom_folder_body *body, struct faults *faults);

/* {"id", "objectKey", "locationId", "name"}: its members, in the object that was begun. */
void custom_folder_write_members(struct json_writer *w, struct str location_id,
                                 const struct custom_folder *folder);

/*
 * Beside fields it is shown as if it were one, as published; `documentType` tells which is which.
 */
void custom_folder_write_as_field(struct json_writer *w, struct arena *arena,
                                  struct str location_id, const struct custom_folder *folder);

/* "custom_object.pet.general_info": what the answer of a delete calls its key. */
struct str custom_folder_key(struct arena *arena, const struct custom_folder *folder);
