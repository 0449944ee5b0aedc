/* Reading comments: all of an article's on pages of their own, and one where it stands in its
 * thread. */
#include "web/access.h"
#include "web/comments.h"
#include "web/paths.h"
#include "web/strings.h"
#include "web/templates.h"
#include "web/words.h"

#define BEFORE 10 /* comments of its thread shown before the one asked for */

status page_comments(struct page_call *c)
{
    struct article article;
    TRY(comments_need(c));
    TRY(store_article_get(&article, c->a, c->store, http_param_int(c->request, 0)));
    struct comments_page_view v = {
        .title = article.title,
        .lang = words_language_tag(article.language),
        .dir = words_direction(article.language),
        .article = path_article(c->a, article.id),
    };
    TRY(comments_block(&v.block, c, &article, NULL, true));
    v.frame = page_frame(
        c, ui_format(c->a, UI_comments_on, &(struct tpl_value){.text = article.title}, 1));
    v.frame.no_index = true;
    v.frame.feeds =
        (struct feeds_view){.title = v.frame.title, .atom = path_comments_feed(c->a, article.id)};
    tpl_comments_page(page_body(c), &v);
    return page_end(c);
}

static const struct {
    const char *key;
    enum ui_string text;
} DONE[] = {
    {"posted", UI_comment_said_posted},     {"held", UI_comment_said_held},
    {"edited", UI_comment_said_edited},     {"deleted", UI_comment_said_deleted},
    {"reported", UI_comment_said_reported},
};

str comments_said(const struct page_call *c)
{
    str done = http_query(c->request, "done");
    for (size_t i = 0; i < ARRAY_LEN(DONE) && done.p; i++)
        if (str_eq(done, str_c(DONE[i].key)))
            return ui_text(DONE[i].text);
    return S("");
}

/* The part of its thread that a comment stands in: from some before it on, or from where the
 * address says. What waits stands alone. */
static status read_thread(struct comment_page *page, struct page_call *c, const struct comment *row)
{
    str after = http_query(c->request, "after");
    struct comment_list list = {.viewer_id = c->visitor.in ? c->visitor.user.id : 0,
                                .limit = COMMENTS_PAGE};
    *page = (struct comment_page){0};
    if (after.p && (!str_to_i64(&list.after.id, after) || list.after.id < 0))
        return fail(E_INPUT, "'%.*s' is no place in a thread", STR_FMT(str_sub(after, 0, 60)));
    if (!after.p && row->depth > 0)
        TRY(store_comment_place(&list.after.id, c->store, row->id, BEFORE));
    TRY(store_comment_thread(page, c->a, c->store, row->root_id, &list));
    bool found = after.p != NULL;
    for (size_t i = 0; i < page->n && !found; i++)
        found = page->at[i].id == row->id;
    if (found)
        return OK;
    if (!comments_may_see(c, row))
        return fail(E_NOTFOUND, "comment %lld is not shown", (long long)row->id);
    page->at = arena_array(c->a, 1, struct comment);
    page->at[0] = *row;
    page->n = 1;
    page->more = false;
    return OK;
}

static status show(struct page_call *c, const struct article *article, const struct comment *row)
{
    struct comments_scene x;
    struct comment_page page;
    bool quotes = false;
    comments_scene_make(&x, c, article);
    x.marked = row->id;
    TRY(read_thread(&page, c, row));
    for (size_t i = 0; i < page.n; i++)
        quotes |= !str_empty(page.at[i].quote);
    if (quotes)
        TRY(comments_sentences(&x));
    struct comment_page_view v = {
        .title = article->title,
        .lang = words_language_tag(article->language),
        .dir = words_direction(article->language),
        .article = path_article(c->a, article->id),
        .all = path_comments(c->a, article->id, S("")),
        .token = c->visitor.in ? access_token(c) : S(""),
        .done = comments_said(c),
        .comments = comments_view_tree(&x, page.at, page.n),
    };
    if (page.n && page.at[0].depth > 0)
        v.earlier = path_comment(c->a, row->root_id);
    if (page.more)
        v.onward = path_thread_after(c->a, row->root_id, page.next.id);
    v.frame = page_frame(
        c, ui_format(c->a, UI_comments_on, &(struct tpl_value){.text = article->title}, 1));
    v.frame.no_index = true;
    tpl_comment_page(page_body(c), &v);
    return page_end(c);
}

status page_comment(struct page_call *c)
{
    struct comment row;
    struct article article;
    TRY(comments_need(c));
    TRY(store_comment_get(&row, c->a, c->store, http_param_int(c->request, 0),
                          c->visitor.in ? c->visitor.user.id : 0));
    TRY(store_article_get(&article, c->a, c->store, row.article_id));
    return show(c, &article, &row);
}
