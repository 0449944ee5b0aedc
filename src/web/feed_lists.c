/* Which articles the feeds of feeds.def hold, newest first, and the answers with them. A feed more
 * is a row there and a function here. */
#include "text/terms.h"
#include "web/cards.h"
#include "web/feed_entry.h"
#include "web/page_lists.h"
#include "web/paths.h"
#include "web/share.h"
#include "web/strings.h"
#include "web/words.h"

#define FEED_ENTRIES 40 /* of one feed, or page of it */

struct feed_list {
    str key; /* what it is known by, whatever this site's address: "source:ledger.example" */
    str title, description;
    str language;      /* ISO 639-1, when all is in one */
    path page;         /* that shows the same */
    int64_t source_id; /* all articles are of it; 0 */
    const int64_t *ids;
    size_t len;
    bool more;                 /* it goes on: */
    struct store_cursor after; /* ... there, or */
    int64_t from;              /* ... at that number, when that is not 0 */
};

/* Reads the place in the list that the address names. */
static status list_begin(struct store_list *list, struct page_call *c)
{
    *list = (struct store_list){.limit = FEED_ENTRIES + 1};
    return path_cursor(&list->after, http_query(c->request, "after"));
}

/* As many of the cards as a feed has; one more says that it goes on. */
static void take_cards(struct feed_list *out, struct page_call *c, const struct article_card *cards,
                       size_t n)
{
    out->len = n > FEED_ENTRIES ? FEED_ENTRIES : n;
    int64_t *ids = arena_array(c->a, out->len, int64_t);
    for (size_t i = 0; i < out->len; i++)
        ids[i] = cards[i].id;
    out->ids = ids;
    out->more = n > out->len;
    if (out->more)
        out->after = store_card_cursor(&cards[out->len - 1]);
}

static status list_site(struct feed_list *out, struct page_call *c)
{
    struct store_list list;
    struct article_card *cards;
    size_t n;
    TRY(list_begin(&list, c));
    TRY(store_article_list(&cards, &n, c->a, c->store, &list));
    struct tpl_value name = {.text = site_options_of(c->site)->name};
    *out = (struct feed_list){
        .key = S("site"),
        .title = name.text,
        .description = ui_format(c->a, UI_feed_site_text, &name, 1),
        .page = path_front(),
    };
    take_cards(out, c, cards, n);
    return OK;
}

static status list_source(struct feed_list *out, struct page_call *c)
{
    const struct source *source;
    struct store_list list;
    struct article_card *cards;
    size_t n;
    TRY(page_find_source(&source, c));
    TRY(list_begin(&list, c));
    list.source_id = source->id;
    TRY(store_article_list(&cards, &n, c->a, c->store, &list));
    struct tpl_value values[2] = {{.text = card_source_name(source->name, source->key)},
                                  {.text = site_options_of(c->site)->name}};
    *out = (struct feed_list){
        .key = str_printf(c->a, "source:%.*s", STR_FMT(source->key)),
        .title = ui_format(c->a, UI_feed_source_title, values, 2),
        .description = ui_format(c->a, UI_feed_source_text, values, 2),
        .language = source->language,
        .page = path_source(c->a, source->key),
        .source_id = source->id,
    };
    take_cards(out, c, cards, n);
    return OK;
}

static status list_tag(struct feed_list *out, struct page_call *c)
{
    struct tag tag;
    struct store_list list;
    struct article_card *cards;
    size_t n;
    TRY(page_find_tag(&tag, c));
    TRY(list_begin(&list, c));
    TRY(store_tag_articles(&cards, &n, c->a, c->store, tag.id, &list));
    struct tpl_value values[2] = {{.text = tag.display}, {.text = site_options_of(c->site)->name}};
    *out = (struct feed_list){
        .key = str_printf(c->a, "tag:%.*s", STR_FMT(tag.canonical)),
        .title = ui_format(c->a, UI_tag_feed_title, values, 2),
        .description = ui_format(c->a, UI_tag_feed_text, values, 2),
        .page = path_tag(c->a, tag.canonical),
    };
    take_cards(out, c, cards, n);
    return OK;
}

static status list_search(struct feed_list *out, struct page_call *c)
{
    str query = page_search_query(c->request);
    int64_t from = page_search_offset(c->request);
    struct store_search search = {
        .query = query, .limit = FEED_ENTRIES, .offset = (size_t)from, .newest = true};
    struct search_hit *hits;
    size_t n;
    int64_t total;
    if (str_empty(query))
        return fail(E_INPUT, "a feed of search results needs a query: ?q=words");
    TRY(store_search(&hits, &n, &total, c->a, c->store, &search));
    struct tpl_value values[2] = {{.text = query}, {.text = site_options_of(c->site)->name}};
    *out = (struct feed_list){
        .key = str_printf(c->a, "search:%.*s", STR_FMT(query)),
        .title = ui_format(c->a, UI_feed_search_title, values, 2),
        .description = ui_format(c->a, UI_feed_search_text, values, 2),
        .page = path_search_at(c->a, query, 0),
        .from = from + FEED_ENTRIES,
        .more = from + FEED_ENTRIES < total && from + FEED_ENTRIES <= SEARCH_OFFSET_MAX,
    };
    int64_t *ids = arena_array(c->a, n, int64_t);
    for (size_t i = 0; i < n; i++)
        ids[i] = hits[i].card.id;
    out->ids = ids;
    out->len = n;
    return OK;
}

/* The addresses of the feed, of this part of it and of the next. */
static void set_addresses(struct feed_out *feed, const struct page_call *c, enum feed_out_kind kind,
                          const struct feed_list *list)
{
    path first = path_feed(c->a, list->page, feed_out_ending(kind)), self = first, next = {S("")};
    struct store_cursor here;
    str after = http_query(c->request, "after");
    if (list->from > FEED_ENTRIES)
        self = path_from(c->a, first, list->from - FEED_ENTRIES);
    else if (!list->from && !str_empty(after) && path_cursor(&here, after) == OK)
        self = path_after(c->a, first, here);
    if (list->more)
        next =
            list->from ? path_from(c->a, first, list->from) : path_after(c->a, first, list->after);
    feed->address = share_address(c, self).s;
    feed->page = share_address(c, list->page).s;
    if (!str_eq(self.s, first.s))
        feed->first = share_address(c, first).s;
    if (!str_empty(next.s))
        feed->next = share_address(c, next).s;
}

static status answer(struct page_call *c, enum feed_out_kind kind,
                     status (*make)(struct feed_list *out, struct page_call *c))
{
    struct feed_list list;
    struct article *articles;
    size_t n;
    str ids;
    TRY(make(&list, c));
    TRY(store_articles_get(&articles, &n, c->a, c->store, list.ids, list.len));
    TRY(feed_ids(&ids, c));
    struct feed_out feed = {
        .id = feed_id(c, ids, str_printf(c->a, "feed:%.*s", STR_FMT(list.key))),
        .title = list.title,
        .description = list.description,
        .language = words_language_tag(list.language),
        .icon = share_address(c, path_icon()).s,
        .updated_us = 0,
        .entries = feed_entries(c, ids, articles, n, list.source_id),
        .len = n,
    };
    set_addresses(&feed, c, kind, &list);
    return feed_out_answer(c, kind, &feed);
}

#define FEED(page, name, statements)                                                               \
    status page_##name##_atom(struct page_call *c)                                                 \
    {                                                                                              \
        return answer(c, FEED_OUT_ATOM, list_##name);                                              \
    }                                                                                              \
    status page_##name##_rss(struct page_call *c)                                                  \
    {                                                                                              \
        return answer(c, FEED_OUT_RSS, list_##name);                                               \
    }                                                                                              \
    status page_##name##_json(struct page_call *c)                                                 \
    {                                                                                              \
        return answer(c, FEED_OUT_JSON, list_##name);                                              \
    }
#include "web/feeds.def"
#undef FEED
