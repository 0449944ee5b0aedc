/* Reading the newest articles of a store into the indexes. Threads read and analyse a part each,
 * one after the other puts them in by id, as they had come. */
#include "pipeline/archive_state.h"

#include <pthread.h>

#define PART 256 /* articles a thread reads before they are put in */

struct worker {
    struct arena arena, scratch;
    struct store *store;
    struct text_reader *reader;
    const struct store_recent *recent; /* its part */
    size_t len;
    struct analysed *found[PART]; /* NULL: the article has gone meanwhile */
    status failed;
    char error[ERR_TEXT_MAX];
    pthread_t thread;
};

static status read_one(struct analysed **out, struct worker *w, const struct store_recent *recent)
{
    struct article article;
    *out = NULL;
    status st = store_article_get(&article, &w->scratch, w->store, recent->id);
    if (st == E_NOTFOUND)
        return OK;
    TRY(st);
    analyse_for_index(out, &w->arena, &w->scratch, w->reader, &article);
    archive_identify(*out, &article,
                     (uint64_t)(recent->copy_group ? recent->copy_group : recent->id));
    return OK;
}

static void *read_part(void *at)
{
    struct worker *w = at;
    arena_reset(&w->arena);
    for (size_t i = 0; i < w->len && w->failed == OK; i++) {
        w->failed = read_one(&w->found[i], w, &w->recent[i]);
        arena_reset(&w->scratch);
    }
    if (w->failed != OK)
        snprintf(w->error, sizeof w->error, "%s", err_text());
    return NULL;
}

/* One part for each of the workers, from *at on. */
static status round_of(struct archive *x, struct worker *workers, const struct store_recent *recent,
                       size_t n, size_t *at)
{
    size_t used = 0;
    for (; used < x->threads && *at < n; used++) {
        struct worker *w = &workers[used];
        w->recent = recent + *at;
        w->len = n - *at < PART ? n - *at : PART;
        *at += w->len;
        if (pthread_create(&w->thread, NULL, read_part, w) != 0)
            assert_failed("pthread_create", __FILE__, __LINE__);
    }
    for (size_t i = 0; i < used; i++)
        pthread_join(workers[i].thread, NULL);
    for (size_t i = 0; i < used; i++) {
        struct worker *w = &workers[i];
        if (w->failed != OK)
            return fail(w->failed, "%s", w->error);
        for (size_t k = 0; k < w->len; k++) {
            if (!w->found[k])
                continue;
            archive_put(x, w->found[k]);
            frequency_add(x->frequency, &w->found[k]->words);
        }
    }
    return OK;
}

static status fill(struct archive *x, const struct store_recent *recent, size_t n)
{
    struct worker *workers = mem_calloc(x->threads, sizeof *workers);
    status st = OK;
    for (size_t i = 0; i < x->threads; i++) {
        arena_init(&workers[i].arena);
        arena_init(&workers[i].scratch);
        workers[i].reader = text_reader_new();
        if (st == OK)
            st = store_open(&workers[i].store, x->where);
    }
    for (size_t at = 0; at < n && st == OK;)
        st = round_of(x, workers, recent, n, &at);
    for (size_t i = 0; i < x->threads; i++) {
        store_free(workers[i].store);
        text_reader_free(workers[i].reader);
        arena_end(&workers[i].arena);
        arena_end(&workers[i].scratch);
    }
    free(workers);
    return st;
}

/* As new. */
static void clear(struct archive *x)
{
    related_free(x->related);
    copies_free(x->copies);
    frequency_free(x->frequency);
    x->related = related_new(x->window);
    x->copies = copies_new(x->window);
    x->frequency = frequency_new();
}

status archive_fill(struct archive *x, struct store *s)
{
    struct arena a;
    struct store_recent *recent;
    size_t n;
    arena_init(&a);
    status st = store_article_recent(&recent, &n, &a, s, x->window);
    if (st == OK && n)
        st = fill(x, recent, n);
    if (st != OK)
        clear(x);
    x->filled = st == OK;
    x->beyond = st == OK && n == x->window;
    arena_end(&a);
    return st;
}
