/* Comments as pages show them: from the store's rows to nested views, with what this reader may do
 * to each. What is offered here is only what is shown; people/comment.h decides anew. */
#ifndef COURANT_WEB_COMMENTS_H
#define COURANT_WEB_COMMENTS_H

#include "model/comment.h"
#include "people/comment.h"
#include "web/page.h"

/* Comments on a page. A page of 10,000 may cost three times one of 10 (bench_comment_pages). */
#define COMMENTS_PAGE 25

/* The comments of one article, for one reader. */
struct comments_scene {
    struct page_call *c;
    const struct article *article;
    struct text_ranges sentences; /* of the article's present version; empty: not known */
    enum people_problem closed;   /* why this reader may not write here, PROBLEM_NONE: may */
    int64_t marked;               /* this one is marked; 0: none */
    bool plain;                   /* without links to do something, as in forms about one */
};

/* Whether the site has comments at all. */
bool comments_on(const struct page_call *c);
/* E_NOTFOUND when it has none: the answer of all their pages then. */
status comments_need(const struct page_call *c);

void comments_scene_make(struct comments_scene *x, struct page_call *c,
                         const struct article *article);
/* Reads the article's sentences, so that quotations lead to them. One statement. */
status comments_sentences(struct comments_scene *x);

/* Whether the reader may see the words of a comment that is not shown to all. */
bool comments_may_see(const struct page_call *c, const struct comment *row);
/* One comment without its replies. */
struct comment_view comments_view_one(const struct comments_scene *x, const struct comment *row);
/* Rows in reading order as nested views; a row whose parent is not among them stands on top.
 * Threads that have more comments than the rows hold get a link to go on. */
struct comment_view_list comments_view_tree(const struct comments_scene *x,
                                            const struct comment *rows, size_t n);

/* The order that an address names: "new" (also for anything unknown), "old", "hot". */
enum comment_order comments_order_read(str text);

#define COMMENTS_HELD 20 /* of the reader's own that wait, shown before the others */

/* The block below the article, or (ALONE) the list on a page of its own. At most five statements;
 * SENTENCES as in the scene, when the caller has them. */
status comments_block(struct comments_view *out, struct page_call *c, const struct article *article,
                      const struct text_ranges *sentences, bool alone);

/* What the address says was done, in words; "" for nothing. */
str comments_said(const struct page_call *c);

/* --- forms (comment_forms.c) --- */
/* A form for a new comment on the article, below PARENT (NULL: begins a thread). KEY makes its
 * elements' ids unique on the page. */
void comments_form(struct comment_form_view *out, const struct comments_scene *x,
                   const struct comment *parent);
/* What was typed, and what is wrong with it. */
void comments_form_typed(struct comment_form_view *f, const struct page_call *c,
                         enum people_problem why);
/* A sentence of the article by the number in a form or address; false when it has none such. */
bool comments_sentence(struct text_range *out, const struct comments_scene *x, str number);

#endif
