/*
 * A bounded queue of pointers between threads: a full queue makes the producer wait, an empty
 * one the consumer. After queue_push what the pointer names belongs to the consumer.
 */
#ifndef COURANT_BASE_QUEUE_H
#define COURANT_BASE_QUEUE_H

#include "base/err.h"

struct queue;

/* CAPACITY >= 1. Ends with queue_free, when no thread uses it any more. */
struct queue *queue_new(size_t capacity);
void queue_free(struct queue *q);

/* Waits for room. E_CANCELLED after queue_cancel (the item stays the caller's). */
status queue_push(struct queue *q, void *item);

/* Waits for an item. E_NOTFOUND when the queue is closed and empty, E_CANCELLED after
 * queue_cancel. */
status queue_pop(void **item, struct queue *q);

/* The same, but waits at most WAIT_US; E_TIMEOUT when nothing came. */
status queue_pop_wait(void **item, struct queue *q, int64_t wait_us);

/* No more pushes; what is inside can still be popped. */
void queue_close(struct queue *q);

/* Everyone who waits, or comes later, gets E_CANCELLED. Items inside are given to DROP. */
void queue_cancel(struct queue *q, void (*drop)(void *item));

size_t queue_len(struct queue *q);

#endif
