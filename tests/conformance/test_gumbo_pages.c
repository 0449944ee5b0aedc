/* Real pages give the same tree as libgumbo makes of them, known differences masked
 * (gumbo_mask.h). */
#include <zlib.h>

#include "html5lib.h"

#include "gumbo_mask.h"
#include "gumbo_tree.h"
#include "html/charset.h"

struct counts {
    int pages, equal;
};

static str read_page(struct arena *a, const char *path)
{
    struct sbuf raw;
    sbuf_init(&raw, a, (size_t)1 << 26);
    gzFile f = gzopen(path, "rb");
    assert_non_null(f);
    char part[8192];
    int n;
    while ((n = gzread(f, part, sizeof part)) > 0)
        sbuf_put(&raw, str_of(part, (size_t)n));
    gzclose(f);
    str text;
    struct html_charset charset;
    assert_ok(html_decode(&text, &charset, a, sbuf_str(&raw), S(""), (size_t)1 << 26));
    return text;
}

static void print_first_difference(str ours, str theirs)
{
    size_t i = 0;
    while (i < ours.len && i < theirs.len && ours.p[i] == theirs.p[i])
        i++;
    i = i > 200 ? i - 200 : 0;
    print_error("ours  ...%.*s\ngumbo ...%.*s\n", STR_FMT(str_sub(ours, i, i + 400)),
                STR_FMT(str_sub(theirs, i, i + 400)));
}

static void compare_page(struct counts *n, const char *path)
{
    struct arena a;
    arena_init(&a);
    str ours, theirs;
    str input = gumbo_mask(&a, read_page(&a, path));
    gumbo_compare(&ours, &theirs, &a, input, &html_limits_default);
    n->pages++;
    if (str_eq(ours, theirs)) {
        n->equal++;
    } else {
        print_error("%s\n", path);
        print_first_difference(ours, theirs);
    }
    arena_end(&a);
}

static void compare_folder(struct counts *n, const char *folder)
{
    struct arena a;
    struct dirent **names;
    arena_init(&a);
    int count = scandir(folder, &names, NULL, alphasort);
    assert_true(count > 0);
    for (int i = 0; i < count; i++) {
        if (names[i]->d_name[0] != '.')
            compare_page(n, str_printf(&a, "%s/%s", folder, names[i]->d_name).p);
        free(names[i]);
    }
    free(names);
    arena_end(&a);
}

static void test_pages(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    const char *first = shared_folder(&a, "pages/html");
    const char *second = shared_folder(&a, "pages/meta_html");
    assert_true(first && second);
    struct counts n = {0, 0};
    compare_folder(&n, first);
    compare_folder(&n, second);
    print_message("pages with the tree of libgumbo: %d of %d\n", n.equal, n.pages);
    assert_true(n.pages > 700);
    assert_int_equal(n.equal, n.pages);
    arena_end(&a);
}

/* The comparison can fail: the same input through the mask with one element renamed. */
static void test_difference_is_seen(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    str ours, theirs, other;
    gumbo_compare(&ours, &theirs, &a, S("<p>a<b>c"), &html_limits_default);
    assert_true(str_eq(ours, theirs));
    gumbo_compare(&ours, &other, &a, S("<p>a<i>c"), &html_limits_default);
    assert_false(str_eq(ours, theirs));
    arena_end(&a);
}

int main(void)
{
    if (!shared_there("pages/html"))
        return SHARED_SKIP;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_difference_is_seen),
        cmocka_unit_test(test_pages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
