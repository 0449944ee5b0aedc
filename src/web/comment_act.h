/* Pages that ask before something is done to a comment: which one, what comes of it, why. */
#ifndef COURANT_WEB_COMMENT_ACT_H
#define COURANT_WEB_COMMENT_ACT_H

#include "model/comment.h"
#include "people/problem.h"
#include "web/page.h"
#include "web/strings.h"

#define COMMENT_CHOICES_MAX 12

struct comment_act {
    struct comment row;
    struct article article;
    enum people_problem why; /* what stood against it */
};

/* The comment of the address and its article. E_NOTFOUND. Does not look at whose it is. */
status comment_act_find(struct comment_act *act, struct page_call *c);
/* Reasons to choose from, of a text that has them separated by '|'. */
struct choice_view_list comment_act_choices(const struct page_call *c, enum ui_string list);
/* The reason given: the choice, the words, or both. */
str comment_act_reason(const struct page_call *c);
/* Fills in what such pages have in common; heading and back first. */
void comment_act_view(struct comment_act_view *v, struct page_call *c,
                      const struct comment_act *act);
status comment_act_show(struct page_call *c, const struct comment_act_view *v,
                        enum people_problem why);

#endif
