/*
 * The customFields of a body, and how they become those of a contact.
 *
 * The happy path: an entry names a field of the location by id or key, its value fits the field's
 * type, and it is merged by id. Failure modes: an entry that names nothing and a value that does
 * not fit are faults; a field that the location does not define is no fault but told to the caller,
 * as the live service takes such bodies.
 */
#include "contact/custom_value.h"

/* Lower-casing a name can double its length (custom_field_key_of_name), "contact." comes on top. */
enum { KEY_MAX = 2 * CUSTOM_FIELD_NAME_MAX + 8 };

static const struct json_field entry_fields[] = {
    {
        .name = STR_INIT("id"),
        .kind = JSON_KIND_TEXT,
        .offset = offsetof(struct custom_value_body, id),
        .max = CUSTOM_FIELD_NAME_MAX,
    },
    {
        .name = STR_INIT("key"),
        .kind = JSON_KIND_TEXT,
        .offset = offsetof(struct custom_value_body, key),
        .max = KEY_MAX,
    },
    {
        .name = STR_INIT("field_value"),
        .kind = JSON_KIND_ANY,
        .offset = offsetof(struct custom_value_body, field_value),
    },
    {
        .name = STR_INIT("fieldValue"),
        .kind = JSON_KIND_ANY,
        .offset = offsetof(struct custom_value_body, fieldValue),
    },
};

const struct json_table custom_value_table = {
    .fields = entry_fields,
    .count = sizeof(entry_fields) / sizeof(entry_fields[0]),
    .size = sizeof(struct custom_value_body),
};

/* What the entries of one body are checked with. */
struct entry_check {
    const struct custom_fields *fields;
    struct str country;
    struct arena *arena;
    struct custom_changes *changes;
    struct faults *faults;
};

static const struct custom_field *field_of_entry(const struct entry_check *check,
                                                 const struct custom_value_body *entry)
{
    if (!str_is_empty(entry->id.value))
        return custom_fields_by_id(check->fields, entry->id.value);
    return custom_fields_by_key(check->fields, entry->key.value);
}

static bool holds_object(enum custom_field_type type)
{
    return type == CUSTOM_FIELD_TEXTBOX_LIST || type == CUSTOM_FIELD_FILE_UPLOAD ||
           type == CUSTOM_FIELD_SIGNATURE;
}

/* null, "" and [] remove any value, {} one that is an object. */
static bool removes(const struct json_opt_any *given, enum custom_field_type type)
{
    if (given->presence == JSON_CLEARED)
        return true;
    switch (json_type(given->value)) {
    case JSON_NULL:
        return true;
    case JSON_STRING:
        return str_is_empty(json_string(given->value));
    case JSON_ARRAY:
        return json_count(given->value) == 0;
    case JSON_OBJECT:
        return holds_object(type) && json_count(given->value) == 0;
    case JSON_BOOL:
    case JSON_NUMBER:
        break;
    }
    return false;
}

static void change(struct custom_changes *changes, struct str id, const struct json *value)
{
    changes->items[changes->count++] = (struct custom_change){id, value};
}

static void check_value(const struct entry_check *check, const struct custom_field *field,
                        const struct custom_value_body *entry, size_t number)
{
    bool snake = entry->field_value.presence != JSON_ABSENT;
    const struct json_opt_any *given = snake ? &entry->field_value : &entry->fieldValue;
    if (given->presence == JSON_ABSENT)
        return;
    if (removes(given, field->type)) {
        change(check->changes, field->id, NULL);
        return;
    }
    struct custom_value_check value_check = {
        .field = field,
        .path = arena_format(check->arena, "customFields.%zu.%s", number,
                             snake ? "field_value" : "fieldValue"),
        .country = check->country,
        .arena = check->arena,
        .faults = check->faults,
    };
    const struct json *value = custom_value_check(&value_check, given->value);
    if (value)
        change(check->changes, field->id, value);
}

static void check_entry(const struct entry_check *check, const struct custom_value_body *entry,
                        size_t number)
{
    if (entry->id.presence == JSON_REFUSED || entry->key.presence == JSON_REFUSED)
        return; /* a fault already */
    bool has_id = !str_is_empty(entry->id.value);
    if (!has_id && str_is_empty(entry->key.value)) {
        faults_add(check->faults, "customFields.%zu.id must be a string", number);
        return;
    }
    const struct custom_field *field = field_of_entry(check, entry);
    if (field)
        check_value(check, field, entry, number);
    else
        check->changes->unknown[check->changes->unknown_count++] =
            has_id ? entry->id.value : entry->key.value;
}

void custom_changes_check(const struct custom_fields *fields, const struct json_opt_list *given,
                          struct str country, struct arena *arena, struct custom_changes *changes,
                          struct faults *faults)
{
    *changes = (struct custom_changes){.count = 0};
    if (given->presence != JSON_GIVEN)
        return;
    changes->items = ARENA_ARRAY(arena, struct custom_change, given->count);
    changes->unknown = ARENA_ARRAY(arena, struct str, given->count);
    struct entry_check check = {fields, country, arena, changes, faults};
    const struct custom_value_body *entries = given->items;
    for (size_t i = 0; i < given->count; i++)
        check_entry(&check, &entries[i], i);
}

static size_t value_index(const struct custom_value *values, size_t count, struct str id)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(values[i].id, id))
            return i;
    return count;
}

static void value_remove(struct custom_value *values, size_t *count, size_t index)
{
    if (index == *count)
        return;
    (*count)--;
    memmove(&values[index], &values[index + 1], (*count - index) * sizeof(values[0]));
}

static void merge_one(struct custom_value *values, size_t *count, const struct custom_change *asked)
{
    size_t index = value_index(values, *count, asked->id);
    if (!asked->value) {
        value_remove(values, count, index);
        return;
    }
    values[index] = (struct custom_value){asked->id, asked->value};
    if (index == *count)
        (*count)++;
}

void custom_values_merge(struct arena *arena, struct custom_value **values, size_t *count,
                         const struct custom_changes *changes)
{
    if (changes->count == 0)
        return;
    struct custom_value *merged = ARENA_ARRAY(arena, struct custom_value, *count + changes->count);
    if (*count > 0)
        memcpy(merged, *values, *count * sizeof(merged[0]));
    for (size_t i = 0; i < changes->count; i++)
        merge_one(merged, count, &changes->items[i]);
    *values = merged;
}

size_t custom_values_forget(struct custom_value *values, size_t *count,
                            const struct text_list *removed_ids)
{
    size_t kept = 0;
    size_t before = *count;
    if (removed_ids->count == 0)
        return 0; /* nearly always */
    for (size_t i = 0; i < before; i++) {
        if (!text_list_has(removed_ids, values[i].id))
            values[kept++] = values[i];
    }
    *count = kept;
    return before - kept;
}
