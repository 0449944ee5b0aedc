/* The tokenizer alone, in each state: it ends, and every string it gives can be read. */
#include "html/tokenizer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static unsigned read_all(const char *p, size_t len)
{
    unsigned sum = 0;
    ASSERT(p || len == 0);
    for (size_t i = 0; i < len; i++)
        sum += (unsigned char)p[i];
    return sum;
}

static void check_token(const struct html_tokenizer *z)
{
    const struct html_token *t = &z->token;
    (void)read_all(t->p, t->len);
    ASSERT(t->kind != HTML_TOKEN_TEXT || t->len > 0);
    if (t->kind == HTML_TOKEN_DOCTYPE) {
        (void)read_all(t->public_id.p, t->public_id.len);
        (void)read_all(t->system_id.p, t->system_id.len);
    }
    if (t->kind != HTML_TOKEN_START)
        return;
    ASSERT(t->len > 0 && t->tag < HTML_TAG_COUNT && t->attr_count <= z->attrs_max);
    ASSERT(z->attr_used + t->attr_count <= z->attr_cap);
    for (uint32_t i = 0; i < t->attr_count; i++) {
        const struct html_attr *a = &z->attrs[z->attr_used + i];
        ASSERT(a->name_len > 0 && a->value && a->id < HTML_ATTR_COUNT);
        (void)read_all(a->name, a->name_len);
        (void)read_all(a->value, a->value_len);
    }
}

/* The first byte chooses the state, whether CDATA is allowed, and the last start tag. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const str names[] = {S("script"), S("title"), S("style"), S("x")};
    if (size == 0)
        return 0;
    struct arena a;
    arena_init(&a);
    str input = {(const char *)data + 1, size - 1};
    struct html_tokenizer z;
    html_tokenizer_init(&z, &a, input, &html_limits_default);
    z.state = (enum html_tokenizer_state)((data[0] & 7) % (HTML_STATE_CDATA + 1));
    z.cdata_allowed = data[0] >> 3 & 1;
    z.last_start = names[data[0] >> 4 & 3];
    const char *at = z.p;
    size_t text = 0;
    while (html_tokenizer_next(&z)) {
        ASSERT(z.p > at && z.p <= z.end);
        at = z.p;
        check_token(&z);
        text += z.token.kind == HTML_TOKEN_TEXT ? z.token.len : 0;
        if (z.token.kind == HTML_TOKEN_START)
            z.attr_used += z.token.attr_count;
    }
    ASSERT(z.p == z.end);
    ASSERT(text <= 3 * size); /* a NUL becomes three bytes, nothing grows more */
    arena_end(&a);
    return 0;
}
