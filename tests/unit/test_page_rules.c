/* page/rules: what several pages of one site share is taken out, and nothing else. */
#include "test_arena.h"

#include "base/sbuf.h"
#include "page/page.h"
#include "page/rules.h"

#define PAGES 6

static const char *const stories[PAGES][3] = {
    {"The ferry is late", "The ferry to Skarholm left two hours late because of a broken rudder.",
     "Sixty passengers waited in the old customs house, where the harbour master served soup."},
    {"A new mill", "The mill at Underbeck grinds again after nine years of standing still.",
     "Its wheel was turned by hand on Sunday, by the miller and her three sons."},
    {"School opens", "The school on the hill has forty pupils, five more than it has chairs.",
     "The carpenter promised the missing ones for the end of the month, and brought two."},
    {"Rain at last", "Rain fell on the upper valley on Tuesday for the first time since June.",
     "Farmers stood in their doors to watch it, and some took off their hats."},
    {"The bridge count", "Eleven bridges cross the Sorrel, and three of them are closed to carts.",
     "The council wants to mend the lowest first, since the market depends on it."},
    {"Choir wins", "The choir of Vell won the autumn contest with a song that nobody knew.",
     "It was found in the attic of the vicarage, on the back of a bill for candles."},
};
static const char house[] =
    "Our newspaper belongs to its four hundred readers, who meet each spring.";

#define assert_same(got, want) assert_true(str_eq((got), (want)))

static void read(struct page *page, struct page_marks *marks, size_t i, const char *extra)
{
    struct sbuf b;
    struct html_tree tree;
    sbuf_init(&b, &arena, 10000);
    sbuf_printf(&b,
                "<title>%s</title><div class=text><h1>%s</h1><p>%s</p><h2>Background</h2>"
                "<p>%s</p>%s<h3>Who we are</h3><p class=house>%s</p></div>",
                stories[i][0], stories[i][0], stories[i][1], stories[i][2], extra, house);
    assert_ok(html_parse(&tree, &arena, sbuf_str(&b), &html_limits_default));
    assert_ok(page_read_marked(page, marks, &arena, &tree, S("")));
}

static void learn(struct page_rules *r, const char *site, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct page page;
        struct page_marks marks;
        read(&page, &marks, i, "");
        page_rules_learn(r, str_c(site), page.title, &marks);
    }
}

static void test_marks_are_the_text(void **state)
{
    (void)state;
    struct page page;
    struct page_marks marks;
    read(&page, &marks, 0, "<ul><li>One thing<li>Another</ul>");
    assert_true(marks.len >= 6);
    size_t end = 0;
    for (size_t i = 0; i < marks.len; i++) {
        assert_true(marks.at[i].begin >= end && marks.at[i].end > marks.at[i].begin);
        str between = str_sub(page.text, end, marks.at[i].begin);
        assert_true(str_empty(str_trim(between)));
        end = marks.at[i].end;
    }
    assert_int_equal(end, page.text.len);
}

static void test_repeated_block_goes(void **state)
{
    (void)state;
    struct page_rules *r = page_rules_new();
    struct page page;
    struct page_marks marks;
    bool drop[PAGE_MARKS_MAX];
    learn(r, "ledger.example", 2);
    read(&page, &marks, 5, "");
    assert_true(str_has(page.text, str_c(house)));
    assert_int_equal(page_rules_drop(drop, r, S("ledger.example"), &marks), 0);
    page_rules_learn(r, S("ledger.example"), page.title, &marks);
    /* The third page with it: it goes, its heading too, and the heading that articles share stays.
     */
    assert_int_equal(page_rules_drop(drop, r, S("ledger.example"), &marks), 2);
    str text = page_rules_text(&arena, page.text, &marks, drop);
    str want = str_printf(&arena, "%s\n\nBackground\n\n%s", stories[5][1], stories[5][2]);
    assert_same(text, want);
    html body;
    assert_ok(page_rules_html(&body, &arena, page.body, page.text, &marks, drop));
    assert_same(body.s, str_printf(&arena, "<p>%s</p><h2>Background</h2><p>%s</p>", stories[5][1],
                                   stories[5][2]));
    page_rules_free(r);
}

static void test_sites_are_apart(void **state)
{
    (void)state;
    struct page_rules *r = page_rules_new();
    struct page page;
    struct page_marks marks;
    bool drop[PAGE_MARKS_MAX];
    learn(r, "ledger.example", PAGES);
    read(&page, &marks, 0, "");
    assert_int_equal(page_rules_drop(drop, r, S("other.example"), &marks), 0);
    assert_int_equal(page_rules_drop(drop, r, S(""), &marks), 0);
    assert_int_equal(page_rules_drop(drop, r, S("ledger.example"), &marks), 2);
    page_rules_free(r);
}

/* The same article five times is one page: none of it repeats. */
static void test_copies_teach_nothing(void **state)
{
    (void)state;
    struct page_rules *r = page_rules_new();
    struct page page;
    struct page_marks marks;
    bool drop[PAGE_MARKS_MAX];
    for (int i = 0; i < 5; i++) {
        read(&page, &marks, 0, "");
        page_rules_learn(r, S("ledger.example"), page.title, &marks);
    }
    assert_int_equal(page_rules_drop(drop, r, S("ledger.example"), &marks), 0);
    page_rules_free(r);
}

/* A sentence that comes up now and then ("... could not be reached.") is no furniture. */
static void test_rare_sentence_stays(void **state)
{
    (void)state;
    struct page_rules *r = page_rules_new();
    struct page page;
    struct page_marks marks;
    bool drop[PAGE_MARKS_MAX];
    for (int i = 0; i < 60; i++) {
        struct page_mark at[3] = {{.print = 0x1000u + (uint64_t)i * 2, .begin = 0, .end = 90},
                                  {.print = 77, .begin = 92, .end = 150},
                                  {.print = 99, .begin = 152, .end = 200}};
        struct page_marks m = {at, i % 10 == 0 ? 3 : 2};
        page_rules_learn(r, S("ledger.example"), str_printf(&arena, "story %d", i), &m);
    }
    struct page_mark at[3] = {{.print = 5, .begin = 0, .end = 90},
                              {.print = 99, .begin = 92, .end = 150},
                              {.print = 77, .begin = 152, .end = 200}};
    struct page_marks m = {at, 3};
    assert_int_equal(page_rules_drop(drop, r, S("ledger.example"), &m), 1);
    assert_false(drop[0] || drop[1]);
    assert_true(drop[2]);
    read(&page, &marks, 0, "");
    page_rules_free(r);
}

/* An element goes with its text, but not with a picture in it, however deep. */
static void test_pictures_stay(void **state)
{
    (void)state;
    const html body = {S("<div><figure><p><img src=\"https://a.example/1.png\"></p></figure>"
                         "<p>Subscribe to our letter</p></div><div><p>Read also this</p></div>"
                         "<p>The sea</p>")};
    str text = S("Subscribe to our letter\n\nRead also this\n\nThe sea");
    struct page_mark at[3] = {
        {.begin = 0, .end = 23}, {.begin = 25, .end = 39}, {.begin = 41, .end = 48}};
    const struct page_marks marks = {at, 3};
    const bool drop[3] = {true, true, false};
    html out;
    assert_int_equal(page_rules_html(&out, &arena, body, text, &marks, drop), OK);
    assert_true(str_has(out.s, S("1.png")));
    assert_true(str_has(out.s, S("The sea")));
    assert_false(str_has(out.s, S("Subscribe")));
    assert_false(str_has(out.s, S("Read also")));
}

/* A text that would lose most of itself is left as it is. */
static void test_something_is_left(void **state)
{
    (void)state;
    struct page_rules *r = page_rules_new();
    bool drop[3];
    for (int i = 0; i < 4; i++) {
        struct page_mark at[2] = {{.print = 77, .begin = 0, .end = 400},
                                  {.print = 0x1000u + (uint64_t)i, .begin = 402, .end = 450}};
        struct page_marks m = {at, 2};
        page_rules_learn(r, S("ledger.example"), str_printf(&arena, "story %d", i), &m);
        assert_int_equal(page_rules_drop(drop, r, S("ledger.example"), &m), 0);
        assert_false(drop[0]);
    }
    page_rules_free(r);
}

/* More sites than are remembered: the newest work, memory does not grow. */
static void test_many_sites(void **state)
{
    (void)state;
    struct page_rules *r = page_rules_new();
    bool drop[2];
    struct page_mark at[2] = {{.print = 77, .begin = 0, .end = 40},
                              {.print = 78, .begin = 42, .end = 200}};
    struct page_marks m = {at, 2};
    for (int i = 0; i < RULES_SITES_MAX + 50; i++)
        for (int page = 0; page < 3; page++) {
            at[1].print = 1000u + (uint64_t)page;
            page_rules_learn(r, str_printf(&arena, "site%d.example", i),
                             str_printf(&arena, "story %d", page), &m);
        }
    at[1].print = 5;
    assert_int_equal(page_rules_drop(drop, r, S("site2097.example"), &m), 1);
    assert_int_equal(page_rules_drop(drop, r, S("site3.example"), &m), 0);
    page_rules_free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_marks_are_the_text, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_repeated_block_goes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_sites_are_apart, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_copies_teach_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_rare_sentence_stays, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_pictures_stay, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_something_is_left, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_many_sites, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
