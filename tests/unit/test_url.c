/* URLs: parsing, resolving and serialising by table, then what holds for all of them. */
#include "testing.h"

#include "base/sbuf.h"
#include "base/url.h"

/* want == NULL: failure. base == NULL: none. */
struct row {
    const char *input, *base, *want;
};

static const struct row rows[] = {
#define URL_ROW(input, base, want) {input, base, want},
#include "url_rows.def"
#undef URL_ROW
};

static status resolve(url *out, struct arena *a, const struct row *row)
{
    url base;
    if (row->base)
        assert_ok(url_parse(&base, a, str_c(row->base), NULL));
    return url_parse(out, a, str_c(row->input), row->base ? &base : NULL);
}

static void test_rows(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    int bad = 0;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        url got = {STR_NONE};
        status code = resolve(&got, &a, &rows[i]);
        bool same =
            rows[i].want ? code == OK && str_eq(got.s, str_c(rows[i].want)) : code == E_INPUT;
        if (!same) {
            print_error("\"%s\" base \"%s\"\n  got  %s\"%.*s\"\n  want \"%s\"\n", rows[i].input,
                        rows[i].base ? rows[i].base : "", code ? "failure " : "", STR_FMT(got.s),
                        rows[i].want ? rows[i].want : "failure");
            bad++;
        }
        arena_reset(&a);
    }
    assert_int_equal(bad, 0);
    assert_true(ARRAY_LEN(rows) >= 200);
    arena_end(&a);
}

static void check_properties(struct arena *a, url u)
{
    url again, canonical, twice;
    assert_ok(url_parse(&again, a, u.s, NULL));
    assert_true(str_eq(again.s, u.s));
    assert_ok(url_canonical(&canonical, a, u));
    assert_ok(url_canonical(&twice, a, canonical));
    assert_true(str_eq(canonical.s, twice.s));
    assert_ok(url_parse(&again, a, canonical.s, NULL));
    assert_true(str_eq(again.s, canonical.s));
    assert_true(str_eq(url_site(u), url_site(canonical)));
}

static void test_properties_of_rows(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        url got;
        if (rows[i].want && resolve(&got, &a, &rows[i]) == OK)
            check_properties(&a, got);
        arena_reset(&a);
    }
    arena_end(&a);
}

/* Random strings of the pieces that URLs are made of. */
static void test_properties_of_random(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "http:",   "https://", "foo:",       "file:",    "//",        "/",    "\\",
        "?",       "#",        "..",         ".",        "%2e",       "@",    ":",
        "80",      "443",      "[::",        "]",        "1.2",       "0x7f", "www.",
        "ex.org",  "C|",       "c:",         " ",        "\t",        "&",    "a=b",
        "utm_a=1", "fbclid",   "index.html", "\xc3\xbc", "\xff",      "%zz",  "=",
        "^|",      "'\"<>`{}", "index.htm",  "xn--",     "localhost", ";",    "\xe3\x80\x82",
        "%41",     "-",        "_",
    };
    struct arena a;
    arena_init(&a);
    uint64_t seed = 1;
    int parsed = 0;
    for (int i = 0; i < 40000; i++) {
        struct sbuf b;
        sbuf_init(&b, &a, 1000);
        url base = {S("https://www.example.org/a/b?c#d")};
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        for (unsigned n = 1 + (seed >> 60); n; n--) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            sbuf_put(&b, str_c(pieces[(seed >> 33) % ARRAY_LEN(pieces)]));
        }
        url got;
        if (url_parse(&got, &a, sbuf_str(&b), i & 1 ? &base : NULL) == OK) {
            check_properties(&a, got);
            parsed++;
        }
        arena_reset(&a);
    }
    assert_true(parsed > 10000);
    arena_end(&a);
}

static void test_limits(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    char *big = arena_alloc(&a, URL_LEN_MAX + 1);
    memset(big, 'a', URL_LEN_MAX + 1);
    memcpy(big, "http://x/", 9);
    url got;
    assert_int_equal(url_parse(&got, &a, str_of(big, URL_LEN_MAX + 1), NULL), E_LIMIT);
    assert_ok(url_parse(&got, &a, str_of(big, URL_LEN_MAX), NULL));
    big[URL_LEN_MAX - 1] = '"'; /* three bytes when encoded */
    assert_int_equal(url_parse(&got, &a, str_of(big, URL_LEN_MAX), NULL), E_LIMIT);
    big[100] = '?';
    assert_int_equal(url_parse(&got, &a, str_of(big, URL_LEN_MAX), NULL), E_LIMIT);
    arena_end(&a);
}

static void test_split(void **state)
{
    (void)state;
    struct url_parts p = url_split((url){S("https://us%40er:pw@example.org:8443/a/b?q=1#f")});
    assert_str(p.scheme, "https");
    assert_str(p.username, "us%40er");
    assert_str(p.password, "pw");
    assert_str(p.host, "example.org");
    assert_int_equal(p.port, 8443);
    assert_str(p.path, "/a/b");
    assert_str(p.query, "q=1");
    assert_str(p.fragment, "f");
    p = url_split((url){S("http://[::1]/?#")});
    assert_str(p.host, "[::1]");
    assert_int_equal(p.port, -1);
    assert_true(p.query.p && p.query.len == 0 && p.fragment.p && p.fragment.len == 0);
    p = url_split((url){S("mailto:a@b?subject=x")});
    assert_true(p.opaque_path && !p.host.p);
    assert_str(p.path, "a@b");
    assert_str(p.query, "subject=x");
    p = url_split((url){S("foo:/.//x")});
    assert_true(!p.opaque_path && !p.host.p);
    assert_str(p.path, "//x");
    p = url_split((url){S("file:///etc/x")});
    assert_true(p.host.p && p.host.len == 0);
}

static void test_credentials(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    static const char *const given[] = {"https://ada:x@example.org:8080/p@q?r#f", "http://ada@h/",
                                        "http://:x@h/"};
    static const char *const open[] = {"https://example.org:8080/p@q?r#f", "http://h/",
                                       "http://h/"};
    for (size_t i = 0; i < ARRAY_LEN(given); i++) {
        assert_true(url_has_credentials((url){str_c(given[i])}));
        assert_str(url_without_credentials(&a, (url){str_c(given[i])}).s, open[i]);
        assert_false(url_has_credentials((url){str_c(open[i])}));
        assert_str(url_without_credentials(&a, (url){str_c(open[i])}).s, open[i]);
    }
    assert_false(url_has_credentials((url){S("mailto:ada@h")}));
    assert_str(url_percent_decoded(&a, S("%41%2g%%4%c3%A9%2")), "A%2g%%4\xc3\xa9%2");
    assert_str(url_percent_decoded(&a, S("plain")), "plain");
    arena_end(&a);
}

static void test_site_and_origin(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    assert_str(url_site((url){S("https://www.example.org:8080/x")}), "example.org");
    assert_str(url_site((url){S("https://news.example.org/")}), "news.example.org");
    assert_str(url_site((url){S("https://www./")}), "www.");
    assert_str(url_site((url){S("mailto:x")}), "");
    assert_str(url_origin(&a, (url){S("https://u:p@example.org:8080/x?y")}),
               "https://example.org:8080");
    assert_str(url_origin(&a, (url){S("http://[::1]/x")}), "http://[::1]");
    assert_str(url_origin(&a, (url){S("file:///x")}), "");
    assert_true(url_is_web((url){S("http://a/")}) && url_is_web((url){S("https://a/")}));
    assert_false(url_is_web((url){S("ftp://a/")}));
    assert_false(url_is_web((url){S("httpx://a/")}));
    arena_end(&a);
}

static void test_canonical(void **state)
{
    (void)state;
    static const char *const table[][2] = {
        {"https://Example.org:443/a?utm_source=x&id=7&fbclid=1#top", "https://example.org/a?id=7"},
        {"http://example.org/?gclid=1", "http://example.org/"},
        {"http://example.org/?UTM_Campaign=1&a=", "http://example.org/?a="},
        {"http://example.org//a///b//", "http://example.org/a/b/"},
        {"http://example.org/a/index.html", "http://example.org/a/"},
        {"http://example.org/index.htm?x", "http://example.org/?x"},
        {"http://example.org/index.html/index.html", "http://example.org/index.html/"},
        {"http://example.org/myindex.html", "http://example.org/myindex.html"},
        {"http://example.org/?b=2&a=1&b=3", "http://example.org/?b=2&a=1&b=3"},
        {"http://example.org/?&a&&b&", "http://example.org/?a&b"},
        {"http://example.org/?", "http://example.org/"},
        {"http://example.org/?utm=1&gclidx=2", "http://example.org/?utm=1&gclidx=2"},
        {"http://u:p@example.org:81/", "http://example.org:81/"},
        {"mailto:a@b?utm_x=1#c", "mailto:a@b?utm_x=1"},
    };
    struct arena a;
    arena_init(&a);
    for (size_t i = 0; i < ARRAY_LEN(table); i++) {
        url u, got;
        assert_ok(url_parse(&u, &a, str_c(table[i][0]), NULL));
        assert_ok(url_canonical(&got, &a, u));
        assert_str(got.s, table[i][1]);
    }
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_properties_of_rows),
        cmocka_unit_test(test_properties_of_random),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_split),
        cmocka_unit_test(test_credentials),
        cmocka_unit_test(test_site_and_origin),
        cmocka_unit_test(test_canonical),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
