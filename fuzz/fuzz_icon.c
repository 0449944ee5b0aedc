/* What a site serves as its icon, and what it says of itself. Up to the first NUL the input is a
 * host, a language tag and a page, a line each; behind it, a picture. Types and countries are of
 * the known ones, and a picture that is one stays one with bytes behind it. */
#include "base/attr.h"
#include "html/tree.h"
#include "page/site.h"
#include "source/facts.h"
#include "source/icon.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool is_type(str type)
{
    static const str TYPES[] = {S("image/png"),  S("image/gif"),    S("image/jpeg"),
                                S("image/webp"), S("image/x-icon"), S("")};
    for (size_t i = 0; i < ARRAY_LEN(TYPES); i++)
        if (str_eq(type, TYPES[i]))
            return true;
    return false;
}

static void picture(struct arena *a, str bytes)
{
    str type = icon_type(bytes);
    ASSERT(is_type(type));
    if (str_empty(type) || bytes.len + 8 > ICON_BYTES_MAX)
        return;
    char *longer = arena_calloc(a, bytes.len + 8, 1);
    memcpy(longer, bytes.p, bytes.len);
    ASSERT(str_eq(icon_type(str_of(longer, bytes.len + 8)), type));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;
    struct html_tree tree;
    struct page_site site;
    arena_init(&a);
    str bytes = {(const char *)data, size}, text = str_cut(&bytes, '\0');
    struct source_claims claims = {.host = str_cut(&text, '\n'),
                                   .feed_language = str_cut(&text, '\n')};
    picture(&a, bytes.p ? bytes : S(""));
    if (html_parse(&tree, &a, text.p ? text : S(""), &html_limits_default) == OK) {
        page_site_read(&site, &a, &tree, S("https://paper.example/"));
        ASSERT(str_empty(site.icon) || str_istarts(site.icon, S("http")));
        claims.page_language = site.language;
        claims.page_locale = site.locale;
        claims.page_region = site.region;
    }
    struct source_said said = source_facts_read(&claims);
    ASSERT(said.country.len == 0 || said.country.len == 2);
    ASSERT(said.language.len == 0 || said.language.len == 2);
    arena_end(&a);
    return 0;
}
