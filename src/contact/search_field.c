#include "contact/search.h"

static const struct {
    struct str name;
    enum search_kind kind;
    bool kept;
} fields[] = {
#define FIELD(member, json_name, json_kind) \
    [SEARCH_##member] = {STR_INIT(json_name), SEARCH_KIND_##json_kind, true},
#define ALIAS(member, json_name, json_kind, of) FIELD(member, json_name, json_kind)
#define NEVER(member, json_name, json_kind) \
    [SEARCH_##member] = {STR_INIT(json_name), SEARCH_KIND_##json_kind, false},
#include "contact/search_fields.def"
};

enum { FIELD_COUNT = sizeof fields / sizeof *fields };

static const enum search_field sortable[] = {
    SEARCH_first_name,   SEARCH_last_name, SEARCH_business_name, SEARCH_date_added,
    SEARCH_date_updated, SEARCH_email,     SEARCH_dnd,           SEARCH_source,
};

enum {
    EQUALITY = 1 << SEARCH_EQ | 1 << SEARCH_NOT_EQ,
    PARTS = 1 << SEARCH_CONTAINS | 1 << SEARCH_NOT_CONTAINS,
    PRESENCE = 1 << SEARCH_EXISTS | 1 << SEARCH_NOT_EXISTS,
    ORDER = 1 << SEARCH_RANGE,
};

static const int operators[SEARCH_KIND_COUNT] = {
    [SEARCH_KIND_TEXT] = EQUALITY | PARTS | PRESENCE,
    [SEARCH_KIND_TEXTS] = EQUALITY | PARTS | PRESENCE,
    [SEARCH_KIND_PHONE] = EQUALITY | PARTS | PRESENCE,
    [SEARCH_KIND_WORD] = EQUALITY | PRESENCE,
    [SEARCH_KIND_WORDS] = EQUALITY | PRESENCE,
    [SEARCH_KIND_FLAG] = EQUALITY | PRESENCE,
    [SEARCH_KIND_ID] = EQUALITY,
    [SEARCH_KIND_DATE] = ORDER | PRESENCE,
    [SEARCH_KIND_NUMBER] = ORDER | EQUALITY | PRESENCE,
};

bool search_kind_takes(enum search_kind kind, enum search_operator operator)
{
    return (operators[kind] & 1 << operator) != 0;
}

enum search_kind search_field_kind(enum search_field field)
{
    return fields[field].kind;
}

bool search_field_is_kept(enum search_field field)
{
    return field == SEARCH_CUSTOM || fields[field].kept;
}

static bool find_own(struct str name, struct search_leaf *leaf)
{
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        if (str_is_empty(fields[i].name) || !str_eq(fields[i].name, name))
            continue;
        leaf->field = (enum search_field)i;
        leaf->kind = fields[i].kind;
        return true;
    }
    return false;
}

/* ---- custom fields ----------------------------------------------------------------------------
 */

static const struct {
    bool searchable;
    enum search_kind kind;
} custom_kinds[CUSTOM_FIELD_TYPE_COUNT] = {
    [CUSTOM_FIELD_TEXT] = {true, SEARCH_KIND_TEXT},
    [CUSTOM_FIELD_LARGE_TEXT] = {true, SEARCH_KIND_TEXT},
    [CUSTOM_FIELD_SINGLE_OPTIONS] = {true, SEARCH_KIND_TEXT},
    [CUSTOM_FIELD_RADIO] = {true, SEARCH_KIND_TEXT},
    [CUSTOM_FIELD_TIME] = {true, SEARCH_KIND_TEXT},
    [CUSTOM_FIELD_TEXTBOX_LIST] = {true, SEARCH_KIND_TEXT},
    [CUSTOM_FIELD_EMAIL] = {true, SEARCH_KIND_TEXT},
    [CUSTOM_FIELD_PHONE] = {true, SEARCH_KIND_PHONE},
    [CUSTOM_FIELD_CHECKBOX] = {true, SEARCH_KIND_WORDS},
    [CUSTOM_FIELD_MULTIPLE_OPTIONS] = {true, SEARCH_KIND_WORDS},
    [CUSTOM_FIELD_NUMERICAL] = {true, SEARCH_KIND_NUMBER},
    [CUSTOM_FIELD_FLOAT] = {true, SEARCH_KIND_NUMBER},
    [CUSTOM_FIELD_MONETORY] = {true, SEARCH_KIND_NUMBER},
    [CUSTOM_FIELD_DATE] = {true, SEARCH_KIND_DATE},
};

/* Only a text box list has parts of its own to be named. */
static bool find_custom(struct str name, const struct custom_fields *custom_fields,
                        struct search_leaf *leaf)
{
    const struct str prefix = STR("customFields.");
    if (!str_starts_with(name, prefix))
        return false;
    struct str key = str_slice(name, prefix.len, name.len);
    size_t dot = str_find(key, '.');
    const struct custom_field *field = custom_fields_by_id(custom_fields, str_slice(key, 0, dot));
    if (!field || !custom_kinds[field->type].searchable)
        return false;
    if ((field->type == CUSTOM_FIELD_TEXTBOX_LIST) != (dot < key.len))
        return false;
    leaf->field = SEARCH_CUSTOM;
    leaf->kind = custom_kinds[field->type].kind;
    leaf->custom_key = key;
    return true;
}

bool search_field_find(struct str name, const struct custom_fields *custom_fields,
                       struct search_leaf *leaf)
{
    return find_own(name, leaf) || find_custom(name, custom_fields, leaf);
}

bool search_sort_find(struct str name, enum search_field *field)
{
    for (size_t i = 0; i < sizeof sortable / sizeof *sortable; i++) {
        if (!str_eq(fields[sortable[i]].name, name))
            continue;
        *field = sortable[i];
        return true;
    }
    return false;
}
