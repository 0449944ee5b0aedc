/* A ring of pointers under one mutex, with one condition for "not full" and one for "not
 * empty". A stage handles a document in about a millisecond, so the lock is never the limit. */
#include "base/queue.h"

#include "base/arena.h"
#include "base/clock.h"

#include <errno.h>
#include <pthread.h>

struct queue {
    pthread_mutex_t lock;
    pthread_cond_t filled, emptied;
    void **items;
    size_t capacity, first, len;
    bool closed, cancelled;
};

struct queue *queue_new(size_t capacity)
{
    ASSERT(capacity >= 1);
    struct queue *q = mem_calloc(1, sizeof *q);
    q->items = mem_calloc(capacity, sizeof *q->items);
    q->capacity = capacity;
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&q->lock, NULL);
    pthread_cond_init(&q->filled, &monotonic);
    pthread_cond_init(&q->emptied, &monotonic);
    pthread_condattr_destroy(&monotonic);
    return q;
}

void queue_free(struct queue *q)
{
    if (!q)
        return;
    pthread_cond_destroy(&q->filled);
    pthread_cond_destroy(&q->emptied);
    pthread_mutex_destroy(&q->lock);
    free(q->items);
    free(q);
}

status queue_push(struct queue *q, void *item)
{
    pthread_mutex_lock(&q->lock);
    while (q->len == q->capacity && !q->cancelled)
        pthread_cond_wait(&q->emptied, &q->lock);
    if (q->cancelled) {
        pthread_mutex_unlock(&q->lock);
        return fail(E_CANCELLED, "the queue was cancelled");
    }
    ASSERT(!q->closed);
    q->items[(q->first + q->len++) % q->capacity] = item;
    pthread_cond_signal(&q->filled);
    pthread_mutex_unlock(&q->lock);
    return OK;
}

/* DEADLINE NULL: as long as it takes. */
static status pop_until(void **item, struct queue *q, const struct timespec *deadline)
{
    status done = OK;
    pthread_mutex_lock(&q->lock);
    int waited = 0;
    while (q->len == 0 && !q->closed && !q->cancelled && waited != ETIMEDOUT)
        waited = deadline ? pthread_cond_timedwait(&q->filled, &q->lock, deadline)
                          : pthread_cond_wait(&q->filled, &q->lock);
    if (q->cancelled) {
        done = fail(E_CANCELLED, "the queue was cancelled");
    } else if (q->len > 0) {
        *item = q->items[q->first];
        q->first = (q->first + 1) % q->capacity;
        q->len--;
        pthread_cond_signal(&q->emptied);
    } else if (q->closed) {
        done = fail(E_NOTFOUND, "the queue is closed and empty");
    } else {
        done = fail(E_TIMEOUT, "nothing came into the queue in time");
    }
    pthread_mutex_unlock(&q->lock);
    return done;
}

status queue_pop(void **item, struct queue *q)
{
    return pop_until(item, q, NULL);
}

status queue_pop_wait(void **item, struct queue *q, int64_t wait_us)
{
    struct timespec deadline;
    clock_gettime(CLOCK_MONOTONIC, &deadline);
    int64_t ns = deadline.tv_nsec + wait_us % CLOCK_SECOND_US * 1000;
    deadline.tv_sec += wait_us / CLOCK_SECOND_US + ns / 1000000000;
    deadline.tv_nsec = ns % 1000000000;
    return pop_until(item, q, &deadline);
}

void queue_close(struct queue *q)
{
    pthread_mutex_lock(&q->lock);
    q->closed = true;
    pthread_cond_broadcast(&q->filled);
    pthread_mutex_unlock(&q->lock);
}

void queue_cancel(struct queue *q, void (*drop)(void *item))
{
    pthread_mutex_lock(&q->lock);
    q->cancelled = true;
    while (q->len > 0) {
        void *item = q->items[q->first];
        q->first = (q->first + 1) % q->capacity;
        q->len--;
        if (drop)
            drop(item);
    }
    pthread_cond_broadcast(&q->filled);
    pthread_cond_broadcast(&q->emptied);
    pthread_mutex_unlock(&q->lock);
}

size_t queue_len(struct queue *q)
{
    pthread_mutex_lock(&q->lock);
    size_t len = q->len;
    pthread_mutex_unlock(&q->lock);
    return len;
}
