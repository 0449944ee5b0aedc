/* Entries of pages without feeds. The pages of tests/induce are of our own making: each link that
 * is an entry has the attribute data-entry, which the code under test does not look at.
 * INDUCE_SHOW=1 prints what is found. */
#include "testing.h"

#include <dirent.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/map.h"
#include "base/sbuf.h"
#include "base/url.h"
#include "feed/induce.h"
#include "html/tree.h"

#define ADDRESS "https://site.example/news/"
#define PAGES_MAX 64

static int64_t now_us(void)
{
    int64_t t;
    assert_true(clock_from_iso(&t, S("2026-11-22T12:00:00Z")));
    return t;
}

static str read_file(struct arena *a, const char *path)
{
    struct sbuf b;
    FILE *f = fopen(path, "rb");
    char *room;
    assert_non_null(f);
    sbuf_init(&b, a, (size_t)8 << 20);
    for (size_t n = 1; n && (room = sbuf_room(&b, 65536));) {
        n = fread(room, 1, 65536, f);
        sbuf_added(&b, n);
    }
    fclose(f);
    return sbuf_str(&b);
}

static struct induce_source source_of(str bytes, const char *address)
{
    return (struct induce_source){
        .bytes = bytes, .content_type = S("text/html"), .url = str_c(address), .now_us = now_us()};
}

/* The addresses of the links that are entries. */
static void read_truth(struct map *truth, struct arena *a, str bytes)
{
    struct html_tree t;
    url base, address;
    assert_ok(html_parse(&t, a, bytes, &html_limits_default));
    assert_ok(url_parse(&base, a, S(ADDRESS), NULL));
    map_init(truth, a);
    for (uint32_t n = html_next(&t, 0, 0); n; n = html_next(&t, n, 0))
        if (html_attr_named(&t, n, S("data-entry")).p) {
            assert_ok(url_parse(&address, a, html_attr(&t, n, HTML_ATTR_HREF), &base));
            *map_put(truth, address.s) = 1;
        }
}

struct count {
    size_t right, found, wanted, dated;
};

static void show(const struct induced *list)
{
    print_message("  score %.2f  %.*s\n", list->score, STR_FMT(list->recipe));
    vec_each (const struct feed_part, item, &list->feed->items) {
        struct civil c = clock_civil(item->published_us == TIME_NONE ? 0 : item->published_us);
        print_message("    %04d-%02d-%02d %.*s | %.*s | %.*s | %.*s\n", c.year, c.month, c.day,
                      STR_FMT(item->title.text), STR_FMT(item->link),
                      STR_FMT(str_sub(item->summary.text, 0, 40)), STR_FMT(item->image.url));
    }
}

static struct count judge(const char *path)
{
    struct arena a;
    struct map truth;
    struct induced_vec lists = {0};
    struct count n = {0};
    arena_init(&a);
    str bytes = read_file(&a, path);
    read_truth(&truth, &a, bytes);
    struct induce_source source = source_of(bytes, ADDRESS);
    assert_ok(induce_lists(&lists, &a, &source));
    n.wanted = truth.len;
    if (lists.len) {
        vec_each (const struct feed_part, item, &lists.at[0].feed->items) {
            n.found++;
            n.right += map_get(&truth, item->link) != NULL;
            n.dated += item->published_us != TIME_NONE;
            assert_true(item->title.text.len > 0);
        }
        /* What is shown before subscribing is what will come. */
        struct feed_document *again;
        assert_ok(induce_read(&again, &a, &source, lists.at[0].recipe));
        assert_int_equal(again->items.len, lists.at[0].feed->items.len);
    }
    print_message("%-40s %3zu of %3zu, %zu too many, %zu dated, %zu lists\n",
                  strrchr(path, '/') + 1, n.right, n.wanted, n.found - n.right, n.dated, lists.len);
    for (size_t i = 0; getenv("INDUCE_SHOW") && i < lists.len; i++)
        show(&lists.at[i]);
    arena_end(&a);
    return n;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Precision and recall over all entries of the pages of FOLDER. */
static void judge_folder(const char *folder, double precision, double recall)
{
    char *paths[PAGES_MAX];
    size_t len = 0;
    struct count all = {0};
    DIR *d = opendir(folder);
    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d)) && len < PAGES_MAX;)
        if (str_ends(str_c(e->d_name), S(".html")) &&
            (!getenv("INDUCE_SHOW") || strstr(e->d_name, getenv("INDUCE_SHOW")))) {
            paths[len] = malloc(1000);
            assert_non_null(paths[len]);
            snprintf(paths[len++], 1000, "%s/%s", folder, e->d_name);
        }
    closedir(d);
    qsort(paths, len, sizeof *paths, by_name);
    for (size_t i = 0; i < len; i++) {
        struct count n = judge(paths[i]);
        all.right += n.right;
        all.found += n.found;
        all.wanted += n.wanted;
        free(paths[i]);
    }
    if (getenv("INDUCE_SHOW"))
        return;
    double p = (double)all.right / (double)all.found, r = (double)all.right / (double)all.wanted;
    print_message("%s: %zu pages, %zu entries: precision %.3f, recall %.3f\n", folder, len,
                  all.wanted, p, r);
    assert_true(p >= precision);
    assert_true(r >= recall);
}

static void test_tuned(void **state)
{
    (void)state;
    judge_folder("tests/induce/tuned", 0.97, 0.97);
}

static void test_kept_back(void **state)
{
    (void)state;
    judge_folder("tests/induce/kept_back", 0.90, 0.90);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tuned),
        cmocka_unit_test(test_kept_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
