#include "contact/additional.h"

#include "contact/phone.h"
#include "contact/text.h"

/* As of the contact's own phone (fields.def); a label is a word. */
enum { PHONE_LEN_MAX = 32, LABEL_LEN_MAX = 255 };

/* ---- tables -----------------------------------------------------------------------------------
 */

#define ROW(member, json_name, ...)                                     \
    {                                                                   \
        .name = STR_INIT(json_name), .kind = JSON_KIND_TEXT,            \
        .offset = offsetof(struct additional_body, member), __VA_ARGS__ \
    }

static const struct json_field email_fields[] = {
    ROW(value, "email", .max = TEXT_EMAIL_MAX, .required = true)};

static const struct json_field phone_fields[] = {
    ROW(value, "phone", .max = PHONE_LEN_MAX, .required = true),
    ROW(label, "phoneLabel", .max = LABEL_LEN_MAX),
};

const struct json_table additional_email_table = {
    .fields = email_fields,
    .count = sizeof email_fields / sizeof *email_fields,
    .size = sizeof(struct additional_body),
};

const struct json_table additional_phone_table = {
    .fields = phone_fields,
    .count = sizeof phone_fields / sizeof *phone_fields,
    .size = sizeof(struct additional_body),
};

static const struct json_table *table_of(enum match_field field)
{
    return field == MATCH_EMAIL ? &additional_email_table : &additional_phone_table;
}

/* ---- lists ------------------------------------------------------------------------------------
 */

/* Its place in the list; the count when it is not there. */
static size_t find(const struct additional_list *list, struct str value)
{
    size_t i = 0;
    while (i < list->count && !str_eq(list->items[i].value, value))
        i++;
    return i;
}

bool additional_has(const struct additional_list *list, struct str value)
{
    return find(list, value) < list->count;
}

static struct additional_list with_room(struct arena *arena, size_t count)
{
    return (struct additional_list){.items = ARENA_ARRAY(arena, struct additional, count)};
}

static void append_new(struct additional_list *list, struct additional entry)
{
    if (!additional_has(list, entry.value))
        list->items[list->count++] = entry;
}

struct additional_list additional_without(struct arena *arena, const struct additional_list *list,
                                          struct str own)
{
    struct additional_list rest = with_room(arena, list->count);
    for (size_t i = 0; i < list->count; i++) {
        if (!str_eq(list->items[i].value, own))
            append_new(&rest, list->items[i]);
    }
    return rest;
}

void additional_swap(struct arena *arena, struct additional_list *list, struct str before,
                     struct str now)
{
    if (list->count == 0 || str_eq(before, now) || !additional_has(list, now))
        return;
    struct additional_list swapped = with_room(arena, list->count);
    for (size_t i = 0; i < list->count; i++) {
        if (!str_eq(list->items[i].value, now))
            append_new(&swapped, list->items[i]);
        else if (!str_is_empty(before))
            append_new(&swapped, (struct additional){.value = before});
    }
    *list = swapped;
}

/* ---- a body -----------------------------------------------------------------------------------
 */

static bool normalize_email(struct arena *arena, struct str *email)
{
    *email = text_nfc(arena, str_trim(*email));
    if (!text_is_email(*email))
        return false;
    *email = text_lower(arena, *email);
    return true;
}

static bool normalize(enum match_field field, struct arena *arena, struct str country,
                      struct str *value)
{
    if (field == MATCH_EMAIL)
        return normalize_email(arena, value);
    return text_e164(arena, str_trim(*value), country, value);
}

static void add_fault(enum match_field field, size_t index, struct faults *faults)
{
    if (field == MATCH_EMAIL)
        faults_add(faults, "additionalEmails.%zu.email must be an email", index);
    else
        faults_add(faults, "additionalPhones.%zu.phone must be a valid phone number", index);
}

struct additional_list additional_check(enum match_field field, const struct json_opt_list *given,
                                        struct str country, struct arena *arena,
                                        struct faults *faults)
{
    const struct additional_body *entries = given->items;
    struct additional_list list = {NULL, 0};
    if (given->presence != JSON_GIVEN)
        return list;
    list = with_room(arena, given->count);
    for (size_t i = 0; i < given->count; i++) {
        struct additional entry = {entries[i].value.value, str_trim(entries[i].label.value)};
        if (entries[i].value.presence != JSON_GIVEN)
            continue; /* a fault already */
        if (normalize(field, arena, country, &entry.value))
            append_new(&list, entry);
        else
            add_fault(field, i, faults);
    }
    return list;
}

/* ---- a document -------------------------------------------------------------------------------
 */

bool additional_read(enum match_field field, const struct json *array, struct arena *arena,
                     struct additional_list *list)
{
    *list = (struct additional_list){NULL, 0};
    if (json_count(array) == 0)
        return true; /* most have none, and every update reads them */
    *list = with_room(arena, json_count(array));
    struct faults ignored; /* what a later version may have added is dropped */
    faults_init(&ignored, arena);
    struct json_walk walk = json_walk(array);
    while (json_next(&walk)) {
        struct additional_body entry;
        if (json_type(walk.value) != JSON_OBJECT)
            return false;
        json_table_decode(table_of(field), walk.value, arena, &entry, &ignored);
        if (str_is_empty(entry.value.value))
            return false;
        list->items[list->count++] = (struct additional){entry.value.value, entry.label.value};
    }
    return true;
}

void additional_write(enum match_field field, const struct additional_list *list,
                      struct json_writer *w)
{
    json_begin_array(w);
    for (size_t i = 0; i < list->count; i++) {
        const struct additional_body entry = {
            .value = {JSON_GIVEN, list->items[i].value},
            .label = {JSON_GIVEN, list->items[i].label},
        };
        json_begin_object(w);
        json_table_write(table_of(field), &entry, w);
        json_end(w);
    }
    json_end(w);
}
