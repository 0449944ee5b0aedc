/* `courant tree`: the tree a page is parsed into, in the notation of html5lib-tests. */
#include "cli/bulk.h"
#include "cli/cli.h"
#include "html/charset.h"
#include "html/tree.h"

struct tree_options {
    uint16_t tag; /* fragments: the context element */
    uint8_t ns;
    bool fragment;
};

static status tree_file(struct sbuf *out, struct arena *a, void *ctx, const struct bulk_item *item)
{
    const struct tree_options *o = ctx;
    struct html_charset charset;
    struct html_tree t;
    str text;
    TRY(html_decode(&text, &charset, a, item->text, S(""), html_limits_default.bytes_max));
    if (o->fragment)
        TRY(html_parse_fragment(&t, a, text, o->tag, o->ns, &html_limits_default));
    else
        TRY(html_parse(&t, a, text, &html_limits_default));
    html_tree_write(out, &t);
    return OK;
}

/* "div", "svg path" or "math mi". */
static void set_context(struct tree_options *o, const char *element)
{
    struct arena a;
    arena_init(&a);
    str name = str_lower(&a, str_c(element));
    o->fragment = true;
    o->ns = HTML_NS_HTML;
    if (str_starts(name, S("svg "))) {
        o->ns = HTML_NS_SVG;
        name = str_skip(name, 4);
    } else if (str_starts(name, S("math "))) {
        o->ns = HTML_NS_MATHML;
        name = str_skip(name, 5);
    }
    o->tag = html_tag_find(name);
    arena_end(&a);
}

int cmd_tree(const struct config *config, int argc, char **argv)
{
    const char *fragment = NULL;
    const char *name = argv[0];
    const struct cli_option options[] = {
        {"fragment", CLI_TEXT, &fragment, "ELEMENT",
         "parse as the content of ELEMENT (\"div\", \"svg path\"), as innerHTML does"},
    };
    int n;
    if (cli_parse(&n, argc, argv, options, ARRAY_LEN(options)) != OK)
        return cli_usage_error(name);
    if (n < 0)
        return CLI_OK;
    if (n != 1) {
        (void)!fail(E_INPUT, "name one file, or - for standard input");
        return cli_usage_error(name);
    }
    struct tree_options tree = {.fragment = false};
    if (fragment)
        set_context(&tree, fragment);
    struct bulk_options bulk = {
        .threads = cli_threads(config), .label = "tree", .plain_errors = true};
    return bulk_files(&bulk, n, argv, tree_file, &tree);
}
