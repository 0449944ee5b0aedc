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

/* Written after all rules, and none was changed for them. */
static void test_fresh(void **state)
{
    (void)state;
    judge_folder("tests/induce/fresh", 0.95, 0.95);
}

/* --- recipes --------------------------------------------------------------------------------- */

#define TEASER(n, class_name)                                                                      \
    "<div class='" class_name "'><h3><a href='/s/" n "-a-story-of-it'>A story of the town " n      \
    "</a></h3><i>" n " November 2026</i></div>"
#define THREE(class_name) TEASER("11", class_name) TEASER("12", class_name) TEASER("13", class_name)

static str recipe_of(struct arena *a, const char *markup)
{
    struct induced_vec lists = {0};
    struct induce_source source = source_of(str_c(markup), ADDRESS);
    assert_ok(induce_lists(&lists, a, &source));
    assert_true(lists.len > 0);
    return lists.at[0].recipe;
}

static size_t found_by(struct arena *a, str recipe, const char *markup)
{
    struct feed_document *feed;
    struct induce_source source = source_of(str_c(markup), ADDRESS);
    return induce_read(&feed, a, &source, recipe) == OK ? feed->items.len : 0;
}

static void test_changed_pages(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    str recipe = recipe_of(&a, "<div id=x>" THREE("teaser") "</div>");
    assert_int_equal(found_by(&a, recipe, "<div>" THREE("teaser") TEASER("14", "teaser") "</div>"),
                     4);
    /* Fewer are no fault; nor are a wrapper more, other classes, other names around. */
    assert_int_equal(found_by(&a, recipe, "<div>" TEASER("11", "teaser") "</div>"), 1);
    assert_int_equal(found_by(&a, recipe, "<main><div>" THREE("teaser") "</div></main>"), 3);
    assert_int_equal(found_by(&a, recipe, "<section>" THREE("card") "</section>"), 3);
    /* What is in the same elements, but leads to pages of another kind, is something else. */
    assert_int_equal(found_by(&a, recipe,
                              "<section><div class=card><h3><a href=/a>Politics</a></h3></div>"
                              "<div class=card><h3><a href=/b>Economy</a></h3></div></section>"),
                     0);
    assert_non_null(strstr(err_text(), "not built any more as it was: of the 3 entries"));
    assert_int_equal(found_by(&a, recipe, "<p>Closed.</p>"), 0);
    arena_end(&a);
}

static void test_wrong_recipes(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",
                                        "{}",
                                        "[1",
                                        "{\"version\":2,\"lists\":[]}",
                                        "{\"version\":1,\"lists\":[]}",
                                        "{\"version\":1,\"lists\":[{\"links\":\"\"}]}",
                                        "{\"version\":1,\"lists\":[{\"links\":\"//././\"}]}"};
    struct arena a;
    arena_init(&a);
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        struct feed_document *feed;
        struct induce_source source = source_of(S("<div>" THREE("teaser") "</div>"), ADDRESS);
        assert_int_equal(induce_read(&feed, &a, &source, str_c(wrong[i])), E_INPUT);
        assert_non_null(strstr(err_text(), "ubscribe to it anew"));
    }
    arena_end(&a);
}

static const char list_at_the_foot[] = "<div class=footer>" THREE(
    "teaser") "</div><p>And a longer text, as it would be on a page "
              "that has something to say beside what is at its foot, so that the foot is not most of it. "
              "It goes on for a while, and then ends.</p>";

static void test_what_is_no_list(void **state)
{
    (void)state;
    static const char *const pages[] = {
        "",
        "<p>Text only.</p>",
        "<ul><li><a href=/a>Home</a><li><a href=/b>News</a><li><a href=/c>Contact</a></ul>",
        "<nav>" THREE("teaser") "</nav>",
        list_at_the_foot,
        "<div hidden>" THREE("teaser") "</div>",
        "<h2><a href='#a'>The first part of this page</a></h2><h2><a href='#b'>The second part of "
        "it</a></h2><h2><a href='#c'>The third part of this page</a></h2>",
    };
    struct arena a;
    arena_init(&a);
    for (size_t i = 0; i < ARRAY_LEN(pages); i++) {
        struct induced_vec lists = {0};
        struct induce_source source = source_of(str_c(pages[i]), ADDRESS);
        assert_ok(induce_lists(&lists, &a, &source));
        if (lists.len)
            print_error("page %zu\n", i);
        assert_int_equal(lists.len, 0);
    }
    arena_end(&a);
}

/* --- pages that are made to take long -------------------------------------------------------- */

static void put_times(struct sbuf *b, size_t n, const char *part)
{
    for (size_t i = 0; i < n; i++)
        sbuf_put(b, str_c(part));
}

/* What would be more than linear would take minutes here. */
static void test_large_pages(void **state)
{
    (void)state;
    struct arena a;
    for (int kind = 0; kind < 6; kind++) {
        struct sbuf b;
        struct induced_vec lists = {0};
        arena_init(&a);
        sbuf_init_heap(&b, (size_t)64 << 20);
        for (size_t i = 0; i < 40000; i++) {
            if (kind == 0) /* links of one path */
                sbuf_printf(&b, "<p><a href=/n/%zu-a-b-c>A headline of some words %zu</a></p>", i,
                            i);
            if (kind == 1) /* of a path each, far more than are looked at */
                sbuf_printf(&b, "<p class=%c%c%c><a href=/n/%zu-a-b-c>A headline of words</a></p>",
                            (char)('a' + i % 26), (char)('a' + i / 26 % 26),
                            (char)('a' + i / 676 % 26), i);
            if (kind == 2) /* cells of one row */
                sbuf_printf(&b, "%s<td><a href=v?n=%zu0>A subject that is long</a>",
                            i ? "" : "<table><tr>", i);
            if (kind == 3) /* all in one another */
                sbuf_printf(&b, "<div>x<a href=/n/%zu-a-b>Words of one headline</a>", i);
            if (kind == 4) /* a date between each two */
                sbuf_printf(&b, "<h3>%zu November 2026</h3><a href=/n/%zu-a-b>A headline</a>",
                            i % 28 + 1, i);
            if (kind == 5) /* pairs, with much between them */
                sbuf_printf(&b, "<u class=q%c><a href=/n/%zu-a-b>Headline of words</a></u><i>x</i>",
                            (char)('a' + i % 26), i);
        }
        put_times(&b, 1000, "</div>");
        struct induce_source source = source_of(sbuf_str(&b), ADDRESS);
        assert_ok(induce_lists(&lists, &a, &source));
        for (size_t i = 0; i < lists.len; i++)
            assert_true(lists.at[i].feed->items.len <= INDUCE_ENTRIES_MAX);
        sbuf_free(&b);
        arena_end(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tuned),         cmocka_unit_test(test_kept_back),
        cmocka_unit_test(test_fresh),         cmocka_unit_test(test_changed_pages),
        cmocka_unit_test(test_wrong_recipes), cmocka_unit_test(test_what_is_no_list),
        cmocka_unit_test(test_large_pages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
