/* The bounded queue: order, limits, closing, cancelling, and many threads at once (run under
 * ThreadSanitizer too). */
#include "testing.h"

#include "base/clock.h"
#include "base/queue.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#define MANY_THREADS 6
#define MANY_ITEMS 20000 /* a producer */

static int numbers[MANY_THREADS * MANY_ITEMS];

static void test_order_and_close(void **state)
{
    (void)state;
    struct queue *q = queue_new(3);
    void *item = NULL;
    for (int round = 0; round < 5; round++) {
        for (int i = 0; i < 3; i++)
            assert_ok(queue_push(q, &numbers[round * 3 + i]));
        assert_int_equal(queue_len(q), 3);
        for (int i = 0; i < 3; i++) {
            assert_ok(queue_pop(&item, q));
            assert_ptr_equal(item, &numbers[round * 3 + i]);
        }
    }
    assert_ok(queue_push(q, &numbers[0]));
    queue_close(q);
    assert_ok(queue_pop(&item, q));
    assert_ptr_equal(item, &numbers[0]);
    assert_int_equal(queue_pop(&item, q), E_NOTFOUND);
    assert_int_equal(queue_pop_wait(&item, q, 1000), E_NOTFOUND);
    queue_free(q);
}

static void test_timeout(void **state)
{
    (void)state;
    struct queue *q = queue_new(1);
    void *item = NULL;
    int64_t begin = clock_monotonic_us();
    assert_int_equal(queue_pop_wait(&item, q, 20000), E_TIMEOUT);
    assert_true(clock_monotonic_us() - begin >= 19000);
    assert_ok(queue_push(q, &numbers[1]));
    assert_ok(queue_pop_wait(&item, q, 20000));
    assert_ptr_equal(item, &numbers[1]);
    queue_free(q);
}

struct waiter {
    struct queue *q;
    status got;
    atomic_bool done;
};

static void *push_one(void *at)
{
    struct waiter *w = at;
    w->got = queue_push(w->q, &numbers[7]);
    atomic_store(&w->done, true);
    return NULL;
}

static void *pop_one(void *at)
{
    struct waiter *w = at;
    void *item;
    w->got = queue_pop(&item, w->q);
    return NULL;
}

static void test_full_waits(void **state)
{
    (void)state;
    struct waiter w = {.q = queue_new(1)};
    void *item = NULL;
    pthread_t thread;
    assert_ok(queue_push(w.q, &numbers[3]));
    pthread_create(&thread, NULL, push_one, &w);
    usleep(20000);
    assert_false(atomic_load(&w.done));
    assert_ok(queue_pop(&item, w.q));
    pthread_join(thread, NULL);
    assert_int_equal(w.got, OK);
    assert_ok(queue_pop(&item, w.q));
    assert_ptr_equal(item, &numbers[7]);
    queue_free(w.q);
}

static atomic_int dropped;

static void drop(void *item)
{
    (void)item;
    atomic_fetch_add(&dropped, 1);
}

static void test_cancel(void **state)
{
    (void)state;
    atomic_store(&dropped, 0);
    struct waiter pusher = {.q = queue_new(2)};
    struct waiter popper = {.q = queue_new(2)};
    pthread_t push_thread, pop_thread;
    assert_ok(queue_push(pusher.q, &numbers[0]));
    assert_ok(queue_push(pusher.q, &numbers[1]));
    pthread_create(&push_thread, NULL, push_one, &pusher);
    pthread_create(&pop_thread, NULL, pop_one, &popper);
    usleep(10000);
    queue_cancel(pusher.q, drop);
    queue_cancel(popper.q, drop);
    pthread_join(push_thread, NULL);
    pthread_join(pop_thread, NULL);
    assert_int_equal(pusher.got, E_CANCELLED);
    assert_int_equal(popper.got, E_CANCELLED);
    assert_int_equal(atomic_load(&dropped), 2);
    assert_int_equal(queue_push(pusher.q, &numbers[0]), E_CANCELLED);
    queue_free(pusher.q);
    queue_free(popper.q);
}

struct many {
    struct queue *q;
    int *from;
    atomic_long *sum;
    atomic_int *count;
    bool ordered;
};

static void *produce(void *at)
{
    struct many *m = at;
    for (int i = 0; i < MANY_ITEMS; i++)
        if (queue_push(m->q, &m->from[i]) != OK)
            return m;
    return NULL;
}

/* Items of one producer must come to one consumer in the order they were pushed. */
static void *consume(void *at)
{
    struct many *m = at;
    int last[MANY_THREADS];
    memset(last, -1, sizeof last);
    m->ordered = true;
    void *item;
    while (queue_pop(&item, m->q) == OK) {
        int n = *(int *)item;
        m->ordered &= n > last[n / MANY_ITEMS];
        last[n / MANY_ITEMS] = n;
        atomic_fetch_add(m->sum, n);
        atomic_fetch_add(m->count, 1);
    }
    return NULL;
}

static void test_many_threads(void **state)
{
    (void)state;
    for (int i = 0; i < MANY_THREADS * MANY_ITEMS; i++)
        numbers[i] = i;
    atomic_long sum = 0;
    atomic_int count = 0;
    struct queue *q = queue_new(16);
    struct many sides[2 * MANY_THREADS];
    pthread_t threads[2 * MANY_THREADS];
    for (int i = 0; i < 2 * MANY_THREADS; i++) {
        sides[i] = (struct many){q, &numbers[i % MANY_THREADS * MANY_ITEMS], &sum, &count, true};
        pthread_create(&threads[i], NULL, i < MANY_THREADS ? produce : consume, &sides[i]);
    }
    for (int i = 0; i < MANY_THREADS; i++) {
        void *failed;
        pthread_join(threads[i], &failed);
        assert_null(failed);
    }
    queue_close(q);
    for (int i = MANY_THREADS; i < 2 * MANY_THREADS; i++) {
        pthread_join(threads[i], NULL);
        assert_true(sides[i].ordered);
    }
    long n = (long)MANY_THREADS * MANY_ITEMS;
    assert_int_equal(atomic_load(&count), n);
    assert_int_equal(atomic_load(&sum), n * (n - 1) / 2);
    queue_free(q);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order_and_close), cmocka_unit_test(test_timeout),
        cmocka_unit_test(test_full_waits),      cmocka_unit_test(test_cancel),
        cmocka_unit_test(test_many_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
