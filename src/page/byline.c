/* Finding who wrote a page: in its metadata, or where bylines stand around the text. */
#include "page/author.h"
#include "page/clean.h"
#include "page/phrase.h"

#define BIO_BLOCKS_MAX 12   /* below the text */
#define BLOCK_TEXT_MAX 4096 /* bytes read of a block that may be a byline */

/* Microdata and rel=author: the name inside, when it is marked up. */
static void add_node(struct str_vec *out, struct arena *a, const struct html_tree *t, uint32_t node)
{
    str content = html_attr(t, node, HTML_ATTR_CONTENT);
    if (!str_empty(content)) {
        author_add(out, a, content, true);
        return;
    }
    for (uint32_t n = html_next(t, node, node); n; n = html_next(t, n, node)) {
        if (!html_is_element(t, n) ||
            !meta_has_word(html_attr(t, n, HTML_ATTR_ITEMPROP), S("name")))
            continue;
        str value = html_attr(t, n, HTML_ATTR_CONTENT);
        author_add(out, a, str_empty(value) ? clean_node_text(a, t, n, 200) : value, true);
        return;
    }
    /* rel=author names a log-in as well as a person. */
    str text = clean_node_text(a, t, node, 200);
    bool login =
        text.len >= 3 && text.len <= 24 && str_chr(text, ' ') == STR_NPOS && !author_is_role(text);
    author_add(out, a, text, !login);
}

/* Not of this article: comments, other articles, the page's frame. A footer inside the article's
 * own element is where some pages put the byline. */
static bool is_foreign(const struct scan *s, uint32_t element)
{
    bool foot = false;
    for (uint32_t i = element; i; i = s->elements.at[i].parent) {
        const struct scan_element *e = &s->elements.at[i];
        if (e->shield)
            return foot && !(e->evidence & EV_ARTICLE);
        if ((e->evidence & (EV_COMMENT | EV_RELATED | EV_SIDE | EV_NAV)) || e->repeated)
            return true;
        foot |= (e->evidence & EV_FOOT) != 0;
    }
    return foot;
}

/* An address that leads to a person. */
static bool is_person_link(str href)
{
    static const str parts[] = {S("author"),      S("autor"),  S("user"),   S("profil"),
                                S("people"),      S("staff"),  S("/team"),  S("/by/"),
                                S("person"),      S("redakt"), S("writer"), S("journalist"),
                                S("contributor"), S("member")};
    for (size_t i = 0; i < ARRAY_LEN(parts); i++)
        if (str_ihas(href, parts[i]))
            return true;
    return false;
}

/* The first of an element's lines that says "by". */
static void add_first_line(struct str_vec *out, struct arena *a, const struct scan *s,
                           const struct scan_element *e)
{
    for (uint32_t i = e->block; i < e->block_end && !out->len; i++) {
        str line = scan_block_text(a, s, &s->blocks.at[i], BLOCK_TEXT_MAX);
        if (author_starts_with_by(line) || author_is_byline(line))
            author_add(out, a, line, true);
    }
}

/* Links to people are names more surely than the line as a whole. LOOSE: the element is not
 * surely an author's (a line of metadata), so the text needs to say "by". */
static void add_byline(struct str_vec *out, struct arena *a, const struct scan *s,
                       const struct scan_element *e, bool loose)
{
    const struct html_tree *t = s->tree;
    for (uint32_t n = html_next(t, e->node, e->node); n; n = html_next(t, n, e->node))
        if (html_is(t, n, HTML_TAG_A)) {
            str text = clean_node_text(a, t, n, 120);
            bool person = is_person_link(html_attr(t, n, HTML_ATTR_HREF));
            bool full = str_chr(text, ' ') != STR_NPOS;
            if (author_is_name(text) && !author_is_role(text) && (person || (full && !loose)))
                author_add(out, a, text, true);
        }
    if (out->len)
        return;
    if (e->block_end > e->block + 1)
        add_first_line(out, a, s, e);
    if (out->len)
        return;
    /* What is only a name in an author's element may be a log-in: "surfguard". */
    str text = clean_node_text(a, t, e->node, 200);
    text = author_from_by_word(text);
    str bare = author_bare(text);
    bool login =
        !loose && bare.len <= 24 && str_chr(bare, ' ') == STR_NPOS && !author_is_role(bare);
    if (!loose || author_starts_with_by(text) || author_is_byline(text))
        author_add(out, a, text, !login);
}

/* Further authors in elements of the same shape right behind. */
static void add_siblings(struct str_vec *out, struct arena *a, const struct scan *s, uint32_t i)
{
    const struct scan_element *e = &s->elements.at[i], *up = &s->elements.at[e->parent];
    for (uint32_t k = e->end; k < up->end && k < s->elements.len; k = s->elements.at[k].end) {
        const struct scan_element *next = &s->elements.at[k];
        if (!e->shape || next->shape != e->shape || next->tag != e->tag)
            return;
        struct str_vec more = {0};
        add_byline(&more, a, s, next, false);
        vec_each (str, name, &more)
            author_add_name(out, a, *name, true, false);
    }
}

/* Elements that say they are an author's, nearest to the headline first. */
static void find_named(struct str_vec *out, struct arena *a, const struct scan *s, uint32_t last)
{
    for (uint32_t pass = 0; pass < 2 && !out->len; pass++) {
        for (uint32_t i = 1; i < s->elements.len && !out->len; i++) {
            const struct scan_element *e = &s->elements.at[i];
            uint32_t want = pass == 0 ? EV_W_PERSON : EV_BYLINE;
            if (!(e->evidence & want) || (e->evidence & EV_BODY) || e->block > last + 12)
                continue;
            uint32_t bytes = 0;
            for (uint32_t b = e->block; b < e->block_end && b < e->block + 6; b++)
                bytes += s->blocks.at[b].bytes;
            if (bytes > 160 || e->block_end > e->block + 6 || is_foreign(s, i))
                continue;
            add_byline(out, a, s, e, pass == 1);
            if (out->len && pass == 0)
                add_siblings(out, a, s, i);
        }
    }
}

static bool has_digit(str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (ascii_is_digit((unsigned char)s.p[i]))
            return true;
    return false;
}

/* A line of a block, or of the one below a block that is only "Author:". */
static void add_visible_line(struct str_vec *out, struct arena *a, str line, bool labelled)
{
    str by = author_from_by_word(line);
    str name = str_sub(line, 0, str_chr(line, '/'));
    if (labelled && author_is_name(name) && str_chr(name, ' ') != STR_NPOS)
        author_add(out, a, line, true);
    else if (author_starts_with_by(line) || author_is_byline(line))
        author_add(out, a, line, true);
    else if (by.len < line.len && has_digit(line) && author_is_byline(by))
        author_add(out, a, by, true);
}

/* "By Ann Example" in a short block before the body or right after it; inside it only behind a
 * block that is a label. */
static void find_visible(struct str_vec *out, struct arena *a, const struct scan *s, uint32_t first,
                         uint32_t last)
{
    uint32_t begin = first > 15 ? first - 15 : 0;
    uint32_t end = last + 10 < s->blocks.len ? last + 10 : (uint32_t)s->blocks.len;
    bool labelled = false;
    for (uint32_t i = begin; i < end && !out->len; i++) {
        const struct scan_block *b = &s->blocks.at[i];
        bool heading = b->tag == HTML_TAG_H1 || b->tag == HTML_TAG_H2;
        bool inside = (i > first + 3 && i + 4 < last) || i >= last + 6;
        if (heading || b->bytes > 160 || b->bytes < 2 ||
            (inside && !labelled && b->bytes > LABEL_BYTES_MAX)) {
            labelled = false;
            continue;
        }
        str rest = scan_block_text(a, s, b, BLOCK_TEXT_MAX);
        while (rest.p && !out->len) {
            str line = str_trim(str_cut(&rest, '\n'));
            if (line.len <= 120 && line.len >= 4 && (labelled || !inside))
                add_visible_line(out, a, line, labelled);
            labelled = author_is_label(line);
        }
    }
}

/* "About Ann Example" */
static str without_about(str line)
{
    static const str words[] = {S("About "),           S("Über "),      S("À propos de "),
                                S("Sobre "),           S("Over "),      S("Om "),
                                S("Informazioni su "), S("O autorze "), S("Об авторе ")};
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_istarts(line, words[i]))
            return str_trim(str_skip(line, words[i].len));
    return line;
}

/* A box about the author below the text: its first line is the name, or "About the author". */
static void find_bio(struct str_vec *out, struct arena *a, const struct scan *s, uint32_t last)
{
    for (uint32_t i = 1; i < s->elements.len && !out->len; i++) {
        const struct scan_element *e = &s->elements.at[i];
        if (!(e->evidence & EV_BIO) || (e->evidence & (EV_BODY | EV_COMMENT)) ||
            e->block + 2 < last || e->block > last + BIO_BLOCKS_MAX || e->repeated)
            continue;
        for (uint32_t k = e->block; k < e->block_end && k < e->block + 3 && !out->len; k++) {
            if (s->blocks.at[k].bytes > NAME_BYTES_MAX)
                continue;
            str name = without_about(scan_block_text(a, s, &s->blocks.at[k], BLOCK_TEXT_MAX));
            if (author_is_name(name) && !author_is_role(name) && str_chr(name, ' ') != STR_NPOS)
                author_add(out, a, name, true);
        }
    }
}

static bool are_full_names(const struct str_vec *names)
{
    vec_each (str, name, names)
        if (str_chr(*name, ' ') == STR_NPOS || author_is_organization(*name))
            return false;
    return names->len > 0;
}

/* Names that stand on the page, from the surest place on. FULL: only names of persons count,
 * because the metadata name somebody already. */
static void find_on_page(struct str_vec *out, struct arena *a, const struct page_meta *m,
                         const struct scan *s, uint32_t first, uint32_t last, bool full)
{
    for (size_t i = 0; i < m->author_nodes.len && !out->len; i++) {
        uint32_t node = m->author_nodes.at[i];
        uint32_t element = node;
        while (element && !s->element_of[element])
            element = s->tree->nodes[element].parent;
        if (!element || !is_foreign(s, s->element_of[element] - 1))
            add_node(out, a, s->tree, node);
    }
    for (int stage = 0; stage < 3; stage++) {
        if (full && !are_full_names(out))
            out->len = 0;
        if (out->len)
            return;
        if (stage == 0)
            find_named(out, a, s, last);
        else if (stage == 1)
            find_visible(out, a, s, first, last);
        else
            find_bio(out, a, s, last);
    }
}

/* Metadata often name the organisation or a log-in where the page names a person. */
static bool is_weak(const struct str_vec *names, const struct page_meta *m,
                    const struct title_site *site)
{
    if (names->len != 1)
        return names->len == 0;
    str name = names->at[0];
    return m->ld.by_organization || str_chr(name, ' ') == STR_NPOS ||
           title_names_site(name, site) || title_same(name, m->ld.publisher) ||
           title_has(m->field[META_PUBLISHER].value, name) || author_is_organization(name);
}

/* What metadata state: one or several names, or the site and where it is ("Harbour Ledger,
 * Eastmere, Northland"). */
static void add_stated(struct str_vec *out, struct arena *a, str value,
                       const struct title_site *site)
{
    str first = str_sub(value, 0, str_chr(value, ','));
    author_add(out, a, title_names_site(first, site) ? first : value, false);
}

void author_find(struct str_vec *out, struct arena *a, const struct page_meta *m,
                 const struct scan *s, uint32_t first, uint32_t last, const struct title_site *site)
{
    vec_each (str, name, &m->ld.authors)
        add_stated(out, a, *name, site);
    if (!out->len || (m->ld.by_organization && m->authors.len)) {
        struct str_vec stated = {0};
        vec_each (str, name, &m->authors)
            add_stated(&stated, a, *name, site);
        if (!out->len || are_full_names(&stated))
            *out = stated;
    }
    struct phrase_fold f;
    phrase_fold(&f, m->field[META_LABEL1].value);
    str label = str_of(f.p, f.len);
    static const str labels[] = {S("written by"), S("verfasst von"), S("geschrieben von"),
                                 S("écrit par"),  S("escrito por"),  S("scritto da"),
                                 S("skrevet av"), S("skrevet af"),   S("geschreven door"),
                                 S("napisane"),   S("автор"),        S("написано"),
                                 S("yazan"),      S("skriven av"),   S("kirjoittanut"),
                                 S("napsal"),     S("ditulis oleh"), S("作者"),
                                 S("執筆者"),     S("szerző"),       S("scris de")};
    for (size_t i = 0; i < ARRAY_LEN(labels) && !out->len; i++)
        if (str_starts(label, labels[i]))
            author_add(out, a, m->field[META_DATA1].value, false);
    if (!is_weak(out, m, site))
        return;
    struct str_vec shown = {0};
    find_on_page(&shown, a, m, s, first, last, out->len > 0);
    if (!out->len || are_full_names(&shown))
        *out = shown;
}
