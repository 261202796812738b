/*
 * One connection to the server: a view (store.h), and the pipeline through which its statements go.
 * Used by one thread at a time.
 *
 * Statements are sent one after the other, without waiting; pg_sync waits for the answers
 * to all of them, which is one round trip. A connection that broke is opened again by the next
 * pg_ready; while the server is away one thread at a time tries that (outage.h), and all
 * others are told at once.
 */
#pragma once

#include <libpq-fe.h>

#include "store/commit.h"
#include "store/postgres/sql.h"
#include "store/tables/sql.h"

/* Behind those that all backends have. */
enum pg_statement {
    POSTGRES_STATEMENT_BEFORE = SQL_SHARED_COUNT - 1,
#define READ(name, text)  SQL_##name,
#define ROW(name, text)   SQL_##name,
#define WRITE(name, text) SQL_##name,
#include "store/postgres/statements.def"
#undef READ
#undef ROW
#undef WRITE
    SQL_COUNT
};

/* A row that is read to be changed is another statement inside the transaction: it locks. */
enum { STATEMENT_FORMS = 2 };

/* Of one statement: a custom field has 19. */
enum { PARAMETERS_MAX = 20 };

/* In binary, so that nothing is quoted. Texts and arrays have to live until they are sent. */
struct parameters {
    int count;
    Oid types[PARAMETERS_MAX];
    const char *values[PARAMETERS_MAX];
    int lengths[PARAMETERS_MAX];
    char numbers[PARAMETERS_MAX][sizeof(int64_t)];
};

/*
 * Statements that are sent and not waited for: of a batch whose every operation is about another
 * location, and some more.
 */
enum { PIPELINE_MAX = 3 * COMMIT_BATCH_MAX };

/* What an answer is to be. */
struct expected {
    enum pg_statement statement;
    bool locks;
    bool prepares;   /* it is the statement's preparation */
    PGresult **into; /* where it goes; NULL: nobody looks at it */
};

struct pg_db;
struct pg_tx;

/* A statement of the tables while it is in use. */
struct pg_sql {
    struct sql_statement base;
    struct pg_view *view;
    enum pg_statement statement;
    struct parameters parameters;
    PGresult *result;   /* NULL before it ran */
    int row;            /* the next one */
    struct arena arena; /* of texts that cannot be kept as they are */
    int64_t changes;
};

struct pg_view {
    struct store_view base;
    struct pg_db *db;
    struct pg_tx *tx;   /* NULL: a reader's */
    PGconn *connection; /* NULL: there is none */
    bool is_prepared[SQL_COUNT][STATEMENT_FORMS];
    struct expected expected[PIPELINE_MAX];
    size_t expected_count;
    bool broken; /* of no use after these answers */
    struct pg_sql statements[SQL_SHARED_COUNT];
    struct pg_view *next; /* in the pool, while nobody has it */
};

void pg_init(struct pg_view *view, struct pg_db *db, struct pg_tx *tx);
void pg_close(struct pg_view *view);

/*
 * There is a connection, as far as one can tell without asking; opens one if there is none.
 * ERR_STORE_UNAVAILABLE.
 */
MUST_CHECK enum err pg_ready(struct pg_view *view);

/*
 * Sends a statement, and its preparation the first time. What goes wrong is told by pg_sync,
 * which puts the answer into *into, the caller's to clear; NULL where that is of no interest.
 */
void pg_send(struct pg_view *view, enum pg_statement statement, const struct parameters *parameters,
             PGresult **into);

/*
 * The same with a text that is made for this once; `count` parameters of any of the types that
 * statements have.
 */
struct loose_parameters {
    int count;
    Oid *types;
    const char **values;
    int *lengths;
    int *formats;
};
void pg_send_text(struct pg_view *view, enum pg_statement label, const char *text,
                  const struct loose_parameters *parameters, PGresult **into);

/*
 * Waits for the answers to all that was sent. The first that went wrong is the error (failure.h);
 * those behind it were not run, and no answer is handed out.
 */
MUST_CHECK enum err pg_sync(struct pg_view *view);

/* Opens it without regard to an outage, and says why that failed. */
MUST_CHECK enum err pg_open(struct pg_view *view, struct err_text *explanation);

/* Takes what LISTEN has brought by the connection, and says whether that was anything. */
bool pg_take_notices(PGconn *connection);

/* A bare connection, for what is done once: perhaps a failed one, the caller's to finish. */
PGconn *pg_connect(const char *url);
