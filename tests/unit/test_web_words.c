/* Times, languages, lists and texts in words; escaping of values in pages. */
#include "testing.h"

#include "base/clock.h"
#include "model/article.h"
#include "web/asset.h"
#include "web/strings.h"
#include "web/template.h"
#include "web/words.h"

#define MINUTE_US (60 * CLOCK_SECOND_US)
#define HOUR_US (60 * MINUTE_US)
#define NOW ((int64_t)1795363620000000) /* 2026-11-22T16:07:00Z, a Sunday */

static struct arena arena;

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

static str relative(int64_t us)
{
    struct sbuf b;
    sbuf_init(&b, &arena, 1000);
    words_put_relative(&b, us, NOW);
    return sbuf_str(&b);
}

static void relative_times_go_by_steps(void **state)
{
    (void)state;
    assert_str(relative(TIME_NONE), "");
    assert_str(relative(NOW), "just now");
    assert_str(relative(NOW - MINUTE_US + 1), "just now");
    assert_str(relative(NOW + 30 * MINUTE_US), "just now");
    assert_str(relative(NOW - MINUTE_US), "1 minute ago");
    assert_str(relative(NOW - 59 * MINUTE_US), "59 minutes ago");
    assert_str(relative(NOW - HOUR_US), "1 hour ago");
    assert_str(relative(NOW - 24 * HOUR_US + 1), "23 hours ago");
    assert_str(relative(NOW - 24 * HOUR_US), "yesterday");
    assert_str(relative(NOW - 48 * HOUR_US), "2 days ago");
    assert_str(relative(NOW - 6 * CLOCK_DAY_US), "6 days ago");
    assert_str(relative(NOW - 7 * CLOCK_DAY_US), "15 November");
    assert_str(relative(NOW - 365 * CLOCK_DAY_US), "22 November 2025");
    assert_str(relative(NOW + 5 * CLOCK_DAY_US), "27 November 2026");
    assert_str(relative(-CLOCK_DAY_US), "31 December 1969");
}

static void absolute_times_and_days_are_whole(void **state)
{
    (void)state;
    struct sbuf b;
    sbuf_init(&b, &arena, 1000);
    words_put_absolute(&b, NOW);
    sbuf_putc(&b, '|');
    words_put_day(&b, NOW);
    sbuf_putc(&b, '|');
    words_put_absolute(&b, TIME_NONE);
    words_put_day(&b, TIME_NONE);
    assert_str(sbuf_str(&b), "22 November 2026, 16:07 UTC|Sunday, 22 November 2026|");
}

static void languages_have_names_and_directions(void **state)
{
    (void)state;
    assert_str(words_language(S("de")), "Deutsch");
    assert_str(words_language(S("pt-BR")), "Português");
    assert_str(words_language(S("xx")), "xx");
    assert_str(words_direction(S("ar")), "rtl");
    assert_str(words_direction(S("he-IL")), "rtl");
    assert_str(words_direction(S("en")), "ltr");
    assert_str(words_direction(S("")), "ltr");
    assert_str(words_language_tag(S("en-GB")), "en-GB");
    assert_str(words_language_tag(S("\" onload=x")), "");
    assert_str(words_language_tag(S("e")), "");
    assert_str(words_language_tag(S("e-n")), "");
}

static void lists_join_with_and(void **state)
{
    (void)state;
    const str names[] = {S("Ada"), S("Ben"), S("Cy")};
    assert_str(words_list(&arena, names, 0), "");
    assert_str(words_list(&arena, names, 1), "Ada");
    assert_str(words_list(&arena, names, 2), "Ada and Ben");
    assert_str(words_list(&arena, names, 3), "Ada, Ben and Cy");
}

static void texts_are_cut_between_words_or_characters(void **state)
{
    (void)state;
    assert_str(words_cut(&arena, S("harbour"), 7), "harbour");
    assert_str(words_cut(&arena, S("harbour"), 4), "harb…");
    assert_str(words_cut(&arena, S("aé"), 2), "a…");
    assert_str(words_cut_between(&arena, S("the old harbour"), 15), "the old harbour");
    assert_str(words_cut_between(&arena, S("the old harbour"), 12), "the old…");
    /* A space far ahead is no place to cut: languages without spaces would lose their text. */
    assert_str(words_cut_between(&arena, S("a harbourmaster"), 12), "a harbourmas…");
    assert_str(words_cut_between(&arena, S("harbourmaster"), 7), "harbour…");
}

static void numbers_choose_the_form(void **state)
{
    (void)state;
    const struct {
        int64_t n;
        const char *want;
    } cases[] = {{0, "0 articles"},
                 {1, "1 article"},
                 {2, "2 articles"},
                 {1000, "1,000 articles"},
                 {1234567, "1,234,567 articles"},
                 {-1000, "-1,000 articles"}};
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct tpl_value value = {.number = cases[i].n, .is_number = true};
        assert_str(ui_format(&arena, UI_count_articles, &value, 1), cases[i].want);
    }
}

static void values_are_escaped_but_not_put_in_twice(void **state)
{
    (void)state;
    struct sbuf b;
    sbuf_init(&b, &arena, 1000);
    struct tpl_value value = {.text = S("<{1}&>")};
    tpl_put_string_with(&b, UI_archive_language, &value, 1);
    assert_str(sbuf_str(&b), "Archive: &lt;{1}&amp;&gt;");
    assert_str(ui_format(&arena, UI_archive_language, &value, 1), "Archive: <{1}&>");
}

static void only_addresses_of_the_web_are_links(void **state)
{
    (void)state;
    const struct {
        str address;
        const char *want;
    } cases[] = {{S("https://example.org/?a&b"), "https://example.org/?a&amp;b"},
                 {S("http://example.org/\"'"), "http://example.org/&quot;&#39;"},
                 {S("mailto:a@example.org"), "mailto:a@example.org"},
                 {S("/demo/a.svg"), "/demo/a.svg"},
                 {S("//example.org/"), "#"},
                 {S("javascript:alert(1)"), "#"},
                 {S("data:text/html,x"), "#"},
                 {S(""), "#"}};
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct sbuf b;
        sbuf_init(&b, &arena, 1000);
        tpl_put_url(&b, (url){cases[i].address});
        assert_str(sbuf_str(&b), cases[i].want);
    }
}

/* The budget of DESIGN.md section 8 and the precompressed forms. */
static void assets_fit_their_budget(void **state)
{
    (void)state;
    size_t bytes = 0, found = 0;
    for (size_t i = 0; i < ASSET_COUNT; i++) {
        const struct asset *a = &ASSETS[i];
        assert_true(str_starts(a->url, S("/assets/")));
        assert_true(a->raw.len > 0);
        if (!str_ends(a->name, S(".css")) && !str_ends(a->name, S(".js")))
            continue;
        if (str_eq(a->name, S("explain.css")))
            continue; /* no page of the site: `extract --explain` */
        found++;
        bytes += a->gzip.len ? a->gzip.len : a->raw.len;
        assert_true(a->gzip.len < a->raw.len);
    }
    assert_in_range(found, 6, ASSET_COUNT);
    print_message("CSS and JS: %zu bytes in gzip\n", bytes);
    assert_true(bytes > 1000);
    assert_true(bytes <= 40 << 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(relative_times_go_by_steps, setup, teardown),
        cmocka_unit_test_setup_teardown(absolute_times_and_days_are_whole, setup, teardown),
        cmocka_unit_test_setup_teardown(languages_have_names_and_directions, setup, teardown),
        cmocka_unit_test_setup_teardown(lists_join_with_and, setup, teardown),
        cmocka_unit_test_setup_teardown(texts_are_cut_between_words_or_characters, setup, teardown),
        cmocka_unit_test_setup_teardown(numbers_choose_the_form, setup, teardown),
        cmocka_unit_test_setup_teardown(values_are_escaped_but_not_put_in_twice, setup, teardown),
        cmocka_unit_test_setup_teardown(only_addresses_of_the_web_are_links, setup, teardown),
        cmocka_unit_test_setup_teardown(assets_fit_their_budget, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
