/* Moderating: lists of comments to decide about, and the decisions. */
#include "web/access.h"
#include "web/comment_act.h"
#include "web/comments.h"
#include "web/forms.h"
#include "web/paths.h"
#include "web/strings.h"
#include "web/templates.h"
#include "web/words.h"

#define QUEUE_ITEMS 20 /* on a page */

enum list { LIST_HELD, LIST_REPORTED, LIST_RECENT, LIST_REMOVED };
static const struct {
    const char *key;
    enum ui_string name, none;
} LISTS[] = {
    [LIST_HELD] = {"held", UI_moderation_held, UI_moderation_none_held},
    [LIST_REPORTED] = {"reported", UI_moderation_reported, UI_moderation_none_reported},
    [LIST_RECENT] = {"recent", UI_moderation_recent, UI_moderation_none_recent},
    [LIST_REMOVED] = {"removed", UI_moderation_removed, UI_moderation_none_removed},
};

static enum list list_read(str key)
{
    for (size_t i = 0; i < ARRAY_LEN(LISTS); i++)
        if (str_eq(key, str_c(LISTS[i].key)))
            return (enum list)i;
    return LIST_HELD;
}

static const struct {
    int64_t bit;
    enum ui_string text;
} HOLDS[] = {
    {COMMENT_HOLD_ALL, UI_hold_all},         {COMMENT_HOLD_FIRST, UI_hold_first},
    {COMMENT_HOLD_GUEST, UI_hold_guest},     {COMMENT_HOLD_LINKS, UI_hold_links},
    {COMMENT_HOLD_FAST, UI_hold_fast},       {COMMENT_HOLD_REPEAT, UI_hold_repeat},
    {COMMENT_HOLD_REPORTS, UI_hold_reports},
};

static struct str_list reasons(struct arena *a, const struct comment *row)
{
    str *at = arena_array(a, ARRAY_LEN(HOLDS), str);
    size_t n = 0;
    for (size_t i = 0; i < ARRAY_LEN(HOLDS) && row->state == COMMENT_HELD; i++)
        if (row->held_for & HOLDS[i].bit)
            at[n++] = ui_text(HOLDS[i].text);
    return (struct str_list){at, n};
}

/* What a page shows with its comments, read for all of them at once. */
struct beside {
    struct comment *parents;
    struct comment_report_row *reports;
    size_t parents_len, reports_len;
};

static status read_beside(struct beside *out, struct page_call *c, const struct comment *rows,
                          size_t n)
{
    int64_t *parents = arena_array(c->a, n, int64_t), *reported = arena_array(c->a, n, int64_t);
    size_t parents_len = 0, reported_len = 0;
    *out = (struct beside){0};
    for (size_t i = 0; i < n; i++) {
        if (rows[i].parent_id)
            parents[parents_len++] = rows[i].parent_id;
        if (rows[i].reports > 0)
            reported[reported_len++] = rows[i].id;
    }
    if (parents_len)
        TRY(store_comments_get(&out->parents, &out->parents_len, c->a, c->store, parents,
                               parents_len));
    if (reported_len)
        TRY(store_comment_reports(&out->reports, &out->reports_len, c->a, c->store, reported,
                                  reported_len));
    return OK;
}

static struct report_view_list reports_of(const struct page_call *c, const struct beside *beside,
                                          int64_t id)
{
    struct report_view *at = arena_array(c->a, beside->reports_len, struct report_view);
    size_t n = 0;
    for (size_t i = 0; i < beside->reports_len; i++) {
        const struct comment_report_row *r = &beside->reports[i];
        if (r->comment_id == id)
            at[n++] = (struct report_view){
                .name = str_empty(r->reporter) ? ui_text(UI_comment_guest) : r->reporter,
                .when = page_moment(c, r->created_us),
                .reason = r->reason,
            };
    }
    return (struct report_view_list){at, n};
}

/* A moderator reads what readers do not. */
static struct comment_view whole_view(const struct comments_scene *x, const struct comment *row)
{
    struct comment read = *row;
    if (read.state == COMMENT_REMOVED)
        read.state = COMMENT_SHOWN;
    struct comment_view v = comments_view_one(x, &read);
    if (row->state == COMMENT_REMOVED && !str_empty(row->reason))
        v.held =
            ui_format(x->c->a, UI_comment_removed_why, &(struct tpl_value){.text = row->reason}, 1);
    else if (row->state == COMMENT_HELD)
        v.held = S("");
    return v;
}

static bool may_ban(const struct page_call *c, const struct comment *row)
{
    return row->role < ROLE_MODERATOR || c->visitor.user.role >= ROLE_OWNER;
}

static struct queue_item_view item(struct page_call *c, const struct comment *row,
                                   const struct beside *beside)
{
    struct article about = {.id = row->article_id, .title = row->article_title, .version = -1};
    struct comments_scene x = {.c = c, .article = &about, .plain = true};
    about.version = row->quote_version;
    struct queue_item_view v = {
        .comment = whole_view(&x, row),
        .title = row->article_title,
        .lang = S(""),
        .dir = S("auto"),
        .article = path_comment(c->a, row->id),
        .reasons = reasons(c->a, row),
        .choices = comment_act_choices(c, UI_remove_reasons),
    };
    bool decided = row->state == COMMENT_DELETED;
    if (row->state == COMMENT_HELD || row->state == COMMENT_REMOVED)
        v.approve = path_moderate_act(c->a, row->id, "approve");
    if (row->reports > 0 && row->state == COMMENT_SHOWN)
        v.keep = path_moderate_act(c->a, row->id, "keep");
    if (row->state != COMMENT_REMOVED && !decided)
        v.remove = path_moderate_act(c->a, row->id, "remove");
    if (!decided && may_ban(c, row) && row->user_id != c->visitor.user.id)
        v.ban = path_moderate_act(c->a, row->id, "ban");
    v.reports = reports_of(c, beside, row->id);
    for (size_t i = 0; i < beside->parents_len && !v.has_parent; i++)
        if (beside->parents[i].id == row->parent_id) {
            v.has_parent = true;
            v.parent = whole_view(&x, &beside->parents[i]);
        }
    return v;
}

static const struct {
    const char *key;
    enum ui_string text;
} DONE[] = {
    {"approve", UI_moderation_done_approve},
    {"keep", UI_moderation_done_keep},
    {"remove", UI_moderation_done_remove},
    {"ban", UI_moderation_done_ban},
};

static str done_text(const struct page_call *c)
{
    str done = http_query(c->request, "done");
    for (size_t i = 0; i < ARRAY_LEN(DONE) && done.p; i++)
        if (str_eq(done, str_c(DONE[i].key)))
            return ui_text(DONE[i].text);
    return S("");
}

/* ROWS as a page: of the list, or (LIST_NONE) of one comment. */
static status show(struct page_call *c, enum list list, const struct comment *rows, size_t n,
                   path onward, enum people_problem why)
{
    struct beside beside;
    struct queue_view *queues = arena_array(c->a, ARRAY_LEN(LISTS), struct queue_view);
    struct queue_item_view *items = arena_array(c->a, n, struct queue_item_view);
    for (size_t i = 0; i < ARRAY_LEN(LISTS); i++)
        queues[i] = (struct queue_view){
            .name = ui_text(LISTS[i].name),
            .link = path_moderation(c->a, str_c(LISTS[i].key)),
            .current = i == (size_t)list,
            .count = i == LIST_HELD ? c->held : c->reported,
            .counted = i <= LIST_REPORTED,
        };
    TRY(read_beside(&beside, c, rows, n));
    for (size_t i = 0; i < n; i++)
        items[i] = item(c, &rows[i], &beside);
    struct moderation_view v = {
        .frame = page_frame(c, ui_text(UI_moderation_title)),
        .token = access_token(c),
        .list = str_c(LISTS[list].key),
        .done = done_text(c),
        .problem = form_problem(why),
        .none = ui_text(LISTS[list].none),
        .queues = {queues, ARRAY_LEN(LISTS)},
        .items = {items, n},
        .onward = onward,
    };
    v.frame.no_index = true;
    v.frame.in_moderation = true;
    c->out->status = form_status(why);
    tpl_moderation(page_body(c), &v);
    return page_end(c);
}

static status read_list(struct comment **rows, size_t *n, struct page_call *c, enum list list,
                        int64_t after)
{
    if (list == LIST_RECENT)
        return store_comment_newest(rows, n, c->a, c->store, 0, after, QUEUE_ITEMS + 1);
    enum comment_queue queue = list == LIST_HELD       ? QUEUE_HELD
                               : list == LIST_REPORTED ? QUEUE_REPORTED
                                                       : QUEUE_REMOVED;
    return store_comment_queue(rows, n, c->a, c->store, queue, after, QUEUE_ITEMS + 1);
}

static status show_list(struct page_call *c, enum list list, enum people_problem why)
{
    struct comment *rows;
    size_t n;
    int64_t after = 0;
    path onward = {S("")};
    str from = http_query(c->request, "after");
    if (from.p && (!str_to_i64(&after, from) || after < 0))
        return fail(E_INPUT, "'%.*s' is no place in a list", STR_FMT(str_sub(from, 0, 60)));
    TRY(read_list(&rows, &n, c, list, after));
    if (n > QUEUE_ITEMS) {
        n = QUEUE_ITEMS;
        onward = path_moderation_after(c->a, str_c(LISTS[list].key), rows[n - 1].id);
    }
    return show(c, list, rows, n, onward, why);
}

status page_moderation(struct page_call *c)
{
    TRY(comments_need(c));
    return show_list(c, list_read(http_query(c->request, "queue")), PROBLEM_NONE);
}

status page_moderate(struct page_call *c)
{
    struct comment_act act;
    TRY(comment_act_find(&act, c));
    act.row.article_title = act.article.title;
    return show(c, LIST_RECENT, &act.row, 1, (path){S("")}, PROBLEM_NONE);
}

/* --- decisions --------------------------------------------------------------------------- */

static status decide(struct page_call *c, enum comment_decision decision, const char *done)
{
    enum people_problem why;
    enum list list = list_read(form_field(c, "queue"));
    TRY(comments_need(c));
    status st = comment_decide(&why, c->a, c->store, &c->visitor, http_param_int(c->request, 0),
                               decision, comment_act_reason(c), c->now_us);
    if (st != OK) {
        if (why == PROBLEM_COMMENT_RIGHT || why == PROBLEM_COMMENT_GONE)
            return st;
        TRY(form_failure(st, why));
        return show_list(c, list, why);
    }
    page_redirect(c, path_moderation_done(c->a, str_c(LISTS[list].key), done));
    return OK;
}

status page_moderate_approve_post(struct page_call *c)
{
    return decide(c, DECISION_APPROVE, "approve");
}

status page_moderate_keep_post(struct page_call *c)
{
    return decide(c, DECISION_KEEP, "keep");
}

status page_moderate_remove_post(struct page_call *c)
{
    return decide(c, DECISION_REMOVE, "remove");
}

/* --- banning ----------------------------------------------------------------------------- */

static status find_banned(struct comment_act *act, struct page_call *c)
{
    TRY(comment_act_find(act, c));
    if (!may_ban(c, &act->row))
        return fail(E_DENIED, "only an owner bans a moderator");
    return OK;
}

static status ban_show(struct page_call *c, const struct comment_act *act)
{
    struct tpl_value name = {.text = act->row.name};
    bool guest = act->row.user_id == 0;
    struct comment_act_view v = {
        .heading = ui_format(c->a, UI_ban_title, &name, 1),
        .text = guest ? ui_text(UI_ban_guest_text) : ui_format(c->a, UI_ban_text, &name, 1),
        .action = path_moderate_act(c->a, act->row.id, "ban"),
        .choices_label = ui_text(UI_ban_choices),
        .choices = comment_act_choices(c, UI_remove_reasons),
        .words_label = ui_text(UI_remove_words),
        .button = ui_format(c->a, UI_ban_button, &name, 1),
        .back = path_moderate(c->a, act->row.id),
    };
    comment_act_view(&v, c, act);
    v.frame.in_moderation = true;
    return comment_act_show(c, &v, act->why);
}

status page_moderate_ban(struct page_call *c)
{
    struct comment_act act;
    TRY(find_banned(&act, c));
    return ban_show(c, &act);
}

status page_moderate_ban_post(struct page_call *c)
{
    struct comment_act act;
    TRY(find_banned(&act, c));
    status st = comment_ban(&act.why, c->a, c->store, &c->visitor, act.row.id,
                            comment_act_reason(c), c->now_us);
    if (st != OK) {
        TRY(form_failure(st, act.why));
        return ban_show(c, &act);
    }
    page_redirect(c, path_moderation_done(c->a, S("held"), "ban"));
    return OK;
}
