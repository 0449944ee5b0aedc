/* robots.txt: groups, rules, what wins, what is forgiven. */
#include "testing.h"

#include "base/sbuf.h"
#include "fetch/robots.h"

static bool allowed(const char *text, const char *path)
{
    struct arena a;
    struct robots robots;
    arena_init(&a);
    robots_read(&robots, &a, str_c(text), S("courant"));
    bool ok = robots_allowed(&robots, str_c(path));
    arena_end(&a);
    return ok;
}

static void test_groups(void **state)
{
    (void)state;
    const char *text = "Disallow: /before-any-group\n"
                       "User-agent: *\nDisallow: /all\n\n"
                       "User-agent: Other\nUser-agent: Courant/2.0\nDisallow: /mine\n"
                       "User-agent: third\nDisallow: /third\n"
                       "User-agent: COURANT\nDisallow: /more\n";
    assert_true(allowed(text, "/all"));
    assert_true(allowed(text, "/before-any-group"));
    assert_true(allowed(text, "/third"));
    assert_false(allowed(text, "/mine/x"));
    assert_false(allowed(text, "/more"));
    assert_false(allowed("User-agent: *\nDisallow: /all", "/all"));
    assert_true(allowed("User-agent: *\nDisallow: /\nUser-agent: courant\nDisallow:", "/all"));
    assert_true(allowed("User-agent: courant-images\nDisallow: /", "/"));
    /* A sitemap between two agents ends no group. */
    assert_false(allowed("User-agent: x\nSitemap: /s\nUser-agent: courant\nDisallow: /", "/"));
    assert_true(allowed("", "/"));
    assert_true(allowed("<html>404</html>", "/"));
}

static void test_longest(void **state)
{
    (void)state;
#define GROUP "user-agent: courant\r\n"
    assert_false(allowed(GROUP "allow: /a\ndisallow: /a/b", "/a/b/c"));
    assert_true(allowed(GROUP "disallow: /a/b\nallow: /a/b", "/a/b"));
    assert_true(allowed(GROUP "allow: /a/b\ndisallow: /a/b", "/a/b"));
    assert_true(allowed(GROUP "disallow: /\rallow: /open", "/open/x"));
    assert_true(allowed(GROUP "disallow: /News", "/news"));
    assert_false(allowed(GROUP "disallow: /news", "/newsletter"));
    assert_true(allowed(GROUP "disallow: /\nallow: /x/index.html", "/x/"));
    assert_false(allowed(GROUP "disallow: /\nallow: /x/index.html", "/x/y"));
}

static void test_wildcards(void **state)
{
    (void)state;
    assert_false(allowed(GROUP "disallow: /*.php", "/a/b.php?c"));
    assert_true(allowed(GROUP "disallow: /*.php$", "/a/b.php?c"));
    assert_false(allowed(GROUP "disallow: /*.php$", "/a.php/b.php"));
    assert_false(allowed(GROUP "disallow: /a*b*c", "/a--b--c--"));
    assert_true(allowed(GROUP "disallow: /a*b*c", "/a--c--b"));
    assert_true(allowed(GROUP "disallow: /$", "/x"));
    assert_false(allowed(GROUP "disallow: /$", "/"));
    assert_false(allowed(GROUP "disallow: *", "/x"));
    /* A piece may not be found within what another has taken. */
    assert_true(allowed(GROUP "disallow: /ab*bc$", "/abc"));
    assert_false(allowed(GROUP "disallow: /**$", "/abc"));
    assert_false(allowed(GROUP "disallow: /\xc3\xa9/%3a", "/%C3%A9/%3A"));
}

static void test_forgiving(void **state)
{
    (void)state;
    assert_false(allowed("\xef\xbb\xbfUser-Agent : courant\n  DISALLOW   :  /x  # no", "/x"));
    assert_false(allowed("useragent courant\ndissallow /x", "/x"));
    assert_true(allowed("user-agent: courant\ndisallow /x y", "/x"));
    assert_false(allowed("user agent: courant\ndisalow: /x", "/x"));
    assert_true(allowed("# User-agent: courant\n# Disallow: /", "/"));
#undef GROUP
}

static void test_beside_rules(void **state)
{
    (void)state;
    struct arena a;
    struct robots robots;
    arena_init(&a);
    robots_read(&robots, &a,
                S("Sitemap: https://example.org/a.xml\nUser-agent: *\nCrawl-delay: 2.25\n"
                  "User-agent: courant\nCrawl-delay: 10\nsitemap: /b.xml\nSitemap:\n"),
                S("courant"));
    assert_int_equal(robots.sitemaps.len, 2);
    assert_true(str_eq(robots.sitemaps.at[1], S("/b.xml")));
    assert_int_equal(robots.delay_us, 10000000);
    robots_read(&robots, &a, S("User-agent: *\nCrawl-delay: 2.25\n"), S("courant"));
    assert_int_equal(robots.delay_us, 2250000);
    robots_read(&robots, &a, S("User-agent: *\nCrawl-delay: soon\n"), S("courant"));
    assert_int_equal(robots.delay_us, 0);
    assert_true(str_eq(robots_path(&a, S("https://example.org")), S("/")));
    assert_true(str_eq(robots_path(&a, S("https://example.org?a=/b")), S("/?a=/b")));
    assert_true(str_eq(robots_path(&a, S("//example.org/a?b#c")), S("/a?b")));
    assert_true(str_eq(robots_path(&a, S("")), S("/")));
    arena_end(&a);
}

/* The RFC asks for 500 KiB at least; what comes after the limit is not read. */
static void test_long(void **state)
{
    (void)state;
    struct sbuf b;
    sbuf_init_heap(&b, 4 * ROBOTS_BYTES_MAX);
    sbuf_put(&b, S("User-agent: courant\n"));
    while (b.len < (size_t)500 << 10)
        sbuf_put(&b, S("Disallow: /a*b*c*d*e*f\n"));
    sbuf_put(&b, S("Disallow: /late\n"));
    sbuf_putc(&b, '\0');
    assert_false(allowed(b.p, "/late"));
    sbuf_truncate(&b, b.len - 1);
    while (b.len < ROBOTS_BYTES_MAX)
        sbuf_put(&b, S("# nothing\n"));
    sbuf_put(&b, S("\nDisallow: /after\n"));
    sbuf_putc(&b, '\0');
    assert_true(allowed(b.p, "/after"));
    sbuf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_groups),       cmocka_unit_test(test_longest),
        cmocka_unit_test(test_wildcards),    cmocka_unit_test(test_forgiving),
        cmocka_unit_test(test_beside_rules), cmocka_unit_test(test_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
