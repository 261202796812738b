#include "store/postgres/search_query.h"

#include <endian.h>
#include <string.h>

#include "store/search/search_expression.h"

/* pg_type.dat. */
enum { TYPE_BIGINT = 20, TYPE_TEXT = 25, TYPE_DOUBLE = 701 };

/* ---- the dialect ------------------------------------------------------------------------------
 */

/* A pattern that holds of what has the text in it, whatever is in the text. */
static struct str pattern_of(struct arena *arena, struct str text)
{
    char *out = arena_alloc(arena, text.len * 2 + 2);
    size_t len = 0;
    out[len++] = '%';
    for (size_t i = 0; i < text.len; i++) {
        if (strchr("%_\\", text.ptr[i]))
            out[len++] = '\\';
        out[len++] = text.ptr[i];
    }
    out[len++] = '%';
    return (struct str){out, len};
}

static void add_words(struct search_sql *sql, struct str words, struct str digits)
{
    search_sql_add(sql, "(c.words LIKE ");
    search_sql_text(sql, pattern_of(sql->arena, words));
    if (!str_is_empty(digits)) {
        search_sql_add(sql, " OR c.words LIKE ");
        search_sql_text(sql, pattern_of(sql->arena, digits));
    }
    search_sql_add(sql, ")");
}

#define CONTACTS                                                \
    {                                                           \
        "search_contact AS c", "c.place", "c.location_id", NULL \
    }

static const struct search_dialect dialect = {
    .mark = '$',
    .contacts = CONTACTS,
    .tags = {"search_tag AS t", "t.place", "t.location_id",
             " JOIN search_contact AS c ON c.location_id = t.location_id AND c.place = "},
    .words = CONTACTS,
    .tag_total = "SELECT CAST(coalesce(sum(t.contacts), 0) AS bigint) FROM search_tag_total AS t"
                 " WHERE t.location_id = ",
    .add_words = add_words,
};

bool pg_search_is_whole(const struct search *search)
{
    return search_sql_is_whole(&dialect, search);
}

/* ---- sending ----------------------------------------------------------------------------------
 */

static void set(struct loose_parameters *p, Oid type, const char *bytes, size_t size)
{
    p->types[p->count] = type;
    p->values[p->count] = bytes;
    p->lengths[p->count] = (int)size;
    p->formats[p->count] = 1;
    p->count++;
}

static void set_number(struct loose_parameters *p, struct arena *arena, Oid type, uint64_t bits)
{
    uint64_t *wire = ARENA_NEW(arena, uint64_t);
    *wire = htobe64(bits);
    set(p, type, (const char *)wire, sizeof *wire);
}

static void set_real(struct loose_parameters *p, struct arena *arena, double real)
{
    uint64_t bits;
    memcpy(&bits, &real, sizeof bits);
    set_number(p, arena, TYPE_DOUBLE, bits);
}

static struct loose_parameters parameters_of(const struct search_sql *sql)
{
    struct arena *arena = sql->arena;
    struct loose_parameters p = {
        .types = ARENA_ARRAY(arena, Oid, sql->bind_count),
        .values = ARENA_ARRAY(arena, const char *, sql->bind_count),
        .lengths = ARENA_ARRAY(arena, int, sql->bind_count),
        .formats = ARENA_ARRAY(arena, int, sql->bind_count),
    };
    for (size_t i = 0; i < sql->bind_count; i++) {
        const struct search_bind *bind = &sql->binds[i];
        if (bind->kind == SEARCH_BIND_TEXT)
            set(&p, TYPE_TEXT, bind->text.len > 0 ? bind->text.ptr : "", bind->text.len);
        else if (bind->kind == SEARCH_BIND_INT)
            set_number(&p, arena, TYPE_BIGINT, (uint64_t)bind->integer);
        else
            set_real(&p, arena, bind->real);
    }
    return p;
}

static void send(struct pg_view *view, struct search_sql *sql, PGresult **result)
{
    struct loose_parameters parameters = parameters_of(sql);
    buf_append_char(&sql->text, '\0');
    pg_send_text(view, SQL_SEARCH, sql->text.ptr, &parameters, result);
    search_sql_release(sql);
}

void pg_search_send_page(struct pg_view *view, struct arena *arena, const struct search *search,
                         const struct search_range *range, PGresult **result)
{
    struct search_sql sql;
    search_sql_page(&sql, &dialect, arena, search, range);
    send(view, &sql, result);
}

void pg_search_send_total(struct pg_view *view, struct arena *arena, const struct search *search,
                          const struct search_range *range, PGresult **result)
{
    struct search_sql sql;
    search_sql_total(&sql, &dialect, arena, search, range);
    send(view, &sql, result);
}
