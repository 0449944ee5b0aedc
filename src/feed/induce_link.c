/* The links of a page: where they lead, and what their addresses look like. */
#include "base/hash.h"
#include "base/map.h"
#include "feed/induce_code.h"

#define SHAPE_PARTS_MAX 8
#define QUERY_NAMES_MAX 4

/* --- what an address looks like -------------------------------------------------------------- */

static bool has_digits(str s, size_t run)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++) {
        n = ascii_is_digit((unsigned char)s.p[i]) ? n + 1 : 0;
        if (n >= run)
            return true;
    }
    return false;
}

static bool is_number(str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!ascii_is_digit((unsigned char)s.p[i]))
            return false;
    return s.len > 0;
}

static size_t count_joints(str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++)
        n += s.p[i] == '-' || s.p[i] == '_' || s.p[i] == '+' || s.p[i] == ',';
    return n;
}

/* "v2.9.0" */
static bool is_version(str s)
{
    size_t dots = 0, digits = 0;
    for (size_t i = s.len && (s.p[0] | 0x20) == 'v'; i < s.len; i++) {
        dots += s.p[i] == '.';
        digits += ascii_is_digit((unsigned char)s.p[i]);
        if (s.p[i] != '.' && !ascii_is_digit((unsigned char)s.p[i]))
            return false;
    }
    return dots > 0 && digits > dots;
}

/* '9' a number, 's' a headline's words or a code, 'w' a word. */
static char kind_of_part(str part)
{
    size_t dot = str_rchr(part, '.');
    str stem = dot == STR_NPOS ? part : str_sub(part, 0, dot);
    if (is_number(stem) || is_version(part))
        return '9';
    if (count_joints(stem) >= 2 || stem.len >= 24 || str_chr(stem, '%') != STR_NPOS ||
        has_digits(stem, 3))
        return 's';
    return 'w';
}

static str extension_of(str path)
{
    size_t slash = str_rchr(path, '/'), dot = str_rchr(path, '.');
    if (dot == STR_NPOS || (slash != STR_NPOS && dot < slash) || path.len - dot > 6)
        return S("");
    return str_skip(path, dot + 1);
}

/* Names of the query's parts, a number's value with it as '9'. */
static uint64_t shape_of_query(str query, bool *has_id)
{
    uint64_t shape = 0;
    for (size_t i = 0; query.len && i < QUERY_NAMES_MAX; i++) {
        str value = str_cut(&query, '&');
        str name = str_cut(&value, '=');
        shape = hash_join(shape, hash_str(name));
        *has_id |= has_digits(value, 2) || count_joints(value) >= 2;
    }
    return shape;
}

static void read_shape(struct link *l, str page_path)
{
    struct url_parts parts = url_split(l->address);
    str path = parts.path, extension = extension_of(path);
    char shape[SHAPE_PARTS_MAX + 1];
    size_t n = 0;
    bool id = false;
    for (str rest = path; rest.len && n < SHAPE_PARTS_MAX;) {
        str part = str_cut(&rest, '/');
        if (part.len)
            shape[n++] = kind_of_part(part);
    }
    l->shape = hash_join(hash_bytes(shape, n, 0), hash_str(extension));
    l->shape = hash_join(l->shape, shape_of_query(parts.query, &id));
    l->shape = hash_join(l->shape, l->own_site);
    int64_t time_us;
    l->page_like =
        (n > 0 && shape[n - 1] != 'w') || id || date_of_url(&time_us, l->address.s) ||
        (n > 1 && path.len > page_path.len + 1 && str_starts(path, page_path) && page_path.len > 1);
}

/* --- finding them ---------------------------------------------------------------------------- */

static bool is_file_to_see(str path)
{
    static const str kinds[] = {S("jpg"), S("jpeg"), S("png"), S("gif"), S("webp"), S("svg"),
                                S("mp3"), S("mp4"),  S("zip"), S("css"), S("js"),   S("ico"),
                                S("xml"), S("rss"),  S("ics"), S("exe"), S("avif")};
    str extension = extension_of(path);
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
        if (str_ieq(extension, kinds[i]))
            return true;
    return false;
}

static bool same_site(str a, str b)
{
    if (str_eq(a, b))
        return true;
    str longer = a.len > b.len ? a : b, shorter = a.len > b.len ? b : a;
    return str_ends(longer, shorter) && longer.p[longer.len - shorter.len - 1] == '.' &&
           str_chr(shorter, '.') != STR_NPOS;
}

static str without_fragment(str address)
{
    size_t hash = str_chr(address, '#');
    return hash == STR_NPOS ? address : str_sub(address, 0, hash);
}

static bool read_link(struct link *l, struct induce_page *p, uint32_t node)
{
    str href = str_trim(html_attr(&p->tree, node, HTML_ATTR_HREF));
    if (href.len == 0 || href.p[0] == '#' || href.len > URL_LEN_MAX)
        return false;
    if (url_parse(&l->address, p->arena, href, &p->base) != OK || !url_is_web(l->address))
        return false;
    /* A place within a page is no page of its own. */
    l->address.s = without_fragment(l->address.s);
    struct url_parts parts = url_split(l->address), own = url_split(p->address);
    if (str_eq(l->address.s, without_fragment(p->address.s)) || is_file_to_see(parts.path))
        return false;
    l->node = node;
    l->address_hash = hash_str(l->address.s) | 2;
    l->own_site = same_site(url_site(l->address), url_site(p->address));
    /* The front page is linked from everywhere, and is none of its own entries. */
    if (l->own_site && parts.path.len <= 1 && str_empty(parts.query))
        return false;
    read_shape(l, own.path);
    return true;
}

/* Which links are around and in each node. */
static void spread(struct induce_page *p)
{
    vec_each (const struct link, l, &p->links)
        p->spots[l->node].in_link = p->spots[l->node].has_link = l->address_hash;
    for (uint32_t i = 0; i < p->order_len; i++) {
        struct spot *s = &p->spots[p->order[i]];
        if (s->in_link == 0)
            s->in_link = p->spots[p->tree.nodes[p->order[i]].parent].in_link;
    }
    for (uint32_t i = p->order_len; i-- > 0;) {
        const struct spot *s = &p->spots[p->order[i]];
        struct spot *around = &p->spots[p->tree.nodes[p->order[i]].parent];
        if (s->has_link && around->has_link != s->has_link)
            around->has_link = around->has_link ? LINKS_MANY : s->has_link;
    }
}

void induce_links_find(struct induce_page *p)
{
    struct map groups;
    map_init(&groups, p->arena);
    p->stamp_of = arena_array(p->arena, p->tree.node_count, uint32_t);
    p->owner = arena_array(p->arena, p->tree.node_count, uint64_t);
    p->inner = arena_array(p->arena, p->tree.node_count, uint64_t);
    for (uint32_t i = 0; i < p->order_len && p->links.len < INDUCE_LINKS_MAX; i++) {
        uint32_t n = p->order[i];
        const struct spot *s = &p->spots[n];
        struct link l = {0};
        if (!html_is(&p->tree, n, HTML_TAG_A) || !s->shown || s->depth > INDUCE_DEPTH_MAX ||
            !read_link(&l, p, n))
            continue;
        uint64_t *group = map_put(&groups, str_of((const char *)&s->path, sizeof s->path));
        if (*group == 0)
            *group = groups.len;
        l.group = (uint32_t)*group - 1;
        *vec_push(&p->links, p->arena) = l;
    }
    spread(p);
}
