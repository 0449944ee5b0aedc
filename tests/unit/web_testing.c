/* Fixtures of the tests of the news site. */
#include "web_testing.h"

#include <unistd.h>

#include "base/hash.h"

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
                                   .cache_bytes_max = cache_bytes,
                                   .comments = {.on = true, .edit_us = HOUR_US / 4}};
    assert_ok(site_new(&f->site, &options));
    return f;
}

int web_setup(void **state)
{
    *state = site_setup(0);
    return 0;
}

int web_setup_cached(void **state)
{
    *state = site_setup((size_t)8 << 20);
    return 0;
}

int web_teardown(void **state)
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
struct http_request request_of(struct fixture *f, const char *target)
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

struct answer get(struct fixture *f, const char *target)
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

str header_of(const struct answer *a, const char *name)
{
    for (size_t i = 0; i < a->out.header_count; i++)
        if (str_ieq(a->out.headers[i].name, str_c(name)))
            return a->out.headers[i].value;
    return S("");
}

void assert_has_at(str body, const char *text, bool want, const char *file, int line)
{
    if (str_has(body, str_c(text)) == want)
        return;
    print_error("%s: \"%s\"\n%.*s\n", want ? "missing" : "present", text, STR_FMT(body));
    _fail(file, line);
}

int64_t add_source(struct fixture *f, const char *key, const char *language, bool demo)
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

struct article article_of(struct fixture *f, int64_t source_id, int n, const char *title)
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

int64_t put(struct fixture *f, struct article *a)
{
    enum store_put did;
    assert_ok(store_article_put(&did, f->store, a));
    return a->id;
}

/* 80 articles of four sources in two languages. Returns the newest one's id. */
int64_t fill(struct fixture *f)
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
