/*
 * Pages with comments, from the request to the finished page by the code the server runs, without
 * the page cache: what one costs in a discussion of 10,000 comments, of one of 10, in the same run,
 * taking turns. CPU time of this process, the least of several rounds.
 *
 *     bench_comment_pages [DIR]      exit status 1 when a page is dearer than RATIO_MAX
 *
 * Discussions of 10,000: one where each comment begins a thread, one where they answer each other
 * at random (threads of a few hundred), one that is a single thread.
 */
#include <sys/resource.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "people/comment.h"
#include "people/session.h"
#include "web/site.h"

#define SMALL 10
#define LARGE 10000
#define PAGES 100 /* of one kind in a turn */
#define ROUNDS 7
#define RATIO_MAX 3.0
#define NOW ((int64_t)1795363620000000)

enum shape { FLAT, MIXED, ONE_THREAD };

struct discussion {
    int64_t article, middle; /* a comment amidst the others */
};

struct bench {
    struct arena arena;
    struct store *store;
    struct site *site;
    int64_t user;
    str session;
};

static void must(status st)
{
    if (st != OK) {
        fprintf(stderr, "bench_comment_pages: %s\n", err_text());
        exit(1);
    }
}

static double cpu_us(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return ((double)u.ru_utime.tv_sec + (double)u.ru_stime.tv_sec) * 1e6 +
           (double)u.ru_utime.tv_usec + (double)u.ru_stime.tv_usec;
}

static int64_t add_article(struct bench *b, int n)
{
    static const char line[] = "The harbour board met behind closed doors for the third time. Two "
                               "of its members left before the vote, and neither said why.\n\n";
    struct source source = {.key = S("gazette.example"), .name = S("Gazette"), .language = S("en")};
    struct article a = {.title = str_printf(&b->arena, "The board decides matter %d", n),
                        .url = str_printf(&b->arena, "https://gazette.example/%d", n),
                        .language = S("en"),
                        .published_us = NOW,
                        .updated_us = TIME_NONE,
                        .first_seen_us = NOW,
                        .content_hash = (uint64_t)n + 1};
    struct sbuf text, body;
    enum store_put did;
    sbuf_init(&text, &b->arena, 1 << 20);
    sbuf_init(&body, &b->arena, 1 << 20);
    for (int i = 0; i < 25; i++) {
        sbuf_put(&text, str_c(line));
        sbuf_printf(&body, "<p>%.*s</p>", (int)sizeof line - 3, line);
    }
    must(store_source_ensure(&a.source_id, b->store, &source));
    a.canonical_url = a.url;
    a.text = sbuf_str(&text);
    a.body = (html){sbuf_str(&body)};
    must(store_article_put(&did, b->store, &a));
    return a.id;
}

/* The comment that number I answers, 0: none. */
static int64_t parent_of(const int64_t *ids, int i, enum shape shape, uint32_t *x)
{
    *x = *x * 1664525 + 1013904223;
    if (i == 0 || shape == FLAT || (shape == MIXED && *x >> 29 == 0))
        return 0;
    int back = shape == MIXED ? 200 : i;
    return ids[i - 1 - (int)((*x >> 8) % (uint32_t)(i < back ? i : back))];
}

static struct discussion make(struct bench *b, int n, enum shape shape)
{
    static int made;
    static int64_t ids[LARGE];
    struct discussion d = {.article = add_article(b, made++)};
    uint32_t x = 12345;
    for (int i = 0; i < n; i++) {
        struct arena a;
        arena_init(&a);
        struct comment c = {.article_id = d.article,
                            .parent_id = parent_of(ids, i, shape, &x),
                            .user_id = b->user,
                            .created_us = NOW - (LARGE - i) * CLOCK_SECOND_US,
                            .edited_us = TIME_NONE};
        struct comment_trace trace = {.text_hash = (uint64_t)i};
        c.source = str_printf(&a,
                              "What number %d has to say of it takes *two* sentences. This is the "
                              "second one, and it is a little longer.",
                              i);
        must(comment_render(&c.body, &a, c.source));
        if (i % 256 == 0)
            must(store_begin(b->store));
        must(store_comment_add(b->store, &c, &trace));
        if (i % 256 == 255 || i + 1 == n)
            must(store_commit(b->store));
        ids[i] = c.id;
        arena_end(&a);
    }
    d.middle = ids[n / 2];
    return d;
}

/* Microseconds a page of these, and its bytes. */
static double turn(size_t *bytes, struct bench *b, const char *target, bool signed_in)
{
    double before = cpu_us();
    for (int i = 0; i < PAGES; i++) {
        struct arena a;
        arena_init(&a);
        str cookie = str_printf(&a, "courant=%.*s", STR_FMT(b->session));
        struct http_pair headers[] = {{S("host"), S("news.example")}, {S("cookie"), cookie}};
        struct http_request r = {
            .arena = &a, .method = HTTP_GET, .now_us = NOW, .path = str_c(target)};
        struct http_response out = {0};
        r.headers = (struct http_pairs){headers, signed_in ? 2 : 1};
        must(site_handle(&out, b->site, &r));
        *bytes = out.body.len;
        arena_end(&a);
    }
    return (cpu_us() - before) / PAGES;
}

/* One kind of page of the small discussion and of a large one, taking turns; whether the large
 * one's is within RATIO_MAX. */
static bool compare(struct bench *b, const char *what, str small, str large, bool signed_in)
{
    double best[2] = {1e12, 1e12};
    size_t bytes[2];
    for (int round = 0; round < ROUNDS; round++)
        for (int k = 0; k < 2; k++) {
            double us = turn(&bytes[k], b, k ? large.p : small.p, signed_in);
            best[k] = us < best[k] ? us : best[k];
        }
    double ratio = best[1] / best[0];
    printf("%-44s %6.0f us %4zu KB   %6.0f us %4zu KB   %.2f x\n", what, best[0], bytes[0] / 1024,
           best[1], bytes[1] / 1024, ratio);
    return ratio <= RATIO_MAX;
}

static bool compare_all(struct bench *b, const struct discussion *small, const struct discussion *d,
                        const char *shape, bool one_thread)
{
    static const struct {
        const char *what, *part;
        bool one, signed_in; /* one: of a thread, so of equal ones only */
    } kinds[] = {
        {"article", "", false, false},
        {"article, signed in", "", false, true},
        {"all comments", "/comments", false, false},
        {"one amidst its thread", "", true, false},
    };
    bool fine = true;
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        if (kinds[i].one && !one_thread)
            continue;
        struct arena *a = &b->arena;
        str what = str_printf(a, "%s, %s", kinds[i].what, shape), at[2];
        for (int k = 0; k < 2; k++) {
            const struct discussion *which = k ? d : small;
            at[k] = kinds[i].one ? str_printf(a, "/comment/%lld", (long long)which->middle)
                                 : str_printf(a, "/article/%lld%s", (long long)which->article,
                                              kinds[i].part);
        }
        fine &= compare(b, what.p, at[0], at[1], kinds[i].signed_in);
    }
    return fine;
}

int main(int argc, char **argv)
{
    struct bench b = {0};
    arena_init(&b.arena);
    const char *tmp = getenv("TMPDIR");
    str dir = argc > 1 ? str_c(argv[1])
                       : str_printf(&b.arena, "%s/bench_comment_pages.%d", tmp ? tmp : "/tmp",
                                    (int)clock_monotonic_us());
    str where = str_printf(&b.arena, "sqlite:%.*s/courant.db", STR_FMT(dir));
    (void)mkdir(dir.p, 0700);
    must(store_migrate(where));
    must(store_open(&b.store, where));
    struct user user = {.name = S("ada"), .email = S(""), .role = ROLE_READER, .created_us = NOW};
    must(store_user_add(b.store, &user, user.name, S("none")));
    b.user = user.id;
    must(session_begin(&b.session, &b.arena, b.store, user.id, S("bench"), NOW));
    struct site_options options = {.store = where,
                                   .name = S("Bench"),
                                   .threads = 1,
                                   .comments = {.on = true, .edit_us = 900 * CLOCK_SECOND_US}};
    must(site_new(&b.site, &options));
    struct discussion small[] = {make(&b, SMALL, FLAT), make(&b, SMALL, MIXED),
                                 make(&b, SMALL, ONE_THREAD)};
    struct discussion large[] = {make(&b, LARGE, FLAT), make(&b, LARGE, MIXED),
                                 make(&b, LARGE, ONE_THREAD)};
    static const char *const shapes[] = {"each its own thread", "mixed", "one thread"};
    bool fine = true;
    printf("%-44s %17s   %17s\n", "", "of 10", "of 10,000");
    for (int i = 0; i < 3; i++)
        fine &= compare_all(&b, &small[i], &large[i], shapes[i], i == ONE_THREAD);
    site_free(b.site);
    store_free(b.store);
    if (argc < 2) {
        str command = str_printf(&b.arena, "rm -rf -- '%.*s'", STR_FMT(dir));
        fine &= system(command.p) == 0;
    }
    arena_end(&b.arena);
    return fine ? 0 : 1;
}
