/*
 * HTML parsing against libgumbo, on real pages, on one core, alternating in one run:
 *
 *     bench_html [--rounds N] FOLDER...      (folders of .html or .html.gz files)
 *
 * Pages are read, gunzipped and decoded to UTF-8 before the clock starts. A round parses every
 * page once with each; a page's tree is freed before the next one. "floor" looks at every byte
 * once, as memchr does: no parser can be faster. The best round of each counts.
 */
#include <dirent.h>
#include <sched.h>
#include <zlib.h>

#include <gumbo.h>

#include "base/sbuf.h"
#include "base/vec.h"
#include "html/charset.h"
#include "html/tree.h"

enum { ROUNDS = 7, ROUNDS_OURS = 5 }; /* ours is run several times a round: it is short */

static double seconds_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static status read_page(str *out, struct arena *a, const char *path)
{
    gzFile f = gzopen(path, "rb");
    if (!f)
        return fail(E_IO, "cannot open '%s'", path);
    struct sbuf b;
    sbuf_init_heap(&b, (size_t)64 << 20);
    char part[65536];
    int n;
    while ((n = gzread(f, part, sizeof part)) > 0)
        sbuf_put(&b, str_of(part, (size_t)n));
    gzclose(f);
    struct html_charset charset;
    str text;
    status s = html_decode(&text, &charset, a, sbuf_str(&b), S(""), (size_t)64 << 20);
    if (s == OK)
        *out = str_dup(a, text);
    sbuf_free(&b);
    return s;
}

static status read_folder(struct str_vec *pages, struct arena *a, const char *folder)
{
    struct dirent **names;
    int n = scandir(folder, &names, NULL, alphasort);
    if (n < 0)
        return fail(E_IO, "cannot read folder '%s'", folder);
    status s = OK;
    for (int i = 0; i < n; i++) {
        if (s == OK && names[i]->d_name[0] != '.')
            s = read_page(vec_push(pages, a), a,
                          str_printf(a, "%s/%s", folder, names[i]->d_name).p);
        free(names[i]);
    }
    free(names);
    return s;
}

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
    struct str_vec pages = {0};
    arena_init(&a);
    for (int i = 1; i < argc; i++) {
        int64_t n;
        if (str_eq(str_c(argv[i]), S("--rounds")) && i + 1 < argc &&
            str_to_i64(&n, str_c(argv[i + 1])) && n > 0 && n < 1000) {
            rounds = (int)n;
            i++;
        } else if (str_eq(str_c(argv[i]), S("--only-ours"))) {
            only_ours = true; /* for a profiler */
        } else if (read_folder(&pages, &a, argv[i]) != OK) {
            fprintf(stderr, "bench_html: %s\n", err_text());
            return 1;
        }
    }
    if (!pages.len) {
        fprintf(stderr, "usage: bench_html [--rounds N] [--only-ours] FOLDER...\n");
        return 2;
    }
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET((size_t)sched_getcpu(), &one);
    sched_setaffinity(0, sizeof one, &one);
    if (only_ours)
        (void)timed(parse_ours, &pages, rounds);
    else
        measure(&pages, rounds);
    arena_end(&a);
    return 0;
}
