/* Feeds of comments: of one article, and of all. */
#include "web/comments.h"
#include "web/feed_entry.h"
#include "web/paths.h"
#include "web/share.h"
#include "web/strings.h"

#define FEED_ENTRIES 50

static struct feed_out_entry entry(const struct page_call *c, str ids, const struct comment *row)
{
    struct tpl_value values[] = {{.text = row->name}, {.text = row->article_title}};
    return (struct feed_out_entry){
        .id = feed_id(
            c, ids,
            str_printf(c->a, "comment:%lld:%lld", (long long)row->id, (long long)row->created_us)),
        .address = share_address(c, path_comment(c->a, row->id)).s,
        .title = ui_format(c->a, UI_comments_feed_entry, values, 2),
        .authors = {&row->name, 1},
        .published_us = row->created_us,
        .updated_us = row->edited_us,
        .content = row->body,
        .summary = row->source,
    };
}

/* ARTICLE_ID 0: of all. SINCE_US: the time of a feed without comments. */
static status feed(struct page_call *c, int64_t article_id, str title, path self, path page,
                   int64_t since_us)
{
    struct comment *rows;
    size_t n;
    str ids;
    TRY(store_comment_newest(&rows, &n, c->a, c->store, article_id, 0, FEED_ENTRIES));
    TRY(feed_ids(&ids, c));
    struct feed_out_entry *at = arena_array(c->a, n, struct feed_out_entry);
    for (size_t i = 0; i < n; i++)
        at[i] = entry(c, ids, &rows[i]);
    struct feed_out out = {
        .id = feed_id(c, ids, str_printf(c->a, "feed:comments:%lld", (long long)article_id)),
        .title = ui_format(c->a, UI_comments_feed_title, &(struct tpl_value){.text = title}, 1),
        .address = share_address(c, self).s,
        .page = share_address(c, page).s,
        .updated_us = since_us,
        .entries = at,
        .len = n,
    };
    return feed_out_answer(c, FEED_OUT_ATOM, &out);
}

status page_comments_feed(struct page_call *c)
{
    int64_t id = http_param_int(c->request, 0);
    struct article article;
    TRY(comments_need(c));
    TRY(store_article_get(&article, c->a, c->store, id));
    return feed(c, id, article.title, path_comments_feed(c->a, id), path_comments(c->a, id, S("")),
                article.first_seen_us);
}

status page_all_comments_feed(struct page_call *c)
{
    TRY(comments_need(c));
    return feed(c, 0, site_options_of(c->site)->name, path_all_comments_feed(), path_front(), 0);
}
