/*
 * HTML parsing against libgumbo, on real pages, on one core, alternating in one run:
 *
 *     bench_html [--rounds N] FOLDER...      (folders of .html or .html.gz files)
 *
 * Pages are read, gunzipped and decoded to UTF-8 before the clock starts. A round parses every
 * page once with each; a page's tree is freed before the next one. "floor" looks at every byte
 * once, as memchr does: no parser can be faster. The best round of each counts.
 */
#include <sched.h>

#include <gumbo.h>

#include "html/tree.h"
#include "pages.h"

enum { ROUNDS = 7, ROUNDS_OURS = 5 }; /* ours is run several times a round: it is short */

/* Keeps the compiler from leaving out what is measured. */
static volatile size_t sink;

static void parse_ours(const struct str_vec *pages)
{
    struct arena a;
    arena_init(&a);
    vec_each (str, page, pages) {
        struct html_tree t;
        if (html_parse(&t, &a, *page, &html_limits_default) == OK)
            sink += t.node_count;
        arena_reset(&a);
    }
    arena_end(&a);
}

static void parse_gumbo(const struct str_vec *pages)
{
    vec_each (str, page, pages) {
        GumboOutput *o = gumbo_parse_with_options(&kGumboDefaultOptions, page->p, page->len);
        sink += o->document->v.document.children.length;
        gumbo_destroy_output(&kGumboDefaultOptions, o);
    }
}

static void scan_floor(const struct str_vec *pages)
{
    vec_each (str, page, pages)
        sink += memchr(page->p, '\x01', page->len) != NULL;
}

/* Seconds a pass of FN takes, from TIMES passes. */
static double timed(void (*fn)(const struct str_vec *), const struct str_vec *pages, int times)
{
    double begin = seconds_now();
    for (int i = 0; i < times; i++)
        fn(pages);
    return (seconds_now() - begin) / times;
}

static void report(const char *name, double seconds, size_t pages, size_t bytes)
{
    printf("%-8s %9.1f pages/s %9.1f MB/s\n", name, (double)pages / seconds,
           (double)bytes / seconds / 1e6);
}

static double less(double a, double b)
{
    return a < b ? a : b;
}

static void measure(const struct str_vec *pages, int rounds)
{
    double gumbo = 1e9, ours = 1e9, floor_time = 1e9;
    size_t bytes = 0;
    vec_each (str, page, pages)
        bytes += page->len;
    for (int i = 0; i < rounds; i++) {
        ours = less(ours, timed(parse_ours, pages, ROUNDS_OURS));
        gumbo = less(gumbo, timed(parse_gumbo, pages, 1));
        floor_time = less(floor_time, timed(scan_floor, pages, ROUNDS_OURS));
    }
    printf("%zu pages, %.1f MB, best of %d rounds\n", pages->len, (double)bytes / 1e6, rounds);
    report("gumbo", gumbo, pages->len, bytes);
    report("courant", ours, pages->len, bytes);
    report("floor", floor_time, pages->len, bytes);
    printf("courant/gumbo %.1f\n", gumbo / ours);
}

int main(int argc, char **argv)
{
    int rounds = ROUNDS;
    bool only_ours = false;
    struct arena a;
    struct pages read = {0};
    const struct str_vec *pages = &read.texts;
    arena_init(&a);
    for (int i = 1; i < argc; i++) {
        int64_t n;
        if (str_eq(str_c(argv[i]), S("--rounds")) && i + 1 < argc &&
            str_to_i64(&n, str_c(argv[i + 1])) && n > 0 && n < 1000) {
            rounds = (int)n;
            i++;
        } else if (str_eq(str_c(argv[i]), S("--only-ours"))) {
            only_ours = true; /* for a profiler */
        } else if (pages_read_folder(&read, &a, argv[i]) != OK) {
            fprintf(stderr, "bench_html: %s\n", err_text());
            return 1;
        }
    }
    if (!pages->len) {
        fprintf(stderr, "usage: bench_html [--rounds N] [--only-ours] FOLDER...\n");
        return 2;
    }
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET((size_t)sched_getcpu(), &one);
    sched_setaffinity(0, sizeof one, &one);
    if (only_ours)
        (void)timed(parse_ours, pages, rounds);
    else
        measure(pages, rounds);
    arena_end(&a);
    return 0;
}
