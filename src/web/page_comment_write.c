/* Writing comments: the form by itself, preview, answering, editing. */
#include "base/clock.h"
#include "web/access.h"
#include "web/comments.h"
#include "web/forms.h"
#include "web/paths.h"
#include "web/strings.h"
#include "web/templates.h"
#include "web/words.h"

#define SENTENCE_SHOWN_MAX 110 /* bytes of a sentence in the list to choose from */
#define SENTENCES_MAX 400      /* of an article, to choose from */

/* --- the page ---------------------------------------------------------------------------- */

/* A comment's form on its way to the page. */
struct writing {
    struct comments_scene x;
    struct article article;
    struct comment about; /* what is answered or edited; id 0: neither */
    bool editing;
    enum people_problem why; /* what is wrong with what was typed */
    bool typed;              /* there is something typed */
    html preview;
};

static status begin(struct writing *w, struct page_call *c, int64_t article_id)
{
    *w = (struct writing){.preview = {S("")}};
    TRY(store_article_get(&w->article, c->a, c->store, article_id));
    comments_scene_make(&w->x, c, &w->article);
    return comments_sentences(&w->x);
}

static status find_about(struct writing *w, struct page_call *c, int64_t id)
{
    int64_t viewer = c->visitor.in ? c->visitor.user.id : 0;
    TRY(store_comment_get(&w->about, c->a, c->store, id, viewer));
    return comments_may_see(c, &w->about)
               ? OK
               : fail(E_NOTFOUND, "comment %lld is not shown", (long long)id);
}

static struct quotable_view_list sentences(const struct writing *w, str number)
{
    const struct comments_scene *x = &w->x;
    size_t n = x->sentences.len < SENTENCES_MAX ? x->sentences.len : SENTENCES_MAX, len = 0;
    struct arena *a = x->c->a;
    struct quotable_view *at = arena_array(a, n, struct quotable_view);
    for (size_t i = 0; i < n; i++) {
        struct text_range r;
        str own = str_printf(a, "%zu", i);
        if (!comments_sentence(&r, x, own))
            continue;
        at[len++] = (struct quotable_view){
            .number = own,
            .text = words_cut(a, str_sub(w->article.text, r.begin, r.end), SENTENCE_SHOWN_MAX),
            .chosen = str_eq(own, number),
        };
    }
    return (struct quotable_view_list){at, len};
}

static void set_form(struct comment_form_view *f, struct writing *w)
{
    struct page_call *c = w->x.c;
    struct text_range r;
    comments_form(f, &w->x, w->about.id && !w->editing ? &w->about : NULL);
    if (w->editing) {
        int64_t left_us =
            site_options_of(c->site)->comments.edit_us - (c->now_us - w->about.created_us);
        struct tpl_value minutes = {.number = left_us > 0 ? left_us / (60 * CLOCK_SECOND_US) : 0,
                                    .is_number = true};
        f->editing = true;
        f->key = str_printf(c->a, "e%lld", (long long)w->about.id);
        f->action = path_comment_act(c->a, w->about.id, "edit");
        f->help = ui_format(c->a, UI_comment_form_edit_help, &minutes, 1);
        f->text = w->about.source;
    }
    str number = http_query(c->request, "s");
    f->number = number.p ? number : S("");
    if (w->typed)
        comments_form_typed(f, c, w->why);
    f->preview = w->preview;
    f->back = w->about.id ? path_comment(c->a, w->about.id)
                          : path_article_comments(c->a, w->article.id, S(""));
    if (!w->about.id)
        f->sentences = sentences(w, f->number);
    if (!w->about.id && comments_sentence(&r, &w->x, f->number))
        f->quote = str_sub(w->article.text, r.begin, r.end);
}

static status show(struct writing *w, str note)
{
    struct page_call *c = w->x.c;
    struct tpl_value name = {.text = w->about.name};
    struct comment_form_page_view v = {
        .heading = w->editing    ? ui_text(UI_comment_edit_label)
                   : w->about.id ? ui_format(c->a, UI_comment_reply_to, &name, 1)
                                 : ui_text(UI_comment_form_title),
        .title = w->article.title,
        .lang = words_language_tag(w->article.language),
        .dir = words_direction(w->article.language),
        .article = path_article(c->a, w->article.id),
        .note = note,
    };
    v.frame = page_frame(c, v.heading);
    v.frame.no_index = true;
    w->x.plain = true;
    if (w->about.id && !w->editing) {
        v.has_about = true;
        v.about = comments_view_one(&w->x, &w->about);
    }
    c->out->status = form_status(w->why);
    if (w->x.closed == PROBLEM_NONE || w->editing) {
        v.has_form = true;
        set_form(&v.form, w);
    } else if (w->x.closed == PROBLEM_COMMENT_GUESTS) {
        v.login = path_login(c->a, page_target(c));
        if (site_options_of(c->site)->signup == SIGNUP_OPEN)
            v.signup = path_signup();
    } else if (str_empty(note)) {
        v.note = form_problem(w->x.closed);
    }
    tpl_comment_form_page(page_body(c), &v);
    return page_end(c);
}

/* What "do" of the form asks for. */
static bool wants_preview(const struct page_call *c)
{
    return str_eq(form_field(c, "do"), S("preview"));
}

static status preview(struct writing *w)
{
    struct page_call *c = w->x.c;
    str text = form_field(c, "text");
    status st = OK;
    if (str_empty(str_trim(text)))
        st = people_fail(&w->why, PROBLEM_COMMENT_EMPTY);
    else if (text.len > COMMENT_BYTES_MAX)
        st = people_fail(&w->why, PROBLEM_COMMENT_LONG);
    else
        TRY(comment_render(&w->preview, c->a, text));
    (void)!st; /* said by ->why */
    return show(w, S(""));
}

/* --- new ones ---------------------------------------------------------------------------- */

status page_comment_new(struct page_call *c)
{
    struct writing w;
    TRY(comments_need(c));
    TRY(begin(&w, c, http_param_int(c->request, 0)));
    return show(&w, comments_said(c));
}

status page_comment_reply(struct page_call *c)
{
    struct writing w, found;
    TRY(comments_need(c));
    TRY(find_about(&found, c, http_param_int(c->request, 0)));
    TRY(begin(&w, c, found.about.article_id));
    w.about = found.about;
    return show(&w, S(""));
}

/* Where the browser goes after posting: to the comment, if its author can see it. */
static path posted_path(struct page_call *c, const struct comment *row)
{
    bool held = row->state == COMMENT_HELD;
    if (held && !c->visitor.in)
        return path_done(c->a, path_comment_new(c->a, row->article_id, S("")), "held");
    return path_comment_done(c->a, row->id, held ? "held" : "posted");
}

status page_comment_new_post(struct page_call *c)
{
    struct writing w;
    struct text_range quote;
    struct comment made;
    int64_t parent = 0;
    str parent_text = form_field(c, "parent");
    TRY(comments_need(c));
    TRY(begin(&w, c, http_param_int(c->request, 0)));
    if (!str_empty(parent_text) && !str_to_i64(&parent, parent_text))
        return fail(E_INPUT, "'%.*s' is no comment", STR_FMT(str_sub(parent_text, 0, 60)));
    if (parent)
        TRY(find_about(&w, c, parent));
    w.typed = true;
    if (wants_preview(c))
        return preview(&w);
    struct comment_form form = {
        .article_id = w.article.id,
        .parent_id = parent,
        .name = str_trim(form_field(c, "name")),
        .text = form_field(c, "text"),
        .trap = form_field(c, "website"),
        .shown_us = TIME_NONE,
        .peer = c->request->peer.p ? c->request->peer : S(""),
    };
    if (!str_to_i64(&form.shown_us, form_field(c, "shown")))
        form.shown_us = TIME_NONE;
    if (!parent && comments_sentence(&quote, &w.x, form_field(c, "s"))) {
        form.quote_begin = quote.begin;
        form.quote_end = quote.end;
        if (!str_to_i64(&form.quote_version, form_field(c, "version")))
            form.quote_version = w.article.version;
    }
    status st = comment_post(&made, &w.why, c->a, c->store, &site_options_of(c->site)->comments,
                             &c->visitor, &form, c->now_us);
    if (st != OK) {
        TRY(form_failure(st, w.why));
        return show(&w, S(""));
    }
    page_redirect(c, posted_path(c, &made));
    return OK;
}

/* --- editing ----------------------------------------------------------------------------- */

static status begin_edit(struct writing *w, struct page_call *c)
{
    struct writing found;
    TRY(comments_need(c));
    TRY(find_about(&found, c, http_param_int(c->request, 0)));
    if (found.about.user_id != c->visitor.user.id)
        return fail(E_DENIED, "comment %lld is somebody else's", (long long)found.about.id);
    TRY(begin(w, c, found.about.article_id));
    w->about = found.about;
    w->editing = true;
    return OK;
}

status page_comment_edit(struct page_call *c)
{
    struct writing w;
    TRY(begin_edit(&w, c));
    return show(&w, S(""));
}

status page_comment_edit_post(struct page_call *c)
{
    struct writing w;
    struct comment made;
    TRY(begin_edit(&w, c));
    w.typed = true;
    if (wants_preview(c))
        return preview(&w);
    status st = comment_edit(&made, &w.why, c->a, c->store, &site_options_of(c->site)->comments,
                             &c->visitor, w.about.id, form_field(c, "text"), c->now_us);
    if (st != OK) {
        TRY(form_failure(st, w.why));
        return show(&w, S(""));
    }
    page_redirect(c,
                  path_comment_done(c->a, made.id, made.state == COMMENT_HELD ? "held" : "edited"));
    return OK;
}
