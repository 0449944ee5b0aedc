/* Collecting tags: from metadata, from links to them, from boxes that say they hold them. */
#include "page/tags.h"

#include "page/clean.h"

#define TAGS_MAX 32
#define TAG_BYTES_MAX 80
#define BOX_BYTES_MAX 400 /* of a box of tags whose links do not say so themselves */

static void add_tag(struct str_vec *out, struct arena *a, str tag)
{
    tag = str_trim(clean_value(a, tag));
    if (str_starts(tag, S("#")))
        tag = str_trim(str_skip(tag, 1));
    if (str_has(tag, S("://")) || str_chr(tag, '=') != STR_NPOS || clean_is_placeholder(tag))
        return;
    if (tag.len < 2 || tag.len > TAG_BYTES_MAX || out->len >= TAGS_MAX)
        return;
    vec_each (str, other, out)
        if (str_ieq(*other, tag))
            return;
    *vec_push(out, a) = tag;
}

static void add_tag_list(struct str_vec *out, struct arena *a, str list)
{
    char sep = str_chr(list, ',') != STR_NPOS ? ',' : ';';
    while (list.p && list.len)
        add_tag(out, a, str_cut(&list, sep));
}

/* Other articles', the readers' or the page frame's, up to what holds the body. */
static bool is_foreign(const struct scan *s, uint32_t element)
{
    for (uint32_t e = element; e && !s->elements.at[e].shield; e = s->elements.at[e].parent)
        if ((s->elements.at[e].evidence & (EV_RELATED | EV_SIDE | EV_COMMENT | EV_NAV)) ||
            s->elements.at[e].repeated)
            return true;
    return false;
}

static void add_tag_links(struct str_vec *tags, struct arena *a, const struct page_meta *m,
                          const struct scan *s)
{
    vec_each (uint32_t, node, &m->tag_nodes) {
        uint32_t n = *node;
        while (n && !s->element_of[n])
            n = s->tree->nodes[n].parent;
        if (!n || !is_foreign(s, s->element_of[n] - 1))
            add_tag(tags, a, clean_node_text(a, s->tree, *node, TAG_BYTES_MAX));
    }
}

/* An address under which a site lists what has a tag. */
static bool is_tag_link(str href)
{
    static const str parts[] = {
        S("/tag"),          S("tag="),           S("/topic"),     S("/thema"),  S("/label"),
        S("/search/label"), S("schlagw"),        S("keyword"),    S("/temas/"), S("/stichwort"),
        S("/sujet"),        S("/mot/"),          S("/mots-cles"), S("/motcle"), S("/etiqueta"),
        S("/avainsana"),    S("/taxonomy/term"), S("/emne"),      S("/amne"),   S("/argomenti"),
        S("/onderwerp"),    S("/temat"),         S("/tema/"),     S("/topics/")};
    for (size_t i = 0; i < ARRAY_LEN(parts); i++)
        if (str_ihas(href, parts[i]))
            return true;
    return false;
}

/* Links to tags inside the first element that says it holds tags. */
static void add_tag_boxes(struct str_vec *tags, struct arena *a, const struct scan *s)
{
    const struct html_tree *t = s->tree;
    vec_each (struct scan_element, e, &s->elements) {
        if (!(e->evidence & EV_TAGS) || (e->evidence & EV_BODY) || e->prose > 300 ||
            is_foreign(s, e->parent) || e->repeated)
            continue;
        for (uint32_t n = html_next(t, e->node, e->node); n; n = html_next(t, n, e->node))
            if (html_is(t, n, HTML_TAG_A) && is_tag_link(html_attr(t, n, HTML_ATTR_HREF)))
                add_tag(tags, a, clean_node_text(a, t, n, TAG_BYTES_MAX));
        if (tags->len)
            return;
    }
}

/* A small box that says it holds tags and has nothing but a few short links. */
static bool is_bare_box(const struct scan *s, const struct scan_element *e)
{
    uint32_t bytes = 0, links = 0;
    for (uint32_t i = e->block; i < e->block_end && i < e->block + TAGS_MAX; i++) {
        bytes += s->blocks.at[i].bytes;
        links += s->blocks.at[i].link_bytes;
    }
    return links && links * 5 >= bytes * 4 && bytes <= BOX_BYTES_MAX;
}

static void add_bare_boxes(struct str_vec *tags, struct arena *a, const struct scan *s)
{
    const struct html_tree *t = s->tree;
    vec_each (struct scan_element, e, &s->elements) {
        if (!(e->evidence & EV_TAGS) || (e->evidence & EV_BODY) || is_foreign(s, e->parent) ||
            e->repeated || !is_bare_box(s, e))
            continue;
        for (uint32_t n = html_next(t, e->node, e->node); n; n = html_next(t, n, e->node))
            if (html_is(t, n, HTML_TAG_A))
                add_tag(tags, a, clean_node_text(a, t, n, TAG_BYTES_MAX));
        if (tags->len)
            return;
    }
}

/* The site's name among its tags says nothing of the article. */
static void remove_site(struct str_vec *tags, str site)
{
    size_t n = 0;
    for (size_t i = 0; i < tags->len; i++)
        if (!str_ieq(tags->at[i], site))
            tags->at[n++] = tags->at[i];
    tags->len = n;
}

struct strs tags_choose(struct arena *a, const struct page_meta *m, const struct scan *s, str site)
{
    struct str_vec tags = {0};
    vec_each (str, tag, &m->tags)
        add_tag_list(&tags, a, *tag);
    if (!tags.len)
        add_tag_links(&tags, a, m, s);
    if (!tags.len)
        add_tag_boxes(&tags, a, s);
    if (!tags.len)
        vec_each (str, tag, &m->ld.tags)
            add_tag(&tags, a, *tag);
    if (!tags.len)
        add_tag_list(&tags, a, m->field[META_KEYWORDS].value);
    if (!tags.len)
        add_bare_boxes(&tags, a, s);
    remove_site(&tags, site);
    return (struct strs){tags.at, tags.len};
}
