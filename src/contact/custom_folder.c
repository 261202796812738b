#include "contact/custom_folder.h"

#include "base/clock.h"
#include "contact/custom_field.h"
#include "contact/custom_object.h"

#define ROW(member, json_name)                                                                \
    {                                                                                         \
        .name = STR_INIT(json_name), .kind = JSON_KIND_TEXT,                                  \
        .offset = offsetof(struct custom_folder_body, member), .max = CUSTOM_FOLDER_NAME_MAX, \
        .required = true                                                                      \
    }

/* The last one is of a create only. */
static const struct json_field fields[] = {
    ROW(name, "name"),
    ROW(location_id, "locationId"),
    ROW(object, "objectKey"),
};

enum { FIELD_COUNT = sizeof fields / sizeof *fields };

struct json_table custom_folder_body_table(bool creates)
{
    return (struct json_table){.fields = fields,
                               .count = creates ? FIELD_COUNT : FIELD_COUNT - 1,
                               .size = sizeof(struct custom_folder_body)};
}

void custom_folder_body_read(bool creates, const struct json *object, struct arena *arena,
                             struct custom_folder_body *body, struct faults *faults)
{
    const struct json_table table = custom_folder_body_table(creates);
    json_table_decode(&table, object, arena, body, faults);
    body->name.value = str_trim(body->name.value);
    if (body->name.presence == JSON_GIVEN && str_is_empty(body->name.value))
        faults_add(faults, "name should not be empty");
    if (body->object.presence == JSON_GIVEN)
        custom_object_check(arena, body->object.value, &body->object_key, faults);
}

void custom_folder_write_members(struct json_writer *w, struct str location_id,
                                 const struct custom_folder *folder)
{
    json_member_string(w, STR("id"), folder->id);
    json_member_string(w, STR("objectKey"), folder->object_key);
    json_member_string(w, STR("locationId"), location_id);
    json_member_string(w, STR("name"), folder->name);
}

/* A field has to have a data type and a parent; a folder's say nothing. */
void custom_folder_write_as_field(struct json_writer *w, struct arena *arena,
                                  struct str location_id, const struct custom_folder *folder)
{
    json_begin_object(w);
    custom_folder_write_members(w, location_id, folder);
    json_member_bool(w, STR("showInForms"), false);
    json_member_string(w, STR("dataType"), STR("TEXT"));
    json_member_string(w, STR("parentId"), STR(""));
    json_member_string(w, STR("fieldKey"), custom_folder_key(arena, folder));
    json_member_string(w, STR("documentType"), STR("folder"));
    json_member_string(w, STR("dateAdded"), clock_iso(arena, folder->date_added_ms));
    json_member_string(w, STR("dateUpdated"), clock_iso(arena, folder->date_updated_ms));
    json_end(w);
}

struct str custom_folder_key(struct arena *arena, const struct custom_folder *folder)
{
    return custom_field_key_of_name(arena, folder->object_key, folder->name);
}
