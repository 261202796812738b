/*
 * The texts of the statements, made once a process from the tables: `?1` is written `$1`, what
 * locks says so, and an insert of the tables that finds its key taken inserts nothing: a unique key
 * that is violated would spoil the transaction, one that is found taken is an answer.
 */
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "base/memory.h"
#include "store/postgres/statement.h"

/* Its columns are those of a search. */
static const char search_put_sql[] =
    "INSERT INTO search_contact (location_id, place, custom, words"
#define FIELD(member, name, kind) ", " #member
#include "contact/search_fields.def"
    ") SELECT ?2, entry.place + (nextval('search_seat') & 1048575), entry.custom, entry.words"
#define FIELD(member, name, kind) ", entry." #member
#include "contact/search_fields.def"
    " FROM json_populate_recordset(CAST(NULL AS search_contact), CAST(?1 AS json)) AS entry"
    " ON CONFLICT (location_id, id) DO UPDATE SET custom = excluded.custom, words = excluded.words"
#define FIELD(member, name, kind) ", " #member " = excluded." #member
#include "contact/search_fields.def"
    ;

static const struct {
    const char *label;
    const char *sql;
    const char *lock; /* what is added inside the transaction; NULL: nothing */
} rows[SQL_COUNT] = {
#define READ(name, text)  [SQL_##name] = {#name, text, NULL},
#define ROW(name, text)   [SQL_##name] = {#name, text, " FOR UPDATE"},
#define HELD(name, text)  [SQL_##name] = {#name, text, " FOR KEY SHARE"},
#define TURN(name, text)  [SQL_##name] = {#name, text, " FOR NO KEY UPDATE"},
#define WRITE(name, text) [SQL_##name] = {#name, text, NULL},
#include "store/postgres/statements.def"
#include "store/tables/statements.def"
#undef READ
#undef ROW
#undef HELD
#undef TURN
#undef WRITE
};

/* "contactd_" and half of a SHA-256 in hexadecimal. */
enum { NAME_MAX_LEN = 42 };

static struct {
    char *text;
    char name[NAME_MAX_LEN];
} made[SQL_COUNT][STATEMENT_FORMS];

bool pg_statement_finds_taken(enum pg_statement statement)
{
    const char *sql = rows[statement].sql;
    bool inserts = strncmp(sql, "INSERT ", strlen("INSERT ")) == 0;
    return inserts && (int)statement < SQL_SHARED_COUNT && !strstr(sql, "ON CONFLICT");
}

static const char *ending_of(enum pg_statement statement, bool locks)
{
    if (locks)
        return rows[statement].lock;
    return pg_statement_finds_taken(statement) ? " ON CONFLICT DO NOTHING" : "";
}

static void make_name(char name[NAME_MAX_LEN], const char *text)
{
    struct hash hash = hash_sha256(str_of(text));
    int len = snprintf(name, NAME_MAX_LEN, "contactd_");
    for (size_t i = 0; i < HASH_LEN / 2; i++)
        len += snprintf(name + len, NAME_MAX_LEN - (size_t)len, "%02x", hash.bytes[i]);
}

static void make(enum pg_statement statement, bool locks)
{
    const char *ending = ending_of(statement, locks);
    size_t size = strlen(rows[statement].sql) + strlen(ending) + 1;
    char *text = memory_alloc(size);
    snprintf(text, size, "%s%s", rows[statement].sql, ending);
    for (char *mark = text; (mark = strchr(mark, '?'));)
        *mark = '$';
    made[statement][locks].text = text;
    make_name(made[statement][locks].name, text);
}

static void make_all(void)
{
    for (int i = 0; i < SQL_COUNT; i++) {
        make((enum pg_statement)i, false);
        if (rows[i].lock)
            make((enum pg_statement)i, true);
    }
}

static void make_once(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, make_all);
}

struct str pg_statement_label(enum pg_statement statement)
{
    return str_of(rows[statement].label);
}

const char *pg_statement_text(enum pg_statement statement, bool locks)
{
    make_once();
    return made[statement][locks].text;
}

const char *pg_statement_name(enum pg_statement statement, bool locks)
{
    make_once();
    return made[statement][locks].name;
}

bool pg_statement_can_lock(enum pg_statement statement)
{
    return rows[statement].lock != NULL;
}
