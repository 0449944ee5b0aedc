/*
 * Extraction against libgumbo's parsing alone, on real pages, on one core, alternating in one run:
 *
 *     bench_extract [--rounds N] [--only-ours] FOLDER...      (folders of .html or .html.gz files)
 *
 * Pages are read and gunzipped before the clock starts; decoding, parsing, the page, its metadata,
 * the article and its sanitised HTML are all inside it for us. gumbo gets the decoded text and
 * only parses it. The best round of each counts. "parse" is our decoding and parsing alone.
 */
#include <sched.h>

#include <gumbo.h>

#include "html/tree.h"
#include "pages.h"
#include "pipeline/read.h"

enum { ROUNDS = 5, ROUNDS_OURS = 5 }; /* ours is run several times a round: it is short */

/* Keeps the compiler from leaving out what is measured. */
static volatile size_t sink;

static void extract_ours(const struct pages *pages)
{
    struct arena a;
    arena_init(&a);
    vec_each (str, page, &pages->bytes) {
        struct article article;
        const struct read_input in = {.bytes = *page, .fetched_us = TIME_NONE};
        if (read_document(&article, &a, &in) == OK)
            sink += article.text.len + article.body.s.len;
        arena_reset(&a);
    }
    arena_end(&a);
}

static void parse_ours(const struct pages *pages)
{
    struct arena a;
    arena_init(&a);
    vec_each (str, page, &pages->bytes) {
        struct html_tree t;
        struct html_charset charset;
        str text;
        if (html_decode(&text, &charset, &a, *page, S(""), PAGE_BYTES_MAX) == OK &&
            html_parse(&t, &a, text, &html_limits_default) == OK)
            sink += t.node_count;
        arena_reset(&a);
    }
    arena_end(&a);
}

static void parse_gumbo(const struct pages *pages)
{
    vec_each (str, page, &pages->texts) {
        GumboOutput *o = gumbo_parse_with_options(&kGumboDefaultOptions, page->p, page->len);
        sink += o->document->v.document.children.length;
        gumbo_destroy_output(&kGumboDefaultOptions, o);
    }
}

/* Seconds a pass of FN takes, from TIMES passes. */
static double timed(void (*fn)(const struct pages *), const struct pages *pages, int times)
{
    double begin = seconds_now();
    for (int i = 0; i < times; i++)
        fn(pages);
    return (seconds_now() - begin) / times;
}

static double less(double a, double b)
{
    return a < b ? a : b;
}

static void measure(const struct pages *pages, int rounds)
{
    double gumbo = 1e9, ours = 1e9, parse = 1e9;
    for (int i = 0; i < rounds; i++) {
        ours = less(ours, timed(extract_ours, pages, ROUNDS_OURS));
        parse = less(parse, timed(parse_ours, pages, ROUNDS_OURS));
        gumbo = less(gumbo, timed(parse_gumbo, pages, 1));
    }
    double count = (double)pages->bytes.len;
    printf("%zu pages, best of %d rounds\n", pages->bytes.len, rounds);
    printf("gumbo, parse only %9.1f pages/s\n", count / gumbo);
    printf("courant, parse    %9.1f pages/s\n", count / parse);
    printf("courant, extract  %9.1f pages/s\n", count / ours);
    printf("extract/gumbo %.1f (parse/gumbo %.1f)\n", gumbo / ours, gumbo / parse);
}

int main(int argc, char **argv)
{
    int rounds = ROUNDS;
    bool only_ours = false;
    struct arena a;
    struct pages pages = {{0}, {0}};
    arena_init(&a);
    for (int i = 1; i < argc; i++) {
        int64_t n;
        if (str_eq(str_c(argv[i]), S("--rounds")) && i + 1 < argc &&
            str_to_i64(&n, str_c(argv[i + 1])) && n > 0 && n < 1000) {
            rounds = (int)n;
            i++;
        } else if (str_eq(str_c(argv[i]), S("--only-ours"))) {
            only_ours = true; /* for a profiler */
        } else if (pages_read_folder(&pages, &a, argv[i]) != OK) {
            fprintf(stderr, "bench_extract: %s\n", err_text());
            return 1;
        }
    }
    if (!pages.bytes.len) {
        fprintf(stderr, "usage: bench_extract [--rounds N] [--only-ours] FOLDER...\n");
        return 2;
    }
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET((size_t)sched_getcpu(), &one);
    sched_setaffinity(0, sizeof one, &one);
    if (only_ours)
        (void)timed(extract_ours, &pages, rounds);
    else
        measure(&pages, rounds);
    arena_end(&a);
    return 0;
}
