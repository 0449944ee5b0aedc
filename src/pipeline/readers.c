/* A thread for each part of a round, the last part is the caller's; what they read stays in their
 * arenas until the next. */
#include "pipeline/readers.h"

#include <pthread.h>

#define FEW 8 /* are not worth another thread */

struct worker {
    const struct readers *readers;
    struct arena arena, scratch;
    struct store *store;
    struct text_reader *text;
    const int64_t *ids; /* its part */
    struct reread *out;
    size_t len;
    status failed;
    char error[ERR_TEXT_MAX];
    pthread_t thread;
};

struct readers {
    struct readers_options options;
    struct worker *workers;
    struct reread *round;
};

status readers_new(struct readers **out, const struct readers_options *options)
{
    struct readers *r = mem_calloc(1, sizeof *r);
    status st = OK;
    r->options = *options;
    r->options.threads = options->threads ? options->threads : 1;
    r->workers = mem_calloc(r->options.threads, sizeof *r->workers);
    r->round = mem_calloc(readers_round_max(r), sizeof *r->round);
    for (unsigned i = 0; i < r->options.threads; i++) {
        struct worker *w = &r->workers[i];
        w->readers = r;
        arena_init(&w->arena);
        arena_init(&w->scratch);
        w->text = text_reader_new();
        if (st == OK)
            st = store_open(&w->store, options->store);
        if (st == OK)
            st = store_reads_once(w->store);
    }
    *out = r;
    if (st != OK) {
        readers_free(r);
        *out = NULL;
    }
    return st;
}

void readers_free(struct readers *r)
{
    if (!r)
        return;
    for (unsigned i = 0; i < r->options.threads; i++) {
        struct worker *w = &r->workers[i];
        store_free(w->store);
        text_reader_free(w->text);
        arena_end(&w->arena);
        arena_end(&w->scratch);
    }
    free(r->workers);
    free(r->round);
    free(r);
}

void readers_outlets(struct readers *r, struct strs outlets)
{
    r->options.outlets = outlets;
}

size_t readers_round_max(const struct readers *r)
{
    return (size_t)r->options.threads * READERS_PART;
}

static status read_one(struct reread *out, struct worker *w, int64_t id)
{
    const struct readers_options *o = &w->readers->options;
    *out = (struct reread){0};
    status st = store_article_get(&out->article, &w->arena, w->store, id);
    if (st == E_NOTFOUND)
        return OK;
    TRY(st);
    if (o->for_index)
        analyse_for_index(&out->analysed, &w->arena, &w->scratch, w->text, &out->article);
    else
        analyse_article(&out->analysed, &w->arena, &w->scratch, w->text, &out->article, o->outlets);
    return OK;
}

static void *read_part(void *at)
{
    struct worker *w = at;
    w->failed = OK;
    arena_reset(&w->arena);
    for (size_t i = 0; i < w->len && w->failed == OK; i++) {
        w->failed = read_one(&w->out[i], w, w->ids[i]);
        arena_reset(&w->scratch);
    }
    if (w->failed != OK)
        snprintf(w->error, sizeof w->error, "%s", err_text());
    return NULL;
}

status readers_round(struct reread **out, struct readers *r, const int64_t *ids, size_t len)
{
    ASSERT(len <= readers_round_max(r));
    status st = OK;
    size_t used = 0, each = (len + r->options.threads - 1) / r->options.threads;
    each = each < FEW && len <= FEW ? FEW : each;
    for (size_t at = 0; at < len; at += each) {
        struct worker *w = &r->workers[used++];
        w->ids = ids + at;
        w->out = r->round + at;
        w->len = len - at < each ? len - at : each;
        if (at + each >= len)
            read_part(w);
        else if (pthread_create(&w->thread, NULL, read_part, w) != 0)
            assert_failed("pthread_create", __FILE__, __LINE__);
    }
    for (size_t i = 0; i + 1 < used; i++)
        pthread_join(r->workers[i].thread, NULL);
    for (size_t i = 0; i < used && st == OK; i++)
        if (r->workers[i].failed != OK)
            st = fail(r->workers[i].failed, "%s", r->workers[i].error);
    *out = r->round;
    return st;
}
