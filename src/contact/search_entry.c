#include "contact/search_entry.h"

#include <math.h>
#include <stdlib.h>

#include "contact/date.h"
#include "contact/text.h"

/* ---- texts ------------------------------------------------------------------------------------
 */

/* Lower case depends on what follows, and what follows a part of a word is not there to be seen. */
#define FINAL_SIGMA "ς"
#define SIGMA       "σ"

struct str search_normal(struct arena *arena, struct str text)
{
    struct str lower = text_lower(arena, text_nfc(arena, text));
    char *out = arena_alloc(arena, lower.len);
    size_t len = 0;
    bool blank = false;
    for (size_t i = 0; i < lower.len; i++) {
        unsigned char c = (unsigned char)lower.ptr[i];
        if (c <= ' ') {
            blank = len > 0;
            continue;
        }
        if (blank)
            out[len++] = ' ';
        blank = false;
        out[len++] = lower.ptr[i];
        if (len >= 2 && memcmp(out + len - 2, FINAL_SIGMA, 2) == 0)
            memcpy(out + len - 2, SIGMA, 2);
    }
    return (struct str){out, len};
}

struct str search_digits(struct arena *arena, struct str text)
{
    char *out = arena_alloc(arena, text.len);
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (str_is_digit(text.ptr[i]))
            out[len++] = text.ptr[i];
    }
    return (struct str){out, len};
}

/* Longer texts are no numbers; the shortest form of a double that gives it back has 24. */
enum { NUMBER_LEN_MAX = 64 };

bool search_number(const struct json *given, double *number)
{
    if (json_type(given) == JSON_NUMBER) {
        *number = json_number(given);
        return true;
    }
    if (json_type(given) != JSON_STRING)
        return false;
    char text[NUMBER_LEN_MAX + 1];
    struct str digits = str_trim(json_string(given));
    if (str_is_empty(digits) || digits.len > NUMBER_LEN_MAX)
        return false;
    memcpy(text, digits.ptr, digits.len);
    text[digits.len] = '\0';
    char *end;
    *number = strtod(text, &end);
    return end == text + digits.len && isfinite(*number);
}

struct str search_custom_key(struct arena *arena, struct str key)
{
    struct str normal = search_normal(arena, key);
    return arena_format(arena, SEARCH_CUSTOM_MARK "%.*s" SEARCH_VALUE_MARK, STR_ARG(normal));
}

/* ---- lists ------------------------------------------------------------------------------------
 */

static struct text_list normal_list(struct arena *arena, const struct text_list *list)
{
    struct text_list normal = {ARENA_ARRAY(arena, struct str, list->count), list->count};
    for (size_t i = 0; i < list->count; i++)
        normal.items[i] = search_normal(arena, list->items[i]);
    return normal;
}

/* `before` the first, `after` each. */
static struct str joined(struct arena *arena, const struct text_list *list, struct str before,
                         struct str after)
{
    size_t len = before.len;
    for (size_t i = 0; i < list->count; i++)
        len += list->items[i].len + after.len;
    char *out = arena_alloc(arena, len);
    char *at = mempcpy(out, before.ptr, before.len);
    for (size_t i = 0; i < list->count; i++) {
        at = mempcpy(at, list->items[i].ptr, list->items[i].len);
        at = mempcpy(at, after.ptr, after.len);
    }
    return (struct str){out, (size_t)(at - out)};
}

static struct str list_text(struct arena *arena, const struct text_list *list)
{
    return list->count == 0 ? STR("")
                            : joined(arena, list, STR(SEARCH_LIST_MARK), STR(SEARCH_LIST_MARK));
}

static struct str list_of(struct arena *arena, const struct text_list *list)
{
    struct text_list normal = normal_list(arena, list);
    return list_text(arena, &normal);
}

/* ---- custom fields ----------------------------------------------------------------------------
 */

/* A list of texts that are put together at the end. */
struct parts {
    struct arena *arena;
    struct text_list list;
};

/* Room for every value: those of arrays and objects one by one. */
static size_t count_values(const struct contact *contact)
{
    size_t count = 0;
    for (size_t i = 0; i < contact->custom_value_count; i++) {
        const struct json *value = contact->custom_values[i].value;
        enum json_type type = json_type(value);
        count += type == JSON_ARRAY || type == JSON_OBJECT ? json_count(value) : 1;
    }
    return count;
}

/* A value that is neither text nor number is there, and that is all that can be said. */
static void add_value(struct parts *parts, struct str key, const struct json *value)
{
    struct str text = STR("");
    if (json_type(value) == JSON_STRING)
        text = search_normal(parts->arena, json_string(value));
    else if (json_type(value) == JSON_NUMBER)
        text = json_text(parts->arena, value);
    struct str begun = search_custom_key(parts->arena, key);
    parts->list.items[parts->list.count++] =
        arena_format(parts->arena, "%.*s%.*s", STR_ARG(begun), STR_ARG(text));
}

static void add_values(struct parts *parts, const struct custom_value *custom)
{
    enum json_type type = json_type(custom->value);
    if (type != JSON_ARRAY && type != JSON_OBJECT) {
        add_value(parts, custom->id, custom->value);
        return;
    }
    struct json_walk walk = json_walk(custom->value);
    while (json_next(&walk)) {
        struct str key = custom->id;
        if (type == JSON_OBJECT)
            key = arena_format(parts->arena, "%.*s.%.*s", STR_ARG(key), STR_ARG(walk.key));
        add_value(parts, key, walk.value);
    }
}

static struct str custom_of(struct arena *arena, const struct contact *contact)
{
    struct parts parts = {arena, {ARENA_ARRAY(arena, struct str, count_values(contact) + 1), 0}};
    for (size_t i = 0; i < contact->custom_value_count; i++)
        add_values(&parts, &contact->custom_values[i]);
    if (parts.list.count > 0)
        parts.list.items[parts.list.count++] = STR(SEARCH_CUSTOM_MARK);
    return joined(arena, &parts.list, STR(""), STR(""));
}

/* ---- the entry --------------------------------------------------------------------------------
 */

static int64_t date_of(struct str iso)
{
    int64_t wall_ms;
    return date_parse_instant(iso, &wall_ms) ? wall_ms : SEARCH_NO_DATE;
}

struct str search_entry_words(struct arena *arena, const struct search_entry *entry)
{
    struct str digits = search_digits(arena, entry->phone);
    return arena_format(arena, "%.*s\n%.*s\n%.*s\n%.*s", STR_ARG(entry->full_name),
                        STR_ARG(entry->email), STR_ARG(digits), STR_ARG(entry->company_name));
}

static void take_texts(struct arena *arena, const struct contact *contact,
                       struct search_entry *entry)
{
#define TAKE(member) entry->member = search_normal(arena, contact->member)
    TAKE(address1);
    TAKE(city);
    TAKE(company_name);
    TAKE(first_name);
    TAKE(last_name);
    TAKE(phone);
    TAKE(postal_code);
    TAKE(source);
    TAKE(state);
    TAKE(assigned_to);
    TAKE(country);
    TAKE(email);
    TAKE(timezone);
    TAKE(type);
    TAKE(website);
    TAKE(business_id);
#undef TAKE
    entry->full_name = search_normal(arena, contact->name);
    entry->id = contact->id;
}

static void take_dnd(const struct contact *contact, struct search_entry *entry)
{
    const struct dnd_setting *channels = contact->dnd_settings.channels;
    entry->dnd = contact->dnd;
    entry->dnd_email = channels[DND_EMAIL].status;
    entry->dnd_sms = channels[DND_SMS].status;
    entry->dnd_call = channels[DND_CALL].status;
    entry->inbound_dnd = contact->inbound_dnd.status;
}

void search_entry_make(struct arena *arena, const struct contact *contact,
                       const struct text_list *workflows, struct search_entry *entry)
{
    *entry = (struct search_entry){
        .tag_list = normal_list(arena, &contact->tags),
        .followers = list_of(arena, &contact->followers),
        .active_workflows = list_of(arena, workflows),
        .custom = custom_of(arena, contact),
        .date_added = date_of(contact->date_added),
        .date_updated = date_of(contact->date_updated),
        .date_of_birth = date_of(contact->date_of_birth),
    };
    take_texts(arena, contact, entry);
    take_dnd(contact, entry);
    entry->tags = list_text(arena, &entry->tag_list);
    entry->words = search_entry_words(arena, entry);
}
