/* The pages over a real store: what they show, how many statements they take, and that nothing
 * an article contains gets out of its place. */
#include "testing.h"

#include <pthread.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/hash.h"
#include "http/router.h"
#include "store/store.h"
#include "web/site.h"

#define HOUR_US (3600 * CLOCK_SECOND_US)
#define THREADS 4
#define NOW ((int64_t)1795363620000000) /* 2026-11-22T16:07:00Z */

struct fixture {
    struct arena arena;
    char folder[256];
    str where;
    struct store *store;
    struct site *site;
    int64_t now_us;
};

struct answer {
    int status;
    status code; /* of the handler */
    str body;
    struct http_response out;
    int64_t statements;
};

static struct fixture *site_setup(size_t cache_bytes)
{
    struct fixture *f = mem_calloc(1, sizeof *f);
    arena_init(&f->arena);
    const char *tmp = getenv("TMPDIR");
    snprintf(f->folder, sizeof f->folder, "%s/web-test-XXXXXX", tmp ? tmp : ".");
    assert_non_null(mkdtemp(f->folder));
    f->where = str_printf(&f->arena, "sqlite:%s/store.db", f->folder);
    f->now_us = NOW;
    assert_ok(store_migrate(f->where));
    assert_ok(store_open(&f->store, f->where));
    struct site_options options = {.store = f->where,
                                   .name = S("The <Test> Courant"),
                                   .demo_dir = str_c(f->folder),
                                   .threads = THREADS,
                                   .cache_bytes_max = cache_bytes};
    assert_ok(site_new(&f->site, &options));
    return f;
}

static int setup(void **state)
{
    *state = site_setup(0);
    return 0;
}

static int setup_cached(void **state)
{
    *state = site_setup((size_t)8 << 20);
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    site_free(f->site);
    store_free(f->store);
    str command = str_printf(&f->arena, "rm -rf -- '%s'", f->folder);
    assert_int_equal(system(command.p), 0);
    arena_end(&f->arena);
    free(f);
    return 0;
}

/* Splits "path?a=b&c=d"; values are taken as they are. */
static struct http_request request_of(struct fixture *f, const char *target)
{
    struct http_request r = {.arena = &f->arena, .method = HTTP_GET, .now_us = f->now_us};
    str rest = str_c(target);
    r.path = str_cut(&rest, '?');
    struct http_pair *pairs = arena_array(&f->arena, 8, struct http_pair);
    size_t n = 0;
    r.query_raw = rest;
    while (rest.p && n < 8) {
        str value = str_cut(&rest, '&');
        str name = str_cut(&value, '=');
        pairs[n++] = (struct http_pair){name, value};
    }
    r.query = (struct http_pairs){pairs, n};
    return r;
}

static struct answer get(struct fixture *f, const char *target)
{
    struct answer a = {0};
    struct http_request r = request_of(f, target);
    int64_t before = store_statement_count(site_store(f->site, 0));
    a.code = site_handle(&a.out, f->site, &r);
    a.statements = store_statement_count(site_store(f->site, 0)) - before;
    if (a.code == E_NOTFOUND)
        site_error_page(&a.out, f->site, &r, 404, S("no such page"));
    a.status = a.out.status ? a.out.status : 200;
    a.body = a.out.shared ? str_dup(&f->arena, str_of(a.out.shared, a.out.shared_len))
                          : sbuf_str(&a.out.body);
    if (a.out.shared && a.out.shared_release)
        a.out.shared_release(a.out.shared_data);
    return a;
}

static str header_of(const struct answer *a, const char *name)
{
    for (size_t i = 0; i < a->out.header_count; i++)
        if (str_ieq(a->out.headers[i].name, str_c(name)))
            return a->out.headers[i].value;
    return S("");
}

#define assert_has(body, text) assert_has_at((body), (text), true, __FILE__, __LINE__)
#define assert_has_not(body, text) assert_has_at((body), (text), false, __FILE__, __LINE__)

static void assert_has_at(str body, const char *text, bool want, const char *file, int line)
{
    if (str_has(body, str_c(text)) == want)
        return;
    print_error("%s: \"%s\"\n%.*s\n", want ? "missing" : "present", text, STR_FMT(body));
    _fail(file, line);
}

static int64_t add_source(struct fixture *f, const char *key, const char *language, bool demo)
{
    struct source source = {.key = str_c(key),
                            .name = str_printf(&f->arena, "The %s & Co", key),
                            .home_url = str_printf(&f->arena, "https://%s/", key),
                            .language = str_c(language),
                            .demo = demo};
    int64_t id;
    assert_ok(store_source_ensure(&id, f->store, &source));
    return id;
}

static struct article article_of(struct fixture *f, int64_t source_id, int n, const char *title)
{
    struct article a = {
        .source_id = source_id,
        .url = str_printf(&f->arena, "https://example.org/%d", n),
        .title = str_c(title),
        .description = str_printf(&f->arena, "What happened in case number %d, in short.", n),
        .published_us = NOW - n * HOUR_US,
        .updated_us = TIME_NONE,
        .language = S("en"),
        .first_seen_us = NOW,
        .word_count = 400,
        .text = str_printf(&f->arena, "The harbour opened case %d.\n\nThe second paragraph.", n),
    };
    a.canonical_url = a.url;
    a.body = (html){str_printf(&f->arena, "<p>The harbour opened case %d.</p>", n)};
    a.content_hash = hash_str(a.text) ^ (uint64_t)n;
    return a;
}

static int64_t put(struct fixture *f, struct article *a)
{
    enum store_put did;
    assert_ok(store_article_put(&did, f->store, a));
    return a->id;
}

/* 80 articles of four sources in two languages. Returns the newest one's id. */
static int64_t fill(struct fixture *f)
{
    const char *keys[] = {"a.example", "b.example", "c.example", "d.example"};
    int64_t ids[4], first = 0;
    for (int i = 0; i < 4; i++)
        ids[i] = add_source(f, keys[i], i == 3 ? "de" : "en", false);
    for (int n = 0; n < 80; n++) {
        struct article a = article_of(f, ids[n % 4], n, "A headline");
        a.title = str_printf(&f->arena, "Headline number %d", n);
        if (n % 4 == 3)
            a.language = S("de");
        if (n == 6)
            a.image = (struct image){.url = S("https://pictures.example/6.jpg"),
                                     .alt = S("a \"quay\""),
                                     .credit = S("Ada")};
        int64_t id = put(f, &a);
        first = n == 0 ? id : first;
    }
    return first;
}

static void an_empty_store_says_what_to_do(void **state)
{
    struct fixture *f = *state;
    struct answer a = get(f, "/");
    assert_int_equal(a.status, 200);
    assert_has(a.body, "courant import PATH");
    assert_has(a.body, "The &lt;Test&gt; Courant");
    assert_has_not(a.body, "<Test>");
    assert_has(get(f, "/sources").body, "No source yet");
    assert_has(get(f, "/archive").body, "No article here");
    assert_has(get(f, "/search?q=word").body, "Nothing found for word");
}

static void the_front_page_is_finite_and_repeats_nothing(void **state)
{
    struct fixture *f = *state;
    fill(f);
    struct answer a = get(f, "/");
    assert_has(a.body, "https://pictures.example/6.jpg");
    assert_has(a.body, "class=\"lead pictured\"");
    assert_has(a.body, "Deutsch");
    assert_has(a.body, "80 articles, 4 sources");
    size_t items = 0;
    for (int n = 0; n < 80; n++) {
        str title = str_printf(&f->arena, ">Headline number %d<", n);
        size_t at = str_find(a.body, title);
        if (at == STR_NPOS)
            continue;
        items++;
        assert_false(str_has(str_skip(a.body, at + 1), title));
    }
    assert_in_range(items, 20, 60);
    assert_has_not(a.body, "courant demo remove");
}

static void the_demo_is_marked_and_says_how_to_go(void **state)
{
    struct fixture *f = *state;
    int64_t demo = add_source(f, "demo.example", "en", true);
    struct article a = article_of(f, demo, 1, "An invented headline");
    a.demo = true;
    int64_t id = put(f, &a);
    struct answer front = get(f, "/");
    assert_has(front.body, "courant demo remove");
    assert_has(front.body, "courant import PATH");
    assert_has(front.body, "are invented");
    str address = str_printf(&f->arena, "/article/%lld", (long long)id);
    assert_has(get(f, address.p).body, "part of the demonstration");
    assert_has_not(front.body, "class=\"tag demo\"");
    struct article own = article_of(f, add_source(f, "own.example", "en", false), 2, "A real one");
    put(f, &own);
    front = get(f, "/");
    assert_has(front.body, "class=\"tag demo\"");
}

static void an_article_shows_its_blocks_in_order(void **state)
{
    struct fixture *f = *state;
    int64_t source = add_source(f, "a.example", "en", false);
    struct article a = article_of(f, source, 3, "The \"title\" & <more>");
    const str authors[] = {S("Ada Byron"), S("Ben <b>")};
    a.authors = (struct strs){authors, 2};
    a.image = (struct image){S("https://p.example/1.jpg"), S("a ship"), S("The ship"), S("C. Dee")};
    a.credit_line = S("This article was first published by X and was translated by Y.");
    int64_t id = put(f, &a);
    str address = str_printf(&f->arena, "/article/%lld", (long long)id);
    str body = get(f, address.p).body;
    const char *order[] = {"<h1>The &quot;title&quot; &amp; &lt;more&gt;</h1>",
                           "The a.example &amp; Co",
                           "title=\"22 November 2026, 13:07 UTC\" data-relative>3 hours ago<",
                           "By Ada Byron and Ben &lt;b&gt;",
                           "<img src=\"https://p.example/1.jpg\" alt=\"a ship\"",
                           "The ship",
                           "C. Dee",
                           "<p>The harbour opened case 3.</p>",
                           "This article was first published by X",
                           "href=\"https://example.org/3\""};
    size_t from = str_find(body, S("<main"));
    for (size_t i = 0; i < ARRAY_LEN(order); i++) {
        size_t at = str_find(str_skip(body, from), str_c(order[i]));
        if (at == STR_NPOS)
            print_error("not there, or not in its place: %s\n%.*s\n", order[i], STR_FMT(body));
        assert_true(at != STR_NPOS);
        from += at;
    }
    assert_has_not(body, "earlier versions");
}

static void a_changed_article_keeps_and_shows_its_versions(void **state)
{
    struct fixture *f = *state;
    int64_t source = add_source(f, "a.example", "en", false);
    struct article a = article_of(f, source, 3, "First title");
    int64_t id = put(f, &a);
    struct article b = article_of(f, source, 3, "Second title");
    b.text = S("Rewritten.");
    b.body = (html){S("<p>Rewritten.</p>")};
    b.content_hash = 77;
    assert_int_equal(put(f, &b), id);
    struct arena *r = &f->arena;
    str body = get(f, str_printf(r, "/article/%lld", (long long)id).p).body;
    assert_has(body, "This is version 2");
    assert_has(body, "<p>Rewritten.</p>");
    body = get(f, str_printf(r, "/article/%lld/versions", (long long)id).p).body;
    assert_has(body, "Version 2");
    assert_has(body, "First title");
    body = get(f, str_printf(r, "/article/%lld/versions/1", (long long)id).p).body;
    assert_has(body, "The harbour opened case 3.");
    assert_has(body, "Read the current version");
    assert_int_equal(get(f, str_printf(r, "/article/%lld/versions/9", (long long)id).p).status,
                     404);
}

static void the_body_keeps_below_the_headline(void **state)
{
    struct fixture *f = *state;
    int64_t source = add_source(f, "a.example", "en", false);
    const struct {
        html body;
        const char *want;
    } cases[] = {
        {{S("<h1>Ships &amp; &lt;more&gt;</h1><p>x</p><h1 id=\"x\">Other</h1><p>y</p>")},
         "<p>x</p><h2 id=\"x\">Other</h2><p>y</p>"},
        {{S("<h3> Ships &amp; &lt;more&gt; </h3><p>x</p>")}, "<p>x</p>"},
        {{S("<h4>A</h4><p>x</p><h6>B</h6><h4>C</h4>")}, "<h2>A</h2><p>x</p><h3>B</h3><h2>C</h2>"},
        {{S("<h5>A</h5><h2>B</h2><h5>C</h5>")}, "<h2>A</h2><h2>B</h2><h3>C</h3>"},
        {{S("<h1>A <em>b</em></h1><hr><p>x</p>")}, "<h2>A <em>b</em></h2><hr><p>x</p>"},
        {{S("<p>no heading</p>")}, "<p>no heading</p>"},
        {{S("<p>1 &lt;h1</p>")}, "<p>1 &lt;h1</p>"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct article a = article_of(f, source, (int)i, "Ships & <more>");
        a.body = cases[i].body;
        int64_t id = put(f, &a);
        str page = get(f, str_printf(&f->arena, "/article/%lld", (long long)id).p).body;
        str whole = str_printf(&f->arena, "id=\"text\">\n%s\n</div>", cases[i].want);
        assert_has(page, whole.p);
    }
}

static void search_marks_matches_and_keeps_the_query(void **state)
{
    struct fixture *f = *state;
    fill(f);
    struct answer a = get(f, "/search?q=harbour");
    assert_has(a.body, "80 articles found");
    assert_has(a.body, "<mark>harbour</mark>");
    assert_has(a.body, "value=\"harbour\"");
    assert_has(a.body, "href=\"/search?q=harbour&amp;from=20\"");
    a = get(f, "/search?q=harbour&from=60");
    assert_has(a.body, "href=\"/search?q=harbour&amp;from=40\"");
    assert_has_not(a.body, "from=80");
    a = get(f, "/search?q=\"><script>x");
    assert_has(a.body, "value=\"&quot;&gt;&lt;script&gt;x\"");
    assert_has_not(a.body, "<script>x");
    assert_has(get(f, "/search").body, "What can be asked");
}

static void lists_continue_where_they_ended(void **state)
{
    struct fixture *f = *state;
    fill(f);
    struct answer first = get(f, "/archive");
    assert_has(first.body, "Headline number 59");
    assert_has_not(first.body, "Headline number 60");
    size_t at = str_find(first.body, S("/archive?after="));
    assert_true(at != STR_NPOS);
    str next = str_skip(first.body, at);
    next = str_sub(next, 0, str_chr(next, '"'));
    struct answer second = get(f, str_cstr(&f->arena, next));
    assert_has(second.body, "Headline number 60");
    assert_has(second.body, "Headline number 79");
    assert_has_not(second.body, "Headline number 59");
    assert_has_not(second.body, "?after=");
    assert_int_equal(get(f, "/archive?after=nonsense").code, E_INPUT);
    assert_has(get(f, "/archive?lang=de").body, "Headline number 3<");
    assert_has_not(get(f, "/archive?lang=de").body, "Headline number 2<");
}

static void a_day_shows_its_articles_and_its_neighbours(void **state)
{
    struct fixture *f = *state;
    fill(f);
    struct answer a = get(f, "/archive/2026-11-21");
    assert_has(a.body, "Saturday, 21 November 2026");
    assert_has(a.body, "Headline number 17<"); /* 21 November, 23:07 */
    assert_has(a.body, "Headline number 40<"); /* 00:07 */
    assert_has_not(a.body, "Headline number 16<");
    assert_has_not(a.body, "Headline number 41<");
    assert_has(a.body, "href=\"/archive/2026-11-20\"");
    assert_has(a.body, "href=\"/archive/2026-11-22\"");
    assert_has_not(get(f, "/archive/2026-11-22").body, "2026-11-23");
    assert_has(get(f, "/archive/2001-01-01").body, "No article is dated on this day");
    assert_int_equal(get(f, "/archive/2026-02-30").status, 404);
    assert_int_equal(get(f, "/archive/yesterday").status, 404);
}

static void each_page_keeps_to_its_statements(void **state)
{
    struct fixture *f = *state;
    int64_t id = fill(f);
    struct article again = article_of(f, 1, 0, "Changed");
    again.content_hash = 5;
    put(f, &again);
    struct {
        const char *pattern;
        int64_t most;
    } pages[] = {
#define PAGE(pattern, name, statements, keep) {pattern, statements},
#include "web/pages.def"
#undef PAGE
    };
    for (size_t i = 0; i < ARRAY_LEN(pages); i++) {
        str target = str_c(pages[i].pattern);
        if (str_eq(target, S("/source/{name}")))
            target = S("/source/a.example");
        else if (str_eq(target, S("/archive/{name}")))
            target = S("/archive/2026-11-22");
        else if (str_eq(target, S("/search")))
            target = S("/search?q=harbour");
        else if (str_starts(target, S("/article/{int}")))
            target = str_printf(&f->arena, "/article/%lld%s", (long long)id,
                                str_ends(target, S("{int}/versions/{int}")) ? "/versions/1"
                                : str_ends(target, S("/versions"))          ? "/versions"
                                                                            : "");
        /* A commit before each, so that the sources have to be read again. */
        struct article more = article_of(f, 2, 1000 + (int)i, "More");
        put(f, &more);
        struct answer a = get(f, str_cstr(&f->arena, target));
        assert_int_equal(a.code, OK);
        assert_int_equal(a.status, 200);
        print_message("%-34.*s %lld of %lld statements\n", STR_FMT(target), (long long)a.statements,
                      (long long)pages[i].most);
        assert_in_range(a.statements, 1, pages[i].most);
    }
}

static void kept_pages_are_of_their_generation_and_minute(void **state)
{
    struct fixture *f = *state;
    fill(f);
    struct answer made = get(f, "/"), kept = get(f, "/");
    assert_true(made.statements > 1);
    assert_true(kept.statements <= 1);
    assert_true(str_eq(made.out.etag, kept.out.etag));
    assert_true(made.out.etag.len > 2);
    assert_str(header_of(&kept, "Cache-Control"), "no-cache");
    assert_true(header_of(&kept, "Content-Security-Policy").len > 0);
    struct article a = article_of(f, 1, 500, "Breaking");
    a.published_us = NOW;
    put(f, &a);
    assert_has(get(f, "/").body, "Breaking");
    assert_has(get(f, "/").body, "just now");
    f->now_us += 5 * 60 * CLOCK_SECOND_US;
    assert_has(get(f, "/").body, "5 minutes ago");
}

struct reader {
    struct fixture *fixture;
    unsigned thread;
    int64_t bad;
};

static void *read_pages(void *data)
{
    struct reader *reader = data;
    const char *targets[] = {"/", "/archive", "/sources", "/search", "/article/1", "/about"};
    for (int i = 0; i < 120; i++) {
        struct arena a;
        arena_init(&a);
        struct http_response out = {0};
        struct http_request r = {.arena = &a,
                                 .method = HTTP_GET,
                                 .path = str_c(targets[i % ARRAY_LEN(targets)]),
                                 .now_us = NOW,
                                 .thread = reader->thread};
        reader->bad += site_handle(&out, reader->fixture->site, &r) != OK ||
                       (out.shared ? out.shared_len : out.body.len) < 1000;
        if (out.shared && out.shared_release)
            out.shared_release(out.shared_data);
        arena_end(&a);
    }
    return NULL;
}

static void threads_answer_while_articles_come(void **state)
{
    struct fixture *f = *state;
    fill(f);
    struct reader readers[THREADS];
    pthread_t threads[THREADS];
    for (unsigned i = 0; i < THREADS; i++) {
        readers[i] = (struct reader){f, i, 0};
        assert_int_equal(pthread_create(&threads[i], NULL, read_pages, &readers[i]), 0);
    }
    for (int n = 0; n < 20; n++) {
        struct article a = article_of(f, 1, 2000 + n, "Comes while others read");
        put(f, &a);
    }
    for (unsigned i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(readers[i].bad, 0);
    }
}

static void errors_help_and_tell_nothing(void **state)
{
    struct fixture *f = *state;
    struct answer a = get(f, "/nowhere");
    assert_int_equal(a.status, 404);
    assert_has(a.body, "No such page");
    assert_has(a.body, "action=\"/search\"");
    assert_true(header_of(&a, "Content-Security-Policy").len > 0);
    assert_int_equal(get(f, "/article/999").status, 404);
    assert_int_equal(get(f, "/article/x").status, 404);
    assert_int_equal(get(f, "/source/none.example").status, 404);
    const int numbers[] = {400, 403, 404, 405, 413, 414, 429, 500, 503};
    for (size_t i = 0; i < ARRAY_LEN(numbers); i++) {
        struct http_request r = request_of(f, "/");
        struct http_response out = {0};
        site_error_page(&out, f->site, &r, numbers[i], S("<secret>"));
        assert_int_equal(out.status, numbers[i]);
        assert_has_not(sbuf_str(&out.body), "<secret>");
        if (numbers[i] >= 500)
            assert_has_not(sbuf_str(&out.body), "secret");
    }
}

static void machines_get_their_addresses(void **state)
{
    struct fixture *f = *state;
    assert_has(get(f, "/healthz").body, "ok");
    assert_has(get(f, "/readyz").body, "ready");
    assert_has(get(f, "/robots.txt").body, "Disallow: /search");
    assert_has(get(f, "/metrics").body, "courant_articles 0");
    struct answer a = get(f, "/sources/");
    assert_int_equal(a.status, 301);
    assert_str(header_of(&a, "Location"), "/sources");
    a = get(f, "//evil.example/");
    assert_int_equal(a.status, 301);
    assert_str(header_of(&a, "Location"), "/evil.example");
    site_drain(f->site);
    assert_int_equal(get(f, "/readyz").status, 503);
}

static void assets_are_named_by_their_content(void **state)
{
    struct fixture *f = *state;
    str front = get(f, "/").body;
    size_t at = str_find(front, S("/assets/site."));
    assert_true(at != STR_NPOS);
    str address = str_skip(front, at);
    address = str_sub(address, 0, str_chr(address, '"'));
    struct answer a = get(f, str_cstr(&f->arena, address));
    assert_int_equal(a.status, 200);
    assert_has(a.body, ":root{");
    assert_has(header_of(&a, "Cache-Control"), "immutable");
    assert_int_equal(get(f, "/assets/site.00000000.css").status, 404);
}

static void only_the_demos_own_pictures_are_served(void **state)
{
    struct fixture *f = *state;
    str make = str_printf(&f->arena,
                          "mkdir -p '%s/ledger.example/img' && echo '<svg/>' > "
                          "'%s/ledger.example/img/quay.svg' && echo x > '%s/ledger.example/x.html'",
                          f->folder, f->folder, f->folder);
    assert_int_equal(system(make.p), 0);
    site_free(f->site);
    struct site_options options = {
        .store = f->where, .name = S("Test"), .demo_dir = str_c(f->folder), .threads = 1};
    assert_ok(site_new(&f->site, &options));
    struct answer a = get(f, "/demo/ledger.example/img/quay.svg");
    assert_int_equal(a.status, 200);
    assert_str(a.out.content_type, "image/svg+xml");
    assert_has(header_of(&a, "Content-Security-Policy"), "sandbox");
    assert_int_equal(get(f, "/demo/ledger.example/x.html").status, 404);
    assert_int_equal(get(f, "/demo/store.db").status, 404);
    assert_int_equal(get(f, "/demo/../store.db").status, 404);
    int64_t source = add_source(f, "ledger.example", "en", true);
    struct article x = article_of(f, source, 1, "With a picture");
    x.image.url = S("https://ledger.example/img/quay.svg");
    x.body = (html){S("<p>a</p><img src=\"https://ledger.example/img/quay.svg\" alt=\"q\">"
                      "<img src=\"https://other.example/b.png\" alt=\"b\">")};
    int64_t id = put(f, &x);
    str body = get(f, str_printf(&f->arena, "/article/%lld", (long long)id).p).body;
    assert_has(body, "src=\"/demo/ledger.example/img/quay.svg\"");
    assert_has(body, "src=\"https://other.example/b.png\"");
    assert_has_not(body, "src=\"https://ledger.example");
    assert_has(get(f, "/").body, "src=\"/demo/ledger.example/img/quay.svg\"");
}

#define WITH_SITE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_SITE(an_empty_store_says_what_to_do),
        WITH_SITE(the_front_page_is_finite_and_repeats_nothing),
        WITH_SITE(the_demo_is_marked_and_says_how_to_go),
        WITH_SITE(an_article_shows_its_blocks_in_order),
        WITH_SITE(a_changed_article_keeps_and_shows_its_versions),
        WITH_SITE(the_body_keeps_below_the_headline),
        WITH_SITE(search_marks_matches_and_keeps_the_query),
        WITH_SITE(lists_continue_where_they_ended),
        WITH_SITE(a_day_shows_its_articles_and_its_neighbours),
        WITH_SITE(each_page_keeps_to_its_statements),
        cmocka_unit_test_setup_teardown(kept_pages_are_of_their_generation_and_minute, setup_cached,
                                        teardown),
        cmocka_unit_test_setup_teardown(threads_answer_while_articles_come, setup_cached, teardown),
        WITH_SITE(errors_help_and_tell_nothing),
        WITH_SITE(machines_get_their_addresses),
        WITH_SITE(assets_are_named_by_their_content),
        WITH_SITE(only_the_demos_own_pictures_are_served),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
