/* Our tree and libgumbo's are equal, on input with the known differences masked (gumbo_mask.h). */
#include "../tests/support/gumbo_mask.h"
#include "../tests/support/gumbo_tree.h"
#include "html/builder.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
const char *__asan_default_options(void);

/* libgumbo leaks, which is not what this target is about. */
const char *__asan_default_options(void)
{
    return "detect_leaks=0";
}

enum { INLINE_MAX = 4 };

/* In the adoption agency's inner loop libgumbo leaves the fourth element on the stack, which the
 * standard removes. Only INLINE_MAX elements that are not special may be opened, so that the loop
 * gets no further; the others become <div>. */
static str cap_inline(struct arena *a, str in)
{
    struct sbuf b;
    int opened = 0;
    sbuf_init(&b, a, in.len * 4 + 16);
    for (size_t i = 0; i < in.len;) {
        sbuf_putc(&b, in.p[i++]);
        if (in.p[i - 1] != '<' || i == in.len || !ascii_is_alpha((unsigned char)in.p[i]))
            continue;
        str name = str_skip(in, i);
        name.len = gumbo_name_len(name);
        bool special = build_tag_flags[html_tag_find(str_lower(a, name))] & OPEN_SPECIAL;
        sbuf_put(&b, !special && ++opened > INLINE_MAX ? S("div") : name);
        i += name.len;
    }
    return sbuf_str(&b);
}

/* In tables libgumbo takes white space for table text even where a fostered element is the current
 * node: where there is a table, a text that follows a tag does not begin with white space. */
static str mask_table_space(struct arena *a, str in)
{
    struct sbuf b;
    if (!str_ihas(in, S("<table")))
        return in;
    sbuf_init(&b, a, in.len * 2 + 16);
    for (size_t i = 0; i < in.len; i++) {
        if (i && in.p[i - 1] == '>' && (in.p[i] == '&' || ascii_is_space((unsigned char)in.p[i])))
            sbuf_putc(&b, '-');
        sbuf_putc(&b, in.p[i]);
    }
    return sbuf_str(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;
    arena_init(&a);
    str input = gumbo_mask(&a, str_of((const char *)data, size));
    input = mask_table_space(&a, cap_inline(&a, input));
    str ours, theirs;
    gumbo_compare(&ours, &theirs, &a, input, &html_limits_default);
    if (!str_eq(ours, theirs)) {
        fprintf(stderr, "input\n%.*s\nours\n%.*s\ngumbo\n%.*s\n", STR_FMT(input), STR_FMT(ours),
                STR_FMT(theirs));
        abort();
    }
    arena_end(&a);
    return 0;
}
