/* From a page's explanation to its view: neighbouring blocks with the same reason are one run. */
#include "cli/extract_explain.h"

#include "base/vec.h"
#include "page/explain.h"
#include "templates.h"

/* Runs of dropped blocks inside the article are shown open up to this many blocks; menus and feet
 * of pages are for those who ask. */
#define OPEN_BLOCKS_MAX 6

struct runs VEC(struct explain_run_view);

static struct explain_block_view view_of(const struct page_block *b)
{
    return (struct explain_block_view){
        .text = b->text,
        .path = b->path,
        .heading = b->heading,
        .value = b->value,
        .bytes = b->bytes,
        .link_percent = b->bytes ? (int64_t)b->link_bytes * 100 / b->bytes : 0,
        .sentences = b->sentences,
    };
}

/* The places of the first and last kept block; FIRST > LAST when there is none. */
static void kept_range(size_t *first, size_t *last, const struct page_explanation *x)
{
    *first = x->len;
    *last = 0;
    for (size_t i = 0; i < x->len; i++) {
        if (!x->blocks[i].kept)
            continue;
        *first = *first == x->len ? i : *first;
        *last = i;
    }
}

static struct explain_run_view_list runs_of(struct arena *a, const struct page_explanation *x)
{
    struct explain_block_view *views = arena_array(a, x->len + 1, struct explain_block_view);
    struct runs runs = {0};
    size_t first, last;
    kept_range(&first, &last, x);
    for (size_t i = 0, end; i < x->len; i = end) {
        const struct page_block *b = &x->blocks[i];
        for (end = i; end < x->len && str_eq(x->blocks[end].why, b->why); end++)
            views[end] = view_of(&x->blocks[end]);
        *vec_push(&runs, a) = (struct explain_run_view){
            .kept = b->kept,
            .open = i > first && end <= last + 1 && end - i <= OPEN_BLOCKS_MAX,
            .group = b->group,
            .why = b->why,
            .count = (int64_t)(end - i),
            .blocks = {views + i, end - i},
        };
    }
    return (struct explain_run_view_list){runs.at, runs.len};
}

static void put_lines(struct sbuf *out, const struct page_explanation *x, str refused)
{
    if (!str_empty(refused))
        sbuf_printf(out, "! %.*s\n", STR_FMT(refused));
    sbuf_printf(out, "@ %.*s\n", STR_FMT(x->root));
    for (size_t i = 0; i < x->len; i++) {
        const struct page_block *b = &x->blocks[i];
        sbuf_printf(out, "%c %d\t%.*s\t%.*s\t", b->kept ? '+' : '-', (int)b->value, STR_FMT(b->why),
                    STR_FMT(b->path));
        for (size_t k = 0; k < b->text.len; k++)
            sbuf_putc(out, b->text.p[k] == '\n' ? ' ' : b->text.p[k]);
        sbuf_putc(out, '\n');
    }
}

status extract_put_explanation(struct sbuf *out, struct arena *a, const struct read_input *in,
                               str name, bool as_text)
{
    struct page page;
    struct page_explanation why;
    str refused;
    TRY(read_explain(&page, &why, &refused, a, in));
    if (as_text) {
        put_lines(out, &why, refused);
        return OK;
    }
    const struct explain_view v = {
        .name = name,
        .title = str_empty(page.title) ? name : page.title,
        .refused = refused,
        .root = why.root,
        .value = why.value,
        .kept = (int64_t)why.kept,
        .dropped = (int64_t)why.dropped,
        .from_data = why.from_data,
        .cut = why.cut,
        .runs = runs_of(a, &why),
    };
    tpl_explain(out, &v);
    return OK;
}
