#include "contact/search.h"

#include "contact/date.h"
#include "contact/search_entry.h"
#include "json/table.h"

void search_init(struct search *search, struct arena *arena)
{
    *search = (struct search){
        .nodes = ARENA_ARRAY(arena, struct search_node, SEARCH_NODES_MAX),
        .node_count = 1,
        .limit = SEARCH_LIMIT_MAX,
    };
    search->nodes[0] = (struct search_node){.kind = SEARCH_AND, .end = 1};
}

void search_add_eq(struct search *search, struct arena *arena, enum search_field field,
                   struct str text)
{
    struct search_value *value = ARENA_NEW(arena, struct search_value);
    *value = (struct search_value){.text = search_normal(arena, text)};
    search->nodes[search->node_count++] = (struct search_node){
        .kind = SEARCH_LEAF,
        .leaf = {.field = field,
                 .kind = search_field_kind(field),
                 .operator= SEARCH_EQ,
                 .values = value,
                 .value_count = 1},
    };
    search->nodes[0].end = search->node_count;
}

/* ---- words ------------------------------------------------------------------------------------
 */

/* Of digits and what people put between them. */
static bool looks_like_phone(struct str words)
{
    size_t digits = 0;
    for (size_t i = 0; i < words.len; i++) {
        if (str_is_digit(words.ptr[i]))
            digits++;
        else if (!strchr("+-() ./", words.ptr[i]))
            return false;
    }
    return digits > 0;
}

void search_set_words(struct search *search, struct arena *arena, struct str words)
{
    search->words = search_normal(arena, words);
    if (looks_like_phone(search->words))
        search->words_digits = search_digits(arena, search->words);
}

/* ---- the body ---------------------------------------------------------------------------------
 */

struct search_body {
    struct json_opt_any location_id; /* read by the caller */
    struct json_opt_text query;
    struct json_opt_any page_limit, page, search_after, filters, sort;
};

#define ROW(json_kind, member, json_name, ...)                      \
    {                                                               \
        .name = STR_INIT(json_name), .kind = JSON_KIND_##json_kind, \
        .offset = offsetof(struct search_body, member), __VA_ARGS__ \
    }

static const struct json_field rows[] = {
    ROW(ANY, location_id, "locationId"),
    ROW(TEXT, query, "query", .max = SEARCH_TEXT_MAX),
    ROW(ANY, page_limit, "pageLimit"),
    ROW(ANY, page, "page"),
    ROW(ANY, search_after, "searchAfter"),
    ROW(ANY, filters, "filters"),
    ROW(ANY, sort, "sort"),
};

static const struct json_table table = {rows, sizeof rows / sizeof *rows,
                                        sizeof(struct search_body)};

static bool is_whole(const struct json *given, int64_t *number)
{
    return json_type(given) == JSON_NUMBER && json_int64(given, number);
}

/* A whole number of one or more; `most` 0: no more than int64 holds. */
static bool read_count(const char *name, const struct json_opt_any *given, int64_t most,
                       int64_t *count, struct faults *faults)
{
    int64_t number;
    if (given->presence != JSON_GIVEN || !is_whole(given->value, &number))
        faults_add(faults, "%s must be a number conforming to the specified constraints", name);
    else if (number < 1)
        faults_add(faults, "%s must not be less than 1", name);
    else if (most > 0 && number > most)
        faults_add(faults, "%s must not be greater than %lld", name, (long long)most);
    else
        *count = number;
    return *count > 0;
}

static void read_page(const struct search_body *body, struct search *search, struct faults *faults)
{
    int64_t limit = 0;
    int64_t page = 0;
    if (!read_count("pageLimit", &body->page_limit, SEARCH_LIMIT_MAX, &limit, faults))
        return;
    search->limit = limit;
    if (body->page.presence != JSON_GIVEN || search->has_after ||
        !read_count("page", &body->page, SEARCH_WINDOW_MAX, &page, faults))
        return;
    if (page * limit > SEARCH_WINDOW_MAX)
        faults_add(faults, "page * pageLimit must not be greater than %d, use searchAfter",
                   SEARCH_WINDOW_MAX);
    else
        search->skip = (page - 1) * limit;
}

/* [dateAdded in milliseconds, id], as each contact of an answer has it. */
static bool is_after(const struct json *given, struct search *search)
{
    if (json_type(given) != JSON_ARRAY || json_count(given) != 2)
        return false;
    struct json_walk walk = json_walk(given);
    if (!json_next(&walk) || !is_whole(walk.value, &search->after_ms) || !json_next(&walk) ||
        json_type(walk.value) != JSON_STRING)
        return false;
    search->after_id = json_string(walk.value);
    return true;
}

/* An empty array is how clients ask for the first page. */
static void read_after(const struct search_body *body, struct search *search, struct faults *faults)
{
    const struct json *given = body->search_after.value;
    if (body->search_after.presence != JSON_GIVEN ||
        (json_type(given) == JSON_ARRAY && json_count(given) == 0))
        return;
    search->has_after = is_after(given, search);
    if (!search->has_after)
        faults_add(faults, "searchAfter must be an array of a number and a string");
}

static bool read_direction(const struct json *object, bool *descending)
{
    const struct json *given = json_member(object, STR("direction"));
    bool is_text = given && json_type(given) == JSON_STRING;
    *descending = is_text && str_eq_nocase(json_string(given), STR("desc"));
    return *descending || (is_text && str_eq_nocase(json_string(given), STR("asc")));
}

static void read_sort(const struct json *given, size_t index, struct search_sort *sort,
                      struct faults *faults, struct str *unknown)
{
    bool is_object = json_type(given) == JSON_OBJECT;
    const struct json *name = is_object ? json_member(given, STR("field")) : NULL;
    if (!is_object)
        faults_add(faults, "sort.%zu must be an object", index);
    else if (!name || json_type(name) != JSON_STRING)
        faults_add(faults, "sort.%zu.field must be a string", index);
    else if (!search_sort_find(json_string(name), &sort->field) && str_is_empty(*unknown))
        *unknown = json_string(name);
    if (is_object && !read_direction(given, &sort->descending))
        faults_add(faults, "sort.%zu.direction must be one of the following values: asc, desc",
                   index);
}

static void read_sorts(const struct search_body *body, struct search *search, struct faults *faults,
                       struct str *unknown)
{
    const struct json *given = body->sort.value;
    if (body->sort.presence != JSON_GIVEN)
        return;
    if (json_type(given) != JSON_ARRAY) {
        faults_add(faults, "sort must be an array");
        return;
    }
    if (json_count(given) > SEARCH_SORTS_MAX) {
        faults_add(faults, "sort must contain no more than %d elements", SEARCH_SORTS_MAX);
        return;
    }
    struct json_walk walk = json_walk(given);
    while (json_next(&walk)) {
        read_sort(walk.value, search->sort_count, &search->sorts[search->sort_count], faults,
                  unknown);
        search->sort_count++;
    }
}

enum err search_read(const struct json *object, const struct search_rules *rules,
                     struct arena *arena, struct search *search, struct faults *faults,
                     struct str *unknown)
{
    struct search_body body;
    search_init(search, arena);
    *unknown = STR("");
    json_table_decode(&table, object, arena, &body, faults);
    read_after(&body, search, faults);
    read_page(&body, search, faults);
    search_set_words(search, arena, body.query.value);
    read_sorts(&body, search, faults, unknown);
    bool filtered = body.filters.presence == JSON_GIVEN;
    if (filtered && json_type(body.filters.value) != JSON_ARRAY) {
        faults_add(faults, "filters must be an array");
        filtered = false;
    }
    return search_filter_read(filtered ? body.filters.value : NULL, rules, arena, search, faults,
                              unknown);
}
