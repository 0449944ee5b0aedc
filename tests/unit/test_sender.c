/* Proxies by their addresses, and which hosts are asked without. */
#include "testing.h"

#include "base/url.h"
#include "fetch/sender.h"

static struct arena arena;

static void test_check(void **state)
{
    (void)state;
    const char *sound[] = {"",
                           "none",
                           "http://proxy.example:3128",
                           "https://proxy.example/",
                           "socks5://ben:pw@10.0.0.1:1080",
                           "socks5h://[2001:db8::1]"};
    const char *wrong[] = {
        "proxy.example", "proxy.example:3128", "ftp://proxy.example", "http://proxy.example/x",
        "http://",       "socks4://p:1",       "http://p:1/?q",       "http://p:99999",
        "socks5://"};
    for (size_t i = 0; i < ARRAY_LEN(sound); i++)
        assert_ok(fetch_proxy_check(str_c(sound[i])));
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
        assert_int_equal(fetch_proxy_check(str_c(wrong[i])), E_INPUT);
}

static void test_names(void **state)
{
    (void)state;
    assert_true(fetch_proxy_has_password(S("http://ben:pw@p.example:1")));
    assert_false(fetch_proxy_has_password(S("http://ben@p.example:1")));
    assert_false(fetch_proxy_has_password(S("none")));
    assert_str(fetch_proxy_name(&arena, S("http://ben:pw@p.example")), "http://p.example:80");
    assert_str(fetch_proxy_name(&arena, S("socks5h://p.example")), "socks5h://p.example:1080");
    assert_str(fetch_proxy_name(&arena, S("none")), "none");
    assert_str(fetch_proxy_with(&arena, S("http://ben:old@p.example:1"), S("a:b/c@\xc3\xa9")),
               "http://ben:a%3Ab%2Fc%40%C3%A9@p.example:1");
    assert_str(fetch_proxy_with(&arena, S("none"), S("pw")), "none");
}

static void test_spared(void **state)
{
    (void)state;
    const struct {
        const char *no_proxy, *address;
        bool by_proxy;
    } rows[] = {
        {"", "http://a.example/", true},
        {"*", "http://a.example/", false},
        {"a.example", "http://a.example:8080/", false},
        {".example", "http://a.example/", false},
        {" b.example , A.EXAMPLE", "https://www.a.example/", false},
        {"a.example", "http://ba.example/", true},
        {"example.a", "http://a.example/", true},
        {"27.0.0.1,,.", "http://127.0.0.1/", true},
        {"127.0.0.1", "http://127.0.0.1/", false},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct fetch_sender sender = {.proxy = S("http://p:1"),
                                      .no_proxy = str_c(rows[i].no_proxy)};
        url address = url_from_store(str_c(rows[i].address));
        assert_int_equal(fetch_sender_by_proxy(&sender, address), rows[i].by_proxy);
        sender.proxy = S("none");
        assert_false(fetch_sender_by_proxy(&sender, address));
    }
}

static void test_header_text(void **state)
{
    (void)state;
    assert_true(fetch_header_text(S("Reader/2 (\xc3\xa9\t)")));
    assert_false(fetch_header_text(S("a\nb")));
    assert_false(fetch_header_text(S("a\rb")));
    assert_false(fetch_header_text(S("a\x7f")));
}

static int setup(void **state)
{
    (void)state;
    arena_init(&arena);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_end(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_check),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_spared),
        cmocka_unit_test(test_header_text),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
