/*
 * Pages that are large or strange on purpose: reading them must stay linear in time and bounded in
 * memory. Each shape is made at one size and at twice that size; the processor time of the second
 * over the first, best of a few runs, may be three and a half. Quadratic steps give four and more,
 * and at these sizes far more than the rest of the time.
 */
#include "testing.h"

#include <time.h>

#include "base/sbuf.h"
#include "pipeline/read.h"

#define MIB ((size_t)1 << 20)

enum { RUNS = 3, TRIES = 4, TIMES = 4, RATIO_MAX = 10 };

/* A page: START, then UNIT until the bytes are reached, then END. What is not closed stays so. */
struct shape {
    const char *name;
    const char *start, *unit, *end;
    size_t bytes; /* of the larger page */
    /* Bytes of memory for a byte of the page at most. Where every few bytes are an element it is
     * many; the tree's limit of nodes bounds it. */
    int memory_max;
    bool is_article; /* its text is to be found: "The harbour wall" */
};

#define ARTICLE                                                                                    \
    "<html><head><title>The harbour wall is repaired</title></head><body><article><h1>The "        \
    "harbour wall is repaired</h1><p>The harbour wall, which the storms of the winter had "        \
    "damaged, has been repaired, the port office said on Monday, 4 March 2024. The work took "     \
    "eleven weeks and cost less than planned.</p><p>Boats can use the northern pier again from "   \
    "Friday on, and the ferry goes back to its old timetable.</p>"
#define ARTICLE_END "</article></body></html>"
#define PROSE                                                                                      \
    "<p>Another paragraph of the report says, in many words, what was done on one of the days, "   \
    "and who did it; it has two sentences. This is the second.</p>"
#define NOISE                                                                                      \
    "<div class='item item--of-a-list' data-of='{\"a\": 1, \"b\": \"some tracking\"}'></div>"

static const struct shape shapes[] = {
    {"20 MB of paragraphs", ARTICLE, NOISE PROSE, ARTICLE_END, 20 * MIB, 12, true},
    {"a picture in its address", ARTICLE "<img alt=x src='data:image/png;base64,",
     "iVBORw0KGgoAAAA", "'>" PROSE ARTICLE_END, 10 * MIB, 6, true},
    {"an inline script", ARTICLE "<script>var x = [", "{\"a\": \"</p> & <b>\", 'b': 2}, ",
     "];</script>" PROSE ARTICLE_END, 10 * MIB, 6, true},
    {"inline JSON", ARTICLE "<script type='application/ld+json'>{\"@type\": \"Article\", \"x\": [",
     "{\"headline\": \"2024\"}, ", "1]}</script>" PROSE ARTICLE_END, 10 * MIB, 6, true},
    {"a style sheet", ARTICLE "<style>", ".a > .b { color: red; } ", "</style>" ARTICLE_END,
     10 * MIB, 6, true},
    {"a comment", ARTICLE "<!--", "<p>a - b</p> ", "-->" ARTICLE_END, 10 * MIB, 6, true},
    {"an attribute of classes", ARTICLE "<div class='", "side-bar comment2 ",
     "'>" PROSE ARTICLE_END, 2 * MIB, 8, true},
    {"an attribute of style", ARTICLE "<p style='", "display ; ", "'>" PROSE ARTICLE_END, 2 * MIB,
     8, true},
    {"an address", ARTICLE "<p><a href='https://example.org/?q=", "%20a&amp;b=",
     "'>x</a>" ARTICLE_END, 2 * MIB, 16, true},
    {"a title", "<title>The harbour wall - ", "2024 Monday | by A. Name - ", "</title>" ARTICLE,
     2 * MIB, 16, true},
    {"a headline", "<body><h1>", "2024 Monday | by A. Name - ", "</h1>" ARTICLE, 2 * MIB, 24, true},
    {"meta elements", "<head>", "<meta name=author content='A. Name'>", "</head>" ARTICLE, 2 * MIB,
     16, true},
    {"one word", ARTICLE "<p>", "wordwordword", ARTICLE_END, 10 * MIB, 12, false},
    {"one sentence in Cyrillic", ARTICLE "<p>", "слово ", ARTICLE_END, 4 * MIB, 24, false},
    {"ampersands", ARTICLE "<p>", "&amp;&notit;&#38; ", ARTICLE_END, 2 * MIB, 32, false},
    {"unclosed everything", ARTICLE, "<div><p><b><i><a href=x><table><tr><td>word<li>", "", MIB,
     200, false},
    {"unclosed tags at the end", ARTICLE, "<p title=\"", "", MIB, 40, false},
    {"formatting opened again", ARTICLE, "<p><b class=x><i>word", "", MIB, 200, false},
    {"100,000 nested", ARTICLE, "<div>", ARTICLE_END, 5 * 100000, 200, false},
    {"nested inline", ARTICLE, "<span class=a>w ", ARTICLE_END, MIB, 64, false},
    {"a million siblings", ARTICLE, "<p>w", ARTICLE_END, 4 * MIB, 80, false},
    {"breaks", ARTICLE "<div>", "word<br><br>", ARTICLE_END, 4 * MIB, 64, false},
    {"cells", ARTICLE "<table><tr>", "<td>1", ARTICLE_END, 4 * MIB, 64, false},
    {"items", ARTICLE "<ul>", "<li><a href=/a>Read more</a>", ARTICLE_END, 4 * MIB, 48, false},
    {"headings", ARTICLE, "<h2>By A. Name, 4 March 2024</h2>", ARTICLE_END, 2 * MIB, 48, false},
    {"figures", ARTICLE,
     "<figure><img src=/a.jpg><figcaption>A caption. Photo: A. Name</figcaption>"
     "</figure>",
     ARTICLE_END, 2 * MIB, 48, false},
    {"bylines", ARTICLE, "<div class=byline>By A. Name on 4 March 2024</div>", ARTICLE_END, 2 * MIB,
     48, false},
    {"times", ARTICLE, "<time datetime=2024-03-04>4 March</time> ", ARTICLE_END, 2 * MIB, 48,
     false},
    {"properties", ARTICLE, "<span itemprop=author>A. Name</span> ", ARTICLE_END, 2 * MIB, 48,
     false},
    {"bold lines", ARTICLE "<div>", "<b>A bold line</b><br>and a plain one.<br>", ARTICLE_END,
     2 * MIB, 48, false},
    {"quotations", ARTICLE, "<blockquote>Quoted text.", "", MIB, 64, false},
    {"brackets", ARTICLE, "<", "", 4 * MIB, 16, false},
    {"bytes that are no UTF-8", ARTICLE "<p>", "\xff\xc3 word ", ARTICLE_END, 2 * MIB, 40, false},
};

static str make(struct sbuf *page, const struct shape *shape, size_t bytes)
{
    sbuf_truncate(page, 0);
    sbuf_put(page, str_c(shape->start));
    str unit = str_c(shape->unit);
    while (page->len + unit.len < bytes)
        sbuf_put(page, unit);
    sbuf_put(page, str_c(shape->end));
    assert_false(page->overflow);
    return sbuf_str(page);
}

static double seconds_of_thread(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* The best of a few runs; every run gives its memory back. */
static double time_to_read(const struct shape *shape, str page)
{
    double best = 1e9;
    for (int i = 0; i < RUNS; i++) {
        struct arena a;
        struct article article;
        arena_init(&a);
        const struct read_input in = {.bytes = page, .fetched_us = TIME_NONE};
        double begin = seconds_of_thread();
        status read = read_document(&article, &a, &in);
        double took = seconds_of_thread() - begin;
        if (took < best)
            best = took;
        bool found = !shape->is_article ||
                     (read == OK && str_has(article.text, S("The harbour wall, which the storms")));
        bool fits = a.reserved <= (size_t)shape->memory_max * page.len + MIB;
        if (!found || !fits)
            print_error("%s: %zu bytes take %zu, %s\n", shape->name, page.len, a.reserved,
                        read == OK ? "text without the article" : err_text());
        assert_true(found);
        assert_true(fits);
        arena_end(&a);
    }
    return best;
}

static void test_linear(void **state)
{
    (void)state;
    struct sbuf page;
    sbuf_init_heap(&page, 24 * MIB);
    for (size_t i = 0; i < ARRAY_LEN(shapes); i++) {
        const struct shape *shape = &shapes[i];
        double ratio = 0;
        /* Other programs on the machine can spoil a measurement, but not make a bad one good. */
        for (int k = 0; k < TRIES; k++) {
            double part = time_to_read(shape, make(&page, shape, shape->bytes / TIMES));
            double all = time_to_read(shape, make(&page, shape, shape->bytes));
            ratio = all / (part > 0.0002 ? part : 0.0002);
            print_message("%-26s %8.2f ms, four times as much %.2f times\n", shape->name,
                          part * 1e3, ratio);
            if (ratio < RATIO_MAX)
                break;
        }
        assert_true(ratio < RATIO_MAX);
    }
    sbuf_free(&page);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_linear)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
