#include "fake_backend.h"

#include <assert.h>
#include <stddef.h>

static struct fake_backend *of_db(struct store_db *db)
{
    return (struct fake_backend *)db;
}

static struct fake_backend *of_tx(struct store_tx *tx)
{
    return (struct fake_backend *)((char *)tx - offsetof(struct fake_backend, tx));
}

static void hold(struct fake_backend *fake)
{
    sem_post(&fake->begun);
    while (sem_wait(&fake->go) != 0)
        continue;
}

static enum err begin(struct store_db *db, unsigned committer, struct store_batch batch,
                      struct store_tx **tx)
{
    (void)committer;
    (void)batch;
    struct fake_backend *fake = of_db(db);
    fake->begins++;
    if (__atomic_load_n(&fake->held, __ATOMIC_ACQUIRE))
        hold(fake);
    if (fake->begin_answer)
        return fake->begin_answer;
    *tx = &fake->tx;
    return ERR_NONE;
}

static void rollback(struct store_tx *tx)
{
    struct fake_backend *fake = of_tx(tx);
    fake->rollbacks++;
    fake->written = fake->kept;
}

static enum err commit(struct store_tx *tx, bool *flush_failed)
{
    struct fake_backend *fake = of_tx(tx);
    if (fake->commit_answer) {
        *flush_failed = fake->flush_fails;
        fake->written = fake->kept;
        return fake->commit_answer;
    }
    fake->commits++;
    fake->kept = fake->written;
    return ERR_NONE;
}

static bool wrote(struct store_tx *tx)
{
    const struct fake_backend *fake = of_tx(tx);
    return fake->written != fake->kept;
}

static void between(struct store_db *db)
{
    of_db(db)->betweens++;
}

static const struct store_backend fake_backend = {
    .scheme = "fake",
    .begin = begin,
    .commit = commit,
    .rollback = rollback,
    .wrote = wrote,
    .between = between,
};

void fake_backend_init(struct fake_backend *fake)
{
    *fake = (struct fake_backend){.db = {.backend = &fake_backend, .writers = 1},
                                  .tx.backend = &fake_backend};
    sem_init(&fake->begun, 0, 0);
    sem_init(&fake->go, 0, 0);
}

void fake_backend_release(struct fake_backend *fake)
{
    sem_destroy(&fake->begun);
    sem_destroy(&fake->go);
}

void fake_backend_let_go(struct fake_backend *fake)
{
    __atomic_store_n(&fake->held, false, __ATOMIC_RELEASE);
    sem_post(&fake->go);
}

void fake_tx_write(struct store_tx *tx, int number)
{
    struct fake_backend *fake = of_tx(tx);
    assert(fake->written < FAKE_NUMBERS_MAX);
    fake->numbers[fake->written++] = number;
}

size_t fake_tx_written(struct store_tx *tx)
{
    struct fake_backend *fake = of_tx(tx);
    return fake->written - fake->kept;
}
