/* Telling the next page of an article from the next article, by the shapes of addresses. */
#include "page/variant.h"

/* Whether REST, where two addresses differ, only counts pages. */
static bool counts_pages(str rest)
{
    static const str words[] = {S("page"), S("seite"),  S("pagina"), S("slide"), S("part"),
                                S("teil"), S("strana"), S("sida"),   S("p"),     S("s")};
    while (rest.len) {
        unsigned char c = (unsigned char)rest.p[0];
        size_t skip = ascii_is_digit(c) || strchr("/?&=-_.,", c) ? 1 : 0;
        for (size_t i = 0; i < ARRAY_LEN(words) && !skip; i++)
            if (str_istarts(rest, words[i]) &&
                (rest.len == words[i].len || !ascii_is_alpha((unsigned char)rest.p[words[i].len])))
                skip = words[i].len;
        if (!skip)
            return false;
        rest = str_skip(rest, skip);
    }
    return true;
}

static str after_host(str address)
{
    size_t scheme = str_find(address, S("//"));
    str rest = scheme == STR_NPOS ? address : str_skip(address, scheme + 2);
    size_t slash = str_chr(rest, '/');
    return slash == STR_NPOS ? S("") : str_skip(rest, slash);
}

static bool ends_in_digit(str s)
{
    return s.len && ascii_is_digit((unsigned char)s.p[s.len - 1]);
}

bool variant_is_next(str address, str next)
{
    str a = after_host(address), b = after_host(next);
    size_t begin = 0;
    while (a.len && b.len && a.p[a.len - 1] == b.p[b.len - 1] && !ends_in_digit(a))
        a.len--, b.len--; /* ".html" */
    while (begin < a.len && begin < b.len && a.p[begin] == b.p[begin])
        begin++;
    while (begin && ascii_is_digit((unsigned char)a.p[begin - 1]))
        begin--; /* the whole number */
    str rest = str_skip(b, begin);
    bool number = false;
    for (size_t i = 0; i < rest.len; i++)
        number |= ascii_is_digit((unsigned char)rest.p[i]) != 0;
    /* The number of a page has few digits; an article's has many. */
    return begin > 1 && number && rest.len <= 16 && counts_pages(rest) &&
           counts_pages(str_skip(a, begin)) && a.len - begin <= 16;
}

/* DECLARED as an address, "" when it is none or the page's own. */
static str address_of(struct arena *a, str declared, url page_url, url base)
{
    url u;
    if (str_empty(declared) || url_parse(&u, a, declared, str_empty(base.s) ? NULL : &base) != OK ||
        !url_is_web(u) || str_eq(u.s, page_url.s))
        return S("");
    return u.s;
}

void variant_read(struct page *out, struct arena *a, const struct page_meta *m, url page_url,
                  url base)
{
    str own = str_empty(page_url.s) ? out->canonical_url : page_url.s;
    out->amp = m->is_amp;
    out->amp_url = m->is_amp ? S("") : address_of(a, m->amp, page_url, base);
    out->print_url = address_of(a, m->print, page_url, base);
    out->next_url = address_of(a, m->next, page_url, base);
    if (!variant_is_next(own, out->next_url))
        out->next_url = S("");
}
