/*
 * The tree-construction cases of html5lib-tests. A case fails this test unless known_differences
 * names it, and a case named there must differ; docs/HTML-CONFORMANCE.md gives the reasons.
 */
#include "html5lib.h"

#include "html/tree.h"

struct difference {
    const char *file;
    int number; /* of the case in its file, from 1 */
};

static const struct difference known_differences[] = {
    {"webkit02.dat", 45},
    {"webkit02.dat", 46},
    {"webkit02.dat", 47},
    {"webkit02.dat", 48},
    {NULL, 0},
};

struct counts {
    struct arena *arena;
    int run, equal, skipped;
    int unexpected;
};

struct test_case {
    const char *file;
    int number;
    str data, context, want;
    bool script_on;
};

static bool is_known(const struct test_case *c)
{
    for (const struct difference *d = known_differences; d->file; d++)
        if (d->number == c->number && str_eq(str_c(d->file), str_c(c->file)))
            return true;
    return false;
}

static str parse(struct arena *a, const struct test_case *c)
{
    struct html_tree t;
    if (c->context.len == 0) {
        assert_ok(html_parse(&t, a, c->data, &html_limits_default));
    } else {
        str name = c->context;
        enum html_namespace ns = HTML_NS_HTML;
        if (str_starts(name, S("svg ")))
            ns = HTML_NS_SVG;
        else if (str_starts(name, S("math ")))
            ns = HTML_NS_MATHML;
        if (ns != HTML_NS_HTML)
            name = str_skip(name, ns == HTML_NS_SVG ? 4 : 5);
        uint16_t tag = html_tag_find(str_lower(a, name));
        assert_ok(html_parse_fragment(&t, a, c->data, tag, ns, &html_limits_default));
    }
    struct sbuf b;
    sbuf_init(&b, a, 1 << 22);
    html_tree_write(&b, &t);
    str out;
    assert_ok(sbuf_end(&out, &b));
    return out;
}

static void run_case(struct counts *n, const struct test_case *c)
{
    struct arena a;
    if (c->script_on) {
        n->skipped++;
        return;
    }
    arena_init(&a);
    str got = parse(&a, c);
    bool equal = str_eq(got, c->want);
    n->run++;
    n->equal += equal;
    if (equal == is_known(c)) {
        n->unexpected++;
        print_error("%s %d: %s\n%.*s\n--- want\n%.*s--- got\n%.*s\n", c->file, c->number,
                    equal ? "listed as different, but equal" : "different", STR_FMT(c->data),
                    STR_FMT(c->want), STR_FMT(got));
    }
    arena_end(&a);
}

/* The text before the next MARKER; *rest moves behind it. All of it when there is none. */
static str before(str *rest, str marker)
{
    size_t at = str_find(*rest, marker);
    str part = str_sub(*rest, 0, at);
    *rest = at == STR_NPOS ? STR_NONE : str_skip(*rest, at + marker.len);
    return part;
}

static void run_file(void *data, const char *name, str text)
{
    struct counts *n = data;
    (void)before(&text, S("#data\n"));
    for (int number = 1; text.p; number++) {
        str block = before(&text, S("\n\n#data\n"));
        struct test_case c = {.file = name, .number = number};
        if (str_starts(block, S("#errors\n")))
            block = str_skip(block, 8);
        else
            c.data = before(&block, S("\n#errors\n"));
        str head = before(&block, S("#document\n"));
        c.script_on = str_has(head, S("#script-on\n"));
        size_t at = str_find(head, S("#document-fragment\n"));
        if (at != STR_NPOS) {
            str rest = str_skip(head, at + 19);
            c.context = str_cut(&rest, '\n');
        }
        while (str_ends(block, S("\n")))
            block.len--;
        /* A line end is put behind; a text may hold NULs, which printf would take as the end. */
        char *want = arena_dup(n->arena, block.p, block.len);
        want[block.len] = '\n';
        c.want = str_of(want, block.len + (block.len > 0));
        run_case(n, &c);
    }
}

static void test_tree_construction(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    const char *folder = shared_folder(&a, "html5/tree-construction");
    assert_non_null(folder);
    struct counts n = {.arena = &a};
    html5lib_each(&a, folder, S(".dat"), run_file, &n);
    print_message("html5lib trees: %d of %d equal (%.2f%%), %d with scripts skipped\n", n.equal,
                  n.run, 100.0 * n.equal / n.run, n.skipped);
    assert_true(n.run > 1700);
    assert_int_equal(n.unexpected, 0);
    assert_true(n.equal * 100 >= n.run * 99);
    arena_end(&a);
}

int main(void)
{
    if (!shared_there("html5/tree-construction"))
        return SHARED_SKIP;
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_tree_construction)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
