/* The site around its pages: what is kept how long, threads, errors, addresses for machines,
 * assets and the demo's pictures. */
#include "web_testing.h"

#include <pthread.h>

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
                      "<a href=\"/\"><img src=\"https://ledger.example/ad.gif\" alt=\"\"></a>"
                      "<img src=\"https://other.example/b.png\" alt=\"b\">")};
    int64_t id = put(f, &x);
    str body = get(f, str_printf(&f->arena, "/article/%lld", (long long)id).p).body;
    assert_has(body, "src=\"/demo/ledger.example/img/quay.svg\"");
    assert_has(body, "src=\"https://other.example/b.png\"");
    assert_has_not(body, "ledger.example/ad.gif");
    assert_has(body, "<a href=\"/\"></a>");
    assert_has(get(f, "/").body, "src=\"/demo/ledger.example/img/quay.svg\"");
}

#define WITH_SITE(test) cmocka_unit_test_setup_teardown(test, web_setup, web_teardown)
#define WITH_CACHE(test) cmocka_unit_test_setup_teardown(test, web_setup_cached, web_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_CACHE(kept_pages_are_of_their_generation_and_minute),
        WITH_CACHE(threads_answer_while_articles_come),
        WITH_SITE(errors_help_and_tell_nothing),
        WITH_SITE(machines_get_their_addresses),
        WITH_SITE(assets_are_named_by_their_content),
        WITH_SITE(only_the_demos_own_pictures_are_served),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
