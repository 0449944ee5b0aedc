/* Two lines, a base and a reference: what parses is a fixed point of parsing, its canonical form
 * one of url_canonical, and its parts lie inside it. */
#include "base/attr.h"
#include "base/url.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(struct arena *a, url u)
{
    url again, canonical, twice;
    ASSERT(url_parse(&again, a, u.s, NULL) == OK && str_eq(again.s, u.s));
    ASSERT(url_canonical(&canonical, a, u) == OK);
    ASSERT(url_canonical(&twice, a, canonical) == OK && str_eq(canonical.s, twice.s));
    ASSERT(url_parse(&again, a, canonical.s, NULL) == OK && str_eq(again.s, canonical.s));
    ASSERT(str_eq(url_site(u), url_site(canonical)));
    for (size_t i = 0; i < u.s.len; i++)
        ASSERT((unsigned char)u.s.p[i] >= ' ' && (unsigned char)u.s.p[i] < 127);
    if (!url_is_web(u))
        return;
    ASSERT(url_split(u).host.len > 0);
    ASSERT(str_starts(url_split(u).path, S("/")));
    ASSERT(url_parse(&again, a, url_origin(a, u), NULL) == OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;
    arena_init(&a);
    str input = {(const char *)data, size};
    size_t line = str_chr(input, '\n');
    url base, u;
    bool has_base = line != STR_NPOS && url_parse(&base, &a, str_sub(input, 0, line), NULL) == OK;
    if (has_base)
        check(&a, base);
    str reference = line == STR_NPOS ? input : str_skip(input, line + 1);
    if (url_parse(&u, &a, reference, has_base ? &base : NULL) == OK)
        check(&a, u);
    arena_end(&a);
    return 0;
}
