/*
 * The happy path: what drives the statement is chosen first: the index of words, that of tags, or
 * the contacts' own table. The driver's condition is its own; every other node of the tree becomes
 * an expression on the contact's row (search_expression.h), joined by AND and OR as the tree says.
 */
#include "store/search/search_sql.h"

#include "contact/search_entry.h"
#include "store/search/search_expression.h"

/* SEARCH_NODES_MAX leaves with SEARCH_VALUES_MAX values each fit. */
enum { SQL_TEXT_MAX = 4 << 20 };

struct plan {
    const struct search_driver *driver;
    size_t node; /* of the tag; 0: none */
    bool finds_words;
};

/* ---- words ------------------------------------------------------------------------------------
 */

/* What an index of three letters can find. */
enum { WORDS_INDEXED_MIN = 3 };

static bool is_indexed(struct str words)
{
    return str_code_points(words) >= WORDS_INDEXED_MIN;
}

/* Too short for the index. */
static void add_words_scan(struct search_sql *sql, const struct search *search)
{
    static const char *const where[] = {"c.full_name", "c.email", "c.phone", "c.company_name"};
    search_sql_add(sql, "(");
    for (size_t i = 0; i < sizeof where / sizeof *where; i++) {
        search_sql_add(sql, i > 0 ? " OR " : "");
        search_sql_contains(sql, where[i], search->words);
    }
    if (!str_is_empty(search->words_digits) && !str_eq(search->words, search->words_digits)) {
        search_sql_add(sql, " OR ");
        search_sql_contains(sql, "c.phone", search->words_digits);
    }
    search_sql_add(sql, ")");
}

/* ---- the tree ---------------------------------------------------------------------------------
 */

/* What every contact found must be: of the AND around all, the first such leaf; 0: none. */
static size_t find_leaf(const struct search *search, bool (*wanted)(enum search_field))
{
    for (size_t i = 1; i < search->node_count;) {
        const struct search_node *node = &search->nodes[i];
        if (node->kind == SEARCH_LEAF && node->leaf.operator== SEARCH_EQ &&
                                         node->leaf.value_count == 1 && wanted(node->leaf.field))
            return i;
        i = node->kind == SEARCH_LEAF ? i + 1 : node->end;
    }
    return 0;
}

static bool is_tag(enum search_field field)
{
    return field == SEARCH_tags;
}

/* Few contacts have the same, and an index of the contacts' own table finds them. */
static bool is_rare(enum search_field field)
{
    return field == SEARCH_id || field == SEARCH_email || field == SEARCH_phone;
}

/* Digits that are too few for the index are looked for in every phone. */
static bool words_are_indexed(const struct search *search)
{
    return is_indexed(search->words) &&
           (str_is_empty(search->words_digits) || is_indexed(search->words_digits));
}

static struct plan plan_of(const struct search_dialect *dialect, const struct search *search)
{
    if (find_leaf(search, is_rare) > 0)
        return (struct plan){.driver = &dialect->contacts};
    if (words_are_indexed(search))
        return (struct plan){.driver = &dialect->words, .finds_words = true};
    size_t tag = find_leaf(search, is_tag);
    return (struct plan){.driver = tag > 0 ? &dialect->tags : &dialect->contacts, .node = tag};
}

/* True when there is more to ask of a contact than that the driver gives it. */
static bool has_conditions(const struct search *search, const struct plan *plan)
{
    bool scans = !str_is_empty(search->words) && !plan->finds_words;
    return scans || search->node_count > (plan->node > 0 ? 2 : 1);
}

bool search_sql_is_whole(const struct search_dialect *dialect, const struct search *search)
{
    struct plan plan = plan_of(dialect, search);
    return plan.driver == &dialect->contacts && !has_conditions(search, &plan);
}

/* The groups around a node, outermost first. */
struct groups {
    size_t open[SEARCH_DEPTH_MAX + 1];
    size_t depth;
};

static const char *joint(const struct search *search, const struct groups *groups, size_t node)
{
    size_t group = groups->open[groups->depth - 1];
    if (node == group + 1)
        return "";
    return search->nodes[group].kind == SEARCH_OR ? " OR " : " AND ";
}

/* An empty group still has to say whether it holds. */
static void close_groups(struct search_sql *sql, const struct search *search, struct groups *groups,
                         size_t node)
{
    while (groups->depth > 0 && search->nodes[groups->open[groups->depth - 1]].end == node) {
        size_t group = groups->open[--groups->depth];
        if (group + 1 == node)
            search_sql_add(sql, search->nodes[group].kind == SEARCH_OR ? "FALSE" : "TRUE");
        search_sql_add(sql, ")");
    }
}

/* The driver's own node is true of all it gives. */
static void add_tree(struct search_sql *sql, const struct search *search, const struct plan *plan)
{
    struct groups groups = {.depth = 0};
    for (size_t i = 0; i < search->node_count; i++) {
        const struct search_node *node = &search->nodes[i];
        close_groups(sql, search, &groups, i);
        if (groups.depth > 0)
            search_sql_add(sql, joint(search, &groups, i));
        if (node->kind != SEARCH_LEAF) {
            search_sql_add(sql, "(");
            groups.open[groups.depth++] = i;
        } else if (i == plan->node) {
            search_sql_add(sql, "TRUE");
        } else {
            search_sql_leaf(sql, &node->leaf);
        }
    }
    close_groups(sql, search, &groups, search->node_count);
}

bool search_page_tells_total(const struct search *search, struct search_found *found)
{
    bool is_last = (int64_t)found->count < search->limit;
    bool reached = found->count > 0 || search->skip == 0;
    found->total = search->skip + (int64_t)found->count;
    return is_last && reached && !search->has_after;
}

/* ---- statements -------------------------------------------------------------------------------
 */

static void begin(struct search_sql *sql, const struct search_dialect *dialect, struct arena *arena)
{
    *sql = (struct search_sql){.dialect = dialect, .arena = arena};
    buf_init(&sql->text, SQL_TEXT_MAX);
}

/* "t.location_id = ?1 AND ", where places are not the location's alone. */
static void add_owner(struct search_sql *sql, const struct search_driver *driver,
                      const struct search_range *range)
{
    if (!driver->owner)
        return;
    search_sql_add(sql, driver->owner);
    search_sql_add(sql, " = ");
    search_sql_text(sql, range->location_id);
    search_sql_add(sql, " AND ");
}

/* Digits that are the words themselves need not be looked for twice. */
static void add_words(struct search_sql *sql, const struct search *search)
{
    bool same = str_eq(search->words, search->words_digits);
    bool digits = is_indexed(search->words_digits) && !same;
    sql->dialect->add_words(sql, search->words, digits ? search->words_digits : STR(""));
    search_sql_add(sql, " AND ");
}

static void add_driver(struct search_sql *sql, const struct search *search, const struct plan *plan,
                       bool with_contact)
{
    search_sql_add(sql, " FROM ");
    search_sql_add(sql, plan->driver->from);
    if (with_contact && plan->driver->join) {
        search_sql_add(sql, plan->driver->join);
        search_sql_add(sql, plan->driver->place);
    }
    search_sql_add(sql, " WHERE ");
    if (plan->finds_words)
        add_words(sql, search);
    if (plan->node > 0) {
        search_sql_add(sql, "t.tag = ");
        search_sql_text(sql, search->nodes[plan->node].leaf.values[0].text);
        search_sql_add(sql, " AND ");
    }
}

static void add_where(struct search_sql *sql, const struct search *search, const struct plan *plan,
                      const struct search_range *range)
{
    add_owner(sql, plan->driver, range);
    search_sql_add(sql, plan->driver->place);
    search_sql_add(sql, " BETWEEN ");
    search_sql_int(sql, range->first);
    search_sql_add(sql, " AND ");
    search_sql_int(sql, range->last);
    if (!str_is_empty(search->words) && !plan->finds_words) {
        search_sql_add(sql, " AND ");
        add_words_scan(sql, search);
    }
    if (search->node_count > 1) {
        search_sql_add(sql, " AND ");
        add_tree(sql, search, plan);
    }
}

static void add_order(struct search_sql *sql, const struct search *search, const struct plan *plan)
{
    search_sql_add(sql, " ORDER BY ");
    for (size_t i = 0; i < search->sort_count; i++) {
        search_sql_add(sql, search_column(search->sorts[i].field));
        search_sql_add(sql, search->sorts[i].descending ? " DESC, " : ", ");
    }
    search_sql_add(sql, plan->driver->place);
    search_sql_add(sql, " DESC");
}

static void add_sort_key(struct search_sql *sql, const struct search_sort *sort, const char *sign,
                         const struct search_range *range)
{
    const struct search_driver *contacts = &sql->dialect->contacts;
    search_sql_add(sql, search_column(sort->field));
    search_sql_add(sql, sign);
    search_sql_add(sql, "(SELECT ");
    search_sql_add(sql, search_column(sort->field));
    search_sql_add(sql, " FROM ");
    search_sql_add(sql, contacts->from);
    search_sql_add(sql, " WHERE ");
    add_owner(sql, contacts, range);
    search_sql_add(sql, "c.place = ");
    search_sql_int(sql, range->after);
    search_sql_add(sql, ")");
}

/* Behind another contact: greater by the first key, or equal by that and behind by the rest. */
static void add_after(struct search_sql *sql, const struct search *search, const struct plan *plan,
                      const struct search_range *range)
{
    search_sql_add(sql, " AND (");
    for (size_t i = 0; i < search->sort_count; i++) {
        const struct search_sort *sort = &search->sorts[i];
        add_sort_key(sql, sort, sort->descending ? " < " : " > ", range);
        search_sql_add(sql, " OR (");
        add_sort_key(sql, sort, " = ", range);
        search_sql_add(sql, " AND (");
    }
    search_sql_add(sql, plan->driver->place);
    search_sql_add(sql, " < ");
    search_sql_int(sql, range->after);
    for (size_t i = 0; i < search->sort_count; i++)
        search_sql_add(sql, "))");
    search_sql_add(sql, ")");
}

void search_sql_page(struct search_sql *sql, const struct search_dialect *dialect,
                     struct arena *arena, const struct search *search,
                     const struct search_range *range)
{
    struct plan plan = plan_of(dialect, search);
    begin(sql, dialect, arena);
    search_sql_add(sql, "SELECT c.id, c.date_added");
    add_driver(sql, search, &plan, true);
    add_where(sql, search, &plan, range);
    if (range->after > 0)
        add_after(sql, search, &plan, range);
    add_order(sql, search, &plan);
    search_sql_add(sql, " LIMIT ");
    search_sql_int(sql, search->limit);
    search_sql_add(sql, " OFFSET ");
    search_sql_int(sql, search->skip);
}

/* Somebody has counted already. */
static void add_tag_total(struct search_sql *sql, const struct search *search,
                          const struct plan *plan, const struct search_range *range)
{
    search_sql_add(sql, sql->dialect->tag_total);
    search_sql_text(sql, range->location_id);
    search_sql_add(sql, " AND t.tag = ");
    search_sql_text(sql, search->nodes[plan->node].leaf.values[0].text);
}

void search_sql_total(struct search_sql *sql, const struct search_dialect *dialect,
                      struct arena *arena, const struct search *search,
                      const struct search_range *range)
{
    struct plan plan = plan_of(dialect, search);
    bool conditions = has_conditions(search, &plan);
    begin(sql, dialect, arena);
    if (dialect->tag_total && plan.node > 0 && !conditions) {
        add_tag_total(sql, search, &plan, range);
        return;
    }
    search_sql_add(sql, "SELECT count(*)");
    add_driver(sql, search, &plan, conditions);
    add_where(sql, search, &plan, range);
}

void search_sql_release(struct search_sql *sql)
{
    buf_release(&sql->text);
}
