/*
 * The filters of a search.
 *
 * The happy path: walk the array; a leaf becomes a node; a group becomes one, and its own array is
 * walked before the walk goes on. The stack is an array of our own: a body decides how deep it
 * goes, up to SEARCH_DEPTH_MAX.
 *
 * Failure modes: every fault is added and the walk goes on, but past SEARCH_NODES_MAX it ends. A
 * name that is no field is told apart, for the API answers it alone.
 */
#include "contact/date.h"
#include "contact/search.h"
#include "contact/search_entry.h"
#include "contact/text.h"

static const struct str operator_names[SEARCH_OPERATOR_COUNT] = {
    [SEARCH_EQ] = STR_INIT("eq"),
    [SEARCH_NOT_EQ] = STR_INIT("not_eq"),
    [SEARCH_CONTAINS] = STR_INIT("contains"),
    [SEARCH_NOT_CONTAINS] = STR_INIT("not_contains"),
    [SEARCH_EXISTS] = STR_INIT("exists"),
    [SEARCH_NOT_EXISTS] = STR_INIT("not_exists"),
    [SEARCH_RANGE] = STR_INIT("range"),
};

static const struct str edge_names[SEARCH_EDGE_COUNT] = {
    [SEARCH_GTE] = STR_INIT("gte"),
    [SEARCH_GT] = STR_INIT("gt"),
    [SEARCH_LTE] = STR_INIT("lte"),
    [SEARCH_LT] = STR_INIT("lt"),
};

/* One array on its way. */
struct level {
    struct json_walk walk;
    size_t index; /* of the item behind the walk */
    size_t group; /* the node whose array it is */
};

struct reading {
    const struct search_rules *rules;
    struct arena *arena;
    struct search *search;
    struct faults *faults;
    struct str *unknown;
    struct level levels[SEARCH_DEPTH_MAX];
    size_t depth;
    size_t values; /* in all lists of them */
};

/* "filters.0.filters.2": where the walk stands. */
static struct str path(const struct reading *reading)
{
    struct str text = STR("");
    for (size_t i = 0; i < reading->depth; i++)
        text = arena_format(reading->arena, "%.*s%sfilters.%zu", STR_ARG(text), i > 0 ? "." : "",
                            reading->levels[i].index - 1);
    return text;
}

/* Past what is told, not even the path is worth the making. */
#define FAULT(reading, format, ...)                                                            \
    do {                                                                                       \
        if ((reading)->faults->count <= FAULTS_MAX)                                            \
            faults_add((reading)->faults, "%.*s" format, STR_ARG(path(reading)), __VA_ARGS__); \
    } while (0)

/* ---- values -----------------------------------------------------------------------------------
 */

/* A number, or a text that is a date or time: milliseconds since 1970. */
static bool read_instant(const struct json *given, double *number)
{
    int64_t wall_ms;
    if (json_type(given) == JSON_NUMBER) {
        *number = json_number(given);
        return true;
    }
    if (json_type(given) != JSON_STRING)
        return false;
    struct str text = str_trim(json_string(given));
    struct date date;
    char iso[DATE_ISO_LEN];
    if (!date_parse_instant(text, &wall_ms)) {
        if (!date_parse(text, &date))
            return false;
        date_format_iso(date, iso);
        if (!date_parse_instant((struct str){iso, sizeof iso}, &wall_ms))
            return false;
    }
    *number = (double)wall_ms;
    return true;
}

/* JSON's own, or its text. */
static bool read_flag(const struct json *given, double *number)
{
    bool is_text = json_type(given) == JSON_STRING;
    bool yes = is_text ? str_eq_nocase(json_string(given), STR("true"))
                       : json_type(given) == JSON_BOOL && json_bool(given);
    bool no = is_text ? str_eq_nocase(json_string(given), STR("false"))
                      : json_type(given) == JSON_BOOL && !json_bool(given);
    *number = yes;
    return yes || no;
}

static struct str phone_of(const struct reading *reading, enum search_operator operator,
                           struct str text)
{
    struct str e164;
    if (operator== SEARCH_CONTAINS || operator== SEARCH_NOT_CONTAINS)
        return search_digits(reading->arena, text);
    return text_e164(reading->arena, text, reading->rules->country, &e164)
               ? e164
               : search_normal(reading->arena, text);
}

static void read_text(const struct reading *reading, const struct search_leaf *leaf,
                      const struct json *given, struct search_value *value)
{
    if (json_type(given) != JSON_STRING) {
        FAULT(reading, ".value must be %s", "a string");
        return;
    }
    struct str text = str_trim(json_string(given));
    if (str_is_empty(text))
        FAULT(reading, ".value should not be %s", "empty");
    else if (str_code_points(text) > SEARCH_TEXT_MAX)
        FAULT(reading, ".value must be shorter than or equal to %d characters", SEARCH_TEXT_MAX);
    else if (leaf->kind == SEARCH_KIND_ID)
        value->text = text;
    else if (leaf->kind == SEARCH_KIND_PHONE)
        value->text = phone_of(reading, leaf->operator, text);
    else
        value->text = search_normal(reading->arena, text);
}

static void read_value(const struct reading *reading, const struct search_leaf *leaf,
                       const struct json *given, struct search_value *value)
{
    if (leaf->kind == SEARCH_KIND_FLAG) {
        if (!read_flag(given, &value->number))
            FAULT(reading, ".value must be a %s value", "boolean");
    } else if (leaf->kind == SEARCH_KIND_NUMBER) {
        if (!search_number(given, &value->number))
            FAULT(reading, ".value must be %s", "a number conforming to the specified constraints");
    } else {
        read_text(reading, leaf, given, value);
    }
}

/* An array means any of it. */
static bool is_several(const struct search_leaf *leaf, const struct json *given)
{
    bool equality = leaf->operator== SEARCH_EQ || leaf->operator== SEARCH_NOT_EQ;
    return equality && json_type(given) == JSON_ARRAY;
}

static void read_values(struct reading *reading, struct search_leaf *leaf, const struct json *given)
{
    bool several = is_several(leaf, given);
    size_t count = several ? json_count(given) : 1;
    if (count == 0 || count > SEARCH_VALUES_MAX) {
        FAULT(reading, ".value must contain between 1 and %d elements", SEARCH_VALUES_MAX);
        return;
    }
    reading->values += several ? count : 0;
    if (reading->values > SEARCH_VALUES_MAX) {
        FAULT(reading, ".value: all lists of a search must contain no more than %d elements",
              SEARCH_VALUES_MAX);
        return;
    }
    leaf->values = ARENA_ARRAY(reading->arena, struct search_value, count);
    memset(leaf->values, 0, count * sizeof *leaf->values);
    if (!several) {
        read_value(reading, leaf, given, &leaf->values[leaf->value_count++]);
        return;
    }
    struct json_walk walk = json_walk(given);
    while (json_next(&walk))
        read_value(reading, leaf, walk.value, &leaf->values[leaf->value_count++]);
}

static void read_edge(const struct reading *reading, struct search_leaf *leaf,
                      enum search_edge edge, const struct json *given)
{
    bool of_dates = leaf->kind == SEARCH_KIND_DATE;
    double *number = &leaf->edges[edge].number;
    if (of_dates ? read_instant(given, number) : search_number(given, number))
        leaf->has_edge[edge] = true;
    else
        FAULT(reading, ".value.%.*s must be %s", STR_ARG(edge_names[edge]),
              of_dates ? "a valid ISO 8601 date string or milliseconds since 1970"
                       : "a number conforming to the specified constraints");
}

static void read_range(const struct reading *reading, struct search_leaf *leaf,
                       const struct json *given)
{
    if (json_type(given) != JSON_OBJECT || json_count(given) == 0) {
        FAULT(reading, ".value must be an object with %s", "gte, gt, lte or lt");
        return;
    }
    struct json_walk walk = json_walk(given);
    while (json_next(&walk)) {
        enum search_edge edge = 0;
        while (edge < SEARCH_EDGE_COUNT && !str_eq(edge_names[edge], walk.key))
            edge++;
        if (edge == SEARCH_EDGE_COUNT)
            FAULT(reading, ".value.property %.*s should not exist", STR_ARG(walk.key));
        else
            read_edge(reading, leaf, edge, walk.value);
    }
}

/* ---- leaves -----------------------------------------------------------------------------------
 */

static bool read_operator(const struct reading *reading, const struct json *object,
                          struct search_leaf *leaf)
{
    const struct json *given = json_member(object, STR("operator"));
    bool is_text = given && json_type(given) == JSON_STRING;
    struct str allowed = STR("");
    for (size_t i = 0; i < SEARCH_OPERATOR_COUNT; i++) {
        if (!search_kind_takes(leaf->kind, (enum search_operator)i))
            continue;
        leaf->operator=(enum search_operator) i;
        if (is_text && str_eq(operator_names[i], json_string(given)))
            return true;
        allowed = arena_format(reading->arena, "%.*s%s%.*s", STR_ARG(allowed),
                               allowed.len > 0 ? ", " : "", STR_ARG(operator_names[i]));
    }
    FAULT(reading, ".operator must be one of the following values: %.*s", STR_ARG(allowed));
    return false;
}

static void check_members(const struct reading *reading, const struct json *object,
                          const struct str *known, size_t count)
{
    struct json_walk walk = json_walk(object);
    while (json_next(&walk)) {
        size_t i = 0;
        while (i < count && !str_eq(known[i], walk.key))
            i++;
        if (i == count)
            FAULT(reading, ".property %.*s should not exist", STR_ARG(walk.key));
    }
}

static void read_leaf(struct reading *reading, const struct json *object, struct search_leaf *leaf)
{
    static const struct str known[] = {STR_INIT("field"), STR_INIT("operator"), STR_INIT("value")};
    const struct json *name = json_member(object, STR("field"));
    const struct json *value = json_member(object, STR("value"));
    check_members(reading, object, known, sizeof known / sizeof *known);
    if (!name || json_type(name) != JSON_STRING) {
        FAULT(reading, ".field must be %s", "a string");
    } else if (!search_field_find(json_string(name), reading->rules->custom_fields, leaf)) {
        if (str_is_empty(*reading->unknown))
            *reading->unknown = json_string(name);
    } else if (read_operator(reading, object, leaf)) {
        if (leaf->operator== SEARCH_EXISTS || leaf->operator== SEARCH_NOT_EXISTS)
            return;
        if (!value)
            FAULT(reading, ".value should not be %s", "empty");
        else if (leaf->operator== SEARCH_RANGE)
            read_range(reading, leaf, value);
        else
            read_values(reading, leaf, value);
    }
}

/* ---- groups -----------------------------------------------------------------------------------
 */

static struct search_node *add_node(struct search *search, enum search_node_kind kind)
{
    struct search_node *node = &search->nodes[search->node_count++];
    *node = (struct search_node){.kind = kind};
    return node;
}

/* Begins to walk a group's array. */
static void enter(struct reading *reading, const struct json *filters, size_t group)
{
    reading->levels[reading->depth++] = (struct level){.walk = json_walk(filters), .group = group};
}

static void leave(struct reading *reading)
{
    const struct level *level = &reading->levels[--reading->depth];
    reading->search->nodes[level->group].end = reading->search->node_count;
}

static bool read_group_name(const struct json *object, enum search_node_kind *kind)
{
    const struct json *given = json_member(object, STR("group"));
    if (!given || json_type(given) != JSON_STRING)
        return false;
    *kind = str_eq(json_string(given), STR("OR")) ? SEARCH_OR : SEARCH_AND;
    return *kind == SEARCH_OR || str_eq(json_string(given), STR("AND"));
}

static void read_group(struct reading *reading, const struct json *object)
{
    static const struct str known[] = {STR_INIT("group"), STR_INIT("filters")};
    const struct json *filters = json_member(object, STR("filters"));
    enum search_node_kind kind = SEARCH_AND;
    check_members(reading, object, known, sizeof known / sizeof *known);
    if (!read_group_name(object, &kind))
        FAULT(reading, ".group must be one of the following values: %s", "AND, OR");
    add_node(reading->search, kind);
    size_t group = reading->search->node_count - 1;
    reading->search->nodes[group].end = reading->search->node_count;
    if (!filters || json_type(filters) != JSON_ARRAY)
        FAULT(reading, ".filters must be %s", "an array");
    else if (reading->depth == SEARCH_DEPTH_MAX)
        FAULT(reading, ".filters must not be nested more than %d deep", SEARCH_DEPTH_MAX);
    else
        enter(reading, filters, group);
}

static void read_item(struct reading *reading, const struct json *item)
{
    if (json_type(item) != JSON_OBJECT)
        FAULT(reading, " must be %s", "an object");
    else if (json_member(item, STR("group")) || json_member(item, STR("filters")))
        read_group(reading, item);
    else
        read_leaf(reading, item, &add_node(reading->search, SEARCH_LEAF)->leaf);
}

enum err search_filter_read(const struct json *filters, const struct search_rules *rules,
                            struct arena *arena, struct search *search, struct faults *faults,
                            struct str *unknown)
{
    struct reading reading = {rules, arena, search, faults, unknown, .depth = 0};
    if (filters)
        enter(&reading, filters, 0);
    while (reading.depth > 0) {
        struct level *level = &reading.levels[reading.depth - 1];
        if (!json_next(&level->walk)) {
            leave(&reading);
        } else if (search->node_count == SEARCH_NODES_MAX) {
            faults_add(faults, "filters must contain no more than %d elements",
                       SEARCH_NODES_MAX - 1);
            break;
        } else {
            level->index++;
            read_item(&reading, level->walk.value);
        }
    }
    if (!str_is_empty(*unknown))
        return ERR_SEARCH_FIELD_UNKNOWN;
    return faults->count > 0 ? ERR_BODY_INVALID : ERR_NONE;
}
