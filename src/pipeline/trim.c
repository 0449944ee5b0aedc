/* Few articles have anything to take out; only those are parsed and analysed again. */
#include "pipeline/trim.h"

#include "identity/identity.h"
#include "page/text.h"
#include "pipeline/analyse.h"

struct trim {
    struct page_rules *rules;
    struct text_reader *reader;
    struct arena scratch;
};

struct trim *trim_new(void)
{
    struct trim *t = mem_calloc(1, sizeof *t);
    t->rules = page_rules_new();
    t->reader = text_reader_new();
    arena_init(&t->scratch);
    return t;
}

void trim_free(struct trim *t)
{
    if (!t)
        return;
    page_rules_free(t->rules);
    text_reader_free(t->reader);
    arena_end(&t->scratch);
    free(t);
}

static bool is_page(const struct doc *d)
{
    return !d->failed && d->kind != DOC_MARK && d->marks.len > 0;
}

void trim_learn(struct trim *t, const struct doc *d)
{
    if (is_page(d))
        page_rules_learn(t->rules, d->source.key, d->article.title, &d->marks);
}

void trim_apply(struct trim *t, struct doc *d, struct strs outlets)
{
    if (!is_page(d))
        return;
    arena_reset(&t->scratch);
    bool *drop = arena_array(&t->scratch, d->marks.len, bool);
    if (!page_rules_drop(drop, t->rules, d->source.key, &d->marks))
        return;
    struct article *article = &d->article;
    html body;
    /* HTML that came out of the sanitizer passes its limits again; if it should not, all stays. */
    if (page_rules_html(&body, &t->scratch, article->body, article->text, &d->marks, drop) != OK)
        return;
    article->text = page_rules_text(&d->arena, article->text, &d->marks, drop);
    article->body = (html){str_dup(&d->arena, body.s)};
    article->word_count = text_count_words(article->text);
    article->content_hash = identity_content_hash(article->title, article->text);
    arena_reset(&t->scratch);
    analyse_article(&d->analysed, &d->arena, &t->scratch, t->reader, article, outlets);
}
