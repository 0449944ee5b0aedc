/* Choosing and cleaning the headline. */
#include "page/title.h"

#include "page/clean.h"
#include "page/phrase.h"

#define TITLE_BYTES_MAX 1000

static bool same_text(str a, str b)
{
    struct phrase_fold x, y;
    phrase_fold(&x, a);
    phrase_fold(&y, b);
    return x.len && x.len == y.len && memcmp(x.p, y.p, x.len) == 0;
}

/* Whether the folded NEEDLE stands in the folded HAY. */
static bool has_text(str hay, str needle)
{
    struct phrase_fold x, y;
    phrase_fold(&x, hay);
    phrase_fold(&y, needle);
    return y.len >= 6 && str_has(str_of(x.p, x.len), str_of(y.p, y.len));
}

/* Whether the folded S ends with the folded END. */
static bool ends_with_text(str s, str end)
{
    struct phrase_fold x, y;
    phrase_fold(&x, s);
    phrase_fold(&y, end);
    return !x.cut && !y.cut && str_ends(str_of(x.p, x.len), str_of(y.p, y.len));
}

struct separator {
    size_t at, len; /* in the title, spaces included */
};

/* The separators of a title, in order. Weak ones (a colon) are not among them. */
static size_t find_separators(struct separator *out, size_t max, str title)
{
    static const str marks[] = {S(" | "), S(" - "),  S(" – "), S(" — "), S(" :: "), S(" » "),
                                S(" « "), S(" · "),  S(" • "), S(" / "), S(" ‹ "),  S(" › "),
                                S(" < "), S(" > "),  S(" ~ "), S(" ― "), S(" ⋆ "),  S(" ▷ "),
                                S(" @ "), S(" ｜ "), S("｜"),  S("| "),  S(" // "), S(" -- ")};
    size_t n = 0;
    for (size_t i = 1; i < title.len && n < max; i++) {
        unsigned char c = (unsigned char)title.p[i];
        if (c != ' ' && c != '|' && c != 0xef) /* what the marks start with */
            continue;
        for (size_t k = 0; k < ARRAY_LEN(marks); k++) {
            if (str_starts(str_skip(title, i), marks[k])) {
                out[n++] = (struct separator){i, marks[k].len};
                i += marks[k].len - 1;
                break;
            }
        }
    }
    return n;
}

static size_t count_words(str s)
{
    size_t words = 0;
    bool in_word = false;
    for (size_t i = 0; i < s.len; i++) {
        bool w = (unsigned char)s.p[i] > ' ';
        words += w && !in_word;
        in_word = w;
    }
    return words;
}

static bool looks_like_site(str part, str site)
{
    if (!str_empty(site) && (same_text(part, site) || has_text(part, site) || has_text(site, part)))
        return true;
    /* "name.tld" */
    size_t dot = str_rchr(part, '.');
    return dot != STR_NPOS && dot > 1 && part.len - dot >= 3 && part.len - dot <= 6 &&
           str_chr(part, ' ') == STR_NPOS;
}

str title_strip(str title, str site, str heading)
{
    struct separator sep[16];
    title = str_trim(title);
    for (int round = 0; round < 6; round++) {
        size_t n = find_separators(sep, ARRAY_LEN(sep), title);
        if (n == 0)
            return title;
        if (!str_empty(heading) && same_text(title, heading))
            return title;
        struct separator last = sep[n - 1];
        str head = str_sub(title, 0, last.at), tail = str_skip(title, last.at + last.len);
        str first = str_sub(title, 0, sep[0].at), rest = str_skip(title, sep[0].at + sep[0].len);
        bool strong = title.p[last.at + 1] == '|' || title.p[last.at] == '|' ||
                      (unsigned char)title.p[last.at + 1] >= 0xc2;
        if (!str_empty(heading) && has_text(head, heading))
            title = head;
        else if (!str_empty(heading) && has_text(rest, heading))
            title = rest;
        else if (looks_like_site(tail, site) && count_words(head) >= 1)
            title = head;
        else if (looks_like_site(first, site) && count_words(rest) >= 2)
            title = rest;
        else if (str_empty(heading) && count_words(tail) <= (strong ? 5 : 4) &&
                 count_words(head) > count_words(tail) && count_words(head) >= 3)
            title = head;
        else
            return title;
        title = str_trim(title);
    }
    return title;
}

/* Whether the title element is a longer headline, a separator and TEXT: then TEXT is the site's
 * name, even where nothing else says so. (TEXT first and then something longer is mostly a
 * headline before a site's motto.) */
static bool names_site(str title, str text)
{
    struct separator sep[16];
    size_t n = find_separators(sep, ARRAY_LEN(sep), title);
    if (n == 0)
        return false;
    str head = str_sub(title, 0, sep[n - 1].at);
    str tail = str_skip(title, sep[n - 1].at + sep[n - 1].len);
    return same_text(tail, text) && count_words(head) > count_words(text);
}

/* The h1 that the title element or the metadata repeat; else the only one that is long enough. */
static str choose_h1(struct arena *a, const struct html_tree *t, const struct page_meta *m,
                     str site)
{
    str only = {0};
    size_t count = 0;
    vec_each (uint32_t, node, &m->h1) {
        str text = clean_node_text(a, t, *node, TITLE_BYTES_MAX);
        if (str_empty(text) || text.len > 300 || names_site(m->title, text))
            continue;
        if (has_text(m->title, text) || has_text(m->field[META_TITLE].value, text) ||
            has_text(m->ld.headline, text))
            return text;
        if (same_text(text, site) || count_words(text) < 2)
            continue;
        only = count++ ? (str){0} : text;
    }
    return only;
}

static bool usable(str s, str site)
{
    return !clean_is_placeholder(s) && !same_text(s, site);
}

str title_declared(struct arena *a, const struct html_tree *t, const struct page_meta *m, str site)
{
    str h1 = choose_h1(a, t, m, site);
    str headline = clean_value(a, m->ld.headline);
    str meta = m->field[META_TITLE].value;
    if (usable(h1, site) &&
        (has_text(meta, h1) || has_text(headline, h1) || has_text(m->title, h1)))
        return h1;
    if (usable(meta, site))
        return title_strip(meta, site, str_empty(headline) ? h1 : headline);
    if (usable(headline, site))
        return title_strip(headline, site, h1);
    if (usable(m->item_headline, site))
        return m->item_headline;
    if (usable(m->title, site)) {
        str stripped = title_strip(m->title, site, h1);
        if (!str_empty(stripped) && !same_text(stripped, site))
            return stripped;
    }
    return str_empty(h1) ? m->title : h1;
}

/* Headings further above the body than this belong to something else. */
#define HEADING_BLOCKS_MAX 40
#define HEADING_BYTES_MAX 300

static bool is_foreign(const struct scan *s, uint32_t element)
{
    for (uint32_t i = element; i; i = s->elements.at[i].parent) {
        if (s->elements.at[i].shield)
            return false;
        if ((s->elements.at[i].evidence & (EV_COMMENT | EV_RELATED | EV_SIDE | EV_NAV | EV_FOOT |
                                           EV_POPUP | EV_PROMO | EV_SHARE)) ||
            s->elements.at[i].repeated)
            return true;
    }
    return false;
}

/* A heading that leads to the front page is the site's name. */
static bool leads_home(const struct scan *s, const struct scan_block *b)
{
    const struct html_tree *t = s->tree;
    uint32_t root = s->elements.at[b->element].node;
    for (uint32_t n = t->nodes[b->first].parent; n; n = t->nodes[n].parent) {
        if (html_is(t, n, HTML_TAG_A)) {
            str href = str_trim(html_attr(t, n, HTML_ATTR_HREF));
            size_t scheme = str_find(href, S("//"));
            str rest = scheme == STR_NPOS ? href : str_skip(href, scheme + 2);
            size_t slash = str_chr(rest, '/');
            if (scheme == STR_NPOS)
                return str_eq(href, S("/"));
            return slash == STR_NPOS || slash + 1 == rest.len;
        }
        if (n == root)
            break;
    }
    return false;
}

/* How surely the heading is the headline; 0 and less: it is not. */
static int heading_score(const struct page_meta *m, const struct scan *s,
                         const struct scan_block *b, str text, str site)
{
    uint32_t ev = s->elements.at[b->element].evidence;
    int score = b->tag == HTML_TAG_H1 ? 44 : b->tag == HTML_TAG_H2 ? 14 : 0;
    if (ev & EV_TITLE)
        score += b->tag >= HTML_TAG_H1 && b->tag <= HTML_TAG_H6 ? 8 : 4;
    if (!score)
        return 0;
    bool stated = has_text(m->title, text) || has_text(m->field[META_TITLE].value, text) ||
                  has_text(m->ld.headline, text);
    if (stated)
        score += 40;
    else if (count_words(text) < 2)
        score -= 30;
    if (same_text(text, site) || names_site(m->title, text) || leads_home(s, b))
        score -= 80;
    return is_foreign(s, b->element) ? score - 60 : score;
}

str title_choose(uint32_t *block, struct arena *a, const struct scan *s, const struct page_meta *m,
                 uint32_t first, str declared, str site)
{
    int best = 12;
    str title = {0};
    *block = UINT32_MAX;
    uint32_t begin = first > HEADING_BLOCKS_MAX ? first - HEADING_BLOCKS_MAX : 0;
    for (uint32_t i = begin; i <= first && i < s->blocks.len; i++) {
        const struct scan_block *b = &s->blocks.at[i];
        bool heading = b->tag >= HTML_TAG_H1 && b->tag <= HTML_TAG_H6;
        if (b->bytes > HEADING_BYTES_MAX || b->bytes < 2 ||
            (!heading && !(s->elements.at[b->element].evidence & EV_TITLE)))
            continue;
        struct sbuf text;
        sbuf_init(&text, a, HEADING_BYTES_MAX * 4);
        scan_put_block(&text, s, b);
        str value = clean_value(a, sbuf_str(&text));
        int score = heading_score(m, s, b, value, site) - (int)(first - i) / 2;
        if (score >= best) {
            best = score;
            title = value;
            *block = i;
        }
    }
    if (str_empty(title))
        return declared;
    /* A kicker inside the heading ("Politics The headline") goes when the metadata have the rest.
     */
    const str stated[] = {declared, clean_value(a, m->ld.headline)};
    for (size_t i = 0; i < ARRAY_LEN(stated); i++)
        if (stated[i].len >= 15 && stated[i].len < title.len && ends_with_text(title, stated[i]))
            return stated[i];
    return title;
}
