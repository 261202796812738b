#include "store/copy.h"

#include <assert.h>
#include <string.h>

#include "store/tables/sql.h"
#include "store/tables/tables.h"

/* Rows of a page: a row may have a megabyte, and a page is in memory. */
enum { PAGE_ROWS = 100 };

/* Of one table: a custom field has 19. */
enum { COLUMNS_MAX = 20, KEYS_MAX = 4 };

/* Where COPY_ has its limit. */
enum { LIMIT_PARAMETER = 9 };

static const struct table {
    const char *name;
    const char *kinds;
    size_t key_count;
    enum sql copy, count, paste;
} tables[] = {
#define COPY(name, table, kinds, key_count, columns, keys, after, rows) \
    {#table, kinds, key_count, SQL_COPY_##name, SQL_COUNT_##name, SQL_PASTE_##name},
#include "store/tables/copy.def"
};

enum { TABLE_COUNT = sizeof tables / sizeof *tables };

struct value {
    struct str text;
    int64_t number;
};

struct row {
    struct value values[COLUMNS_MAX];
};

/* Some rows of a table, in the arena of whoever reads them. */
struct page {
    const struct table *table;
    struct arena *arena;
    struct row *rows;
    size_t count;
};

/* ---- reading ----------------------------------------------------------------------------------
 */

static enum err count_rows(struct store_view *view, const struct table *table, int64_t *count)
{
    SQL_STATEMENT statement = sql_take(view, table->count);
    enum err err = sql_row(statement);
    if (!err)
        *count = sql_int(statement, 0);
    return err;
}

static void read_row(struct page *page, struct sql_statement *statement)
{
    struct row *row = &page->rows[page->count++];
    for (int i = 0; page->table->kinds[i]; i++) {
        if (page->table->kinds[i] == 'i')
            row->values[i].number = sql_int(statement, i);
        else
            row->values[i].text = sql_text(page->arena, statement, i);
    }
}

/* The rows behind `after`, which has the keys of one; NULL: from the beginning. */
static enum err read_page(struct store_view *view, const struct row *after, struct page *page)
{
    SQL_STATEMENT statement = sql_take(view, page->table->copy);
    for (size_t key = 0; key < page->table->key_count; key++)
        sql_bind_text(statement, (int)key + 1, after ? after->values[key].text : STR(""));
    sql_bind_int(statement, LIMIT_PARAMETER, PAGE_ROWS);
    page->rows = ARENA_ARRAY(page->arena, struct row, PAGE_ROWS);
    memset(page->rows, 0, PAGE_ROWS * sizeof *page->rows);
    page->count = 0;
    enum err err;
    while ((err = sql_row(statement)) == ERR_NONE)
        read_row(page, statement);
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
}

/* The last row's keys, kept for longer than its page. */
static void keep_keys(const struct page *page, struct arena *arena, struct row *after)
{
    const struct row *last = &page->rows[page->count - 1];
    arena_release(arena);
    for (size_t key = 0; key < page->table->key_count; key++)
        after->values[key].text = arena_copy(arena, last->values[key].text);
}

/* ---- writing ----------------------------------------------------------------------------------
 */

struct paste {
    struct store_op op; /* first */
    const struct page *page;
    size_t from; /* rows before it are there */
};

static enum err paste_row(struct store_tx *tx, const struct table *table, const struct row *row)
{
    SQL_STATEMENT statement = sql_take(tx->view, table->paste);
    for (int i = 0; table->kinds[i]; i++) {
        const struct value *value = &row->values[i];
        if (table->kinds[i] == 'i')
            sql_bind_int(statement, i + 1, value->number);
        else if (table->kinds[i] == 'b')
            sql_bind_blob(statement, i + 1, value->text.ptr, value->text.len);
        else if (table->kinds[i] == 'n')
            sql_bind_text_or_null(statement, i + 1, value->text);
        else
            sql_bind_text(statement, i + 1, value->text);
    }
    return sql_change(statement);
}

static enum err apply_paste(struct store_op *op, struct store_tx *tx)
{
    const struct paste *paste = (const struct paste *)op;
    const struct table *table = paste->page->table;
    enum err err = ERR_NONE;
    for (size_t i = paste->from; !err && i < paste->page->count; i++) {
        const struct row *row = &paste->page->rows[i];
        if (table->paste == SQL_PASTE_CONTACT)
            contact_changed(tx, row->values[0].text, row->values[1].text);
        err = paste_row(tx, table, row);
    }
    return err == ERR_EXISTS || err == ERR_NOT_FOUND ? ERR_STORE_RACE : err;
}

/* ---- a table ----------------------------------------------------------------------------------
 */

/* Two stores, and who is told. */
struct pair {
    struct store *from, *to;
    struct store_view *from_view, *to_view;
    store_copy_tell *tell;
    void *context;
    struct err_text *explanation;
};

static enum err count_both(const struct pair *pair, const struct table *table, int64_t *total,
                           int64_t *there)
{
    enum err err = count_rows(pair->from_view, table, total);
    return err ? err : count_rows(pair->to_view, table, there);
}

static enum err explain(const struct pair *pair, const struct table *table, enum err err,
                        const char *doing)
{
    return err_explain(pair->explanation, err, "cannot %s the table %s (%.*s): try again", doing,
                       table->name, STR_ARG(err_name(err)));
}

static enum err copy_pages(const struct pair *pair, const struct table *table, int64_t there,
                           int64_t total, struct arena *page_arena, struct arena *key_arena)
{
    struct row after = {0};
    struct page page = {.table = table, .arena = page_arena};
    for (int64_t done = 0; done < total; done += (int64_t)page.count) {
        arena_release(page_arena);
        enum err err = read_page(pair->from_view, done > 0 ? &after : NULL, &page);
        if (err || page.count == 0)
            return err ? err : ERR_STORE_FAILED; /* somebody deletes */
        keep_keys(&page, key_arena, &after);
        struct paste paste = {.op.apply = apply_paste, .page = &page};
        if (there > done)
            paste.from = there - done < (int64_t)page.count ? (size_t)(there - done) : page.count;
        err = paste.from < page.count ? store_run(pair->to, &paste.op) : ERR_NONE;
        if (err)
            return err;
        pair->tell(pair->context, table->name, done + (int64_t)page.count, total);
    }
    return ERR_NONE;
}

/* ---- comparing --------------------------------------------------------------------------------
 */

static bool is_same(const struct table *table, const struct row *a, const struct row *b)
{
    for (int i = 0; table->kinds[i]; i++) {
        if (a->values[i].number != b->values[i].number ||
            !str_eq(a->values[i].text, b->values[i].text))
            return false;
    }
    return true;
}

/* The first row of the two pages that differs, or one behind both. */
static size_t first_difference(const struct page *one, const struct page *other)
{
    size_t i = 0;
    while (i < one->count && i < other->count &&
           is_same(one->table, &one->rows[i], &other->rows[i]))
        i++;
    return i;
}

static enum err differs(const struct pair *pair, const struct page *one, const struct page *other,
                        size_t place)
{
    const struct page *page = place < one->count ? one : other;
    return err_explain(pair->explanation, ERR_STORE_UNUSABLE,
                       "the two stores differ in the table %s, at '%.*s': was one of them written "
                       "to? copy to an empty store, with all servers stopped",
                       page->table->name, STR_ARG(page->rows[place].values[0].text));
}

static enum err read_both(const struct pair *pair, const struct row *after, struct page *one,
                          struct page *other)
{
    enum err err = read_page(pair->from_view, after, one);
    return err ? err : read_page(pair->to_view, after, other);
}

static enum err compare_pages(const struct pair *pair, const struct table *table, int64_t total,
                              struct arena *page_arena, struct arena *key_arena)
{
    struct row after = {0};
    struct page one = {.table = table, .arena = page_arena};
    struct page other = one;
    int64_t done = 0;
    do {
        arena_release(page_arena);
        enum err err = read_both(pair, done > 0 ? &after : NULL, &one, &other);
        if (err)
            return explain(pair, table, err, "compare");
        size_t place = first_difference(&one, &other);
        if (place < one.count || place < other.count)
            return differs(pair, &one, &other, place);
        if (one.count > 0)
            keep_keys(&one, key_arena, &after);
        done += (int64_t)one.count;
        pair->tell(pair->context, table->name, done, total);
    } while (one.count == PAGE_ROWS);
    return ERR_NONE;
}

static enum err compare_table(const struct pair *pair, const struct table *table,
                              struct arena arenas[2])
{
    int64_t total = 0;
    enum err err = count_rows(pair->from_view, table, &total);
    return err ? explain(pair, table, err, "count")
               : compare_pages(pair, table, total, &arenas[0], &arenas[1]);
}

/* ---- copying ----------------------------------------------------------------------------------
 */

static enum err has_its_own(const struct pair *pair, const struct table *table)
{
    return err_explain(pair->explanation, ERR_STORE_UNUSABLE,
                       "the store to copy to has rows of its own (%s): choose an empty one",
                       table->name);
}

/* Of an interrupted copy, what is there is what comes first. */
static enum err check_beginning(const struct pair *pair, const struct table *table, int64_t there,
                                struct arena arenas[2])
{
    struct row after = {0};
    struct page one = {.table = table, .arena = &arenas[0]};
    struct page other = one;
    for (int64_t done = 0; done < there; done += (int64_t)other.count) {
        arena_release(&arenas[0]);
        enum err err = read_both(pair, done > 0 ? &after : NULL, &one, &other);
        if (err)
            return explain(pair, table, err, "compare");
        if (other.count == 0 || first_difference(&one, &other) < other.count)
            return has_its_own(pair, table);
        keep_keys(&other, &arenas[1], &after);
    }
    return ERR_NONE;
}

static enum err check_table(const struct pair *pair, const struct table *table,
                            struct arena arenas[2])
{
    int64_t total = 0;
    int64_t there = 0;
    enum err err = count_both(pair, table, &total, &there);
    if (err)
        return explain(pair, table, err, "count");
    return there > total ? has_its_own(pair, table) : check_beginning(pair, table, there, arenas);
}

static enum err copy_table(const struct pair *pair, const struct table *table,
                           struct arena arenas[2])
{
    int64_t total = 0;
    int64_t there = 0;
    enum err err = count_both(pair, table, &total, &there);
    if (!err)
        err = copy_pages(pair, table, there, total, &arenas[0], &arenas[1]);
    return err ? explain(pair, table, err, "copy") : ERR_NONE;
}

/* ---- both -------------------------------------------------------------------------------------
 */

static enum err each_table(struct pair *pair,
                           enum err (*work)(const struct pair *, const struct table *,
                                            struct arena[2]))
{
    struct arena arenas[2];
    arena_init(&arenas[0]);
    arena_init(&arenas[1]);
    enum err err = store_view_acquire(pair->from, &pair->from_view);
    assert(!err); /* whoever opened them reads nothing else */
    err = store_view_acquire(pair->to, &pair->to_view);
    assert(!err);
    for (size_t i = 0; !err && i < TABLE_COUNT; i++)
        err = work(pair, &tables[i], arenas);
    store_view_release(pair->from_view);
    store_view_release(pair->to_view);
    arena_release(&arenas[0]);
    arena_release(&arenas[1]);
    return err;
}

enum err store_copy(struct store *from, struct store *to, store_copy_tell *tell, void *context,
                    struct err_text *explanation)
{
    struct pair pair = {
        .from = from, .to = to, .tell = tell, .context = context, .explanation = explanation};
    enum err err = each_table(&pair, check_table);
    return err ? err : each_table(&pair, copy_table);
}

enum err store_compare(struct store *from, struct store *to, store_copy_tell *tell, void *context,
                       struct err_text *explanation)
{
    struct pair pair = {
        .from = from, .to = to, .tell = tell, .context = context, .explanation = explanation};
    return each_table(&pair, compare_table);
}
