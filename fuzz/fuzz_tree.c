/* html_parse and html_parse_fragment on any bytes, with ordinary and with tight limits. */
#include "../tests/support/tree_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_reading(struct arena *a, const struct html_tree *t)
{
    str all = html_text_content(a, t, 0);
    size_t len = 0;
    for (uint32_t n = html_next(t, 0, 0); n; n = html_next(t, n, 0)) {
        uint32_t after = html_skip(t, n, 0);
        ASSERT(after != n && after < t->node_count);
        len += html_is_text(t, n) ? t->nodes[n].text_len : 0;
    }
    ASSERT(all.len <= len);
}

/* The first byte chooses limits, the second the fragment's context (0 to 15: a document). */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct html_limits tight = {
        .nodes_max = 40, .depth_max = 16, .attrs_max = 2, .bytes_max = 4096};
    if (size < 2)
        return 0;
    const struct html_limits *limits = data[0] & 1 ? &tight : &html_limits_default;
    struct arena a;
    arena_init(&a);
    struct html_tree t;
    str input = {(const char *)data + 2, size - 2};
    uint16_t tag = data[1] % HTML_TAG_COUNT;
    status s = data[1] < 16 ? html_parse(&t, &a, input, limits)
                            : html_parse_fragment(&t, &a, input, tag, (data[0] >> 1) % 3, limits);
    ASSERT(s == OK);
    tree_check(&t, limits);
    check_reading(&a, &t);
    arena_end(&a);
    return 0;
}
