/* Feeds that a page offers. */
#include "feed/discover.h"

#include "feed/address.h"
#include "feed/feed.h"
#include "html/charset.h"
#include "html/tree.h"

struct search {
    struct arena *arena;
    struct feed_candidate_vec *out;
    str base;
};

static bool has_word(str words, str word)
{
    str rest = words;
    while (rest.len) {
        size_t n = 0;
        while (n < rest.len && !ascii_is_space((unsigned char)rest.p[n]))
            n++;
        if (str_ieq(str_sub(rest, 0, n), word))
            return true;
        rest = str_trim(str_skip(rest, n));
    }
    return false;
}

/* The type that a link to a feed may have; application/json is a feed's only with rel=feed. */
static bool is_feed_type(str type)
{
    static const char types[][28] = {"application/rss+xml",   "application/atom+xml",
                                     "application/feed+json", "application/rdf+xml",
                                     "application/x-rss+xml", "application/x.atom+xml",
                                     "application/rss",       "application/atom",
                                     "text/rss+xml",          "text/rss",
                                     "text/atom+xml",         "text/xml",
                                     "application/xml"};
    size_t semicolon = str_chr(type, ';');
    type = str_trim(semicolon == STR_NPOS ? type : str_sub(type, 0, semicolon));
    for (size_t i = 0; i < ARRAY_LEN(types); i++)
        if (str_ieq(type, str_c(types[i])))
            return true;
    return false;
}

static bool is_of_comments(const struct feed_candidate *c)
{
    return str_ihas(c->url, S("comment")) || str_ihas(c->title, S("comment"));
}

static void offer(struct search *s, struct feed_candidate c)
{
    if (!feed_address_is_web(c.url) && (s->base.len || c.url.len == 0))
        return;
    size_t hash = str_chr(c.url, '#');
    if (hash != STR_NPOS)
        c.url = str_sub(c.url, 0, hash);
    for (size_t i = 0; i < s->out->len; i++)
        if (str_eq(s->out->at[i].url, c.url))
            return;
    if (s->out->len == FEED_CANDIDATES_MAX)
        return;
    *vec_push(s->out, s->arena) = c;
    /* Before the comments of its kind, in the page's order otherwise. */
    for (size_t i = s->out->len - 1; i > 0 && !is_of_comments(&c); i--) {
        struct feed_candidate *before = &s->out->at[i - 1];
        if (before->offer != c.offer || !is_of_comments(before))
            break;
        s->out->at[i] = *before;
        *before = c;
    }
}

static str squeezed(struct arena *a, str text)
{
    struct sbuf b;
    sbuf_init(&b, a, 300);
    bool space = false;
    for (size_t i = 0; i < text.len && !b.overflow; i++) {
        bool is_space = ascii_is_space((unsigned char)text.p[i]);
        if (!is_space && space && b.len)
            sbuf_putc(&b, ' ');
        if (!is_space)
            sbuf_putc(&b, text.p[i]);
        space = is_space;
    }
    return sbuf_str(&b);
}

static void link_declared(struct search *s, const struct html_tree *t, uint32_t n)
{
    str rel = html_attr(t, n, HTML_ATTR_REL), type = str_trim(html_attr(t, n, HTML_ATTR_TYPE));
    bool feed = has_word(rel, S("feed"));
    bool alternate = has_word(rel, S("alternate")) && !has_word(rel, S("stylesheet"));
    if (!feed && !(alternate && is_feed_type(type)))
        return;
    offer(s, (struct feed_candidate){
                 .url = feed_address(s->arena, s->base, html_attr(t, n, HTML_ATTR_HREF)),
                 .type = str_lower(s->arena, type.len ? type : S("application/rss+xml")),
                 .title = squeezed(s->arena, html_attr(t, n, HTML_ATTR_TITLE)),
                 .offer = FEED_OFFER_DECLARED,
             });
}

/* The type of a feed whose address looks like one; "" when it does not. */
static str type_by_address(str address)
{
    static const struct {
        const char *last;
        const char *type;
    } lasts[] = {
        {"feed", "application/rss+xml"},      {"feeds", "application/rss+xml"},
        {"rss", "application/rss+xml"},       {"rss2", "application/rss+xml"},
        {"atom", "application/atom+xml"},     {"feed.xml", "application/rss+xml"},
        {"rss.xml", "application/rss+xml"},   {"atom.xml", "application/atom+xml"},
        {"index.xml", "application/rss+xml"}, {"feed.json", "application/feed+json"},
        {"rss.php", "application/rss+xml"},   {"index.rdf", "application/rdf+xml"},
    };
    size_t end = str_chr(address, '#');
    address = end == STR_NPOS ? address : str_sub(address, 0, end);
    end = str_chr(address, '?');
    str query = end == STR_NPOS ? S("") : str_skip(address, end + 1);
    str path = end == STR_NPOS ? address : str_sub(address, 0, end);
    while (path.len && path.p[path.len - 1] == '/')
        path.len--;
    size_t slash = str_rchr(path, '/');
    str last = slash == STR_NPOS ? path : str_skip(path, slash + 1);
    if (slash != STR_NPOS && slash < 8)
        last = S(""); /* the host */
    for (size_t i = 0; i < ARRAY_LEN(lasts); i++)
        if (str_ieq(last, str_c(lasts[i].last)))
            return str_c(lasts[i].type);
    if (str_iends(last, S(".rss")))
        return S("application/rss+xml");
    if (str_iends(last, S(".atom")))
        return S("application/atom+xml");
    if (str_iends(last, S(".rdf")))
        return S("application/rdf+xml");
    bool named =
        str_ihas(path, S("rss")) || str_ihas(path, S("/feed")) || str_ihas(path, S("//feeds."));
    if ((str_iends(last, S(".xml")) && named) || str_istarts(query, S("feed=")) ||
        str_ihas(query, S("&feed=")) || str_ieq(query, S("format=rss")) || str_ieq(query, S("rss")))
        return str_ihas(query, S("atom")) ? S("application/atom+xml") : S("application/rss+xml");
    return S("");
}

static void link_seen(struct search *s, const struct html_tree *t, uint32_t n)
{
    str address = feed_address(s->arena, s->base, html_attr(t, n, HTML_ATTR_HREF));
    str type = html_attr(t, n, HTML_ATTR_TYPE);
    bool typed = is_feed_type(type) && !str_ieq(str_trim(type), S("text/xml"));
    str looks = type_by_address(address);
    if (!typed && looks.len == 0)
        return;
    str title = squeezed(s->arena, html_attr(t, n, HTML_ATTR_TITLE));
    if (title.len == 0)
        title = squeezed(s->arena, html_text_content(s->arena, t, n));
    offer(s, (struct feed_candidate){.url = address,
                                     .type = typed ? str_lower(s->arena, str_trim(type)) : looks,
                                     .title = title,
                                     .offer = FEED_OFFER_LINKED});
}

static void guess(struct search *s, str address)
{
    static const char *const places[] = {"/feed",     "/rss",       "/feed.xml", "/rss.xml",
                                         "/atom.xml", "/index.xml", "/feed.json"};
    for (size_t i = 0; i < ARRAY_LEN(places); i++)
        offer(s, (struct feed_candidate){.url = feed_address(s->arena, address, str_c(places[i])),
                                         .offer = FEED_OFFER_GUESSED});
}

static bool is_itself(struct search *s, str bytes, str content_type, str address)
{
    static const char *const types[] = {"",
                                        "application/rss+xml",
                                        "application/atom+xml",
                                        "application/feed+json",
                                        "application/xml",
                                        "application/xml"};
    struct feed_document *doc;
    struct feed_source source = {.url = address, .content_type = content_type};
    if (feed_parse(&doc, s->arena, bytes, &source) != OK)
        return false;
    str own = address.len ? address : doc->about.self;
    *vec_push(s->out, s->arena) = (struct feed_candidate){
        .url = own,
        .type = str_c(types[doc->kind]),
        .title = squeezed(s->arena, doc->about.title.text),
        .offer = FEED_OFFER_ITSELF,
    };
    return true;
}

status feed_discover(struct feed_candidate_vec *out, struct arena *a, str bytes, str content_type,
                     str address)
{
    struct search s = {a, out, feed_address_is_web(address) ? address : S("")};
    if (is_itself(&s, bytes, content_type, address))
        return OK;
    str text;
    struct html_tree t;
    TRY(html_decode(&text, NULL, a, bytes, content_type, html_limits_default.bytes_max));
    TRY(html_parse(&t, a, text, &html_limits_default));
    for (uint32_t n = html_next(&t, 0, 0); n; n = html_next(&t, n, 0))
        if (html_is(&t, n, HTML_TAG_BASE) && html_attr(&t, n, HTML_ATTR_HREF).len) {
            s.base = feed_base(a, s.base, html_attr(&t, n, HTML_ATTR_HREF));
            break;
        }
    for (uint32_t n = html_next(&t, 0, 0); n; n = html_next(&t, n, 0))
        if (html_is(&t, n, HTML_TAG_LINK))
            link_declared(&s, &t, n);
    for (uint32_t n = html_next(&t, 0, 0); n; n = html_next(&t, n, 0))
        if (html_is(&t, n, HTML_TAG_A) || html_is(&t, n, HTML_TAG_AREA))
            link_seen(&s, &t, n);
    if (feed_address_is_web(address))
        guess(&s, address);
    return OK;
}
