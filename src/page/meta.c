/* Collecting meta elements, links, JSON-LD and microdata. */
#include "page/meta.h"

#include "page/clean.h"

static const struct {
    str name;
    uint8_t field, rank;
} names[] = {
#define META(name, field, rank) {S(name), META_##field, rank},
#include "page/meta.def"
#undef META
};

/* The names by their first letters; made once for a page. */
struct name_index {
    uint8_t head[32]; /* 1 + index of a name, 0 for none */
    uint8_t next[ARRAY_LEN(names)];
};
_Static_assert(ARRAY_LEN(names) < 255, "an index of names fits a byte");

static void index_names(struct name_index *x)
{
    memset(x->head, 0, sizeof x->head);
    for (size_t i = ARRAY_LEN(names); i-- > 0;) {
        uint8_t *head = &x->head[(unsigned char)names[i].name.p[0] & 31];
        x->next[i] = *head;
        *head = (uint8_t)(i + 1);
    }
}

bool meta_has_word(str values, str word)
{
    size_t at = 0;
    while (at < values.len) {
        while (at < values.len && ascii_is_space((unsigned char)values.p[at]))
            at++;
        size_t end = at;
        while (end < values.len && !ascii_is_space((unsigned char)values.p[end]))
            end++;
        if (str_ieq(str_sub(values, at, end), word))
            return true;
        at = end;
    }
    return false;
}

static void add_date(struct page_meta *m, struct arena *a, str value, int rank, bool updated,
                     uint32_t node)
{
    if (str_empty(str_trim(value)) || m->dates.len >= META_NODES_MAX * 2)
        return;
    *vec_push(&m->dates, a) = (struct meta_date){str_trim(value), rank, updated, node};
}

static void take_field(struct page_meta *m, struct arena *a, size_t i, str content)
{
    struct meta_value *v = &m->field[names[i].field];
    switch (names[i].field) {
    case META_PUBLISHED: add_date(m, a, content, names[i].rank, false, 0); return;
    case META_UPDATED: add_date(m, a, content, names[i].rank, true, 0); return;
    case META_TAG: {
        str tag = clean_value(a, content);
        if (!str_empty(tag) && m->tags.len < META_NODES_MAX)
            *vec_push(&m->tags, a) = tag;
        return;
    }
    case META_AUTHOR:
        content = clean_value(a, content);
        if (str_empty(content) || names[i].rank < v->rank ||
            (v->rank && str_istarts(content, S("http"))))
            return;
        if (names[i].rank > v->rank)
            m->authors.len = 0;
        v->rank = names[i].rank;
        if (m->authors.len < 16)
            *vec_push(&m->authors, a) = content;
        return;
    default:
        if (names[i].rank <= v->rank)
            return;
        content = clean_value(a, content);
        if (clean_is_placeholder(content))
            return;
        *v = (struct meta_value){content, names[i].rank};
    }
}

/* Whether a microdata property belongs to something else that the article's item holds: a cited
 * work, a comment. */
static bool is_of_other_item(const struct html_tree *t, uint32_t node)
{
    static const str others[] = {S("citation"),    S("comment"), S("mentions"), S("isBasedOn"),
                                 S("isRelatedTo"), S("video"),   S("review")};
    for (uint32_t n = t->nodes[node].parent; n; n = t->nodes[n].parent) {
        str names_of = html_attr(t, n, HTML_ATTR_ITEMPROP);
        for (size_t i = 0; names_of.p && i < ARRAY_LEN(others); i++)
            if (meta_has_word(names_of, others[i]))
                return true;
    }
    return false;
}

static void meta_element(struct page_meta *m, struct arena *a, const struct html_tree *t,
                         const struct name_index *index, uint32_t node)
{
    str content = STR_NONE, key[4];
    size_t keys = 0;
    bool item = false;
    html_each_attr (t, attr, node) {
        str value = {attr->value, attr->value_len};
        if (attr->id == HTML_ATTR_CONTENT)
            content = value;
        else if ((attr->id == HTML_ATTR_NAME || attr->id == HTML_ATTR_PROPERTY ||
                  attr->id == HTML_ATTR_ITEMPROP || attr->id == HTML_ATTR_HTTP_EQUIV) &&
                 keys < 4) {
            key[keys++] = str_trim(value);
            item |= attr->id == HTML_ATTR_ITEMPROP;
        }
    }
    if (str_empty(content))
        return;
    for (size_t k = 0; k < keys; k++) {
        unsigned char first = key[k].len ? (unsigned char)key[k].p[0] & 31 : 0;
        for (size_t i = index->head[first]; i-- > 0; i = index->next[i]) {
            if (names[i].name.len == key[k].len && str_ieq(names[i].name, key[k])) {
                if (item && is_of_other_item(t, node))
                    return;
                take_field(m, a, i, content);
                return;
            }
        }
    }
}

static void link_element(struct page_meta *m, const struct html_tree *t, uint32_t node)
{
    str rel = html_attr(t, node, HTML_ATTR_REL);
    static const str words[] = {S("canonical"), S("next"), S("amphtml")};
    str *const fields[] = {&m->canonical, &m->next, &m->amp};
    if (str_empty(rel) || str_ieq(rel, S("stylesheet")))
        return;
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_empty(*fields[i]) && meta_has_word(rel, words[i]))
            *fields[i] = str_trim(html_attr(t, node, HTML_ATTR_HREF));
    if (str_empty(m->print) && meta_has_word(rel, S("alternate")) &&
        str_ieq(str_trim(html_attr_named(t, node, S("media"))), S("print")))
        m->print = str_trim(html_attr(t, node, HTML_ATTR_HREF));
}

/* The value of a microdata property: an attribute where the element has one, else its text. */
static str item_value(struct arena *a, const struct html_tree *t, uint32_t node)
{
    static const uint16_t attrs[] = {HTML_ATTR_CONTENT, HTML_ATTR_DATETIME};
    for (size_t i = 0; i < ARRAY_LEN(attrs); i++) {
        str value = html_attr(t, node, attrs[i]);
        if (!str_empty(value))
            return value;
    }
    return clean_node_text(a, t, node, 300);
}

static void item_property(struct page_meta *m, struct arena *a, const struct html_tree *t,
                          uint32_t node, str names_of)
{
    static const str properties[] = {S("datePublished"), S("dateModified"), S("dateCreated"),
                                     S("headline"), S("author")};
    bool wanted = false;
    for (size_t i = 0; i < ARRAY_LEN(properties) && !wanted; i++)
        wanted = names_of.len >= properties[i].len && meta_has_word(names_of, properties[i]);
    if (!wanted || is_of_other_item(t, node))
        return;
    if (meta_has_word(names_of, S("datePublished")))
        add_date(m, a, item_value(a, t, node), 85, false, node);
    else if (meta_has_word(names_of, S("dateModified")))
        add_date(m, a, item_value(a, t, node), 8, true, node);
    else if (meta_has_word(names_of, S("dateCreated")))
        add_date(m, a, item_value(a, t, node), 72, false, node);
    if (meta_has_word(names_of, S("headline")) && str_empty(m->item_headline))
        m->item_headline = clean_value(a, item_value(a, t, node));
    if (meta_has_word(names_of, S("author")) && m->author_nodes.len < META_NODES_MAX)
        *vec_push(&m->author_nodes, a) = node;
}

static void time_element(struct page_meta *m, struct arena *a, const struct html_tree *t,
                         uint32_t node)
{
    str value = html_attr(t, node, HTML_ATTR_DATETIME);
    bool pubdate = html_attr_named(t, node, S("pubdate")).p != NULL;
    bool updated = meta_has_word(html_attr(t, node, HTML_ATTR_CLASS), S("updated"));
    if (str_empty(value))
        value = clean_node_text(a, t, node, 200);
    add_date(m, a, value, pubdate ? 80 : 40, updated, node);
}

static void anchor_element(struct page_meta *m, struct arena *a, const struct html_tree *t,
                           uint32_t node)
{
    str rel = html_attr(t, node, HTML_ATTR_REL);
    if (str_empty(rel))
        return;
    if (str_empty(m->next) && meta_has_word(rel, S("next")))
        m->next = str_trim(html_attr(t, node, HTML_ATTR_HREF));
    if (meta_has_word(rel, S("author")) && m->author_nodes.len < META_NODES_MAX)
        *vec_push(&m->author_nodes, a) = node;
    else if (meta_has_word(rel, S("tag")) && !meta_has_word(rel, S("category")) &&
             m->tag_nodes.len < META_NODES_MAX)
        *vec_push(&m->tag_nodes, a) = node;
}

static void script_element(struct page_meta *m, struct arena *a, const struct html_tree *t,
                           uint32_t node)
{
    uint32_t text = t->nodes[node].first_child;
    if (text && html_is_text(t, text) && str_ihas(html_attr(t, node, HTML_ATTR_TYPE), S("ld+json")))
        jsonld_read(&m->ld, a, html_text(t, text));
}

static void element(struct page_meta *m, struct arena *a, const struct html_tree *t,
                    const struct name_index *index, uint32_t node)
{
    switch (t->nodes[node].tag) {
    case HTML_TAG_META: meta_element(m, a, t, index, node); break;
    case HTML_TAG_LINK: link_element(m, t, node); break;
    case HTML_TAG_SCRIPT: script_element(m, a, t, node); return;
    case HTML_TAG_TITLE:
        if (str_empty(m->title))
            m->title = clean_node_text(a, t, node, 1000);
        return;
    case HTML_TAG_BASE:
        if (str_empty(m->base))
            m->base = str_trim(html_attr(t, node, HTML_ATTR_HREF));
        return;
    case HTML_TAG_HTML:
        m->language = str_trim(html_attr(t, node, HTML_ATTR_LANG));
        if (str_empty(m->language))
            m->language = str_trim(html_attr_named(t, node, S("xml:lang")));
        m->is_amp = html_attr_named(t, node, S("amp")).p || html_attr_named(t, node, S("⚡")).p;
        return;
    case HTML_TAG_H1:
        if (m->h1.len < META_NODES_MAX)
            *vec_push(&m->h1, a) = node;
        break;
    case HTML_TAG_TIME:
        if (html_attr(t, node, HTML_ATTR_ITEMPROP).p == NULL)
            time_element(m, a, t, node);
        break;
    case HTML_TAG_A: anchor_element(m, a, t, node); break;
    default: break;
    }
    str names_of = html_attr(t, node, HTML_ATTR_ITEMPROP);
    if (!names_of.p && t->nodes[node].tag != HTML_TAG_META) {
        names_of = html_attr(t, node, HTML_ATTR_PROPERTY); /* RDFa: "schema:datePublished" */
        size_t colon = str_chr(names_of, ':');
        names_of = colon == STR_NPOS ? names_of : str_skip(names_of, colon + 1);
    }
    if (names_of.p)
        item_property(m, a, t, node, names_of);
}

void meta_collect(struct page_meta *m, struct arena *a, const struct html_tree *t)
{
    *m = (struct page_meta){0};
    struct name_index index;
    index_names(&index);
    for (uint32_t n = 1; n < t->node_count; n++)
        if (t->nodes[n].type == HTML_ELEMENT && t->nodes[n].ns == HTML_NS_HTML &&
            (t->nodes[n].attr_count || t->nodes[n].tag == HTML_TAG_H1 ||
             t->nodes[n].tag == HTML_TAG_TITLE || t->nodes[n].tag == HTML_TAG_TIME))
            element(m, a, t, &index, n);
}
