/*
 * The owner's list of subscriptions, from the request to the finished page by the code the server
 * runs: what a page costs with 10,000 feeds, of one with 100, in the same run, taking turns. CPU
 * time of this process, the least of several rounds; and a change of all of them in one go.
 *
 *     bench_subscriptions [DIR]      exit status 1 when a page takes more than PAGE_MS_MAX
 */
#include <sys/resource.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "people/csrf.h"
#include "people/session.h"
#include "store/feed_health.h"
#include "web/site.h"

#define SMALL 100
#define LARGE 10000
#define ENTRIES 20 /* of each feed */
#define PAGES 10   /* of one kind in a turn */
#define ROUNDS 7
#define PAGE_MS_MAX 100.0
#define NOW ((int64_t)1795363620000000)
#define HOUR_US (3600 * CLOCK_SECOND_US)

struct bench {
    struct arena arena;
    struct store *store;
    struct site *site;
    str session;
};

static void must(status st)
{
    if (st != OK) {
        fprintf(stderr, "bench_subscriptions: %s\n", err_text());
        exit(1);
    }
}

static double cpu_ms(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return ((double)u.ru_utime.tv_sec + (double)u.ru_stime.tv_sec) * 1e3 +
           ((double)u.ru_utime.tv_usec + (double)u.ru_stime.tv_usec) / 1e3;
}

static void add_feed(struct bench *b, int n)
{
    struct arena *a = &b->arena;
    struct arena_mark mark = arena_mark(a);
    const str folders[] = {S("World"), str_printf(a, "Folder %d", n % 40)};
    struct source source = {.key = str_printf(a, "site%d.example", n),
                            .name = str_printf(a, "Site %d", n)};
    struct feed feed = {.url = str_printf(a, "https://site%d.example/feed", n),
                        .title = str_printf(a, "Courier number %d of the coast", n),
                        .site_url = str_printf(a, "https://site%d.example/", n),
                        .next_check_us = NOW + n % 900 * CLOCK_SECOND_US,
                        .folders = {folders, 2},
                        .recipe = S("")};
    must(store_source_ensure(&feed.source_id, b->store, &source));
    must(store_feed_ensure(&feed.id, b->store, &feed));
    feed.checked_us = feed.succeeded_us = NOW - HOUR_US;
    feed.newest_us = NOW - n % 50 * HOUR_US;
    feed.failures = n % 20 == 0;
    feed.error =
        feed.failures ? S("the site answered 404: there is no feed at this address") : S("");
    must(store_feed_checked(b->store, &feed));
    for (int i = 0; i < ENTRIES; i++) {
        bool is_new;
        struct entry e = {.feed_id = feed.id,
                          .guid = str_printf(a, "%d", i),
                          .url = str_printf(a, "https://site%d.example/%d", n, i),
                          .title = str_printf(a, "Entry %d", i),
                          .published_us = NOW - (int64_t)i * 70 * HOUR_US,
                          .first_seen_us = NOW};
        must(store_entry_put(&is_new, b->store, &e));
    }
    arena_rewind(a, mark);
}

static void make(struct bench *b, const char *folder, int feeds)
{
    arena_init(&b->arena);
    str where = str_printf(&b->arena, "sqlite:%s/%d.db", folder, feeds);
    must(store_migrate(where));
    must(store_open(&b->store, where));
    must(store_begin(b->store));
    for (int n = 0; n < feeds; n++)
        add_feed(b, n);
    struct user user = {.name = S("ada"), .email = S(""), .role = ROLE_OWNER, .created_us = NOW};
    must(store_user_add(b->store, &user, user.name, S("$argon2id$none")));
    must(store_commit(b->store));
    must(session_begin(&b->session, &b->arena, b->store, user.id, S("bench"), NOW));
    struct site_options options = {.store = where, .name = S("Bench"), .threads = 1};
    must(site_new(&b->site, &options));
}

/* One request; the bytes of its page. */
static size_t ask(struct bench *b, enum http_method method, str target, struct http_pairs form)
{
    struct arena a;
    struct http_response out = {0};
    arena_init(&a);
    struct http_pair headers[] = {
        {S("host"), S("news.example")},
        {S("cookie"), str_printf(&a, "courant=%.*s", STR_FMT(b->session))}};
    str query = target;
    struct http_request r = {.arena = &a,
                             .method = method,
                             .path = str_cut(&query, '?'),
                             .query_raw = query,
                             .headers = {headers, ARRAY_LEN(headers)},
                             .form = form,
                             .now_us = NOW};
    struct http_pair pairs[4];
    while (query.p && r.query.len < ARRAY_LEN(pairs)) {
        str value = str_cut(&query, '&');
        pairs[r.query.len++].name = str_cut(&value, '=');
        pairs[r.query.len - 1].value = value;
    }
    r.query.at = pairs;
    must(site_handle(&out, b->site, &r));
    size_t bytes = out.body.len;
    arena_end(&a);
    return bytes;
}

static const struct {
    const char *name;
    str target;
} PAGES_OF[] = {
    {"worst first", {"/admin/feeds", 12}},
    {"by name, from the end", {"/admin/feeds?sort=name&way=back", 31}},
    {"in the middle", {"/admin/feeds?sort=next&page=100", 31}},
    {"by words", {"/admin/feeds?q=number 77", 24}},
    {"one folder", {"/admin/feeds?folder=[\"World\",\"Folder 7\"]", 40}},
};

static double page_ms(struct bench *b, str target)
{
    double best = 1e9;
    for (int round = 0; round < ROUNDS; round++) {
        double from = cpu_ms();
        for (int i = 0; i < PAGES; i++)
            ask(b, HTTP_GET, target, (struct http_pairs){0});
        double took = (cpu_ms() - from) / PAGES;
        best = took < best ? took : best;
    }
    return best;
}

int main(int argc, char **argv)
{
    char folder[] = "/tmp/bench_subscriptions.XXXXXX";
    const char *dir = argc > 1 ? argv[1] : mkdtemp(folder);
    struct bench small, large;
    if (!dir)
        return 1;
    mkdir(dir, 0700);
    make(&small, dir, SMALL);
    make(&large, dir, LARGE);
    bool dear = false;
    printf("%-24s %10s %10s   ms CPU a page\n", "list", "100", "10,000");
    for (size_t i = 0; i < ARRAY_LEN(PAGES_OF); i++) {
        double one = page_ms(&small, PAGES_OF[i].target), ten = page_ms(&large, PAGES_OF[i].target);
        printf("%-24s %10.2f %10.2f\n", PAGES_OF[i].name, one, ten);
        dear |= ten > PAGE_MS_MAX;
    }
    struct http_pair form[] = {{S("token"), csrf_make(&large.arena, large.session)},
                               {S("act"), S("pause")},
                               {S("all"), S("1")}};
    double from = cpu_ms();
    ask(&large, HTTP_POST, S("/admin/feeds/act"), (struct http_pairs){form, ARRAY_LEN(form)});
    printf("pausing all 10,000: %.0f ms CPU\n", cpu_ms() - from);
    for (struct bench *b = &small; b; b = b == &small ? &large : NULL) {
        site_free(b->site);
        store_free(b->store);
        arena_end(&b->arena);
    }
    return dear;
}
