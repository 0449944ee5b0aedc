/* The pure parts of http/: the gate, targets, fields, cookies, codings, tags, limits, routes. */
#include "testing.h"

#include <netinet/in.h>

#include "base/clock.h"
#include "http/gate.h"
#include "http/limit.h"
#include "http/metrics.h"
#include "http/request.h"
#include "http/response.h"
#include "http/router.h"

static struct arena a;

static int setup(void **state)
{
    (void)state;
    arena_init(&a);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_end(&a);
    return 0;
}

/* Two requests with bodies and one without, then half of a fourth, however they are cut. */
static void test_gate_follows(void **state)
{
    (void)state;
    const str stream = S("\r\nPOST /a?b HTTP/1.1\r\nHost: x\r\ncontent-length: 5\r\n\r\nGET /"
                         "PUT /b HTTP/1.1\r\nHOST: y:80\r\nTransfer-Encoding: Chunked\r\n\r\n"
                         "5;a=b\r\nGET /\r\n00a\r\n0123456789\r\n0\r\nTrailer: yes\r\n\r\n"
                         "GET /c HTTP/1.0\r\n\r\n"
                         "GET /d HT");
    for (size_t cut = 1; cut <= stream.len; cut++) {
        struct http_gate g;
        http_gate_init(&g, 4096, 100);
        for (size_t at = 0; at < stream.len; at += cut) {
            str part = str_sub(stream, at, at + cut);
            assert_int_equal(http_gate_feed(&g, part.p, part.len), part.len);
        }
        assert_int_equal(g.refused, 0);
        assert_int_equal(g.requests, 3);
        assert_true(g.in_request);
    }
}

/* What comes before the refused request is passed on, whatever the cut. */
static void test_gate_refuses(void **state)
{
    (void)state;
    const str good = S("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nab");
    const str bad = S("GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n");
    str both = str_printf(&a, "%.*s%.*s", STR_FMT(good), STR_FMT(bad));
    struct http_gate g;
    http_gate_init(&g, 4096, 100);
    assert_int_equal(http_gate_feed(&g, both.p, both.len), good.len);
    assert_int_equal(g.refused, 400);
    assert_int_equal(http_gate_feed(&g, both.p, both.len), 0);
    for (size_t cut = 1; cut < both.len; cut++) {
        size_t passed = 0;
        http_gate_init(&g, 4096, 100);
        for (size_t at = 0; at < both.len && !g.refused; at += cut) {
            str part = str_sub(both, at, at + cut);
            passed += http_gate_feed(&g, part.p, part.len);
        }
        assert_int_equal(g.refused, 400);
        assert_int_equal(g.requests, 1);
        assert_true(passed >= good.len && passed < both.len);
    }
}

static void test_gate_limits(void **state)
{
    (void)state;
    struct http_gate g;
    char head[200];
    memset(head, 'a', sizeof head);
    memcpy(head, "GET / HTTP/1.1\r\nX: ", 19);
    http_gate_init(&g, sizeof head, 100);
    http_gate_feed(&g, head, sizeof head);
    assert_int_equal(g.refused, 0);
    http_gate_feed(&g, "a", 1);
    assert_int_equal(g.refused, 431);
    str chunked = S("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n64\r\n");
    http_gate_init(&g, 4096, 100);
    http_gate_feed(&g, chunked.p, chunked.len);
    assert_int_equal(g.refused, 0);
    http_gate_init(&g, 4096, 99);
    http_gate_feed(&g, chunked.p, chunked.len);
    assert_int_equal(g.refused, 413);
}

/* Only what lies below the large target may be larger, and the next request again not. */
static void test_gate_large(void **state)
{
    (void)state;
    static const struct {
        const char *target;
        int refused;
    } rows[] = {{"/large/x", 0},    {"/large/x?y", 0},   {"/large/", 413},   {"/large", 413},
                {"/larger/x", 413}, {"/x/large/y", 413}, {"//large/x", 413}, {"/Large/x", 413}};
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct http_gate g;
        char text[300];
        http_gate_init(&g, 4096, 99);
        const str large[] = {S("/large/"), S("")};
        g.large = large;
        g.large_count = ARRAY_LEN(large);
        g.large_max = 100;
        int len =
            snprintf(text, sizeof text,
                     "POST %s HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n64\r\n",
                     rows[i].target);
        for (int at = 0; at < len; at++)
            http_gate_feed(&g, text + at, 1);
        if (g.refused != rows[i].refused)
            print_error("%s: %d\n", rows[i].target, g.refused);
        assert_int_equal(g.refused, rows[i].refused);
        if (g.refused)
            continue;
        memset(text, 'a', 100);
        memcpy(text + 100, "\r\n0\r\n\r\n", 7);
        http_gate_feed(&g, text, 107);
        assert_false(g.in_request);
        str next = S("POST /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n64\r\n");
        http_gate_feed(&g, next.p, next.len);
        assert_int_equal(g.refused, 413);
    }
}

static void test_target(void **state)
{
    (void)state;
    static const struct {
        const char *target, *path, *query; /* path NULL: refused */
    } rows[] = {
        {"/", "/", NULL},
        {"/?", "/", ""},
        {"/a%20b/%C3%A9?x=%zz", "/a b/\xc3\xa9", "x=%zz"},
        {"/a//b/", "/a//b/", NULL},
        {"/...", "/...", NULL},
        {"/.hidden/a.b", "/.hidden/a.b", NULL},
        {"/a?/../b", "/a", "/../b"},
        {"", NULL, NULL},
        {"a", NULL, NULL},
        {"/.", NULL, NULL},
        {"/..", NULL, NULL},
        {"/../", NULL, NULL},
        {"/a/./b", NULL, NULL},
        {"/a/%2E%2e/b", NULL, NULL},
        {"/%", NULL, NULL},
        {"/%4", NULL, NULL},
        {"/%4g", NULL, NULL},
        {"/%2f", NULL, NULL},
        {"/%5C", NULL, NULL},
        {"/%7f", NULL, NULL},
        {"/%80", NULL, NULL},
        {"/%F5%80%80%80", NULL, NULL},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        str path, query;
        status st = http_target_parse(&path, &query, &a, str_c(rows[i].target));
        if ((st == OK) != (rows[i].path != NULL))
            print_error("target '%s'\n", rows[i].target);
        assert_int_equal(st, rows[i].path ? OK : E_INPUT);
        if (!rows[i].path)
            continue;
        assert_str(path, rows[i].path);
        assert_int_equal(query.p != NULL, rows[i].query != NULL);
        assert_str(query, rows[i].query ? rows[i].query : "");
    }
}

static void test_pairs(void **state)
{
    (void)state;
    struct http_pairs pairs;
    assert_ok(http_pairs_parse(&pairs, &a, S("q=a+b%26c&&=x&flag&q=second&%C3%A9=%ff%&e=")));
    assert_int_equal(pairs.len, 6);
    assert_str(http_pairs_find(&pairs, S("q")), "a b&c");
    assert_str(pairs.at[1].name, "");
    assert_str(pairs.at[1].value, "x");
    assert_str(pairs.at[2].name, "flag");
    assert_str(pairs.at[2].value, "");
    assert_str(pairs.at[3].value, "second");
    assert_str(http_pairs_find(&pairs, S("\xc3\xa9")), "\xef\xbf\xbd%");
    assert_non_null(http_pairs_find(&pairs, S("e")).p);
    assert_null(http_pairs_find(&pairs, S("none")).p);
    assert_ok(http_pairs_parse(&pairs, &a, STR_NONE));
    assert_int_equal(pairs.len, 0);
    assert_int_equal(http_pairs_parse(&pairs, &a, S("a=%00")), E_INPUT);
    struct sbuf b;
    sbuf_init(&b, &a, 10000);
    for (int i = 0; i <= HTTP_PAIRS_MAX; i++)
        sbuf_put(&b, S("a&"));
    assert_int_equal(http_pairs_parse(&pairs, &a, sbuf_str(&b)), E_LIMIT);
    sbuf_truncate(&b, HTTP_PAIRS_MAX * 2);
    assert_ok(http_pairs_parse(&pairs, &a, sbuf_str(&b)));
}

static void test_cookies(void **state)
{
    (void)state;
    str header = S("a=1; session=\"x=y\";b = 2;flag; a=3; empty=");
    assert_str(http_cookie_find(header, S("a")), "1");
    assert_str(http_cookie_find(header, S("session")), "x=y");
    assert_str(http_cookie_find(header, S("b")), "2");
    assert_non_null(http_cookie_find(header, S("empty")).p);
    assert_null(http_cookie_find(header, S("flag")).p);
    assert_null(http_cookie_find(header, S("ses")).p);
    assert_null(http_cookie_find(STR_NONE, S("a")).p);
}

static void test_codings(void **state)
{
    (void)state;
    static const struct {
        const char *accept;
        enum http_coding want;
    } rows[] = {
        {NULL, HTTP_IDENTITY},
        {"", HTTP_IDENTITY},
        {"gzip", HTTP_GZIP},
        {"GZIP", HTTP_GZIP},
        {"gzip, deflate, br", HTTP_BROTLI},
        {"gzip;q=1.0, br;q=0.9", HTTP_GZIP},
        {"br;q=0, gzip;q=0", HTTP_IDENTITY},
        {"br;q=0.001", HTTP_BROTLI},
        {"*", HTTP_BROTLI},
        {"*;q=0.5, br;q=0", HTTP_GZIP},
        {"identity, gzip;q=0.5", HTTP_IDENTITY},
        {"identity;q=0.5, gzip;q=0.5", HTTP_GZIP},
        {"gzip ; q=0.5 , br ; q=0.4", HTTP_GZIP},
        {"gzip;q=2", HTTP_IDENTITY},
        {"gzip;q=x", HTTP_IDENTITY},
        {"gzip;q=0.5555", HTTP_IDENTITY},
        {"gzip;q=", HTTP_IDENTITY},
        {"deflate, compress, zstd", HTTP_IDENTITY},
        {"brx, xgzip", HTTP_IDENTITY},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        if (http_coding_choose(str_c(rows[i].accept)) != rows[i].want)
            print_error("row %zu\n", i);
        assert_int_equal(http_coding_choose(str_c(rows[i].accept)), rows[i].want);
    }
    assert_true(http_coding_suits(S("text/html; charset=utf-8")));
    assert_true(http_coding_suits(S("image/svg+xml")));
    assert_true(http_coding_suits(S("application/JSON")));
    assert_false(http_coding_suits(S("image/png")));
    assert_false(http_coding_suits(S("application/jsonx")));
}

static void test_etag(void **state)
{
    (void)state;
    assert_true(http_etag_match(S("\"a\""), S("\"a\"")));
    assert_true(http_etag_match(S("W/\"a\""), S("\"a\"")));
    assert_true(http_etag_match(S("\"b\" , \"a\""), S("W/\"a\"")));
    assert_true(http_etag_match(S("*"), S("\"a\"")));
    assert_false(http_etag_match(S("\"b\""), S("\"a\"")));
    assert_false(http_etag_match(S("a"), S("\"a\"")));
    assert_false(http_etag_match(S("*"), S("")));
    assert_false(http_etag_match(STR_NONE, S("\"a\"")));
    str one = http_etag_of(&a, S("one"));
    assert_int_equal(one.len, 18);
    assert_false(str_eq(one, http_etag_of(&a, S("two"))));
}

static void test_limit_keys(void **state)
{
    (void)state;
    struct http_limit *l = http_limit_new(10, 2, 5, 42);
    struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(0xc0000201)};
    uint64_t key = http_limit_key_socket(l, (struct sockaddr *)&v4);
    assert_int_equal(key, http_limit_key_text(l, S("192.0.2.1")));
    assert_int_equal(key, http_limit_key_text(l, S(" 192.0.2.1:4711 ")));
    assert_int_equal(key, http_limit_key_text(l, S("::ffff:192.0.2.1")));
    assert_int_not_equal(key, http_limit_key_text(l, S("192.0.2.2")));
    uint64_t net = http_limit_key_text(l, S("2001:db8:1:2::1"));
    assert_int_equal(net, http_limit_key_text(l, S("[2001:db8:1:2:ffff::9]:80")));
    assert_int_not_equal(net, http_limit_key_text(l, S("2001:db8:1:3::1")));
    assert_int_equal(http_limit_key_text(l, S("example.org")), 0);
    assert_int_equal(http_limit_key_text(l, S("unknown")), 0);
    assert_int_equal(http_limit_key_text(l, S("")), 0);
    http_limit_free(l);
}

static void test_limits(void **state)
{
    (void)state;
    struct http_limit *l = http_limit_new(5, 2, 4, 42);
    uint64_t one = http_limit_key_text(l, S("192.0.2.1"));
    uint64_t two = http_limit_key_text(l, S("192.0.2.2"));
    assert_true(http_limit_connect(l, one));
    assert_true(http_limit_connect(l, one));
    assert_false(http_limit_connect(l, one));
    assert_true(http_limit_connect(l, two));
    assert_true(http_limit_connect(l, 0));
    assert_true(http_limit_connect(l, 0));
    assert_false(http_limit_connect(l, 0)); /* the total */
    assert_int_equal(http_limit_connections(l), 5);
    http_limit_disconnect(l, 0);
    http_limit_disconnect(l, one);
    assert_true(http_limit_connect(l, one));

    int64_t now_us = 1000 * CLOCK_SECOND_US;
    for (int i = 0; i < 4 * HTTP_BURST_SECONDS; i++)
        assert_int_equal(http_limit_request(l, one, now_us), 0);
    assert_int_equal(http_limit_request(l, one, now_us), 1);
    assert_int_equal(http_limit_request(l, two, now_us), 0);
    now_us += CLOCK_SECOND_US / 4;
    assert_int_equal(http_limit_request(l, one, now_us), 0);
    assert_int_equal(http_limit_request(l, one, now_us), 1);
    now_us += 1000 * CLOCK_SECOND_US; /* never more than the burst */
    for (int i = 0; i < 4 * HTTP_BURST_SECONDS; i++)
        assert_int_equal(http_limit_request(l, one, now_us), 0);
    assert_int_equal(http_limit_request(l, one, now_us), 1);
    http_limit_free(l);
}

/* A hundred thousand addresses pass through a table that holds four thousand. */
static void test_limit_bounded(void **state)
{
    (void)state;
    struct http_limit *l = http_limit_new(100, 2, 1, 42);
    uint64_t held = http_limit_key_text(l, S("192.0.2.1"));
    assert_true(http_limit_connect(l, held));
    for (uint32_t i = 0; i < 100000; i++) {
        struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(i)};
        uint64_t key = http_limit_key_socket(l, (struct sockaddr *)&v4);
        assert_int_equal(http_limit_request(l, key, (int64_t)i + 1), 0);
    }
    assert_true(http_limit_connect(l, held));
    assert_false(http_limit_connect(l, held)); /* its count has survived */
    http_limit_free(l);
}

static const char *last_handler;

static status answer_article(struct http_response *out, void *ctx, const struct http_request *r)
{
    (void)out;
    (void)ctx;
    last_handler = "article";
    assert_int_equal(http_param_int(r, 0), 42);
    return OK;
}

static status answer_source(struct http_response *out, void *ctx, const struct http_request *r)
{
    (void)out;
    (void)ctx;
    last_handler = "source";
    assert_str(http_param(r, 0), "the-wire");
    return OK;
}

static status answer_any(struct http_response *out, void *ctx, const struct http_request *r)
{
    (void)out;
    last_handler = ctx;
    if (r->param_count)
        assert_str(http_param(r, 0), "css/site.css");
    return OK;
}

static const struct http_route routes[] = {
    {HTTP_GET, "/", answer_any, "front"},
    {HTTP_GET, "/article/{int}", answer_article, "article"},
    {HTTP_GET, "/source/{name}", answer_source, "source"},
    {HTTP_POST, "/source/{name}", answer_source, "source-edit"},
    {HTTP_GET, "/assets/{rest}", answer_any, "asset"},
};

static status route(struct http_response *out, enum http_method method, const char *path)
{
    static char any[] = "any";
    struct http_router router = {routes, ARRAY_LEN(routes), any};
    struct http_request r = {.arena = &a, .method = method, .path = str_c(path)};
    memset(out, 0, sizeof *out);
    last_handler = "";
    return http_router_handle(out, &router, &r);
}

static void test_router(void **state)
{
    (void)state;
    struct http_response out;
    assert_ok(route(&out, HTTP_GET, "/"));
    assert_string_equal(out.route, "front");
    assert_ok(route(&out, HTTP_HEAD, "/article/42"));
    assert_string_equal(last_handler, "article");
    assert_ok(route(&out, HTTP_POST, "/source/the-wire"));
    assert_string_equal(out.route, "source-edit");
    assert_ok(route(&out, HTTP_GET, "/assets/css/site.css"));
    assert_string_equal(last_handler, "any");
    static const char *const missing[] = {
        "/article",    "/article/",  "/article/x",  "/article/42/", "/article/1234567890123456789",
        "/article/-1", "/source/",   "/source/a/b", "/assets",      "/assets/",
        "//",          "/articles/1"};
    for (size_t i = 0; i < ARRAY_LEN(missing); i++)
        assert_int_equal(route(&out, HTTP_GET, missing[i]), E_NOTFOUND);
    assert_ok(route(&out, HTTP_DELETE, "/source/the-wire"));
    assert_int_equal(out.status, 405);
    assert_str(out.headers[0].value, "GET, HEAD, POST");
    assert_ok(route(&out, HTTP_OTHER, "/"));
    assert_int_equal(out.status, 405);
    assert_str(out.headers[0].value, "GET, HEAD");
    assert_string_equal(last_handler, "");
}

static void test_metrics(void **state)
{
    (void)state;
    struct http_metrics *m = http_metrics_new();
    http_metrics_count(m, "article", 200, 300, 1000);
    http_metrics_count(m, "article", 200, 99000000, 1000);
    http_metrics_count(m, NULL, 418, 50, 24);
    struct sbuf b;
    sbuf_init(&b, &a, 65536);
    http_metrics_write(&b, m, NULL);
    static const char *const lines[] = {
        "courant_http_requests_total{route=\"article\",status=\"200\"} 2\n",
        "courant_http_requests_total{route=\"other\",status=\"other\"} 1\n",
        "courant_http_request_seconds_bucket{route=\"article\",le=\"0.00025\"} 0\n",
        "courant_http_request_seconds_bucket{route=\"article\",le=\"0.0005\"} 1\n",
        "courant_http_request_seconds_bucket{route=\"article\",le=\"5\"} 1\n",
        "courant_http_request_seconds_bucket{route=\"article\",le=\"+Inf\"} 2\n",
        "courant_http_request_seconds_sum{route=\"article\"} 99.000300\n",
        "courant_http_request_seconds_count{route=\"article\"} 2\n",
        "courant_http_body_bytes_total 2024\n",
    };
    for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
        if (!str_has(sbuf_str(&b), str_c(lines[i])))
            print_error("missing: line %zu\n", i);
        assert_true(str_has(sbuf_str(&b), str_c(lines[i])));
    }
    http_metrics_free(m);
}

/* Targets that begin with one of several paths and go on. */
static void large_targets_are_told_apart(void **state)
{
    (void)state;
    const str large[] = {S("/push/"), S(""), S("/purse/x")};
    static const struct {
        const char *target;
        bool large;
    } rows[] = {{"/push/1", true},       {"/push/", false},    {"/push", false},
                {"/purse/xy", true},     {"/purse/x", false},  {"/purse/yx", false},
                {"/pu", false},          {"/push%2F1", false}, {"/", false},
                {"/purse/xpush/1", true}};
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct http_gate g;
        char head[200];
        int len =
            snprintf(head, sizeof head, "POST %s HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n",
                     rows[i].target);
        http_gate_init(&g, 4096, 100);
        g.large = large;
        g.large_count = ARRAY_LEN(large);
        for (int round = 0; round < 2; round++) {
            assert_int_equal(http_gate_feed(&g, head, (size_t)len), len);
            if (g.is_large != rows[i].large)
                print_error("%s\n", rows[i].target);
            assert_int_equal(g.is_large, rows[i].large);
            assert_int_equal(http_gate_feed(&g, "12345", 5), 5);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(large_targets_are_told_apart),
                                       cmocka_unit_test(test_gate_follows),
                                       cmocka_unit_test(test_gate_refuses),
                                       cmocka_unit_test(test_gate_limits),
                                       cmocka_unit_test(test_gate_large),
                                       cmocka_unit_test(test_target),
                                       cmocka_unit_test(test_pairs),
                                       cmocka_unit_test(test_cookies),
                                       cmocka_unit_test(test_codings),
                                       cmocka_unit_test(test_etag),
                                       cmocka_unit_test(test_limit_keys),
                                       cmocka_unit_test(test_limits),
                                       cmocka_unit_test(test_limit_bounded),
                                       cmocka_unit_test(test_router),
                                       cmocka_unit_test(test_metrics)};
    return cmocka_run_group_tests(tests, setup, teardown);
}
