/*
 * Extraction against libgumbo's parsing alone, on real pages, on one core, alternating in one run:
 *
 *     bench_extract [--rounds N] [--only-ours | --memory] FOLDER...
 *
 * (folders of .html or .html.gz files; --only-ours for a profiler, --memory for what a page takes)
 *
 * Pages are read and gunzipped before the clock starts; decoding, parsing, the page, its metadata,
 * the article and its sanitised HTML are all inside it for us. gumbo gets the decoded text and
 * only parses it. The best round of each counts. "parse" is our decoding and parsing alone,
 * "answer" the article as a line of JSON, "floor" two looks at every byte: memchr and whether it is
 * UTF-8.
 */
#include <malloc.h>
#include <sched.h>

#include <gumbo.h>

#include "base/utf8.h"
#include "extract/format.h"
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

/* As `courant extract` answers: the article as a line of JSON. */
static void answer_ours(const struct pages *pages)
{
    struct arena a;
    struct sbuf line;
    arena_init(&a);
    sbuf_init_heap(&line, PAGE_BYTES_MAX);
    vec_each (str, page, &pages->bytes) {
        struct article article;
        const struct read_input in = {.bytes = *page, .fetched_us = TIME_NONE};
        if (read_document(&article, &a, &in) == OK &&
            extract_put(&line, &a, EXTRACT_JSON, &article, S(""), S("page.html")) == OK)
            sink += line.len;
        sbuf_truncate(&line, 0);
        arena_reset(&a);
    }
    sbuf_free(&line);
    arena_end(&a);
}

/* The floor: every byte is looked at once, and once more to see that it is UTF-8. */
static void touch(const struct pages *pages)
{
    vec_each (str, page, &pages->bytes)
        sink += memchr(page->p, 0, page->len) ? 1 : utf8_valid_prefix(*page);
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
    static const struct {
        const char *name;
        void (*fn)(const struct pages *);
        int times;
    } rows[] = {{"gumbo, parse only", parse_gumbo, 1},
                {"courant, floor", touch, ROUNDS_OURS},
                {"courant, parse", parse_ours, ROUNDS_OURS},
                {"courant, extract", extract_ours, ROUNDS_OURS},
                {"courant, answer", answer_ours, ROUNDS_OURS}};
    double best[ARRAY_LEN(rows)];
    for (size_t k = 0; k < ARRAY_LEN(rows); k++)
        best[k] = 1e9;
    for (int i = 0; i < rounds; i++)
        for (size_t k = 0; k < ARRAY_LEN(rows); k++)
            best[k] = less(best[k], timed(rows[k].fn, pages, rows[k].times));
    printf("%zu pages, best of %d rounds\n", pages->bytes.len, rounds);
    for (size_t k = 0; k < ARRAY_LEN(rows); k++)
        printf("%-18s %9.1f pages/s, %.1f of gumbo\n", rows[k].name,
               (double)pages->bytes.len / best[k], best[0] / best[k]);
}

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* What malloc has handed out, in bytes. */
static size_t in_use(void)
{
    struct mallinfo2 m = mallinfo2();
    return m.uordblks + m.hblkhd;
}

/* The memory a worker has taken when a page is read, to the bytes of the page. */
static void measure_memory(const struct pages *pages)
{
    struct arena mine;
    arena_init(&mine);
    double *ratio = arena_array(&mine, pages->bytes.len, double);
    size_t n = 0;
    vec_each (str, page, &pages->bytes) {
        struct arena a;
        arena_init(&a);
        struct article article;
        const struct read_input in = {.bytes = *page, .fetched_us = TIME_NONE};
        size_t before = in_use();
        (void)!read_document(&article, &a, &in);
        ratio[n] = (double)(in_use() - before) / (double)page->len;
        if (ratio[n] > 10)
            printf("%.1f for a page of %zu bytes\n", ratio[n], page->len);
        n++;
        arena_end(&a);
    }
    qsort(ratio, n, sizeof *ratio, compare_doubles);
    printf("memory to the page's bytes: median %.1f, 99 of 100 pages %.1f, most %.1f\n",
           ratio[n / 2], ratio[n * 99 / 100], ratio[n - 1]);
    arena_end(&mine);
}

int main(int argc, char **argv)
{
    int rounds = ROUNDS;
    bool only_ours = false, memory = false;
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
            only_ours = true;
        } else if (str_eq(str_c(argv[i]), S("--memory"))) {
            memory = true;
        } else if (pages_read_folder(&pages, &a, argv[i]) != OK) {
            fprintf(stderr, "bench_extract: %s\n", err_text());
            return 1;
        }
    }
    if (!pages.bytes.len) {
        fprintf(stderr, "usage: bench_extract [--rounds N] [--only-ours | --memory] FOLDER...\n");
        return 2;
    }
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET((size_t)sched_getcpu(), &one);
    sched_setaffinity(0, sizeof one, &one);
    if (memory)
        measure_memory(&pages);
    else if (only_ours)
        (void)timed(extract_ours, &pages, rounds);
    else
        measure(&pages, rounds);
    arena_end(&a);
    return 0;
}
