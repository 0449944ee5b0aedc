/* Keeping docs small: there are a few hundred, and they are used again and again. */
#include "pipeline/doc.h"

#include "pipeline/read.h"

#define DOC_KEEP ((size_t)256 << 10) /* larger buffers are given back */

bool doc_is_read(enum doc_kind kind)
{
    return kind != DOC_ERROR && kind != DOC_MARK && kind != DOC_CHECK && kind != DOC_RETRY &&
           kind != DOC_HUB;
}

void doc_init(struct doc *d)
{
    memset(d, 0, sizeof *d);
    sbuf_init_heap(&d->name, DOC_NAME_MAX);
    sbuf_init_heap(&d->bytes, READ_BYTES_MAX + DOC_KEEP);
    sbuf_init_heap(&d->url, DOC_NAME_MAX);
    sbuf_init_heap(&d->content_type, DOC_NAME_MAX);
    sbuf_init_heap(&d->input_key, DOC_NAME_MAX);
    sbuf_init_heap(&d->item_id, DOC_NAME_MAX);
    sbuf_init_heap(&d->draft, READ_BYTES_MAX);
    arena_init(&d->arena);
}

void doc_end(struct doc *d)
{
    sbuf_free(&d->name);
    sbuf_free(&d->bytes);
    sbuf_free(&d->url);
    sbuf_free(&d->content_type);
    sbuf_free(&d->input_key);
    sbuf_free(&d->item_id);
    sbuf_free(&d->draft);
    arena_end(&d->arena);
}

static void empty(struct sbuf *b)
{
    sbuf_truncate(b, 0);
    b->overflow = false;
    if (b->cap > DOC_KEEP)
        sbuf_free(b);
}

void doc_reset(struct doc *d)
{
    empty(&d->name);
    empty(&d->bytes);
    empty(&d->url);
    empty(&d->content_type);
    empty(&d->input_key);
    empty(&d->item_id);
    empty(&d->draft);
    arena_reset(&d->arena);
    if (d->arena.reserved > DOC_KEEP) {
        arena_end(&d->arena);
        arena_init(&d->arena);
    }
    d->item = 0;
    d->position = 0;
    d->input_done = d->demo = d->failed = false;
    d->source_key = d->source_name = d->source_home = STR_NONE;
    d->fetched_us = d->seen_us = TIME_NONE;
    d->source_id = d->entry_id = d->tries = d->next_try_us = 0;
    d->harvest = NULL;
    d->visit = NULL;
    d->hub = NULL;
    d->code = OK;
    d->article = (struct article){0};
    d->source = (struct source){0};
    d->marks = (struct page_marks){0};
    d->analysed = NULL;
}

void doc_fail(struct doc *d, status code)
{
    d->failed = true;
    d->code = code;
    snprintf(d->error, sizeof d->error, "%s", err_text());
}

static struct strs strs_copy(struct arena *arena, struct strs from)
{
    str *at = arena_array(arena, from.len, str);
    for (size_t i = 0; i < from.len; i++)
        at[i] = str_dup(arena, from.at[i]);
    return (struct strs){at, from.len};
}

void doc_article_copy(struct article *out, struct arena *arena, const struct article *a)
{
    *out = *a;
    str *const texts[] = {&out->url,          &out->canonical_url, &out->title,
                          &out->description,  &out->language,      &out->site_name,
                          &out->image.url,    &out->image.alt,     &out->image.caption,
                          &out->image.credit, &out->credit_line,   &out->text,
                          &out->body.s};
    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        *texts[i] = str_dup(arena, *texts[i]);
    out->authors = strs_copy(arena, a->authors);
    out->tags = strs_copy(arena, a->tags);
}
