#include "service/searchers.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/memory.h"

struct searchers {
    pthread_mutex_t mutex; /* of what is below */
    pthread_cond_t queued;
    struct search_job *first;
    struct search_job **last;
    unsigned waiting;
    bool stopping;
    unsigned thread_count;
    pthread_t threads[];
};

/* With the mutex held. NULL at the end, when nothing waits any more. */
static struct search_job *next_job(struct searchers *searchers)
{
    while (!searchers->first && !searchers->stopping)
        pthread_cond_wait(&searchers->queued, &searchers->mutex);
    struct search_job *job = searchers->first;
    if (!job)
        return NULL;
    searchers->first = job->next;
    if (!searchers->first)
        searchers->last = &searchers->first;
    searchers->waiting--;
    return job;
}

static int64_t waited_ms(const struct search_job *job)
{
    return (clock_mono_ns() - job->submitted_ns) / 1000000;
}

static void *run(void *context)
{
    struct searchers *searchers = context;
    struct search_job *job;
    pthread_mutex_lock(&searchers->mutex);
    while ((job = next_job(searchers)) != NULL) {
        pthread_mutex_unlock(&searchers->mutex);
        job->late = waited_ms(job) >= SEARCH_WAIT_MAX_MS;
        if (!job->late)
            job->run(job);
        job->done(job);
        pthread_mutex_lock(&searchers->mutex);
    }
    pthread_mutex_unlock(&searchers->mutex);
    return NULL;
}

enum err searchers_start(unsigned threads, struct searchers **searchers)
{
    struct searchers *made = memory_alloc(sizeof *made + threads * sizeof *made->threads);
    *made = (struct searchers){
        .mutex = PTHREAD_MUTEX_INITIALIZER,
        .queued = PTHREAD_COND_INITIALIZER,
    };
    made->last = &made->first;
    while (made->thread_count < threads) {
        if (pthread_create(&made->threads[made->thread_count], NULL, run, made) != 0) {
            searchers_stop(made);
            return ERR_STORE_FAILED;
        }
        pthread_setname_np(made->threads[made->thread_count++], "search");
    }
    *searchers = made;
    return ERR_NONE;
}

void searchers_stop(struct searchers *searchers)
{
    if (!searchers)
        return;
    pthread_mutex_lock(&searchers->mutex);
    searchers->stopping = true;
    pthread_cond_broadcast(&searchers->queued);
    pthread_mutex_unlock(&searchers->mutex);
    for (unsigned i = 0; i < searchers->thread_count; i++)
        pthread_join(searchers->threads[i], NULL);
    assert(!searchers->first);
    pthread_cond_destroy(&searchers->queued);
    pthread_mutex_destroy(&searchers->mutex);
    free(searchers);
}

enum err searchers_submit(struct searchers *searchers, struct search_job *job)
{
    enum err err = ERR_NONE;
    job->submitted_ns = clock_mono_ns();
    pthread_mutex_lock(&searchers->mutex);
    if (searchers->waiting == SEARCH_QUEUE_MAX) {
        err = ERR_OVERLOADED;
    } else {
        job->next = NULL;
        *searchers->last = job;
        searchers->last = &job->next;
        searchers->waiting++;
        pthread_cond_signal(&searchers->queued);
    }
    pthread_mutex_unlock(&searchers->mutex);
    return err;
}
