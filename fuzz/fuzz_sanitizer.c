/*
 * Any bytes, cleaned: what comes out parses to itself, cleans to itself, and holds only what
 * html_serialize.h lists. The first byte chooses the options.
 */
#include "base/attr.h"
#include "html/sanitize.h"

#include "../tests/support/html_serialize.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    struct arena a;
    arena_init(&a);
    struct html_sanitize_options options = {
        .base = data[0] & 1 ? S("https://example.org/a/b") : S(""),
        .out_max = (size_t)64 << 20,
        .links_nofollow = data[0] & 2,
        .no_images = data[0] & 4,
    };
    html once, twice;
    struct html_tree t;
    ASSERT(html_sanitize(&once, &a, str_of((const char *)data + 1, size - 1), &options) == OK);
    ASSERT(html_sanitize(&twice, &a, once.s, &options) == OK);
    ASSERT(html_parse_fragment(&t, &a, once.s, HTML_TAG_DIV, HTML_NS_HTML, &html_limits_default) ==
           OK);
    ASSERT(str_eq(serialize_tree(&a, &t), once.s));
    ASSERT(str_eq(once.s, twice.s));
    ASSERT(!unsafe_in_tree(&t));
    arena_end(&a);
    return 0;
}
