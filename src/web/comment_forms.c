/* The forms of comments: what they hold, and what was typed into them. */
#include "web/access.h"
#include "web/comments.h"
#include "web/forms.h"
#include "web/paths.h"
#include "web/strings.h"

bool comments_sentence(struct text_range *out, const struct comments_scene *x, str number)
{
    int64_t n;
    if (str_empty(number) || !str_to_i64(&n, number) || n < 0 || (uint64_t)n >= x->sentences.len)
        return false;
    *out = x->sentences.at[n];
    return out->begin < out->end && out->end <= x->article->text.len;
}

void comments_form(struct comment_form_view *out, const struct comments_scene *x,
                   const struct comment *parent)
{
    struct page_call *c = x->c;
    struct tpl_value name = {.text = parent ? parent->name : S("")};
    int64_t article_id = x->article->id;
    *out = (struct comment_form_view){
        .key = parent ? str_printf(c->a, "c%lld", (long long)parent->id) : S("new"),
        .label = parent ? ui_format(c->a, UI_comment_form_reply, &name, 1)
                        : ui_text(UI_comment_form_text),
        .help = ui_text(UI_comment_form_help),
        .action = path_comment_new(c->a, article_id, S("")),
        .token = access_token(c),
        .parent = parent ? parent->id : 0,
        .version = x->article->version,
        .shown = c->now_us,
        .guest = !c->visitor.in,
    };
}

static bool is_about_name(enum people_problem why)
{
    return why == PROBLEM_COMMENT_NAME || why == PROBLEM_NAME_TAKEN;
}

static bool is_about_text(enum people_problem why)
{
    return why == PROBLEM_COMMENT_EMPTY || why == PROBLEM_COMMENT_LONG ||
           why == PROBLEM_COMMENT_TEXT || why == PROBLEM_COMMENT_REPEAT;
}

void comments_form_typed(struct comment_form_view *f, const struct page_call *c,
                         enum people_problem why)
{
    int64_t shown, version;
    f->name = str_trim(form_field(c, "name"));
    f->text = form_field(c, "text");
    f->number = form_field(c, "s");
    f->problem = form_problem(why);
    f->bad_name = is_about_name(why);
    f->bad_text = is_about_text(why);
    if (str_to_i64(&version, form_field(c, "version")))
        f->version = version;
    if (str_to_i64(&shown, form_field(c, "shown")))
        f->shown = shown;
}
