/*
 * One condition of a search as an expression on a contact's row.
 *
 * A negation is "(…) IS NOT TRUE": it holds where the value is absent, too.
 */
#include "store/search/search_expression.h"
#include "contact/search_entry.h"

enum { BINDS_FIRST = 32 };

static const char *const columns[] = {
#define FIELD(member, name, kind)     [SEARCH_##member] = "c." #member,
#define ALIAS(member, name, kind, of) [SEARCH_##member] = "c." #of,
#define NEVER(member, name, kind)     [SEARCH_##member] = "NULL",
#include "contact/search_fields.def"
};

const char *search_column(enum search_field field)
{
    return columns[field];
}

/* ---- writing ----------------------------------------------------------------------------------
 */

void search_sql_add(struct search_sql *sql, const char *text)
{
    buf_append(&sql->text, str_of(text));
}

static void add_bind(struct search_sql *sql, struct search_bind bind)
{
    if (sql->bind_count == sql->bind_room) {
        size_t room = sql->bind_room > 0 ? sql->bind_room * 2 : BINDS_FIRST;
        sql->binds =
            arena_grow(sql->arena, sql->binds, sql->bind_room * sizeof bind, room * sizeof bind);
        sql->bind_room = room;
    }
    sql->binds[sql->bind_count++] = bind;
    buf_append_char(&sql->text, sql->dialect->mark);
    buf_append_int(&sql->text, (long long)sql->bind_count);
}

void search_sql_text(struct search_sql *sql, struct str text)
{
    add_bind(sql, (struct search_bind){.kind = SEARCH_BIND_TEXT, .text = text});
}

void search_sql_int(struct search_sql *sql, int64_t integer)
{
    add_bind(sql, (struct search_bind){.kind = SEARCH_BIND_INT, .integer = integer});
}

static void add_real(struct search_sql *sql, double real)
{
    add_bind(sql, (struct search_bind){.kind = SEARCH_BIND_REAL, .real = real});
}

/* ---- leaves: own fields -----------------------------------------------------------------------
 */

static bool is_list(const struct search_leaf *leaf)
{
    return leaf->kind == SEARCH_KIND_TEXTS || leaf->kind == SEARCH_KIND_WORDS;
}

static bool is_number(const struct search_leaf *leaf)
{
    return leaf->kind == SEARCH_KIND_FLAG || leaf->kind == SEARCH_KIND_NUMBER;
}

/* Only then is the index of that column, which leaves the empty ones out, of use. */
static void add_index_condition(struct search_sql *sql, const struct search_leaf *leaf)
{
    if (leaf->field == SEARCH_email || leaf->field == SEARCH_phone ||
        leaf->field == SEARCH_business_id) {
        search_sql_add(sql, columns[leaf->field]);
        search_sql_add(sql, " <> '' AND ");
    }
}

void search_sql_contains(struct search_sql *sql, const char *haystack, struct str needle)
{
    search_sql_add(sql, "has(");
    search_sql_add(sql, haystack);
    search_sql_add(sql, ", ");
    search_sql_text(sql, needle);
    search_sql_add(sql, ")");
}

/* A list's texts stand between marks, so one of them is found whole. */
static struct str marked(struct search_sql *sql, struct str text)
{
    return arena_format(sql->arena, SEARCH_LIST_MARK "%.*s" SEARCH_LIST_MARK, STR_ARG(text));
}

static void add_value(struct search_sql *sql, const struct search_leaf *leaf,
                      const struct search_value *value)
{
    if (is_number(leaf))
        add_real(sql, value->number);
    else
        search_sql_text(sql, value->text);
}

static void add_own_eq(struct search_sql *sql, const struct search_leaf *leaf)
{
    add_index_condition(sql, leaf);
    search_sql_add(sql, columns[leaf->field]);
    search_sql_add(sql, " IN (");
    for (size_t i = 0; i < leaf->value_count; i++) {
        search_sql_add(sql, i > 0 ? ", " : "");
        add_value(sql, leaf, &leaf->values[i]);
    }
    search_sql_add(sql, ")");
}

static void add_list_eq(struct search_sql *sql, const struct search_leaf *leaf,
                        const struct search_value *value)
{
    search_sql_contains(sql, columns[leaf->field], marked(sql, value->text));
}

static void add_own_exists(struct search_sql *sql, const struct search_leaf *leaf)
{
    bool nullable = leaf->kind == SEARCH_KIND_DATE || leaf->kind == SEARCH_KIND_FLAG;
    search_sql_add(sql, columns[leaf->field]);
    search_sql_add(sql, nullable ? " IS NOT NULL" : " <> ''");
}

/* ---- leaves: custom fields --------------------------------------------------------------------
 */

/* "FUNCTION(c.custom, key" */
static void begin_custom(struct search_sql *sql, const char *function,
                         const struct search_leaf *leaf)
{
    search_sql_add(sql, function);
    search_sql_add(sql, "(c.custom, ");
    search_sql_text(sql, search_custom_key(sql->arena, leaf->custom_key));
}

static void add_custom_number(struct search_sql *sql, const struct search_leaf *leaf)
{
    bool is_date = leaf->kind == SEARCH_KIND_DATE;
    begin_custom(sql, is_date ? "unixepoch(custom_value" : "custom_number", leaf);
    search_sql_add(sql, is_date ? ")) * 1000" : ")");
}

/* A field of several values has its key before each. */
static void add_custom_eq(struct search_sql *sql, const struct search_leaf *leaf,
                          const struct search_value *value)
{
    struct str key = search_custom_key(sql->arena, leaf->custom_key);
    if (is_number(leaf)) {
        add_custom_number(sql, leaf);
        search_sql_add(sql, " = ");
        add_real(sql, value->number);
        return;
    }
    search_sql_contains(sql, "c.custom",
                        arena_format(sql->arena, "%.*s%.*s" SEARCH_CUSTOM_MARK, STR_ARG(key),
                                     STR_ARG(value->text)));
}

static void add_custom_contains(struct search_sql *sql, const struct search_leaf *leaf)
{
    begin_custom(sql, "custom_has", leaf);
    search_sql_add(sql, ", ");
    search_sql_text(sql, leaf->values[0].text);
    search_sql_add(sql, ")");
}

/* ---- leaves -----------------------------------------------------------------------------------
 */

static void add_eq(struct search_sql *sql, const struct search_leaf *leaf)
{
    bool custom = leaf->field == SEARCH_CUSTOM;
    if (!custom && !is_list(leaf)) {
        add_own_eq(sql, leaf);
        return;
    }
    for (size_t i = 0; i < leaf->value_count; i++) {
        search_sql_add(sql, i > 0 ? " OR " : "");
        if (custom)
            add_custom_eq(sql, leaf, &leaf->values[i]);
        else
            add_list_eq(sql, leaf, &leaf->values[i]);
    }
}

static void add_exists(struct search_sql *sql, const struct search_leaf *leaf)
{
    if (leaf->field == SEARCH_CUSTOM)
        search_sql_contains(sql, "c.custom", search_custom_key(sql->arena, leaf->custom_key));
    else
        add_own_exists(sql, leaf);
}

/* A part that has no digits is in no phone number. */
static void add_part(struct search_sql *sql, const struct search_leaf *leaf)
{
    if (str_is_empty(leaf->values[0].text))
        search_sql_add(sql, "FALSE");
    else if (leaf->field == SEARCH_CUSTOM)
        add_custom_contains(sql, leaf);
    else
        search_sql_contains(sql, columns[leaf->field], leaf->values[0].text);
}

static void add_range(struct search_sql *sql, const struct search_leaf *leaf)
{
    static const char *const signs[] = {
        [SEARCH_GTE] = " >= ", [SEARCH_GT] = " > ", [SEARCH_LTE] = " <= ", [SEARCH_LT] = " < "};
    search_sql_add(sql, "TRUE");
    for (size_t i = 0; i < SEARCH_EDGE_COUNT; i++) {
        if (!leaf->has_edge[i])
            continue;
        search_sql_add(sql, " AND ");
        if (leaf->field == SEARCH_CUSTOM)
            add_custom_number(sql, leaf);
        else
            search_sql_add(sql, columns[leaf->field]);
        search_sql_add(sql, signs[i]);
        add_real(sql, leaf->edges[i].number);
    }
}

void search_sql_leaf(struct search_sql *sql, const struct search_leaf *leaf)
{
    bool negative =
        leaf->operator== SEARCH_NOT_EQ || leaf->operator== SEARCH_NOT_CONTAINS || leaf->operator==
        SEARCH_NOT_EXISTS;
    search_sql_add(sql, "(");
    if (!search_field_is_kept(leaf->field)) {
        search_sql_add(sql, "FALSE");
    } else {
        switch (leaf->operator) {
        case SEARCH_EQ:
        case SEARCH_NOT_EQ:
            add_eq(sql, leaf);
            break;
        case SEARCH_CONTAINS:
        case SEARCH_NOT_CONTAINS:
            add_part(sql, leaf);
            break;
        case SEARCH_RANGE:
            add_range(sql, leaf);
            break;
        default:
            add_exists(sql, leaf);
        }
    }
    search_sql_add(sql, negative ? ") IS NOT TRUE" : ")");
}
