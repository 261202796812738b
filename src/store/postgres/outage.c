#include "store/postgres/outage.h"

#include "base/clock.h"
#include "base/log.h"

void outage_init(struct outage *outage)
{
    *outage = (struct outage){.mutex = PTHREAD_MUTEX_INITIALIZER};
}

void outage_destroy(struct outage *outage)
{
    pthread_mutex_destroy(&outage->mutex);
}

bool outage_lasts(struct outage *outage)
{
    pthread_mutex_lock(&outage->mutex);
    bool lasts = outage->wait_ms > 0;
    pthread_mutex_unlock(&outage->mutex);
    return lasts;
}

bool outage_may_try(struct outage *outage)
{
    pthread_mutex_lock(&outage->mutex);
    bool over = outage->wait_ms == 0;
    bool turn = !outage->trying && clock_mono_ns() >= outage->not_before_ns;
    outage->trying = !over && (outage->trying || turn);
    pthread_mutex_unlock(&outage->mutex);
    return over || turn;
}

static int64_t next_wait(int64_t wait_ms)
{
    if (wait_ms == 0)
        return OUTAGE_WAIT_FIRST_MS;
    return wait_ms * 2 < OUTAGE_WAIT_MAX_MS ? wait_ms * 2 : OUTAGE_WAIT_MAX_MS;
}

void outage_tell(struct outage *outage, bool connected)
{
    pthread_mutex_lock(&outage->mutex);
    bool began = !connected && outage->wait_ms == 0;
    bool ended = connected && outage->wait_ms > 0;
    outage->wait_ms = connected ? 0 : next_wait(outage->wait_ms);
    outage->not_before_ns = clock_mono_ns() + outage->wait_ms * INT64_C(1000000);
    outage->trying = false;
    pthread_mutex_unlock(&outage->mutex);
    if (began)
        log_note(LOG_WARN, "store_disconnected");
    if (ended)
        log_note(LOG_INFO, "store_connected");
}
