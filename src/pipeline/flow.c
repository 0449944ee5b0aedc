/* Starting, feeding and ending the threads of a flow. */
#include "pipeline/flow.h"

#include "base/queue.h"
#include "base/thread.h"
#include "pipeline/desk.h"
#include "pipeline/harvest.h"
#include "pipeline/step.h"
#include "pipeline/trim.h"

#include <stdatomic.h>

#define FLOW_DOCS_A_THREAD 8
#define FLOW_TICK_US (100 * (int64_t)1000)

/* Shared by all threads; what is not said to be guarded is set before they start. */
struct flow {
    const struct flow_options *options;
    struct queue *idle, *to_read, *to_desk;
    struct queue *ended; /* closed when the desk has ended */
    atomic_bool failed;  /* the desk has */
    atomic_uint read_threads_left;
    atomic_size_t bytes; /* given and not kept */
    struct doc *docs;
    size_t doc_count;
    uint64_t next_seq;       /* the reader's */
    struct doc **in_order;   /* the desk's: docs by seq modulo doc_count */
    struct desk desk;        /* the desk's */
    struct trim *trim;       /* the desk's */
    struct archive *archive; /* the desk's */
    struct arena outlets_arena;
    struct strs outlets;             /* names of the sources there are */
    status read_status, desk_status; /* read after the threads have ended */
    char read_error[ERR_TEXT_MAX], desk_error[ERR_TEXT_MAX];
    pthread_mutex_t lock;
    struct flow_counts counts; /* under the lock */
};

static bool stopping(const struct flow *f)
{
    return f->options->stop && f->options->stop();
}

struct doc *flow_take(struct flow *f)
{
    void *d;
    if (stopping(f) || queue_pop(&d, f->idle) != OK)
        return NULL;
    doc_reset(d);
    return d;
}

struct doc *flow_take_now(struct flow *f)
{
    void *d;
    size_t max = f->options->bytes_max;
    if (stopping(f) || (max && atomic_load(&f->bytes) >= max) ||
        queue_pop_wait(&d, f->idle, 0) != OK)
        return NULL;
    doc_reset(d);
    return d;
}

bool flow_ends(const struct flow *f)
{
    return stopping(f) || atomic_load(&f->failed);
}

void flow_give(struct flow *f, struct doc *d)
{
    d->seq = f->next_seq++;
    d->given = d->bytes.len;
    atomic_fetch_add(&f->bytes, d->given);
    /* A cancelled queue means that the flow ends; its docs are freed with it. */
    if (queue_push(doc_is_read(d->kind) ? f->to_read : f->to_desk, d) != OK)
        return;
}

static void *reader_thread(void *at)
{
    struct flow *f = at;
    f->read_status = f->options->read(f->options->ctx, f);
    snprintf(f->read_error, sizeof f->read_error, "%s", err_text());
    queue_close(f->to_read);
    return NULL;
}

static void *read_thread(void *at)
{
    struct flow *f = at;
    struct step step;
    step_init(&step, f->outlets, f->options->store);
    step.later = f->options->later;
    void *d;
    while (queue_pop(&d, f->to_read) == OK) {
        step_doc(&step, d);
        if (queue_push(f->to_desk, d) != OK)
            break;
    }
    step_end(&step);
    /* They end after the reader: with the last one, nothing more comes to the desk. */
    if (atomic_fetch_sub(&f->read_threads_left, 1) == 1)
        queue_close(f->to_desk);
    return NULL;
}

/* After a commit: counted, reported, free for the next. */
static void kept(void *ctx, struct doc *d)
{
    struct flow *f = ctx;
    bool error = d->failed;
    pthread_mutex_lock(&f->lock);
    f->counts.errors += error;
    if (!error && d->harvest) {
        f->counts.fresh += d->harvest->counts.fresh;
        f->counts.versions += d->harvest->counts.versions;
        f->counts.same += d->harvest->counts.same;
    } else if (!error && d->kind != DOC_MARK && d->kind != DOC_RETRY && d->kind != DOC_VISIT &&
               d->kind != DOC_HUB) {
        f->counts.fresh += d->did == STORE_NEW;
        f->counts.versions += d->did == STORE_VERSION;
        f->counts.same += d->did == STORE_SAME;
    }
    pthread_mutex_unlock(&f->lock);
    if (error && f->options->failed)
        f->options->failed(f->options->ctx, d);
    if (f->options->kept)
        f->options->kept(f->options->ctx, d);
    atomic_fetch_sub(&f->bytes, d->given);
    if (queue_push(f->idle, d) != OK)
        return;
}

static status put_next(struct flow *f, uint64_t *put)
{
    struct doc *d = f->in_order[*put % f->doc_count];
    f->in_order[(*put)++ % f->doc_count] = NULL;
    trim_apply(f->trim, d, f->outlets);
    return desk_put(&f->desk, d);
}

/* Docs in input order, up to the first that is still being read. Each is kept when exactly
 * LOOKAHEAD more are learned from, however many came at once: what is taken out of it must not
 * depend on which thread was faster. */
static status pass_on(struct flow *f, uint64_t *learned, uint64_t *put)
{
    struct doc *d;
    while ((d = f->in_order[*learned % f->doc_count]) && d->seq == *learned) {
        trim_learn(f->trim, d);
        (*learned)++;
        if (*learned > *put + f->options->lookahead)
            TRY(put_next(f, put));
    }
    return OK;
}

static status desk_work(struct flow *f)
{
    uint64_t learned = 0, put = 0;
    for (;;) {
        void *item;
        int64_t wait_us = desk_wait_us(&f->desk);
        status got = wait_us == INT64_MAX ? queue_pop(&item, f->to_desk)
                                          : queue_pop_wait(&item, f->to_desk, wait_us);
        if (got == E_TIMEOUT) {
            TRY(desk_commit(&f->desk));
            continue;
        }
        if (got == E_NOTFOUND) {
            while (put < learned)
                TRY(put_next(f, &put));
            return desk_commit(&f->desk);
        }
        TRY(got);
        struct doc *d = item;
        f->in_order[d->seq % f->doc_count] = d;
        TRY(pass_on(f, &learned, &put));
        /* No batch may keep the docs that the others wait for. */
        if (2 * f->desk.batch_len >= f->doc_count)
            TRY(desk_commit(&f->desk));
    }
}

static void *desk_thread(void *at)
{
    struct flow *f = at;
    f->desk_status = desk_work(f);
    snprintf(f->desk_error, sizeof f->desk_error, "%s", err_text());
    if (f->desk_status != OK) {
        atomic_store(&f->failed, true);
        queue_cancel(f->idle, NULL);
        queue_cancel(f->to_read, NULL);
        queue_cancel(f->to_desk, NULL);
    }
    queue_close(f->ended);
    return NULL;
}

/* NAME is what ps and top show. */
static void tick(struct flow *f, struct flow_counts *counts)
{
    pthread_mutex_lock(&f->lock);
    *counts = f->counts;
    pthread_mutex_unlock(&f->lock);
    if (f->options->progress)
        f->options->progress(f->options->ctx, counts);
}

static void run_threads(struct flow *f, struct flow_counts *counts)
{
    unsigned n = f->options->threads ? f->options->threads : 1;
    pthread_t *read_threads = mem_calloc(n, sizeof *read_threads);
    atomic_init(&f->read_threads_left, n);
    pthread_t reader = thread_start(reader_thread, "reader", f);
    for (unsigned i = 0; i < n; i++)
        read_threads[i] = thread_start(read_thread, "read", f);
    pthread_t desk = thread_start(desk_thread, "desk", f);
    void *nothing;
    while (queue_pop_wait(&nothing, f->ended, FLOW_TICK_US) == E_TIMEOUT)
        tick(f, counts);
    pthread_join(reader, NULL);
    for (unsigned i = 0; i < n; i++)
        pthread_join(read_threads[i], NULL);
    pthread_join(desk, NULL);
    free(read_threads);
    tick(f, counts);
}

static struct flow *flow_new(const struct flow_options *options, struct store *store)
{
    struct flow *f = mem_calloc(1, sizeof *f);
    f->options = options;
    f->doc_count = options->docs;
    if (f->doc_count == 0)
        f->doc_count = DESK_BATCH_MAX + options->lookahead +
                       (size_t)FLOW_DOCS_A_THREAD * (options->threads + 1);
    f->docs = mem_calloc(f->doc_count, sizeof *f->docs);
    f->in_order = mem_calloc(f->doc_count, sizeof(struct doc *));
    f->idle = queue_new(f->doc_count);
    /* Only these docs, and those being read, hold the bytes of whole pages. A reader that said how
     * many there are is never made to wait by flow_give. */
    f->to_read = queue_new(options->docs ? f->doc_count : 2 * (size_t)options->threads + 2);
    f->to_desk = queue_new(f->doc_count);
    f->ended = queue_new(1);
    pthread_mutex_init(&f->lock, NULL);
    if (!options->later)
        f->archive = archive_new(options->store, options->threads, options->window);
    desk_init(&f->desk, store, f->archive, kept, f);
    f->trim = trim_new();
    arena_init(&f->outlets_arena);
    for (size_t i = 0; i < f->doc_count; i++) {
        doc_init(&f->docs[i]);
        if (queue_push(f->idle, &f->docs[i]) != OK)
            assert_failed("a new queue takes what it is made for", __FILE__, __LINE__);
    }
    return f;
}

static void flow_free(struct flow *f)
{
    for (size_t i = 0; i < f->doc_count; i++)
        doc_end(&f->docs[i]);
    desk_end(&f->desk);
    trim_free(f->trim);
    archive_free(f->archive);
    arena_end(&f->outlets_arena);
    pthread_mutex_destroy(&f->lock);
    queue_free(f->idle);
    queue_free(f->to_read);
    queue_free(f->to_desk);
    queue_free(f->ended);
    free(f->in_order);
    free(f->docs);
    free(f);
}

/* Known when it starts: what is found in an article must not depend on who is faster. */
static status read_outlets(struct flow *f, struct store *store)
{
    struct source *sources;
    size_t n;
    TRY(store_source_list(&sources, &n, &f->outlets_arena, store));
    struct strs more = f->options->outlets;
    str *names = arena_array(&f->outlets_arena, n + more.len, str);
    for (size_t i = 0; i < n; i++)
        names[i] = sources[i].name;
    for (size_t i = 0; i < more.len; i++)
        names[n + i] = more.at[i];
    f->outlets = f->desk.outlets = (struct strs){names, n + more.len};
    return OK;
}

status flow_run(struct flow_counts *counts, const struct flow_options *options)
{
    *counts = (struct flow_counts){0};
    struct store *store;
    TRY(store_open(&store, options->store));
    status bulk = store_writes_much(store);
    if (bulk != OK) {
        store_free(store);
        return bulk;
    }
    struct flow *f = flow_new(options, store);
    status done = read_outlets(f, store);
    if (done != OK) {
        flow_free(f);
        store_free(store);
        return done;
    }
    run_threads(f, counts);
    done = f->desk_status != OK ? f->desk_status : f->read_status;
    const char *why = f->desk_status != OK ? f->desk_error : f->read_error;
    if (done != OK)
        done = fail(done, "%s", why);
    flow_free(f);
    store_free(store);
    return done;
}
