/*
 * Any bytes, cleaned and written as Markdown: no container or mark may be left open (the writer
 * asserts that), and what is written begins and ends with something to be seen.
 */
#include "base/attr.h"
#include "extract/markdown.h"
#include "html/sanitize.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;
    struct sbuf out;
    str text;
    html body;
    arena_init(&a);
    const struct html_sanitize_options options = {.base = S("https://example.org/a/b"),
                                                  .out_max = (size_t)64 << 20};
    ASSERT(html_sanitize(&body, &a, str_of((const char *)data, size), &options) == OK);
    sbuf_init(&out, &a, (size_t)256 << 20);
    ASSERT(extract_put_markdown_body(&out, &a, body) == OK);
    ASSERT(sbuf_end(&text, &out) == OK);
    ASSERT(!text.len || !ascii_is_space((unsigned char)text.p[0]));
    ASSERT(!text.len || text.p[text.len - 1] != '\n');
    arena_end(&a);
    return 0;
}
