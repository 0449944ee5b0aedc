/* Sharing: links with the article's address in them, whose addresses those are, the form for
 * Mastodon, and that what other programs read of the page is the article. */
#include "web_testing.h"

#include "base/url.h"
#include "pipeline/read.h"
#include "web/jsonld.h"
#include "web/share.h"

static struct answer ask(struct fixture *f, str target, struct http_pairs headers)
{
    struct http_request r = request_of(f, str_cstr(&f->arena, target));
    r.headers = headers;
    struct answer a = {0};
    a.code = site_handle(&a.out, f->site, &r);
    a.status = a.out.status ? a.out.status : 200;
    a.body = a.out.shared ? str_dup(&f->arena, str_of(a.out.shared, a.out.shared_len))
                          : sbuf_str(&a.out.body);
    if (a.out.shared && a.out.shared_release)
        a.out.shared_release(a.out.shared_data);
    return a;
}

static struct answer ask_host(struct fixture *f, str target, const char *host)
{
    const struct http_pair pair = {S("host"), str_c(host)};
    return ask(f, target, (struct http_pairs){&pair, 1});
}

static void with_site_at(struct fixture *f, const char *public_url)
{
    site_free(f->site);
    struct site_options options = {.store = f->where,
                                   .name = S("Test"),
                                   .public_url = str_c(public_url),
                                   .threads = 1,
                                   .cache_bytes_max = (size_t)4 << 20};
    assert_ok(site_new(&f->site, &options));
}

static str put_titled(struct fixture *f, const char *title)
{
    struct article a = article_of(f, add_source(f, "a.example", "en", false), 3, title);
    return str_printf(&f->arena, "/article/%lld", (long long)put(f, &a));
}

static void links_carry_title_and_address_encoded(void **state)
{
    struct fixture *f = *state;
    with_site_at(f, "https://News.example/");
    str target = put_titled(f, "Q&A: 50% \"up\" #now ü");
    str body = ask_host(f, target, "evil.example").body;
    assert_has_not(body, "evil.example");
    const char *wanted[] = {
        "value=\"https://news.example/article/1\"",
        "href=\"mailto:?subject=Q%26A%3A%2050%25%20%22up%22%20%23now%20%C3%BC&amp;body=Q%26A",
        "%0D%0A%0D%0Ahttps%3A%2F%2Fnews.example%2Farticle%2F1\"",
        "href=\"https://t.me/share/url?url=https%3A%2F%2Fnews.example%2Farticle%2F1&amp;text=Q%26",
        "href=\"https://wa.me/?text=Q%26A",
        "href=\"https://x.com/intent/post?url=https%3A%2F%2Fnews.example%2Farticle%2F1&amp;text=",
        "href=\"https://www.facebook.com/sharer/sharer.php?u=https%3A%2F%2Fnews.example%2Fart",
        "href=\"/article/1/share\" rel=\"nofollow\"",
        "rel=\"noopener noreferrer nofollow\" aria-label=\"Share on Telegram\">Telegram<",
        "<link rel=\"canonical\" href=\"https://news.example/article/1\">",
        "<meta property=\"og:url\" content=\"https://news.example/article/1\">",
    };
    for (size_t i = 0; i < ARRAY_LEN(wanted); i++)
        assert_has(body, wanted[i]);
}

static void a_public_url_has_to_be_one(void **state)
{
    struct fixture *f = *state;
    const char *bad[] = {"https://", "ftp://a.example/", "https://a.example/news", "nonsense"};
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        struct site *site;
        struct site_options options = {
            .store = f->where, .name = S("Test"), .public_url = str_c(bad[i]), .threads = 1};
        assert_int_equal(site_new(&site, &options), E_INPUT);
        assert_null(site);
    }
}

static void without_it_the_host_asked_for_counts_and_is_given_to_nobody_else(void **state)
{
    struct fixture *f = *state;
    str target = put_titled(f, "Kept");
    for (int round = 0; round < 2; round++) {
        str one = ask_host(f, target, "one.example:8080").body;
        str two = ask_host(f, target, "two.example").body;
        assert_has(one, "value=\"http://one.example:8080/article/1\"");
        assert_has_not(one, "two.example");
        assert_has(two, "value=\"http://two.example/article/1\"");
        assert_has_not(two, "one.example");
    }
    const struct http_request secure = {
        .arena = &f->arena, .path = target, .now_us = f->now_us, .https = true};
    struct http_request r = secure;
    const struct http_pair pair = {S("host"), S("two.example")};
    r.headers = (struct http_pairs){&pair, 1};
    struct http_response out = {0};
    assert_ok(site_handle(&out, f->site, &r));
    assert_has(str_of(out.shared, out.shared_len), "value=\"https://two.example/article/1\"");
    out.shared_release(out.shared_data);
}

static void a_host_that_is_none_makes_no_address(void **state)
{
    struct fixture *f = *state;
    str target = put_titled(f, "No host");
    const char *bad[] = {"",         "a b",         "evil.example/x", "u@evil.example",
                         "evil\"<>", "a.example?x", "a.example#",     "[::1",
                         "a:b:c",    "a%2eb",       "a.example:99999"};
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        str body = ask_host(f, target, bad[i]).body;
        assert_has(body, "<h1>No host</h1>");
        assert_has_not(body, "id=\"share\"");
        assert_has_not(body, "canonical");
        assert_has_not(body, "evil");
    }
    assert_has(ask_host(f, target, "[::1]:80").body, "value=\"http://[::1]/article/1\"");
    assert_has(ask_host(f, target, "127.0.0.1:81").body, "value=\"http://127.0.0.1:81/article/1\"");
}

static void data_cannot_leave_its_script(void **state)
{
    struct fixture *f = *state;
    str made = jsonld_make(&f->arena, S("{\"a\":\"</script><!--<script>&amp; \xe2\x80\xa8\xe2\x80"
                                        "\xa9\xe2\x80\xaa \xe2\"}"))
                   .s;
    assert_str(made, "{\"a\":\"\\u003c/script\\u003e\\u003c!--\\u003cscript\\u003e\\u0026amp; "
                     "\\u2028\\u2029\xe2\x80\xaa \xe2\"}");
    assert_str(jsonld_make(&f->arena, S("")).s, "");
    struct article a = article_of(f, add_source(f, "a.example", "en", false), 3,
                                  "</script><script>alert(1)</script>\xe2\x80\xa8<!--");
    const str authors[] = {S("</SCRIPT><b>"), S("\"}]")};
    a.authors = (struct strs){authors, 2};
    a.image = (struct image){S("https://p.example/1.jpg?</script>"), S("x"), S("</script>"), S("")};
    int64_t id = put(f, &a);
    str target = str_printf(&f->arena, "/article/%lld", (long long)id);
    str body = ask_host(f, target, "a.example").body;
    size_t at = str_find(body, S("<script type=\"application/ld+json\">"));
    assert_true(at != STR_NPOS);
    str block = str_skip(body, at + 35);
    block = str_sub(block, 0, str_ifind(block, S("</script")));
    assert_true(str_ends(block, S("}")));
    assert_has(block, "\"headline\":\"\\u003c/script\\u003e");
    assert_int_equal(str_chr(block, '<'), STR_NPOS);
    assert_has_not(block, "\xe2\x80\xa8");
    assert_has_not(body, "<script>");
}

/* The served page read as `courant extract` reads any other. */
static void our_own_reader_gets_the_article_back(void **state)
{
    struct fixture *f = *state;
    with_site_at(f, "https://news.example");
    struct article a = article_of(f, add_source(f, "a.example", "pt", false), 3,
                                  "O porto abriu & \"fechou\" de novo");
    const str authors[] = {S("Ana Quill"), S("Rui d'Ávila")};
    a.authors = (struct strs){authors, 2};
    a.language = S("pt");
    a.updated_us = a.published_us + HOUR_US;
    a.image = (struct image){S("https://p.example/1.jpg?a=1&b=2"), S("um navio"), S("O navio"),
                             S("C. Dee")};
    a.text = S("O porto abriu as portas depois de uma noite de conversas entre o conselho e as "
               "tripulações, que esperavam desde a manhã no cais do norte.\n\nNinguém aplaudiu, e "
               "as luzes foram apagadas às oito horas, como em todos os outros dias da semana.");
    a.body = (html){S("<p>O porto abriu as portas depois de uma noite de conversas entre o conselho"
                      " e as tripulações, que esperavam desde a manhã no cais do norte.</p><p>"
                      "Ninguém aplaudiu, e as luzes foram apagadas às oito horas, como em todos os "
                      "outros dias da semana.</p>")};
    int64_t id = put(f, &a);
    str target = str_printf(&f->arena, "/article/%lld", (long long)id);
    str body = ask_host(f, target, "x.example").body;
    struct article page;
    const struct read_input input = {.bytes = body,
                                     .url = S("https://news.example/article/1"),
                                     .content_type = S("text/html; charset=utf-8"),
                                     .fetched_us = NOW};
    assert_ok(read_document(&page, &f->arena, &input));
    assert_str(page.title, "O porto abriu & \"fechou\" de novo");
    assert_int_equal(page.authors.len, 2);
    assert_str(page.authors.at[0], "Ana Quill");
    assert_str(page.authors.at[1], "Rui d'Ávila");
    assert_int_equal(page.published_us, a.published_us);
    assert_int_equal(page.updated_us, a.updated_us);
    assert_str(page.language, "pt");
    assert_str(page.image.url, "https://p.example/1.jpg?a=1&b=2");
    assert_str(page.canonical_url, "https://news.example/article/1");
    assert_has(page.text, "Ninguém aplaudiu");
    assert_has_not(page.text, "Telegram");
    assert_has(body, "\"isBasedOn\":\"https://example.org/3\"");
    assert_has(body, "\"publisher\":{\"@type\":\"Organization\",\"name\":\"The a.example \\u0026");
}

static void mastodon_servers_are_host_names(void **state)
{
    struct fixture *f = *state;
    const url address = {S("https://news.example/article/1")};
    const struct {
        const char *typed, *want;
    } good[] = {
        {"mastodon.social", "https://mastodon.social/share?text="},
        {" https://Mastodon.Social/ ", "https://mastodon.social/share?text="},
        {"@ada@quay.example", "https://quay.example/share?text="},
        {"tröt.example", "https://xn--trt-tna.example/share?text="},
    };
    url to;
    for (size_t i = 0; i < ARRAY_LEN(good); i++) {
        assert_ok(share_mastodon(&to, &f->arena, str_c(good[i].typed), S("A & B"), address));
        assert_true(str_starts(to.s, str_c(good[i].want)));
        assert_true(
            str_ends(to.s, S("?text=A%20%26%20B%0Ahttps%3A%2F%2Fnews.example%2Farticle%2F1")));
    }
    const char *bad[] = {"localhost",
                         "127.0.0.1",
                         "0x7f.1",
                         "2130706433",
                         "[::1]",
                         "a.example/evil",
                         "a.example:8080",
                         "a.example?x=",
                         "a.example#",
                         "a.example\\evil",
                         "http://a.example",
                         "javascript:x",
                         "a b.example",
                         "//a.example",
                         "a.example%2f",
                         "a@",
                         ".",
                         "a..",
                         "x.1",
                         "ａ.example／b",
                         "a.example\r\nx",
                         "."};
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        if (share_mastodon(&to, &f->arena, str_c(bad[i]), S("T"), address) != E_INPUT) {
            print_error("taken: \"%s\" as %.*s\n", bad[i], STR_FMT(to.s));
            assert_true(false);
        }
}

static void only_the_form_here_sends_a_reader_on(void **state)
{
    struct fixture *f = *state;
    str at = put_titled(f, "Title");
    str form = str_printf(&f->arena, "%.*s/share", STR_FMT(at));
    str go = str_printf(&f->arena, "%.*s?server=quay.example", STR_FMT(form));
    struct answer a = ask_host(f, form, "a.example");
    assert_int_equal(a.status, 200);
    assert_has(a.body, "action=\"/article/1/share\"");
    assert_has(header_of(&a, "Content-Security-Policy"), "form-action 'self' https:");
    const struct {
        const char *name, *value;
        int status;
    } cases[] = {
        {"sec-fetch-site", "same-origin", 303}, {"sec-fetch-site", "cross-site", 200},
        {"sec-fetch-site", "none", 200},        {"sec-fetch-site", "same-site", 200},
        {"referer", "http://a.example/x", 303}, {"referer", "http://a.example.evil.example/", 200},
        {"referer", "http://b.example/", 200},  {"x-none", "", 200},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const struct http_pair pairs[] = {{S("host"), S("a.example")},
                                          {str_c(cases[i].name), str_c(cases[i].value)}};
        a = ask(f, go, (struct http_pairs){pairs, 2});
        assert_int_equal(a.status, cases[i].status);
        str want =
            S("https://quay.example/share?text=Title%0Ahttp%3A%2F%2Fa.example%2Farticle%2F1");
        assert_str(header_of(&a, "Location"), cases[i].status == 303 ? want.p : "");
        assert_has(a.body, "Go on to quay.example</a>");
    }
    a = ask_host(f, str_printf(&f->arena, "%.*s?server=no server", STR_FMT(form)), "a.example");
    assert_int_equal(a.status, 400);
    assert_has(a.body, "“no server” is not the name of a server");
    assert_has(a.body, "aria-invalid=\"true\"");
    assert_has_not(a.body, "Go on to");
    a = ask_host(f, at, "a.example");
    assert_has_not(header_of(&a, "Content-Security-Policy"), "form-action 'self' https:");
}

#define WITH_SITE(test) cmocka_unit_test_setup_teardown(test, web_setup, web_teardown)
#define WITH_CACHE(test) cmocka_unit_test_setup_teardown(test, web_setup_cached, web_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_SITE(links_carry_title_and_address_encoded),
        WITH_SITE(a_public_url_has_to_be_one),
        WITH_CACHE(without_it_the_host_asked_for_counts_and_is_given_to_nobody_else),
        WITH_CACHE(a_host_that_is_none_makes_no_address),
        WITH_SITE(data_cannot_leave_its_script),
        WITH_SITE(our_own_reader_gets_the_article_back),
        WITH_SITE(mastodon_servers_are_host_names),
        WITH_SITE(only_the_form_here_sends_a_reader_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
