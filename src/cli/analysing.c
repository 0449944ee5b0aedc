/* In the background: a look into the store twice a second, which costs one statement. */
#include "cli/analysing.h"

#include "base/log.h"
#include "base/thread.h"
#include "cli/progress.h"

#include <stdatomic.h>
#include <unistd.h>

#define AGAIN_S 30 /* after a failure */
#define LOOK_MS 500
#define NAP_MS 50 /* stopping is noticed so late at most */

struct analysing {
    const struct config *config;
    pthread_t thread;
    atomic_bool stop;
};

void analysing_options(struct backlog_options *out, str where, const struct config *config)
{
    *out = (struct backlog_options){
        .where = where,
        .threads = cli_threads(config),
        .window = (size_t)config->related_articles,
    };
}

static void progress(void *ctx, const struct backlog_counts *c)
{
    progress_show(ctx, c->done, c->all ? (double)c->done / (double)c->all : 1);
}

status analysing_run(struct backlog_counts *counts, const struct backlog_options *options,
                     status (*work)(struct backlog_counts *counts,
                                    const struct backlog_options *options,
                                    const struct backlog_run *run))
{
    struct progress shown;
    const struct backlog_run run = {.stop = cli_stop_asked, .progress = progress, .ctx = &shown};
    cli_stop_prepare();
    progress_begin(&shown, "articles");
    status st = work(counts, options, &run);
    progress_clear(&shown);
    return st;
}

static void wait_ms(struct analysing *x, int ms)
{
    for (int i = 0; i < ms && !atomic_load(&x->stop); i += NAP_MS)
        usleep(NAP_MS * 1000);
}

/* Until it is stopped or fails. */
static status work(struct analysing *x, const struct backlog_options *options)
{
    struct backlog *b;
    size_t n = 0;
    TRY(backlog_new(&b, options));
    status st = OK;
    while (st == OK && !atomic_load(&x->stop)) {
        st = backlog_round(&n, b);
        if (st == OK && n == 0)
            wait_ms(x, LOOK_MS);
    }
    backlog_free(b);
    return st;
}

static void *run(void *at)
{
    struct analysing *x = at;
    struct arena a;
    struct backlog_options options;
    arena_init(&a);
    analysing_options(&options, cli_store_where(&a, x->config), x->config);
    /* The site is served meanwhile. */
    options.threads = options.threads > 1 ? options.threads - 1 : 1;
    while (!atomic_load(&x->stop)) {
        if (work(x, &options) == OK)
            continue;
        log_error("analyse", "analysing has stopped", "again_s=%d reason=\"%s\"", AGAIN_S,
                  err_text());
        wait_ms(x, AGAIN_S * 1000);
    }
    arena_end(&a);
    return NULL;
}

struct analysing *analysing_new(const struct config *config)
{
    if (!str_ieq(config->analyses, S("on")))
        return NULL;
    struct analysing *x = mem_calloc(1, sizeof *x);
    x->config = config;
    atomic_init(&x->stop, false);
    x->thread = thread_start(run, "analyse", x);
    return x;
}

void analysing_free(struct analysing *x)
{
    if (!x)
        return;
    atomic_store(&x->stop, true);
    pthread_join(x->thread, NULL);
    free(x);
}
