/* The order of reading: metadata, blocks, body, credit line, then the choices. */
#include "page/page.h"

#include "base/url.h"
#include "page/author.h"
#include "page/body.h"
#include "page/clean.h"
#include "page/dates.h"
#include "page/describe.h"
#include "page/explain.h"
#include "page/image.h"
#include "page/kind.h"
#include "page/lead.h"
#include "page/meta.h"
#include "page/tags.h"
#include "page/text.h"
#include "page/title.h"
#include "page/variant.h"

#define TEASER_BYTES_MIN 40 /* of a description that can stand for the text */

/* The language's two letters of a tag such as "en-US" or "en_GB"; "" when it has none. */
static str primary_language(struct arena *a, str tag)
{
    tag = str_trim(tag);
    size_t n = 0;
    while (n < tag.len && ascii_is_alpha((unsigned char)tag.p[n]))
        n++;
    if (n != 2 || (tag.len > 2 && tag.p[2] != '-' && tag.p[2] != '_' && tag.p[2] != ','))
        return S("");
    return str_lower(a, str_sub(tag, 0, 2));
}

static str declared_language(struct arena *a, const struct page_meta *m)
{
    const str sources[] = {m->language, m->ld.language, m->field[META_LOCALE].value};
    for (size_t i = 0; i < ARRAY_LEN(sources); i++) {
        str code = primary_language(a, sources[i]);
        if (!str_empty(code))
            return code;
    }
    return S("");
}

/* Whether 3/4 is the third of April where English is spoken on this host. */
static bool is_day_first_host(str host)
{
    static const str ends[] = {S(".uk"), S(".au"), S(".ie"), S(".nz"), S(".in"), S(".za"),
                               S(".ng"), S(".ke"), S(".sg"), S(".my"), S(".pk"), S(".eu")};
    for (size_t i = 0; i < ARRAY_LEN(ends); i++)
        if (str_iends(host, ends[i]))
            return true;
    return false;
}

/* How numbers stand in dates: month first in American English only, which is also what a page
 * that names no language or country is written in most often. */
static struct date_hints date_hints_of(const struct page_meta *m, str host)
{
    str tag = m->language, locale = m->field[META_LOCALE].value;
    bool plain = str_empty(tag) || str_ieq(tag, S("en"));
    if (plain && (str_empty(tag) || str_istarts(locale, S("en"))) && !str_empty(locale))
        tag = locale;
    plain = str_empty(tag) || str_ieq(tag, S("en"));
    bool american =
        str_ieq(tag, S("en-US")) || str_ieq(tag, S("en_US")) || (plain && !is_day_first_host(host));
    return (struct date_hints){.language = tag, .month_first = american};
}

static bool resolve(url *out, struct arena *a, str address, url base)
{
    return !str_empty(address) &&
           url_parse(out, a, address, str_empty(base.s) ? NULL : &base) == OK && url_is_web(*out);
}

static bool is_front(url u)
{
    struct url_parts parts = url_split(u);
    return parts.path.len <= 1 && !parts.query.p;
}

/* The last two labels of a host: enough to tell "m.example.org" from another site. */
static str host_end(str host)
{
    size_t dots = 0, i = host.len;
    while (i && dots < 2)
        dots += host.p[--i] == '.';
    return dots == 2 ? str_skip(host, i + 1) : host;
}

/* What the page declares as its address, when it can be true: not a front page for an article, and
 * og:url only on the page's own site (a canonical link may name the site it was taken from). */
static str canonical_of(struct arena *a, const struct page_meta *m, url page_url, url base)
{
    const str declared[] = {m->canonical, m->field[META_OG_URL].value, m->ld.url};
    for (size_t i = 0; i < ARRAY_LEN(declared); i++) {
        url u;
        if (!resolve(&u, a, declared[i], base))
            continue;
        if (!str_empty(page_url.s)) {
            if (is_front(u) && !is_front(page_url))
                continue;
            if (i > 0 && !str_ieq(host_end(url_split(u).host), host_end(url_split(page_url).host)))
                continue;
        }
        return u.s;
    }
    return S("");
}

/* Scripts that draw a page leave its text in JSON-LD only. The body is then its paragraphs. */
static bool data_has_more(const struct page_meta *m, const struct body *body)
{
    return m->ld.body.len > 250 && m->ld.body.len > (size_t)body->bytes * 3;
}

static str paragraphs_of_data(struct arena *a, str body)
{
    struct sbuf out;
    sbuf_init(&out, a, PAGE_TEXT_MAX);
    while (body.p && body.len) {
        str line = clean_value(a, str_cut(&body, '\n'));
        if (str_empty(line) || out.len + line.len + 2 > PAGE_TEXT_MAX)
            continue;
        if (out.len)
            sbuf_put(&out, S("\n\n"));
        sbuf_put(&out, line);
    }
    return sbuf_str(&out);
}

static void read_meta(struct page *out, struct arena *a, const struct page_meta *m,
                      const struct scan *s, const struct body *body, uint32_t heading,
                      const struct title_site *site, url page_url, url base)
{
    out->canonical_url = canonical_of(a, m, page_url, base);
    str address = str_empty(page_url.s) ? out->canonical_url : page_url.s;
    struct date_hints hints = date_hints_of(m, url_split((url){address}).host);
    out->language = declared_language(a, m);
    struct str_vec authors = {0};
    author_find(&authors, a, m, s, body->first, body->last, site);
    out->authors = (struct strs){authors.at, authors.len};
    struct dates_time published, updated;
    const struct dates_place place = {body->first, body->last, heading, out->title};
    dates_choose(&published, &updated, m, s, &place, address, out->canonical_url, &hints);
    out->published_us = published.time_us;
    out->published_zone_min = published.zone_min;
    out->updated_us = updated.time_us;
    out->updated_zone_min = updated.zone_min;
    out->tags = tags_choose(a, m, s, site->name);
    variant_read(out, a, m, page_url, base);
    out->published_age_us = published.age_us;
}

/* The headline above the first kept block; it is not text. Returns its block or UINT32_MAX. */
static uint32_t read_title(struct page *out, struct arena *a, const struct page_meta *m,
                           struct scan *s, const struct body *body, str declared,
                           const struct title_site *site)
{
    uint32_t block;
    out->title = title_choose(&block, a, s, m, body->first, declared, site);
    if (block != UINT32_MAX)
        scan_drop(&s->blocks.at[block], WHY_HEADLINE);
    return block;
}

/* WHY and MARKS may be NULL. */
static status read_page(struct page *out, struct page_explanation *why, struct page_marks *marks,
                        struct arena *a, struct html_tree *t, str address)
{
    *out = (struct page){.url = address, .published_us = TIME_NONE, .updated_us = TIME_NONE};
    struct page_meta m;
    struct scan s;
    struct body body;
    meta_collect(&m, a, t);
    scan_page(&s, a, t);
    url page_url = {0}, base = {0};
    resolve(&page_url, a, address, (url){0});
    base = page_url;
    if (!str_empty(m.base))
        resolve(&base, a, m.base, page_url);
    out->site_name = m.field[META_SITE_NAME].value;
    if (str_empty(out->site_name))
        out->site_name = clean_value(a, m.ld.publisher);
    const struct title_site site = {out->site_name, url_split(page_url).host};
    struct body_hints hints = {.title = title_declared(a, t, &m, &site)};
    body_find(&body, &s, &hints);
    uint32_t heading = read_title(out, a, &m, &s, &body, hints.title, &site);
    read_meta(out, a, &m, &s, &body, heading, &site, page_url, base);
    if (str_empty(base.s)) /* a saved page still says where it belongs */
        resolve(&base, a, out->canonical_url, (url){0});
    str standfirst = clean_value(a, lead_find(&s, &body));
    struct image_lead lead;
    image_choose(&lead, a, &m, &s, body.root, body.first, body.last, base);
    out->image = lead.image;
    bool from_data = data_has_more(&m, &body);
    if (!from_data && body.bytes)
        out->credit_line = text_take_credit(&s, &body, t);
    if (why) { /* before the HTML is made, which empties what it leaves out */
        explain_blocks(why, a, &s, &body);
        why->from_data = from_data;
    }
    if (from_data) {
        out->text = paragraphs_of_data(a, m.ld.body);
        TRY(text_html_of_paragraphs(&out->body, a, out->text));
    } else if (body.bytes) {
        out->text = marks ? text_of_body_marked(marks, &s, &body) : text_of_body(&s, &body);
        if (text_html_of_body(&out->body, a, &s, &body, t, lead.node, base) != OK)
            return fail_in(E_LIMIT, "the article's HTML");
    }
    out->description = describe_choose(a, &m, out->text, out->title, out->site_name);
    if (str_empty(out->description))
        out->description = standfirst;
    if (str_empty(out->text) && kind_says_article(&m) && out->published_us != TIME_NONE &&
        out->description.len >= TEASER_BYTES_MIN) {
        /* A picture or a film with a line below it. */
        out->text = out->description;
        TRY(text_html_of_paragraphs(&out->body, a, out->text));
    }
    out->kind = kind_of_page(&m, &s, &body, out->text, out->title);
    out->word_count = text_count_words(out->text);
    return OK;
}

status page_read(struct page *out, struct arena *a, struct html_tree *t, str address)
{
    return read_page(out, NULL, NULL, a, t, address);
}

status page_explain(struct page *out, struct page_explanation *why, struct arena *a,
                    struct html_tree *t, str address)
{
    return read_page(out, why, NULL, a, t, address);
}

status page_read_marked(struct page *out, struct page_marks *marks, struct arena *a,
                        struct html_tree *t, str address)
{
    *marks = (struct page_marks){0};
    return read_page(out, NULL, marks, a, t, address);
}
