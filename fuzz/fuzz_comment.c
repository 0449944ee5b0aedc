/*
 * Any text as a comment's Markdown: what comes out parses to itself, holds only what
 * html_serialize.h lists, has no picture, and every link in it leads to a web page elsewhere.
 */
#include "base/attr.h"
#include "base/url.h"
#include "base/utf8.h"
#include "people/comment.h"

#include "../tests/support/html_serialize.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_links(struct arena *a, const struct html_tree *t)
{
    for (uint32_t n = html_next(t, 0, 0); n; n = html_next(t, n, 0)) {
        if (html_is_text(t, n))
            continue;
        ASSERT(!str_eq(html_name(t, n), S("img")));
        html_each_attr (t, attr, n) {
            url parsed;
            if (!str_eq(str_of(attr->name, attr->name_len), S("href")))
                continue;
            str value = {attr->value, attr->value_len};
            ASSERT(url_parse(&parsed, a, value, NULL) == OK);
            ASSERT(url_is_web(parsed) || str_starts(value, S("mailto:")));
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;
    struct html_tree t;
    html out;
    arena_init(&a);
    /* people/ refuses what is no text before it renders it. */
    str text = utf8_repair(&a, str_of((const char *)data, size));
    status st = comment_render(&out, &a, text);
    ASSERT(st == OK || st == E_LIMIT);
    if (st == OK) {
        ASSERT(html_parse_fragment(&t, &a, out.s, HTML_TAG_DIV, HTML_NS_HTML,
                                   &html_limits_default) == OK);
        ASSERT(!unsafe_in_tree(&t));
        ASSERT(str_eq(serialize_tree(&a, &t), out.s));
        ASSERT(comment_links(out) <= text.len);
        check_links(&a, &t);
    }
    arena_end(&a);
    return 0;
}
