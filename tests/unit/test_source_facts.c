/* What is known of sources: country and language from what is declared, the icon from a front page,
 * which pictures may be icons, and what a visit makes of a row. */
#include "testing.h"

#include "base/clock.h"
#include "html/tree.h"
#include "page/site.h"
#include "pipeline/visit.h"
#include "source/facts.h"
#include "source/icon.h"
#include "text/country.h"

static int arena_setup(void **state)
{
    struct arena *a = mem_calloc(1, sizeof *a);
    arena_init(a);
    *state = a;
    return 0;
}

static int arena_teardown(void **state)
{
    arena_end(*state);
    free(*state);
    return 0;
}

#define WITH_ARENA(test) cmocka_unit_test_setup_teardown(test, arena_setup, arena_teardown)

static void countries_have_names(void **state)
{
    struct arena *a = *state;
    assert_str(country_known(S("gb")), "GB");
    assert_str(country_known(S("uk")), "GB");
    assert_str(country_known(S("XX")), "");
    assert_str(country_known(S("eu")), "");
    assert_str(country_known(S("g")), "");
    assert_str(country_known(S("")), "");
    assert_str(country_name(a, S("ch")), "Switzerland");
    assert_str(country_name(a, S("ci")), "C\xc3\xb4te d\xe2\x80\x99Ivoire");
    assert_str(country_name(a, S("zz")), "");
}

static void hosts_tell_their_country_or_nothing(void **state)
{
    (void)state;
    static const struct {
        const char *host, *country;
    } ROWS[] = {
        {"www.blatt.example.de", "DE"},
        {"news.co.uk", "GB"},
        {"paper.example", ""},
        {"news.com", ""},
        {"thing.io", ""},
        {"channel.tv", ""},
        {"lab.ai", ""},
        {"about.me", ""},
        {"startup.co", ""},
        {"diario.com.co", "CO"},
        {"frettir.is", "IS"},
        {"news.eu", ""},
        {"blatt.CH", "CH"},
        {"blatt.at.", "AT"},
        {"localhost", ""},
        {"", ""},
        {"xn--80a.xn--p1ai", "RU"},
        {"radio.fm", ""},
        {"10.0.0.1", ""},
        {"a.org.tv", "TV"},
        {"x.su", ""},
    };
    for (size_t i = 0; i < ARRAY_LEN(ROWS); i++) {
        str got = source_host_country(str_c(ROWS[i].host));
        if (!str_eq(got, str_c(ROWS[i].country)))
            print_error("%s: '%.*s'\n", ROWS[i].host, STR_FMT(got));
        assert_true(str_eq(got, str_c(ROWS[i].country)));
    }
}

static void what_is_declared_counts_before_the_domain(void **state)
{
    (void)state;
    static const struct {
        struct source_claims claims;
        const char *country, *language;
    } ROWS[] = {
        {{.host = S("a.com"), .page_language = S("en-GB")}, "GB", "en"},
        {{.host = S("a.de"), .page_language = S("de-AT")}, "AT", "de"},
        {{.host = S("a.de"), .page_language = S("de")}, "DE", "de"},
        {{.host = S("a.com"), .page_locale = S("pt_BR")}, "BR", "pt"},
        {{.host = S("a.com"), .feed_language = S("en-gb")}, "GB", "en"},
        {{.host = S("a.com"), .feed_language = S("nl")}, "", "nl"},
        {{.host = S("a.com"), .page_language = S("zh-Hant-TW")}, "TW", "zh"},
        {{.host = S("a.com"), .page_language = S("es-419")}, "", "es"},
        {{.host = S("a.com"), .page_language = S("en_US.UTF-8")}, "US", "en"},
        /* Software's own setting, against a country of one's own. */
        {{.host = S("a.ie"), .page_locale = S("en_US")}, "IE", "en"},
        {{.host = S("a.ie"), .page_language = S("en-US"), .feed_language = S("en-AU")}, "AU", "en"},
        {{.host = S("a.ie"), .page_region = S("US-NY"), .page_language = S("en-US")}, "US", "en"},
        {{.host = S("a.com"), .page_region = S("GB-LND"), .page_language = S("fr-FR")}, "GB", "fr"},
        {{.host = S("a.io"), .page_language = S("x-klingon")}, "", ""},
        {{.host = S("a.io"), .page_language = S("fr-x-ca")}, "", "fr"},
        {{.host = S("a.io"), .page_language = S("---"), .feed_language = S("sv-SE")}, "SE", "sv"},
        {{.host = S("a.io")}, "", ""},
    };
    for (size_t i = 0; i < ARRAY_LEN(ROWS); i++) {
        struct source_said said = source_facts_read(&ROWS[i].claims);
        if (!str_eq(said.country, str_c(ROWS[i].country)) ||
            !str_eq(said.language, str_c(ROWS[i].language)))
            print_error("row %zu: '%.*s', '%.*s'\n", i, STR_FMT(said.country),
                        STR_FMT(said.language));
        assert_true(str_eq(said.country, str_c(ROWS[i].country)));
        assert_true(str_eq(said.language, str_c(ROWS[i].language)));
    }
}

static struct page_site site_of(struct arena *a, const char *markup)
{
    struct html_tree tree;
    struct page_site site;
    assert_ok(html_parse(&tree, a, str_c(markup), &html_limits_default));
    page_site_read(&site, a, &tree, S("https://paper.example/en/"));
    return site;
}

static void a_front_page_names_its_icon(void **state)
{
    struct arena *a = *state;
    static const struct {
        const char *html, *icon;
    } ROWS[] = {
        {"<link rel=icon href=/i.png>", "https://paper.example/i.png"},
        {"<link rel='shortcut icon' href=i.ico>", "https://paper.example/en/i.ico"},
        {"<link rel=icon sizes=16x16 href=16.png><link rel=icon sizes=96x96 href=96.png>"
         "<link rel=icon sizes=512x512 href=512.png>",
         "https://paper.example/en/96.png"},
        {"<link rel=icon sizes='16x16 48x48' href=a.ico><link rel=icon href=b.png>",
         "https://paper.example/en/a.ico"},
        {"<link rel=apple-touch-icon href=t.png><link rel=icon sizes=32x32 href=32.png>",
         "https://paper.example/en/t.png"},
        {"<link rel=icon type=image/svg+xml href=a><link rel=icon href=b.svg?v=1>"
         "<link rel='icon' href=c.png>",
         "https://paper.example/en/c.png"},
        {"<link rel=mask-icon href=m.png><link rel=stylesheet href=s.css>", ""},
        {"<base href=https://cdn.example/x/><link rel=icon href=i.png>",
         "https://cdn.example/x/i.png"},
        {"<link rel=icon href='data:image/png;base64,AAAA'>", ""},
        {"<link rel=icon href='javascript:run()'>", ""},
        {"<link rel=icon href=''>", ""},
        {"<link rel=icon sizes='any 99999x1 -5x5 x' href=i.png>", "https://paper.example/en/i.png"},
        {"<p>no head at all", ""},
    };
    for (size_t i = 0; i < ARRAY_LEN(ROWS); i++)
        assert_str(site_of(a, ROWS[i].html).icon, ROWS[i].icon);
    struct page_site site = site_of(
        a, "<html lang='en-GB'><meta property=og:locale content=en_US>"
           "<meta name=geo.region content=GB-LND><meta http-equiv=content-language content=fr>");
    assert_str(site.language, "en-GB");
    assert_str(site.locale, "en_US");
    assert_str(site.region, "GB-LND");
    assert_str(site_of(a, "<meta http-equiv=Content-Language content=fr>").language, "fr");
}

#define PNG(w, h) "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0" w "\0\0" h "\x08\6\0\0\0\0\0\0\0"
#define ICO_OF(bytes) "\0\0\1\0\1\0\20\20\0\0\1\0\40\0" bytes "\26\0\0\0"

static void only_pictures_of_five_kinds_are_icons(void **state)
{
    (void)state;
    static const struct {
        str bytes;
        const char *type;
    } ROWS[] = {
        {S(PNG("\0\x40", "\0\x40")), "image/png"},
        {S(PNG("\x04\x01", "\0\x40")), ""},
        {S(PNG("\0\0", "\0\x40")), ""},
        {S("\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), ""},
        {S("GIF89a\x10\0\x10\0\x80\0\0;"), "image/gif"},
        {S("GIF89a\xff\xff\x10\0\x80\0\0;"), ""},
        {S("GIF89a"), ""},
        {S("\xff\xd8\xff\xe0\0\4ab\xff\xff\xc0\0\x0b\x08\0\x20\0\x20\1"), "image/jpeg"},
        {S("\xff\xd8\xff\xe0\0\4ab\xff\xc2\0\x0b\x08\x20\0\0\x20\1\2"), ""},
        {S("\xff\xd8\xff\xe0\0\0\xff\xc0\0\x0b\x08\0\x20\0\x20\1\2"), ""},
        {S("\xff\xd8\xff\xda\0\4ab\xff\xc0\0\x0b\x08\0\x20\0\x20\1"), ""},
        {S("RIFF\x20\0\0\0WEBPVP8X\n\0\0\0\0\0\0\0\x3f\0\0\x3f\0\0"), "image/webp"},
        {S("RIFF\x20\0\0\0WEBPVP8L\n\0\0\0\x2f\x3f\xc0\x0f\0\0\0\0\0\0"), "image/webp"},
        {S("RIFF\x20\0\0\0WEBPVP8 \n\0\0\0\x30\1\0\x9d\1\x2a\x40\0\x40\0"), "image/webp"},
        {S("RIFF\x20\0\0\0WEBPVP8X\n\0\0\0\0\0\0\0\x3f\0\x01\x3f\0\0"), ""},
        {S(ICO_OF("\x10\0\0\0") "\x28\0\0\0\x10\0\0\0\x20\0\0\0\1\0\x20\0"), "image/x-icon"},
        {S(ICO_OF("\x11\0\0\0") "\x28\0\0\0\x10\0\0\0\x20\0\0\0\1\0\x20\0"), ""},
        {S(ICO_OF("\x10\0\0\0") "\x28\0\0\0\x10\0\1\0\x20\0\0\0\1\0\x20\0"), ""},
        {S(ICO_OF("\x10\0\0\0") "\x89PNG\x10\0\0\0\x20\0\0\0\1\0\x20\0"), ""},
        {S("\0\0\1\0\0\0"), ""},
        {S("<svg xmlns='http://www.w3.org/2000/svg'/>"), ""},
        {S("<html>not found</html>"), ""},
        {S(""), ""},
    };
    for (size_t i = 0; i < ARRAY_LEN(ROWS); i++) {
        if (!str_eq(icon_type(ROWS[i].bytes), str_c(ROWS[i].type)))
            print_error("row %zu is '%.*s'\n", i, STR_FMT(icon_type(ROWS[i].bytes)));
        assert_true(str_eq(icon_type(ROWS[i].bytes), str_c(ROWS[i].type)));
        for (size_t len = 0; len < ROWS[i].bytes.len; len++) /* cut anywhere it is read safely */
            (void)icon_type(str_dup(*state, str_sub(ROWS[i].bytes, 0, len)));
    }
    struct arena *a = *state;
    char *large = arena_calloc(a, ICON_BYTES_MAX + 1, 1);
    memcpy(large, PNG("\0\x40", "\0\x40"), 33);
    assert_str(icon_type(str_of(large, ICON_BYTES_MAX)), "image/png");
    assert_str(icon_type(str_of(large, ICON_BYTES_MAX + 1)), "");
}

#define NOW ((int64_t)1795363620000000)

static void a_visit_goes_step_by_step(void **state)
{
    struct arena *a = *state;
    bool changes;
    struct source_facts f = {.source_id = 7,
                             .home_url = S("https://paper.example.de/x/"),
                             .feed_language = S("de-at"),
                             .icon_url = S(""),
                             .etag = S(""),
                             .last_modified = S("")};
    struct visit v = {.stage = FACTS_HOME, .outcome = VISIT_FAILED, .now_us = NOW};
    visit_apply(&changes, &f, a, &v); /* not now: nothing is concluded */
    assert_int_equal(f.next_us, NOW + VISIT_AGAIN_US);
    assert_int_equal(f.stage, FACTS_HOME);
    v.outcome =
        VISIT_NONE; /* no page: the feed and the host speak, and the usual address is asked */
    visit_apply(&changes, &f, a, &v);
    assert_str(f.country, "AT");
    assert_str(f.language, "de");
    assert_str(f.icon_url, "https://paper.example.de/favicon.ico");
    assert_int_equal(f.stage, FACTS_ICON);
    assert_int_equal(f.next_us, NOW);
    v = (struct visit){.stage = FACTS_HOME,
                       .outcome = VISIT_CAME,
                       .now_us = NOW,
                       .language = S("DE-ch"),
                       .icon_url = S("https://cdn.example/i.png")};
    f.etag = S("old");
    visit_apply(&changes, &f, a, &v);
    assert_str(f.country, "CH");
    assert_str(f.language, "de");
    assert_str(f.icon_url, "https://cdn.example/i.png");
    assert_str(f.etag, ""); /* another address: the old validator says nothing */
    assert_false(changes);
    v = (struct visit){.stage = FACTS_ICON, .outcome = VISIT_NONE, .now_us = NOW};
    visit_apply(&changes, &f, a, &v); /* what the page names is not there */
    assert_str(f.icon_url, "https://paper.example.de/favicon.ico");
    assert_int_equal(f.stage, FACTS_ICON);
    assert_false(changes);
    v = (struct visit){.stage = FACTS_ICON,
                       .outcome = VISIT_CAME,
                       .now_us = NOW,
                       .etag = S("\"a\""),
                       .icon_type = S("image/png"),
                       .icon = S("bytes")};
    visit_apply(&changes, &f, a, &v);
    assert_true(changes);
    assert_str(f.icon_type, "image/png");
    assert_true(f.icon_hash != 0);
    assert_str(f.etag, "\"a\"");
    assert_int_equal(f.stage, FACTS_HOME);
    assert_in_range(f.next_us - NOW, VISIT_EVERY_US, VISIT_EVERY_US + VISIT_SPREAD_US);
    uint64_t hash = f.icon_hash;
    v = (struct visit){.stage = FACTS_ICON, .outcome = VISIT_SAME, .now_us = NOW};
    visit_apply(&changes, &f, a, &v);
    assert_false(changes);
    assert_true(f.icon_hash == hash);
    assert_str(f.etag, "\"a\"");
    v.outcome = VISIT_FAILED; /* it stays while its server is away */
    visit_apply(&changes, &f, a, &v);
    assert_false(changes);
    assert_true(f.icon_hash == hash);
    v.outcome = VISIT_NONE; /* and goes when it is gone */
    visit_apply(&changes, &f, a, &v);
    assert_true(changes);
    assert_int_equal(f.icon_hash, 0);
    assert_str(f.icon_type, "");
    f.home_url = S("urn:x");
    v.stage = FACTS_HOME;
    visit_apply(&changes, &f, a, &v);
    assert_str(f.icon_url, "");
    v.stage = FACTS_ICON;
    visit_apply(&changes, &f, a, &v);
    assert_int_equal(f.stage, FACTS_HOME);
    assert_true(f.next_us >= NOW + VISIT_EVERY_US);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_ARENA(countries_have_names),
        WITH_ARENA(hosts_tell_their_country_or_nothing),
        WITH_ARENA(what_is_declared_counts_before_the_domain),
        WITH_ARENA(a_front_page_names_its_icon),
        WITH_ARENA(only_pictures_of_five_kinds_are_icons),
        WITH_ARENA(a_visit_goes_step_by_step),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
