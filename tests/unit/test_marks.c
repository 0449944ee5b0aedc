/* Sentences marked in a body: each where its words are, and the body otherwise as it was. */
#include "testing.h"

#include "base/vec.h"
#include "html/sanitize.h"
#include "text/sentence.h"
#include "web/marks.h"

static struct arena arena;
static struct lexicon *lexicon;

static int setup(void **state)
{
    (void)state;
    arena_init(&arena);
    lexicon = lexicon_new();
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    lexicon_free(lexicon);
    arena_end(&arena);
    return 0;
}

static struct text_ranges ranges_of(str text, const char *language)
{
    struct sentence_vec found = {0};
    sentence_split(&found, &arena, lexicon, str_c(language), text);
    struct text_range *at = arena_array(&arena, found.len, struct text_range);
    for (size_t i = 0; i < found.len; i++)
        at[i] = (struct text_range){found.at[i].begin, found.at[i].end};
    return (struct text_ranges){at, found.len};
}

static html mark(size_t *count, const char *body, const char *text, const char *language)
{
    struct text_ranges sentences = ranges_of(str_c(text), language);
    bool *marked;
    html out = marks_body(&marked, &arena, (html){str_c(body)}, str_c(text), sentences);
    *count = 0;
    for (size_t i = 0; i < sentences.len; i++)
        *count += marked[i];
    return out;
}

struct row {
    const char *body, *text, *want;
    size_t marked;
    const char *language;
};

static void check(const struct row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t marked;
        html got =
            mark(&marked, rows[i].body, rows[i].text, rows[i].language ? rows[i].language : "en");
        assert_str(got.s, rows[i].want);
        assert_int_equal(marked, rows[i].marked);
    }
}

static void sentences_are_marked_where_they_are(void **state)
{
    (void)state;
    const struct row rows[] = {
        {"<p>One is here. Two is there.</p>\n<p>Three.</p>", "One is here. Two is there.\n\nThree.",
         "<p><span class=\"s\" id=\"s0\">One is here.</span> <span class=\"s\" id=\"s1\">Two is "
         "there.</span></p>\n<p><span class=\"s\" id=\"s2\">Three.</span></p>",
         3, NULL},
        /* White space of another kind, and invisible signs. */
        {"<p>\n One\n  is&amp;was \xc2\xa0"
         "he\xc2\xadre. </p>",
         "One is&was here.",
         "<p>\n <span class=\"s\" id=\"s0\">One\n  is&amp;was \xc2\xa0"
         "he\xc2\xadre.</span> </p>",
         1, NULL},
        {"<p>1 &lt; 2 &amp; 3 &gt; 2 &amp;</p>", "1 < 2 & 3 > 2 &",
         "<p><span class=\"s\" id=\"s0\">1 &lt; 2 &amp; 3 &gt; 2 &amp;</span></p>", 1, NULL},
        {"", "One.", "", 0, NULL},
        {"<p>One.</p>", "", "<p>One.</p>", 0, NULL},
        {"<p></p>", "One.", "<p></p>", 0, NULL},
    };
    check(rows, ARRAY_LEN(rows));
}

static void elements_in_a_sentence_stay_whole(void **state)
{
    (void)state;
    const struct row rows[] = {
        {"<p>One <em>is</em> <a href=\"https://a.example/?a&amp;b\">here</a>. Two.</p>",
         "One is here. Two.",
         "<p><span class=\"s\" id=\"s0\">One <em>is</em> <a "
         "href=\"https://a.example/?a&amp;b\">here</a>.</span> <span class=\"s\" "
         "id=\"s1\">Two.</span></p>",
         2, NULL},
        /* The element begins with the sentence and ends within it, and the other way round. */
        {"<p><b><i>One</i> is</b> here. And <em>two.</em> Three.</p>",
         "One is here. And two. Three.",
         "<p><span class=\"s\" id=\"s0\"><b><i>One</i> is</b> here.</span> <span class=\"s\" "
         "id=\"s1\">And <em>two.</em></span> <span class=\"s\" id=\"s2\">Three.</span></p>",
         3, NULL},
        /* A sentence across the end of an element has no one place. */
        {"<p>A <em>day. Two</em> is here.</p>", "A day. Two is here.",
         "<p><span class=\"s\" id=\"s0\">A </span><em><span class=\"s\" "
         "data-s=\"0\">day.</span> <span class=\"s\" id=\"s1\">Two</span></em><span class=\"s\" "
         "data-s=\"1\"> is here.</span></p>",
         2, NULL},
        {"<p>One thing<br> is <img src=\"https://a.example/1.jpg\" alt=\"x.\"> here.</p>",
         "One thing is here.",
         "<p><span class=\"s\" id=\"s0\">One thing<br> is <img src=\"https://a.example/1.jpg\" "
         "alt=\"x.\"> here.</span></p>",
         1, NULL},
        {"<p><strong><a href=\"/x\"><em>All.</em></a></strong></p>", "All.",
         "<p><strong><a href=\"/x\"><em><span class=\"s\" "
         "id=\"s0\">All.</span></em></a></strong></p>",
         1, NULL},
        {"<p><ruby>\xe6\xbc\xa2<rt>kan</rt></ruby> is. Two.</p>", "\xe6\xbc\xa2kan is. Two.",
         "<p><ruby><span class=\"s\" id=\"s0\">\xe6\xbc\xa2</span><rt><span class=\"s\" "
         "data-s=\"0\">kan</span></rt></ruby><span class=\"s\" data-s=\"0\"> is.</span> <span "
         "class=\"s\" id=\"s1\">Two.</span></p>",
         2, NULL},
    };
    check(rows, ARRAY_LEN(rows));
}

static void what_is_not_in_the_text_is_passed_over(void **state)
{
    (void)state;
    const struct row rows[] = {
        {"<p>One is here, I say.</p><figure><img alt=\"\"><figcaption>The quay. By "
         "Ada.</figcaption></figure><p>Two is over there.</p>",
         "One is here, I say.\n\nTwo is over there.",
         "<p><span class=\"s\" id=\"s0\">One is here, I say.</span></p><figure><img "
         "alt=\"\"><figcaption>The quay. By Ada.</figcaption></figure><p><span class=\"s\" "
         "id=\"s1\">Two is over there.</span></p>",
         2, NULL},
        /* The text has what the body has not. */
        {"<p>One is here, I say.</p><p>Four is over there.</p>",
         "One is here, I say. Two is nowhere to be found.\n\nFour is over there.",
         "<p><span class=\"s\" id=\"s0\">One is here, I say.</span></p><p><span class=\"s\" "
         "id=\"s2\">Four is over there.</span></p>",
         2, NULL},
        /* A short sentence is not looked for far away: that would lose what is between. */
        {"<p>One is here, I say, and a long way it is from here to the other end of it all, as you "
         "see.</p><p>No.</p>",
         "No.\n\nOne is here, I say, and a long way it is from here to the other end of it all, as "
         "you see.",
         "<p><span class=\"s\" id=\"s1\">One is here, I say, and a long way it is from here to the "
         "other end of it all, as you see.</span></p><p>No.</p>",
         1, NULL},
    };
    check(rows, ARRAY_LEN(rows));
}

static void lists_and_tables_keep_their_shape(void **state)
{
    (void)state;
    const struct row rows[] = {
        {"<ul>\n<li>first matter</li>\n<li>second matter.</li>\n</ul>",
         "first matter\nsecond matter.",
         "<ul>\n<li><span class=\"s\" id=\"s0\">first matter</span></li>\n<li><span class=\"s\" "
         "id=\"s1\">second matter.</span></li>\n</ul>",
         2, NULL},
        {"<div>The matter<ul>\n<li>is open.</li>\n</ul></div>", "The matter is open.",
         "<div><span class=\"s\" id=\"s0\">The matter</span><ul>\n<li><span class=\"s\" "
         "data-s=\"0\">is open.</span></li>\n</ul></div>",
         1, NULL},
        {"<table><tbody><tr><th>Member</th> <td>yes</td></tr></tbody></table>", "Member | yes",
         "<table><tbody><tr><th><span class=\"s\" id=\"s0\">Member</span></th> <td><span "
         "class=\"s\" data-s=\"0\">yes</span></td></tr></tbody></table>",
         1, NULL},
    };
    check(rows, ARRAY_LEN(rows));
}

static void other_scripts_are_marked_too(void **state)
{
    (void)state;
    const struct row rows[] = {
        {"<p dir=\"rtl\">اجتمع <b>المجلس</b>. لماذا؟</p>", "اجتمع المجلس. لماذا؟",
         "<p dir=\"rtl\"><span class=\"s\" id=\"s0\">اجتمع <b>المجلس</b>.</span> <span class=\"s\" "
         "id=\"s1\">لماذا؟</span></p>",
         2, "ar"},
        {"<p>会議は終わった。<b>誰も</b>来ない。</p>", "会議は終わった。誰も来ない。",
         "<p><span class=\"s\" id=\"s0\">会議は終わった。</span><span class=\"s\" "
         "id=\"s1\"><b>誰も</b>来ない。</span></p>",
         2, "ja"},
    };
    check(rows, ARRAY_LEN(rows));
}

static void a_byte_belongs_to_its_sentence(void **state)
{
    (void)state;
    const struct text_range at[] = {{2, 5}, {5, 9}, {12, 14}};
    struct text_ranges ranges = {at, 3};
    const struct {
        uint32_t at;
        size_t want;
    } rows[] = {{0, MARKS_NONE}, {2, 0},  {4, 0},  {5, 1},           {8, 1},
                {9, MARKS_NONE}, {12, 2}, {13, 2}, {14, MARKS_NONE}, {99, MARKS_NONE}};
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        assert_true(marks_sentence_at(ranges, rows[i].at) == rows[i].want);
    assert_true(marks_sentence_at((struct text_ranges){0}, 3) == MARKS_NONE);
}

/* Ranges of another text, as a store that was damaged may have them. */
static void ranges_outside_the_text_mark_nothing(void **state)
{
    (void)state;
    const struct text_range at[] = {{0, 400}, {9, 2}, {500, 600}, {0, 3}};
    bool *marked;
    html out = marks_body(&marked, &arena, (html){S("<p>One.</p>")}, S("One."),
                          (struct text_ranges){at, 4});
    assert_str(out.s, "<p><span class=\"s\" id=\"s3\">One</span>.</p>");
    assert_false(marked[0] || marked[1] || marked[2]);
    assert_true(marked[3]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sentences_are_marked_where_they_are),
        cmocka_unit_test(elements_in_a_sentence_stay_whole),
        cmocka_unit_test(what_is_not_in_the_text_is_passed_over),
        cmocka_unit_test(lists_and_tables_keep_their_shape),
        cmocka_unit_test(other_scripts_are_marked_too),
        cmocka_unit_test(a_byte_belongs_to_its_sentence),
        cmocka_unit_test(ranges_outside_the_text_mark_nothing),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
