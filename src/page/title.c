/* Choosing and cleaning the headline. */
#include "page/title.h"

#include "page/clean.h"

#define TITLE_BYTES_MAX 1000

/* Whether the title element is a longer headline, a separator and TEXT: then TEXT is the site's
 * name, even where nothing else says so. (TEXT first and then something longer is mostly a
 * headline before a site's motto.) */
static bool names_site(str title, str text)
{
    str head, tail = title_tail(&head, title);
    return title_same(tail, text) && title_count_words(head) > title_count_words(text);
}

/* The places that state a title, folded once for the page. */
struct sources {
    struct phrase_fold text[4];
    size_t count;
};

static void fold_sources(struct sources *out, const struct page_meta *m)
{
    const str stated[] = {m->title, m->field[META_TITLE].value, m->ld.headline, m->item_headline};
    out->count = 0;
    for (size_t i = 0; i < ARRAY_LEN(stated); i++)
        if (!str_empty(stated[i]))
            title_letters(&out->text[out->count++], stated[i]);
}

/* How many of them have TEXT. */
static int count_sources(const struct sources *sources, str text)
{
    struct phrase_fold f;
    int count = 0;
    title_letters(&f, text);
    for (size_t i = 0; i < sources->count; i++)
        count += title_letters_have(&sources->text[i], &f);
    return count;
}

/* A main heading that is only the site's name and in no headline. */
static bool is_logo(const struct page_meta *m, str text, const struct title_site *site)
{
    return title_count_words(text) <= 4 && title_names_site(text, site) &&
           !title_has(m->field[META_TITLE].value, text) && !title_has(m->ld.headline, text);
}

/* The longest h1 that the title element or the metadata repeat (a section's name may be set as one
 * too); else the only one that is long enough. */
static str choose_h1(struct arena *a, const struct html_tree *t, const struct page_meta *m,
                     const struct title_site *site)
{
    str only = {0}, stated = {0};
    size_t count = 0;
    struct sources sources;
    if (m->h1.len)
        fold_sources(&sources, m);
    vec_each (uint32_t, node, &m->h1) {
        str text = clean_node_text(a, t, *node, TITLE_BYTES_MAX);
        if (str_empty(text) || text.len > 300 || names_site(m->title, text) ||
            is_logo(m, text, site))
            continue;
        if (count_sources(&sources, text)) {
            stated = text.len > stated.len ? text : stated;
            continue;
        }
        if (title_same(text, site->name) || title_count_words(text) < 2)
            continue;
        only = count++ ? (str){0} : text;
    }
    return str_empty(stated) ? only : stated;
}

static bool usable(str s, const struct title_site *site)
{
    return !clean_is_placeholder(s) && !title_same(s, site->name);
}

/* Whether a colon stands before the last REST bytes of TITLE. */
static bool set_by_colon(str title, size_t rest)
{
    str front = title.len > rest ? str_trim(str_sub(title, 0, title.len - rest)) : S("");
    return str_ends(front, S(":"));
}

/* A kicker in front of the headline ("Politics The headline") goes when the metadata have the
 * rest. */
static str without_kicker(struct arena *a, const struct page_meta *m, str title, str declared)
{
    const str stated[] = {declared, clean_value(a, m->ld.headline)};
    for (size_t i = 0; i < ARRAY_LEN(stated); i++)
        if (stated[i].len >= 15 && stated[i].len < title.len && title_ends(title, stated[i]))
            return stated[i];
    return title;
}

str title_declared(struct arena *a, const struct html_tree *t, const struct page_meta *m,
                   const struct title_site *site)
{
    str h1 = choose_h1(a, t, m, site);
    str headline = clean_value(a, m->ld.headline);
    str meta = m->field[META_TITLE].value;
    if (usable(h1, site) &&
        (title_has(meta, h1) || title_has(headline, h1) || title_has(m->title, h1)))
        return without_kicker(a, m, h1, usable(meta, site) ? title_strip(meta, site, S("")) : h1);
    if (usable(meta, site))
        return title_strip(meta, site, str_empty(headline) ? h1 : headline);
    if (usable(headline, site))
        return title_strip(headline, site, h1);
    if (usable(m->item_headline, site))
        return m->item_headline;
    if (usable(m->title, site)) {
        str stripped = title_strip(m->title, site, h1);
        if (!str_empty(stripped) && !title_same(stripped, site->name))
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

static bool names_kicker(str names)
{
    static const str words[] = {S("kicker"),   S("overline"), S("roofline"),     S("dachzeile"),
                                S("eyebrow"),  S("topline"),  S("pretitle"),     S("pre-title"),
                                S("surtitre"), S("antetit"),  S("preheadline"),  S("overtitle"),
                                S("catline"),  S("vignette"), S("chapeau-title")};
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_ihas(names, words[i]))
            return true;
    return false;
}

/* Bytes of the kicker that an element inside the heading says it is ("<span class=overline>Politics
 * </span> The headline"), or of what stands before one that says it is the headline. 0 without one,
 * or when nothing else stands in the heading. */
static size_t kicker_len(struct arena *a, const struct scan *s, const struct scan_block *b,
                         str text)
{
    const struct html_tree *t = s->tree;
    uint32_t root = s->elements.at[b->element].node;
    for (uint32_t n = html_next(t, root, root); n; n = html_next(t, n, root)) {
        str names = html_is_element(t, n) ? html_attr(t, n, HTML_ATTR_CLASS) : STR_NONE;
        if (names.p && names_kicker(names)) {
            str kicker = clean_node_text(a, t, n, HEADING_BYTES_MAX);
            return str_starts(text, kicker) && kicker.len < text.len ? kicker.len : 0;
        }
        if (names.p && str_ihas(names, S("headline")) && !str_ihas(names, S("subheadline"))) {
            str rest = clean_node_text(a, t, n, HEADING_BYTES_MAX);
            if (rest.len >= 10 && rest.len < text.len && str_ends(text, rest))
                return text.len - rest.len;
        }
    }
    return 0;
}

/* TEXT without a kicker that stands behind the headline in the same heading. */
static str without_kicker_behind(struct arena *a, const struct scan *s, const struct scan_block *b,
                                 str text)
{
    const struct html_tree *t = s->tree;
    uint32_t root = s->elements.at[b->element].node;
    for (uint32_t n = html_next(t, root, root); n; n = html_next(t, n, root)) {
        str names = html_is_element(t, n) ? html_attr(t, n, HTML_ATTR_CLASS) : STR_NONE;
        if (!names.p || !names_kicker(names))
            continue;
        str kicker = clean_node_text(a, t, n, HEADING_BYTES_MAX);
        if (kicker.len * 2 >= text.len || !str_ends(text, kicker))
            continue;
        str rest = str_sub(text, 0, text.len - kicker.len);
        while (rest.len && strchr(" :,|-", rest.p[rest.len - 1]))
            rest.len--;
        return rest;
    }
    return text;
}

/* The title that is shared when it is TITLE behind a kicker and a colon and stands as a whole in a
 * main heading: then the kicker is the headline's beginning. Else "". */
static str whole_title(struct arena *a, const struct scan *s, const struct page_meta *m, str title)
{
    str shared = m->field[META_TITLE].value;
    if (!title_ends(shared, title) || !set_by_colon(shared, title.len))
        return S("");
    vec_each (uint32_t, node, &m->h1)
        if (title_same(clean_node_text(a, s->tree, *node, TITLE_BYTES_MAX), shared))
            return shared;
    return S("");
}

/* "Site - Section - The headline", the section being what is set as the page's main heading: the
 * headline; else "". */
static str behind_section(struct arena *a, str page_title, str heading)
{
    static const str separators[] = {S(" - "), S(" – "), S(" | "), S(" » "), S(" › "), S(" > ")};
    for (size_t i = 0; i < ARRAY_LEN(separators); i++) {
        struct sbuf part;
        sbuf_init(&part, a, HEADING_BYTES_MAX * 2);
        sbuf_put(&part, separators[i]);
        sbuf_put(&part, heading);
        sbuf_put(&part, separators[i]);
        size_t at = str_find(page_title, sbuf_str(&part));
        if (at == STR_NPOS || at == 0)
            continue;
        str rest = str_trim(str_skip(page_title, at + part.len));
        if (rest.len > 2 * heading.len && title_count_words(rest) > title_count_words(heading) &&
            str_find(rest, separators[i]) == STR_NPOS)
            return rest;
    }
    return S("");
}

/* How surely the heading is the headline; 0 and less: it is not. */
static int heading_score(const struct page_meta *m, const struct scan *s,
                         const struct scan_block *b, str text, int stated, str declared,
                         const struct title_site *site)
{
    uint32_t ev = s->elements.at[b->element].evidence;
    int score = b->tag == HTML_TAG_H1 ? 44 : b->tag == HTML_TAG_H2 ? 14 : 0;
    if (ev & EV_TITLE)
        score += b->tag >= HTML_TAG_H1 && b->tag <= HTML_TAG_H6 ? 8 : 4;
    if (!score)
        return 0;
    if (stated)
        score += title_same(text, declared) ? 48 : 40;
    else if (title_count_words(text) < 2)
        score -= 24;
    bool part_of_name = title_has(site->name, text) && !title_has(declared, text);
    if (part_of_name || title_same(text, site->name) || names_site(m->title, text) ||
        leads_home(s, b))
        score -= 80;
    return is_foreign(s, b->element) ? score - 60 : score;
}

/* The tag of the heading above the block FIRST that has TEXT; 0: none. */
static uint16_t shown_as(struct arena *a, const struct scan *s, uint32_t first, str text)
{
    for (uint32_t i = 0; i <= first && i < s->blocks.len; i++) {
        const struct scan_block *b = &s->blocks.at[i];
        if (b->tag < HTML_TAG_H1 || b->tag > HTML_TAG_H6 || b->bytes > HEADING_BYTES_MAX)
            continue;
        struct arena_mark mark = arena_mark(a);
        bool has = title_has(scan_block_text(a, s, b, HEADING_BYTES_MAX * 4), text);
        arena_rewind(a, mark);
        if (has)
            return b->tag;
    }
    return 0;
}

/* A heading that fewer places state than DECLARED, which the page shows too, is a subhead or the
 * site's name. What is set as the page's first heading needs no such support. */
static bool is_outvoted(struct arena *a, const struct scan *s, const struct sources *sources,
                        const struct scan_block *b, uint32_t first, str text, str declared)
{
    if (str_empty(declared) || title_has(text, declared))
        return false;
    int votes = count_sources(sources, declared);
    if (b->tag == HTML_TAG_H1) /* a section's name set as one, above the headline */
        return text.len * 2 < declared.len && votes >= count_sources(sources, text) &&
               shown_as(a, s, (uint32_t)s->blocks.len, declared) == HTML_TAG_H1;
    if (votes <= count_sources(sources, text))
        return false;
    uint16_t shown = shown_as(a, s, first, declared);
    return shown && (votes > 1 || shown == HTML_TAG_H1);
}

/* The headline out of the heading B, whose text is TITLE. */
static str without_parts(struct arena *a, const struct scan *s, const struct page_meta *m,
                         const struct scan_block *b, str title, str declared)
{
    if (title_count_words(title) <= 2 && b->tag == HTML_TAG_H1) {
        str headline = behind_section(a, m->title, title);
        if (!str_empty(headline))
            return headline;
    }
    str whole = whole_title(a, s, m, title);
    if (!str_empty(whole))
        return whole;
    title = without_kicker_behind(a, s, b, title);
    size_t kicker = kicker_len(a, s, b, title);
    if (kicker)
        return clean_value(a, str_trim(str_skip(title, kicker)));
    return without_kicker(a, m, title, declared);
}

str title_choose(uint32_t *block, struct arena *a, const struct scan *s, const struct page_meta *m,
                 uint32_t first, str declared, const struct title_site *site)
{
    int best = 12;
    str title = {0};
    struct sources sources;
    fold_sources(&sources, m);
    *block = UINT32_MAX;
    uint32_t begin = first > HEADING_BLOCKS_MAX ? first - HEADING_BLOCKS_MAX : 0;
    for (uint32_t i = begin; i <= first && i < s->blocks.len; i++) {
        const struct scan_block *b = &s->blocks.at[i];
        bool heading = b->tag >= HTML_TAG_H1 && b->tag <= HTML_TAG_H6;
        if (b->bytes > HEADING_BYTES_MAX || b->bytes < 2 ||
            (!heading && !(s->elements.at[b->element].evidence & EV_TITLE)))
            continue;
        str value = clean_value(a, scan_block_text(a, s, b, HEADING_BYTES_MAX * 4));
        int score = heading_score(m, s, b, value, count_sources(&sources, value), declared, site) -
                    (int)(first - i) / 2;
        if (score >= best) {
            best = score;
            title = value;
            *block = i;
        }
    }
    if (str_empty(title))
        return declared;
    if (is_outvoted(a, s, &sources, &s->blocks.at[*block], first, title, declared)) {
        *block = UINT32_MAX;
        return declared;
    }
    return without_parts(a, s, m, &s->blocks.at[*block], title, declared);
}
