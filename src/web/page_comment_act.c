/* What readers do to comments that are there: voting, deleting, reporting. */
#include "web/access.h"
#include "web/comment_act.h"
#include "web/comments.h"
#include "web/forms.h"
#include "web/paths.h"
#include "web/strings.h"
#include "web/templates.h"
#include "web/words.h"

/* --- the page that asks ------------------------------------------------------------------ */

status comment_act_find(struct comment_act *act, struct page_call *c)
{
    *act = (struct comment_act){.why = PROBLEM_NONE};
    TRY(comments_need(c));
    TRY(store_comment_get(&act->row, c->a, c->store, http_param_int(c->request, 0),
                          c->visitor.in ? c->visitor.user.id : 0));
    return store_article_get(&act->article, c->a, c->store, act->row.article_id);
}

struct choice_view_list comment_act_choices(const struct page_call *c, enum ui_string list)
{
    str rest = ui_text(list), chosen = form_field(c, "choice");
    struct choice_view *at = arena_array(c->a, COMMENT_CHOICES_MAX, struct choice_view);
    size_t n = 0;
    while (rest.p && n < COMMENT_CHOICES_MAX) {
        str name = str_cut(&rest, '|');
        at[n++] = (struct choice_view){.name = name, .chosen = str_eq(name, chosen)};
    }
    return (struct choice_view_list){at, n};
}

str comment_act_reason(const struct page_call *c)
{
    str choice = str_trim(form_field(c, "choice")), words = str_trim(form_field(c, "words"));
    struct tpl_value values[] = {{.text = choice}, {.text = words}};
    if (str_empty(choice) || str_empty(words))
        return str_empty(choice) ? words : choice;
    return ui_format(c->a, UI_reason_other, values, 2);
}

void comment_act_view(struct comment_act_view *v, struct page_call *c,
                      const struct comment_act *act)
{
    struct comments_scene x;
    comments_scene_make(&x, c, &act->article);
    x.plain = true;
    v->title = act->article.title;
    v->lang = words_language_tag(act->article.language);
    v->dir = words_direction(act->article.language);
    v->article = path_article(c->a, act->article.id);
    v->about = comments_view_one(&x, &act->row);
    v->key = str_printf(c->a, "a%lld", (long long)act->row.id);
    v->token = access_token(c);
    v->problem = form_problem(act->why);
    v->words = form_field(c, "words");
    if (str_empty(v->back.s))
        v->back = path_comment(c->a, act->row.id);
    v->frame = page_frame(c, v->heading);
    v->frame.no_index = true;
}

status comment_act_show(struct page_call *c, const struct comment_act_view *v,
                        enum people_problem why)
{
    c->out->status = form_status(why);
    tpl_comment_act(page_body(c), v);
    return page_end(c);
}

/* --- voting ------------------------------------------------------------------------------ */

status page_comment_vote_post(struct page_call *c)
{
    enum people_problem why;
    int64_t vote, id = http_param_int(c->request, 0);
    TRY(comments_need(c));
    if (!str_to_i64(&vote, form_field(c, "vote")) || vote < -1 || vote > 1)
        return fail(E_INPUT, "a vote is 1, 0 or -1");
    TRY(comment_vote(&why, c->a, c->store, &c->visitor, id, (int)vote, c->now_us));
    page_redirect(c, path_comment(c->a, id));
    return OK;
}

/* --- deleting ---------------------------------------------------------------------------- */

static status find_own(struct comment_act *act, struct page_call *c)
{
    TRY(comment_act_find(act, c));
    if (act->row.user_id != c->visitor.user.id)
        return fail(E_DENIED, "comment %lld is somebody else's", (long long)act->row.id);
    if (!comments_may_see(c, &act->row))
        return fail(E_NOTFOUND, "comment %lld is not there any more", (long long)act->row.id);
    return OK;
}

static status delete_show(struct page_call *c, const struct comment_act *act)
{
    struct comment_act_view v = {
        .heading = ui_text(UI_delete_title),
        .text = ui_text(UI_delete_text),
        .action = path_comment_act(c->a, act->row.id, "delete"),
        .button = ui_text(UI_delete_button),
        .takes = act->row.id,
    };
    comment_act_view(&v, c, act);
    return comment_act_show(c, &v, act->why);
}

status page_comment_delete(struct page_call *c)
{
    struct comment_act act;
    TRY(find_own(&act, c));
    return delete_show(c, &act);
}

status page_comment_delete_post(struct page_call *c)
{
    struct comment_act act;
    TRY(find_own(&act, c));
    status st = comment_delete(&act.why, c->a, c->store, &c->visitor, act.row.id, c->now_us);
    if (st != OK) {
        TRY(form_failure(st, act.why));
        return delete_show(c, &act);
    }
    /* With replies its place stays, and says so. */
    page_redirect(c, act.row.replies > 0 ? path_comment_done(c->a, act.row.id, "deleted")
                                         : path_comments_done(c->a, act.article.id, "deleted"));
    return OK;
}

/* --- reporting --------------------------------------------------------------------------- */

static status find_shown(struct comment_act *act, struct page_call *c)
{
    TRY(comment_act_find(act, c));
    if (!comments_may_see(c, &act->row))
        return fail(E_NOTFOUND, "comment %lld is not shown", (long long)act->row.id);
    return OK;
}

static status report_show(struct page_call *c, const struct comment_act *act)
{
    struct comment_act_view v = {
        .heading = ui_text(UI_report_title),
        .text = ui_text(UI_report_text),
        .action = path_comment_act(c->a, act->row.id, "report"),
        .choices_label = ui_text(UI_report_choices),
        .choices = comment_act_choices(c, UI_report_reasons),
        .words_label = ui_text(UI_report_words),
        .button = ui_text(UI_report_button),
    };
    comment_act_view(&v, c, act);
    return comment_act_show(c, &v, act->why);
}

status page_comment_report(struct page_call *c)
{
    struct comment_act act;
    TRY(find_shown(&act, c));
    return report_show(c, &act);
}

status page_comment_report_post(struct page_call *c)
{
    struct comment_act act;
    TRY(find_shown(&act, c));
    str peer = c->request->peer.p ? c->request->peer : S("");
    status st = comment_report(&act.why, c->a, c->store, &c->visitor, act.row.id,
                               comment_act_reason(c), peer, c->now_us);
    if (st != OK) {
        TRY(form_failure(st, act.why));
        return report_show(c, &act);
    }
    /* Enough reports take it out of sight. */
    struct comment row;
    TRY(store_comment_get(&row, c->a, c->store, act.row.id, 0));
    page_redirect(c, comments_may_see(c, &row)
                         ? path_comment_done(c->a, row.id, "reported")
                         : path_comments_done(c->a, act.article.id, "reported"));
    return OK;
}
