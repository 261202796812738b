#include "store/sqlite/search_dialect.h"

#include "store/search/search_expression.h"

/* A text in FTS5's own language: quoted, and so without meaning. */
static struct str quoted(struct arena *arena, struct str text)
{
    char *out = arena_alloc(arena, text.len * 2 + 2);
    size_t len = 0;
    out[len++] = '"';
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"')
            out[len++] = '"';
        out[len++] = text.ptr[i];
    }
    out[len++] = '"';
    return (struct str){out, len};
}

static void add_words(struct search_sql *sql, struct str words, struct str digits)
{
    struct str match = quoted(sql->arena, words);
    if (!str_is_empty(digits))
        match = arena_format(sql->arena, "%.*s OR %.*s", STR_ARG(match),
                             STR_ARG(quoted(sql->arena, digits)));
    search_sql_add(sql, "words MATCH ");
    search_sql_text(sql, match);
}

#define JOIN " CROSS JOIN contact AS c ON c.place = "

const struct search_dialect sqlite_search_dialect = {
    .mark = '?',
    .contacts = {"contact AS c", "c.place", NULL, NULL},
    .tags = {"tag AS t", "t.place", NULL, JOIN},
    .words = {"words AS w", "w.rowid", NULL, JOIN},
    .add_words = add_words,
};
