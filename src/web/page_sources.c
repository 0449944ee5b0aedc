/* The list of sources by language, and the page of one source. */
#include "web/cards.h"
#include "web/page_lists.h"
#include "web/paths.h"
#include "web/strings.h"
#include "web/templates.h"
#include "web/words.h"

#define SOURCE_CARDS 40 /* on one page of a source */

/* A source that nothing has come from yet is for those who subscribed to it. */
static bool is_listed(const struct source *s)
{
    return s->article_count != 0;
}

static bool same_language(const struct source *a, const struct source *b)
{
    return is_listed(a) && is_listed(b) && str_eq(a->language, b->language);
}

/* The sources that share the language of the one at FIRST, in their order. */
static struct source_view_list sources_like(const struct page_call *c, size_t first)
{
    size_t n = 0;
    for (size_t i = first; i < c->source_count; i++)
        n += same_language(&c->sources[i], &c->sources[first]);
    struct source_view *at = arena_array(c->a, n, struct source_view);
    n = 0;
    for (size_t i = first; i < c->source_count; i++)
        if (same_language(&c->sources[i], &c->sources[first]))
            at[n++] = card_source(c, &c->sources[i]);
    return (struct source_view_list){at, n};
}

/* Whether no source before I has its language. */
static bool begins_language(const struct page_call *c, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (same_language(&c->sources[k], &c->sources[i]))
            return false;
    return true;
}

status page_sources(struct page_call *c)
{
    struct sources_view v = {.frame = page_frame(c, ui_text(UI_sources_title))};
    v.frame.in_sources = true;
    v.opml = path_opml();
    if (c->visitor.in && c->visitor.user.role >= ROLE_OWNER)
        v.feeds = path_subscriptions(c->a, S(""));
    struct source_group_view *groups = arena_array(c->a, c->source_count, struct source_group_view);
    for (size_t i = 0; i < c->source_count; i++) {
        v.count += is_listed(&c->sources[i]);
        if (!is_listed(&c->sources[i]) || !begins_language(c, i))
            continue;
        str code = c->sources[i].language;
        groups[v.groups.len++] = (struct source_group_view){
            .name = str_empty(code) ? ui_text(UI_language_unknown) : words_language(code),
            .lang = words_language_tag(code),
            .sources = sources_like(c, i),
        };
    }
    v.groups.at = groups;
    tpl_sources(page_body(c), &v);
    return page_end(c);
}

status page_find_source(const struct source **out, const struct page_call *c)
{
    str key = http_param(c->request, 0);
    for (size_t i = 0; i < c->source_count; i++)
        if (str_eq(c->sources[i].key, key)) {
            *out = &c->sources[i];
            return OK;
        }
    return fail(E_NOTFOUND, "no source '%.*s'", STR_FMT(key));
}

status page_source(struct page_call *c)
{
    const struct source *source;
    TRY(page_find_source(&source, c));
    struct store_list list = {.source_id = source->id, .limit = SOURCE_CARDS + 1};
    str after = http_query(c->request, "after");
    TRY(path_cursor(&list.after, after));
    struct article_card *cards;
    size_t n;
    TRY(store_article_list(&cards, &n, c->a, c->store, &list));
    size_t shown = n > SOURCE_CARDS ? SOURCE_CARDS : n;
    struct source_page_view v = {
        .source = card_source(c, source),
        .cards = card_list(c, cards, shown, source->language),
    };
    v.frame = page_frame(c, v.source.name);
    v.frame.in_sources = true;
    path self = path_source(c->a, source->key);
    v.frame.feeds = page_feeds(c, self, v.source.name);
    if (n > shown)
        v.pager.older = path_after(c->a, self, store_card_cursor(&cards[shown - 1]));
    if (!str_empty(after))
        v.pager.newest = self;
    tpl_source(page_body(c), &v);
    return page_end(c);
}
