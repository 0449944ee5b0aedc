/* Comments as pages show them; see comments.h. */
#include "web/comments.h"

#include "web/access.h"
#include "web/forms.h"
#include "web/marks.h"
#include "web/paths.h"
#include "web/strings.h"
#include "web/words.h"

static const struct {
    const char *key;
    enum ui_string name;
} ORDERS[] = {
    [COMMENTS_NEW] = {"new", UI_comments_order_new},
    [COMMENTS_OLD] = {"old", UI_comments_order_old},
    [COMMENTS_HOT] = {"hot", UI_comments_order_hot},
};

bool comments_on(const struct page_call *c)
{
    return site_options_of(c->site)->comments.on;
}

status comments_need(const struct page_call *c)
{
    return comments_on(c) ? OK : fail(E_NOTFOUND, "this site has no comments");
}

void comments_scene_make(struct comments_scene *x, struct page_call *c,
                         const struct article *article)
{
    const struct comment_rules *rules = &site_options_of(c->site)->comments;
    *x = (struct comments_scene){.c = c, .article = article};
    status st = comment_open(&x->closed, rules, &c->visitor, article, c->now_us);
    (void)!st; /* said by ->closed */
}

status comments_sentences(struct comments_scene *x)
{
    struct article_analysis analysis;
    status st = store_analysis_get(&analysis, x->c->a, x->c->store, x->article->id);
    if (st == E_NOTFOUND)
        return OK;
    TRY(st);
    if (analysis.version == x->article->version)
        x->sentences = analysis.sentences;
    return OK;
}

/* --- one comment ------------------------------------------------------------------------- */

static bool is_own(const struct page_call *c, const struct comment *row)
{
    return c->visitor.in && row->user_id == c->visitor.user.id;
}

bool comments_may_see(const struct page_call *c, const struct comment *row)
{
    return row->state == COMMENT_SHOWN ||
           (row->state == COMMENT_HELD && (is_own(c, row) || page_moderates(c)));
}

/* What stands in the place of a comment whose words this reader does not see. */
static str gone_text(const struct comments_scene *x, const struct comment *row)
{
    struct tpl_value reason = {.text = row->reason};
    if (comments_may_see(x->c, row) && !str_empty(row->body.s))
        return S("");
    if (row->state == COMMENT_DELETED)
        return ui_text(UI_comment_deleted);
    if (row->state != COMMENT_REMOVED)
        return ui_text(UI_comment_held_all);
    return str_empty(row->reason) ? ui_text(UI_comment_removed)
                                  : ui_format(x->c->a, UI_comment_removed_why, &reason, 1);
}

static void set_quote(struct comment_view *v, const struct comments_scene *x,
                      const struct comment *row)
{
    v->quote = row->quote;
    if (str_empty(row->quote))
        return;
    v->quote_changed = row->quote_version != x->article->version;
    size_t number = marks_sentence_at(x->sentences, (uint32_t)row->quote_begin);
    if (v->quote_changed)
        v->quoted = path_version(x->c->a, row->article_id, row->quote_version);
    else if (number == MARKS_NONE)
        v->quoted = path_article(x->c->a, row->article_id);
    else
        v->quoted = path_sentence(x->c->a, row->article_id, number);
}

static void set_acts(struct comment_view *v, const struct comments_scene *x,
                     const struct comment *row)
{
    const struct page_call *c = x->c;
    bool own = is_own(c, row), shown = row->state == COMMENT_SHOWN;
    if (comment_editable(row, &site_options_of(c->site)->comments, &c->visitor, c->now_us))
        v->edit = path_comment_act(c->a, row->id, "edit");
    if (own)
        v->remove = path_comment_act(c->a, row->id, "delete");
    if (shown && (x->closed == PROBLEM_NONE || x->closed == PROBLEM_COMMENT_GUESTS))
        v->reply = path_comment_act(c->a, row->id, "reply");
    if (shown && !own)
        v->report = path_comment_act(c->a, row->id, "report");
    if (shown && !own && c->visitor.in)
        v->vote = path_comment_act(c->a, row->id, "vote");
    if (page_moderates(c))
        v->moderate = path_moderate(c->a, row->id);
}

struct comment_view comments_view_one(const struct comments_scene *x, const struct comment *row)
{
    struct page_call *c = x->c;
    struct comment_view v = {
        .id = row->id,
        .name = row->name,
        .guest = row->user_id == 0 && !str_empty(row->name),
        .marked = row->id == x->marked,
        .written = page_moment(c, row->created_us),
        .edited = page_moment(c, row->edited_us),
        .gone = gone_text(x, row),
        .score = row->score,
        .voted_for = row->vote > 0,
        .voted_against = row->vote < 0,
        .link = path_comment(c->a, row->id),
        .reply_count = row->replies,
    };
    if (!str_empty(v.gone)) {
        v.name = ui_text(UI_comment_someone);
        v.guest = false;
        v.edited.us = TIME_NONE;
        v.score = 0;
        return v;
    }
    if (row->role >= ROLE_MODERATOR)
        v.role = form_role(row->role);
    if (row->state == COMMENT_HELD)
        v.held = ui_text(is_own(c, row) ? UI_comment_held : UI_comment_held_all);
    v.body = row->body;
    set_quote(&v, x, row);
    if (!x->plain)
        set_acts(&v, x, row);
    return v;
}

/* --- nesting ----------------------------------------------------------------------------- */

/* For each row the index of the one it answers to, or SIZE_MAX. A row may be missing, so that the
 * nearest one above that is there takes its place. Rows are in reading order. */
static size_t *parents_of(struct arena *a, const struct comment *rows, size_t n)
{
    size_t *parent = arena_array(a, n, size_t);
    for (size_t i = 0; i < n; i++) {
        size_t up = i ? i - 1 : SIZE_MAX;
        while (up != SIZE_MAX &&
               (rows[up].root_id != rows[i].root_id || rows[up].depth >= rows[i].depth))
            up = rows[up].root_id == rows[i].root_id ? parent[up] : SIZE_MAX;
        parent[i] = up;
    }
    return parent;
}

/* A thread of which not everything is here goes on after its last row. I: its first comment. */
static void set_more(struct comment_view *v, const struct comments_scene *x,
                     const struct comment *rows, size_t n, size_t i)
{
    int64_t shown = 0;
    size_t last = i;
    if (rows[i].depth > 0)
        return;
    while (last + 1 < n && rows[last + 1].root_id == rows[i].root_id)
        shown += rows[++last].state == COMMENT_SHOWN;
    if (rows[i].replies > shown)
        v->more = path_thread_after(x->c->a, rows[i].root_id, rows[last].id);
}

struct comment_view_list comments_view_tree(const struct comments_scene *x,
                                            const struct comment *rows, size_t n)
{
    struct arena *a = x->c->a;
    size_t *parent = parents_of(a, rows, n);
    size_t *children = arena_array(a, n + 1, size_t), *left = arena_array(a, n + 1, size_t);
    struct comment_view **at = arena_array(a, n + 1, struct comment_view *);
    for (size_t i = 0; i < n; i++)
        children[parent[i] == SIZE_MAX ? n : parent[i]]++;
    for (size_t i = 0; i <= n; i++) {
        at[i] = arena_array(a, children[i], struct comment_view);
        left[i] = children[i];
    }
    /* Backwards: whatever answers to a row comes after it, so its list is full when it is copied.
     */
    for (size_t i = n; i-- > 0;) {
        size_t up = parent[i] == SIZE_MAX ? n : parent[i];
        struct comment_view *v = &at[up][--left[up]];
        *v = comments_view_one(x, &rows[i]);
        v->replies = (struct comment_view_list){at[i], children[i]};
        set_more(v, x, rows, n, i);
    }
    return (struct comment_view_list){at[n], children[n]};
}

/* --- the block --------------------------------------------------------------------------- */

enum comment_order comments_order_read(str text)
{
    for (size_t i = 0; i < ARRAY_LEN(ORDERS); i++)
        if (str_eq(text, str_c(ORDERS[i].key)))
            return (enum comment_order)i;
    return COMMENTS_NEW;
}

static path order_path(const struct comments_scene *x, enum comment_order order, bool alone)
{
    str key = str_c(ORDERS[order].key);
    return alone ? path_comments(x->c->a, x->article->id, key)
                 : path_article_comments(x->c->a, x->article->id, key);
}

static struct order_view_list orders(const struct comments_scene *x, enum comment_order order,
                                     bool alone)
{
    struct order_view *at = arena_array(x->c->a, ARRAY_LEN(ORDERS), struct order_view);
    for (size_t i = 0; i < ARRAY_LEN(ORDERS); i++)
        at[i] = (struct order_view){
            .name = ui_text(ORDERS[i].name),
            .link = order_path(x, (enum comment_order)i, alone),
            .current = i == (size_t)order,
        };
    return (struct order_view_list){at, ARRAY_LEN(ORDERS)};
}

/* The reader's own that wait stand before the others. */
static status with_held(struct comment **rows, size_t *n, const struct comments_scene *x)
{
    struct page_call *c = x->c;
    struct comment *held;
    size_t held_n;
    if (!c->visitor.in)
        return OK;
    TRY(store_comment_held_by(&held, &held_n, c->a, c->store, x->article->id, c->visitor.user.id,
                              COMMENTS_HELD));
    struct comment *all = arena_array(c->a, *n + held_n, struct comment);
    for (size_t i = 0; i < held_n; i++) {
        all[i] = held[i];
        /* Each stands alone here: what it answers may be anywhere. */
        all[i].root_id = -held[i].id;
    }
    if (*n)
        memcpy(all + held_n, *rows, *n * sizeof **rows);
    *rows = all;
    *n += held_n;
    return OK;
}

static status read_page(struct comments_view *v, struct comments_scene *x, enum comment_order order,
                        bool alone)
{
    struct page_call *c = x->c;
    struct comment_page page;
    str after = http_query(c->request, "after");
    struct comment_list list = {.viewer_id = c->visitor.in ? c->visitor.user.id : 0,
                                .limit = COMMENTS_PAGE};
    if (alone && after.p)
        TRY(path_cursor(&list.after, after));
    TRY(store_comment_page(&page, c->a, c->store, x->article->id, order, &list));
    if (page.more)
        v->onward = path_after(c->a, path_comments(c->a, x->article->id, str_c(ORDERS[order].key)),
                               page.next);
    if (list.after.id)
        v->first = order_path(x, order, alone);
    else
        TRY(with_held(&page.at, &page.n, x));
    bool quotes = false;
    for (size_t i = 0; i < page.n; i++)
        quotes |= !str_empty(page.at[i].quote);
    if (quotes && alone)
        TRY(comments_sentences(x));
    v->comments = comments_view_tree(x, page.at, page.n);
    return OK;
}

static void set_writing(struct comments_view *v, struct comments_scene *x)
{
    struct page_call *c = x->c;
    const struct site_options *options = site_options_of(c->site);
    if (x->closed != PROBLEM_NONE && x->closed != PROBLEM_COMMENT_GUESTS) {
        v->closed = form_problem(x->closed);
    } else if (c->visitor.in) {
        v->has_form = true;
        comments_form(&v->form, x, NULL);
        if (x->sentences.len)
            v->form.choose = path_comment_new(c->a, x->article->id, S(""));
    } else {
        v->login = path_login(c->a, path_article_comments(c->a, x->article->id, S("")).s);
        v->signup = options->signup == SIGNUP_OPEN ? path_signup() : (path){S("")};
        v->write = options->comments.guests ? path_comment_new(c->a, x->article->id, S(""))
                                            : (path){S("")};
    }
}

status comments_block(struct comments_view *out, struct page_call *c, const struct article *article,
                      const struct text_ranges *sentences, bool alone)
{
    struct comments_scene x;
    enum comment_order order = comments_order_read(http_query(c->request, "order"));
    *out = (struct comments_view){.there = comments_on(c)};
    if (!out->there)
        return OK;
    comments_scene_make(&x, c, article);
    if (sentences)
        x.sentences = *sentences;
    TRY(store_comment_count(&out->total, c->store, article->id));
    TRY(read_page(out, &x, order, alone));
    if (out->comments.len > 1 || out->onward.s.len || out->first.s.len)
        out->orders = orders(&x, order, alone);
    out->feed = path_comments_feed(c->a, article->id);
    out->done = comments_said(c);
    out->token = c->visitor.in ? access_token(c) : S("");
    set_writing(out, &x);
    return OK;
}
