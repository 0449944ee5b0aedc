/* A small table of block hashes for each site, with counts that fade. */
#include "page/rules.h"

#include "base/hash.h"
#include "base/vec.h"
#include "html/sanitize.h"
#include "page/page.h"
#include "page/scan.h"

#define BUCKET 8       /* places a block may stand at */
#define PAGES_FADE 512 /* pages after which all counts are halved: sites change */

struct block_count {
    uint64_t print; /* 0: free */
    uint32_t pages;
    uint32_t last; /* the page it was last on, as the site counts them */
};

struct site {
    uint64_t key;          /* hash of its name, 0: free */
    uint64_t used;         /* the rules' clock when it was last learned */
    uint32_t pages, total; /* counted for shares, and ever */
    uint64_t titles[RULES_TITLES];
    struct block_count blocks[RULES_BLOCKS];
};

struct page_rules {
    struct site *sites[RULES_SITES_MAX];
    size_t len;
    uint64_t clock;
};

struct page_rules *page_rules_new(void)
{
    return mem_calloc(1, sizeof(struct page_rules));
}

void page_rules_free(struct page_rules *r)
{
    for (size_t i = 0; r && i < r->len; i++)
        free(r->sites[i]);
    free(r);
}

static struct site *site_find(const struct page_rules *r, str name)
{
    uint64_t key = hash_bytes(name.p, name.len, 1) | 1;
    for (size_t i = 0; i < r->len; i++)
        if (r->sites[i]->key == key)
            return r->sites[i];
    return NULL;
}

/* A site that is not known yet: in a place of its own, or in that of the one longest unseen. */
static struct site *site_add(struct page_rules *r, str name)
{
    struct site *s;
    if (r->len < RULES_SITES_MAX) {
        s = r->sites[r->len++] = mem_calloc(1, sizeof *s);
    } else {
        s = r->sites[0];
        for (size_t i = 1; i < r->len; i++)
            if (r->sites[i]->used < s->used)
                s = r->sites[i];
        memset(s, 0, sizeof *s);
    }
    s->key = hash_bytes(name.p, name.len, 1) | 1;
    return s;
}

/* Its index, RULES_BLOCKS when it is not there. */
static size_t block_find(const struct site *s, uint64_t print)
{
    size_t start = (size_t)(print % (RULES_BLOCKS / BUCKET)) * BUCKET;
    for (size_t i = start; i < start + BUCKET; i++)
        if (s->blocks[i].print == print)
            return i;
    return RULES_BLOCKS;
}

/* The block's place; that of the one on fewest pages, and of these longest unseen, when it is new.
 */
static struct block_count *block_place(struct site *s, uint64_t print)
{
    size_t at = block_find(s, print);
    if (at < RULES_BLOCKS)
        return &s->blocks[at];
    size_t start = (size_t)(print % (RULES_BLOCKS / BUCKET)) * BUCKET;
    struct block_count *found = &s->blocks[start];
    for (size_t i = start + 1; i < start + BUCKET; i++) {
        struct block_count *b = &s->blocks[i];
        if (b->pages < found->pages || (b->pages == found->pages && b->last < found->last))
            found = b;
    }
    *found = (struct block_count){.print = print};
    return found;
}

static void fade(struct site *s)
{
    s->pages /= 2;
    for (size_t i = 0; i < RULES_BLOCKS; i++)
        s->blocks[i].pages /= 2;
}

static bool can_repeat(const struct page_mark *m)
{
    return !m->heading && m->end - m->begin >= RULES_BLOCK_BYTES;
}

void page_rules_learn(struct page_rules *r, str name, str title, const struct page_marks *marks)
{
    if (!marks->len || str_empty(name))
        return;
    struct site *s = site_find(r, name);
    if (!s)
        s = site_add(r, name);
    s->used = ++r->clock;
    uint64_t title_print = hash_bytes(title.p, title.len, 2) | 1;
    for (size_t i = 0; i < RULES_TITLES; i++)
        if (s->titles[i] == title_print)
            return;
    s->titles[s->total % RULES_TITLES] = title_print;
    s->total++;
    if (++s->pages > PAGES_FADE)
        fade(s);
    for (size_t i = 0; i < marks->len; i++) {
        if (!can_repeat(&marks->at[i]))
            continue;
        struct block_count *b = block_place(s, marks->at[i].print);
        if (b->last != s->total) /* twice on a page is once */
            b->pages++;
        b->last = s->total;
    }
}

/* Headings that had text below them and have none now. */
static size_t drop_headings(bool *drop, const struct page_marks *marks)
{
    size_t dropped = 0;
    bool lost = false, left = false;
    for (size_t i = marks->len; i-- > 0;) {
        if (!marks->at[i].heading) {
            lost |= drop[i];
            left |= !drop[i];
        } else if (lost && !left) {
            drop[i] = true;
            dropped++;
        } else {
            lost = left = false;
        }
    }
    return dropped;
}

size_t page_rules_drop(bool *drop, const struct page_rules *r, str name,
                       const struct page_marks *marks)
{
    memset(drop, 0, marks->len * sizeof *drop);
    const struct site *s = str_empty(name) ? NULL : site_find(r, name);
    if (!s)
        return 0;
    size_t dropped = 0, bytes = 0, left = 0;
    for (size_t i = 0; i < marks->len; i++) {
        const struct page_mark *m = &marks->at[i];
        size_t at = can_repeat(m) ? block_find(s, m->print) : RULES_BLOCKS;
        const struct block_count *b = &s->blocks[at % RULES_BLOCKS];
        drop[i] = at < RULES_BLOCKS && b->pages >= RULES_PAGES_MIN &&
                  b->pages * 100 >= s->pages * RULES_SHARE_MIN;
        dropped += drop[i];
        bytes += m->end - m->begin;
        left += drop[i] ? 0 : m->end - m->begin;
    }
    if (!dropped)
        return 0;
    if (left * 100 < bytes * RULES_KEEP_MIN) {
        memset(drop, 0, marks->len * sizeof *drop);
        return 0;
    }
    return dropped + drop_headings(drop, marks);
}

str page_rules_text(struct arena *a, str text, const struct page_marks *marks, const bool *drop)
{
    struct sbuf out;
    sbuf_init(&out, a, text.len + 1);
    size_t from = 0;
    for (size_t i = 0; i < marks->len; i++) {
        if (!drop[i])
            continue;
        /* What separates a block from the one before goes with it. */
        size_t before = i ? marks->at[i - 1].end : 0;
        if (before > from)
            sbuf_put(&out, str_sub(text, from, before));
        from = marks->at[i].end;
    }
    sbuf_put(&out, str_skip(text, from));
    return str_trim(sbuf_str(&out));
}

struct kept {
    const bool *gone; /* by node id */
};

static bool keep_node(void *data, const struct html_tree *t, uint32_t node)
{
    const struct kept *k = data;
    (void)t;
    return !k->gone[node];
}

static bool is_dropped(str text, const struct scan *s, const struct scan_block *b,
                       const struct page_marks *marks, const bool *drop)
{
    struct arena_mark mark = arena_mark(s->arena);
    str own = scan_block_text(s->arena, s, b, PAGE_TEXT_MAX);
    bool found = false;
    for (size_t i = 0; i < marks->len && !found; i++)
        found = drop[i] && str_eq(own, str_sub(text, marks->at[i].begin, marks->at[i].end));
    arena_rewind(s->arena, mark);
    return found;
}

/* An element all blocks of which are dropped goes as a whole, pictures and all that is in it
 * excepted; of others, the dropped blocks' text. */
static void mark_gone(bool *gone, struct scan *s, struct html_tree *t)
{
    for (uint32_t i = 1; i < s->elements.len; i++) {
        const struct scan_element *e = &s->elements.at[i];
        bool all = e->block_end > e->block && !e->images;
        for (uint32_t k = e->block; k < e->block_end && all; k++)
            all = s->blocks.at[k].drop;
        gone[e->node] = all;
    }
    vec_each (struct scan_block, b, &s->blocks) {
        uint32_t root = s->elements.at[b->element].node;
        for (uint32_t n = b->first; b->drop && n; n = html_next(t, n, root)) {
            if (html_is_text(t, n))
                t->nodes[n].text_len = 0;
            if (n == b->last)
                break;
        }
    }
}

status page_rules_html(html *out, struct arena *a, html body, str text,
                       const struct page_marks *marks, const bool *drop)
{
    struct html_tree t;
    struct scan s;
    TRY(html_parse_fragment(&t, a, body.s, HTML_TAG_DIV, HTML_NS_HTML, &html_limits_default));
    scan_page(&s, a, &t);
    vec_each (struct scan_block, b, &s.blocks)
        b->drop = is_dropped(text, &s, b, marks, drop);
    bool *gone = arena_array(a, t.node_count, bool);
    mark_gone(gone, &s, &t);
    struct kept kept = {gone};
    const struct html_sanitize_options options = {
        .keep = keep_node, .keep_data = &kept, .absolute_only = true, .out_max = PAGE_HTML_MAX};
    TRY(html_sanitize_tree(out, a, &t, 0, &options));
    out->s = str_trim(out->s);
    return OK;
}
