/*
 * Comments: what a page of a discussion costs when it has 10 comments and when it has 10,000, in
 * the same run, and when all of these are in one thread; then posting and rendering. Each figure is
 * CPU time of this process, by the clock on PostgreSQL, the least of several rounds. Usage:
 * bench_comments [DIR]; the store is in DIR, or where COURANT_TEST_STORE says
 * (tests/support/with_pg.sh).
 */
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/hash.h"
#include "people/comment.h"
#include "store/db.h"

#define SMALL 10
#define LARGE 10000
#define PAGE 50
#define READS 2000
#define ROUNDS 5

struct bench {
    struct arena arena;
    struct store *store;
    struct visitor who;
    struct comment_rules rules;
};

static bool by_the_clock; /* a server's work is not this process' */

static double cpu_us(void)
{
    struct rusage u;
    if (by_the_clock)
        return (double)clock_monotonic_us();
    getrusage(RUSAGE_SELF, &u);
    return ((double)u.ru_utime.tv_sec + (double)u.ru_stime.tv_sec) * 1e6 +
           (double)u.ru_utime.tv_usec + (double)u.ru_stime.tv_usec;
}

static void must(status st)
{
    if (st != OK) {
        fprintf(stderr, "bench_comments: %s\n", err_text());
        exit(1);
    }
}

static int64_t add_article(struct bench *b, const char *name)
{
    struct source source = {.key = S("bench"), .name = S("Bench")};
    struct article article = {.canonical_url = str_printf(&b->arena, "https://x.example/%s", name),
                              .title = str_c(name),
                              .text = S("Words."),
                              .published_us = TIME_NONE,
                              .updated_us = TIME_NONE,
                              .first_seen_us = 1};
    enum store_put did;
    must(store_source_ensure(&article.source_id, b->store, &source));
    must(store_article_put(&did, b->store, &article));
    return article.id;
}

static int64_t add_comment(struct bench *b, int64_t article, int64_t parent, int64_t number)
{
    str text = str_printf(&b->arena,
                          "Comment number %lld says what comments of this length usually say: a "
                          "sentence or two about the matter, and one about who is to blame.",
                          (long long)number);
    struct comment c = {.article_id = article,
                        .parent_id = parent,
                        .user_id = b->who.user.id,
                        .name = S(""),
                        .source = text,
                        .created_us = number * CLOCK_SECOND_US,
                        .quote = S("")};
    struct comment_trace trace = {.address = S(""), .text_hash = (uint64_t)number};
    must(comment_render(&c.body, &b->arena, text));
    must(store_comment_add(b->store, &c, &trace));
    return c.id;
}

/* N comments, a REPLIES-th of them replies to one of the last hundred; 0: all below the first. */
static int64_t fill(struct bench *b, const char *name, int n, int replies)
{
    int64_t article = add_article(b, name), ids[100] = {0}, first = 0;
    must(store_begin(b->store));
    for (int i = 0; i < n; i++) {
        uint64_t random = hash_u64((uint64_t)i + 1);
        int64_t parent = 0;
        if (i && (replies == 0 || random % (uint64_t)replies))
            parent = replies ? ids[(random >> 8) % (uint64_t)(i < 100 ? i : 100)] : first;
        int64_t id = add_comment(b, article, parent, i + 1);
        first = first ? first : id;
        ids[i % 100] = id;
        if (i % 500 == 499)
            arena_reset(&b->arena);
    }
    must(store_commit(b->store));
    return article;
}

/* Microseconds that reading one page takes, from the beginning or from AFTER on. */
static double page_us(struct bench *b, int64_t article, int order, struct store_cursor after,
                      size_t *shown)
{
    double best = 1e18;
    struct comment_list list = {.viewer_id = b->who.user.id, .after = after, .limit = PAGE};
    struct arena a;
    arena_init(&a);
    for (int round = 0; round < ROUNDS; round++) {
        double begin = cpu_us();
        for (int i = 0; i < READS / ROUNDS; i++) {
            struct comment_page page;
            arena_reset(&a);
            must(
                store_comment_page(&page, &a, b->store, article, (enum comment_order)order, &list));
            *shown = page.n;
        }
        double each = (cpu_us() - begin) / (READS / ROUNDS);
        best = each < best ? each : best;
    }
    arena_end(&a);
    return best;
}

/* A cursor PAGES pages on. */
static struct store_cursor far(struct bench *b, int64_t article, int order, int pages)
{
    struct comment_list list = {.limit = PAGE};
    struct comment_page page = {.more = true};
    struct arena a;
    arena_init(&a);
    for (int i = 0; i < pages && page.more; i++) {
        arena_reset(&a);
        must(store_comment_page(&page, &a, b->store, article, (enum comment_order)order, &list));
        list.after = page.next;
    }
    arena_end(&a);
    return list.after;
}

static void compare_pages(struct bench *b)
{
    static const char *const orders[] = {"new", "old", "hot"};
    int64_t small = fill(b, "small", SMALL, 2), large = fill(b, "large", LARGE, 2);
    int64_t thread = fill(b, "thread", LARGE, 0), flat = fill(b, "flat", LARGE, 1);
    size_t n[5];
    printf("%d comments a page; %s of a page in us\n", PAGE, by_the_clock ? "time" : "CPU");
    printf("order  of %d   of %d  ratio  per comment  far in  one thread  no replies\n", SMALL,
           LARGE);
    for (int order = COMMENTS_NEW; order <= COMMENTS_HOT; order++) {
        struct store_cursor none = {0, 0}, after = far(b, large, order, 40);
        double s = page_us(b, small, order, none, &n[0]), l = page_us(b, large, order, none, &n[1]);
        double deep = page_us(b, large, order, after, &n[2]);
        double one = page_us(b, thread, order, none, &n[3]);
        double all = page_us(b, flat, order, none, &n[4]);
        printf("%-5s %6.0f %10.0f %6.2f %12.2f %7.0f %11.0f %11.0f   (%zu %zu %zu %zu %zu shown)\n",
               orders[order], s, l, l / s, (l / (double)n[1]) / (s / (double)n[0]), deep, one, all,
               n[0], n[1], n[2], n[3], n[4]);
    }
}

static void measure_writing(struct bench *b)
{
    enum people_problem why;
    int64_t article = add_article(b, "write"), first = 0;
    struct arena a;
    arena_init(&a);
    double begin = cpu_us();
    for (int i = 0; i < 500; i++) {
        struct comment c;
        struct comment_form form = {.article_id = article,
                                    .parent_id = first,
                                    .text = str_printf(&a, "What I think, *part %d* of many", i),
                                    .trap = S(""),
                                    .shown_us = TIME_NONE,
                                    .peer = S("192.0.2.1")};
        must(comment_post(&c, &why, &a, b->store, &b->rules, &b->who, &form, i));
        first = c.id;
        if (i % 20 == 0)
            first = 0;
        arena_reset(&a);
    }
    printf("posting: %.0f us each\n", (cpu_us() - begin) / 500);
    static char nested[COMMENT_BYTES_MAX];
    for (int kind = 0; kind < 2; kind++) {
        html out;
        memset(nested, kind ? '[' : '>', sizeof nested);
        begin = cpu_us();
        must(comment_render(&out, &a, str_of(nested, sizeof nested)));
        printf("rendering 10,000 times '%c': %.1f ms\n", nested[0], (cpu_us() - begin) / 1e3);
    }
    arena_end(&a);
}

int main(int argc, char **argv)
{
    struct bench b = {.rules = {.on = true}};
    arena_init(&b.arena);
    const char *pg = getenv("COURANT_TEST_STORE"), *dir = argc > 1 ? argv[1] : "/tmp";
    char path[256];
    snprintf(path, sizeof path, "%s/bench-comments-%d.db", dir, (int)getpid());
    by_the_clock = pg != NULL;
    str where = pg ? str_c(pg) : str_printf(&b.arena, "sqlite:%s", path);
    must(store_migrate(where));
    must(store_open(&b.store, where));
    /* A moderator: no rate limit is measured here. */
    b.who = (struct visitor){.in = true, .user = {.name = S("bench"), .role = ROLE_MODERATOR}};
    must(store_user_add(b.store, &b.who.user, S("bench"), S("$hash")));
    compare_pages(&b);
    measure_writing(&b);
    store_free(b.store);
    arena_end(&b.arena);
    unlink(path);
    return 0;
}
