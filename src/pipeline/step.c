/* Reading one doc. The big arena stays with the thread; only the article goes on. */
#include "pipeline/step.h"

#include "article/article.h"
#include "base/clock.h"
#include "base/json_in.h"
#include "fetch/http_capture.h"
#include "identity/identity.h"
#include "language/language.h"
#include "pipeline/files.h"
#include "pipeline/harvest.h"
#include "pipeline/json_article.h"
#include "pipeline/mail_entry.h"
#include "pipeline/origin.h"
#include "pipeline/read.h"
#include "pipeline/visit.h"

#define DOC_BYTES_KEEP ((size_t)8 << 10)
#define STEP_KEEP ((size_t)16 << 20) /* a larger arena is given back after its document */

void step_init(struct step *s, struct strs outlets, str store)
{
    s->store = NULL;
    s->later = false;
    /* A store that fails is the desk's to report; here it only saves work. */
    if (store.len && store_open(&s->store, store) != OK)
        s->store = NULL;
    s->reader = text_reader_new();
    s->outlets = outlets;
    arena_init(&s->arena);
    sbuf_init_heap(&s->file, READ_BYTES_MAX + ((size_t)256 << 10));
}

void step_end(struct step *s)
{
    arena_end(&s->arena);
    sbuf_free(&s->file);
    text_reader_free(s->reader);
    store_free(s->store);
}

static status page(struct article *out, struct step *s, struct doc *d, str bytes)
{
    struct read_input in = {.bytes = bytes,
                            .url = sbuf_str(&d->url),
                            .content_type = sbuf_str(&d->content_type),
                            .no_teasers = true,
                            .marks = &d->marks,
                            .fetched_us = d->fetched_us};
    return read_document(out, &s->arena, &in);
}

static status capture(struct article *out, struct step *s, struct doc *d)
{
    struct http_capture response;
    str body;
    TRY(http_capture_parse(&response, sbuf_str(&d->bytes)));
    TRY(http_capture_body(&body, &s->arena, &response, READ_BYTES_MAX));
    sbuf_truncate(&d->content_type, 0);
    sbuf_put(&d->content_type, response.content_type);
    return page(out, s, d, body);
}

static status json(struct article *out, struct step *s, struct doc *d, str text)
{
    struct json_value *v CLEANUP(json_in_end) = NULL;
    TRY(json_in_parse(&v, text));
    struct article article = {.published_us = TIME_NONE, .updated_us = TIME_NONE};
    status done = json_article(&article, &s->arena, v, d);
    /* Its strings may be the JSON value's, which ends here. */
    doc_article_copy(out, &s->arena, &article);
    return done;
}

static status file(struct article *out, struct step *s, struct doc *d)
{
    sbuf_putc(&d->name, '\0');
    sbuf_truncate(&d->name, d->name.len - 1);
    TRY(file_read(&s->file, d->name.p, READ_BYTES_MAX));
    if (file_kind_of_name(sbuf_str(&d->name)) == FILE_MAIL) {
        str text;
        TRY(mail_entry_json(&text, &s->arena, sbuf_str(&s->file), d->fetched_us));
        TRY(json(out, s, d, text));
        out->language = language_choose(out->language, out->text);
        return OK;
    }
    return page(out, s, d, sbuf_str(&s->file));
}

/* Into the doc's own memory. */
static void keep_marks(struct doc *d)
{
    struct page_mark *at = arena_array(&d->arena, d->marks.len, struct page_mark);
    if (d->marks.len)
        memcpy(at, d->marks.at, d->marks.len * sizeof *at);
    d->marks.at = at;
}

/* Nothing is asked of the analyses of an article that is in the store as it is. */
static bool unchanged(const struct step *s, const struct article *article)
{
    bool same = false;
    return s->store &&
           store_article_same(&same, s->store, article->canonical_url, article->content_hash) ==
               OK &&
           same;
}

/* What every article gets, however it came. */
static void finish(struct article *out, struct analysed **analysed, struct step *s, struct doc *d,
                   struct article *article)
{
    article->content_hash = identity_content_hash(article->title, article->text);
    article->first_seen_us = d->seen_us;
    article->demo = d->demo;
    doc_article_copy(out, &d->arena, article);
    *analysed = NULL;
    if (!s->later && !unchanged(s, out))
        analyse_article(analysed, &d->arena, &s->arena, s->reader, out, s->outlets);
}

/* An article that came as an entry is all there is of it. */
static status entry_article(struct article *out, struct analysed **analysed, struct step *s,
                            struct doc *d, struct article *article, str own)
{
    article->language = language_choose(article->language, article->text);
    if (str_empty(own)) {
        TRY(origin_identify(article, &s->arena, d));
    } else {
        article->canonical_url = own;
        if (str_empty(article->url))
            article->url = own;
    }
    finish(out, analysed, s, d, article);
    return OK;
}

status step_told(struct article *out, struct analysed **analysed, struct step *s, struct doc *d,
                 const struct told *told, str own)
{
    struct article article;
    TRY(told_article(&article, &s->arena, told, d->fetched_us));
    return entry_article(out, analysed, s, d, &article, own);
}

/* The entry as it was kept until its page could be had. */
static status draft(struct article *out, struct analysed **analysed, struct step *s, struct doc *d)
{
    struct json_value *v CLEANUP(json_in_end) = NULL;
    struct article article;
    TRY(json_in_parse(&v, sbuf_str(&d->bytes)));
    TRY(json_article(&article, &s->arena, v, d));
    return entry_article(out, analysed, s, d, &article, S(""));
}

/* The page of an entry, with what only the entry says; the entry itself where it has more to read.
 */
static status entry_page(struct article *out, struct step *s, struct doc *d)
{
    struct article own = {.published_us = TIME_NONE, .updated_us = TIME_NONE};
    status done = page(out, s, d, sbuf_str(&d->bytes));
    status told = json(&own, s, d, sbuf_str(&d->draft));
    if (done == OK && (told != OK || out->word_count >= HARVEST_FULL_WORDS ||
                       out->word_count >= own.word_count)) {
        article_complete(out, &own, d->fetched_us);
        return OK;
    }
    if (told != OK)
        return fail(E_INPUT, "neither the page nor the entry is an article");
    *out = own;
    out->language = language_choose(own.language, own.text);
    d->marks = (struct page_marks){0};
    return OK;
}

static status make(struct step *s, struct doc *d)
{
    struct article article = {0};
    switch (d->kind) {
    case DOC_FILE: TRY(file(&article, s, d)); break;
    case DOC_PAGE:
        TRY(d->entry_id ? entry_page(&article, s, d) : page(&article, s, d, sbuf_str(&d->bytes)));
        break;
    case DOC_CAPTURE: TRY(capture(&article, s, d)); break;
    case DOC_JSON:
        if (d->entry_id)
            return draft(&d->article, &d->analysed, s, d);
        TRY(json(&article, s, d, sbuf_str(&d->bytes)));
        break;
    case DOC_FEED: return harvest_read(s, d);
    case DOC_VISIT: visit_read(s, d); return OK;
    case DOC_ERROR:
    case DOC_MARK:
    case DOC_CHECK:
    case DOC_RETRY:
    case DOC_HUB: ASSERT(false); break;
    }
    TRY(origin_identify(&article, &s->arena, d));
    finish(&d->article, &d->analysed, s, d, &article);
    keep_marks(d);
    origin_source(&d->source, &d->arena, &d->article, d);
    return OK;
}

void step_doc(struct step *s, struct doc *d)
{
    if (doc_is_read(d->kind)) {
        status done = make(s, d);
        if (done != OK)
            doc_fail(d, done);
    }
    /* What waits for the desk is the article alone. */
    if (d->bytes.cap > DOC_BYTES_KEEP)
        sbuf_free(&d->bytes);
    arena_reset(&s->arena);
    if (s->arena.reserved > STEP_KEEP) {
        arena_end(&s->arena);
        arena_init(&s->arena);
    }
    sbuf_truncate(&s->file, 0);
    if (s->file.cap > STEP_KEEP)
        sbuf_free(&s->file);
}
