/* From the model's nouns to what templates show: cards, pictures, paragraphs. */
#ifndef COURANT_WEB_CARDS_H
#define COURANT_WEB_CARDS_H

#include "model/article.h"
#include "web/page.h"

/* A list card of an article. Its language is named unless it is PLAIN, the
 * language that needs no naming there ("" names every one). */
struct card_view card_make(const struct page_call *c, const struct article_card *card, str plain);

struct card_view_list card_list(const struct page_call *c, const struct article_card *cards,
                                size_t n, str plain);

/* What people call a source: its NAME, or its KEY when it has none. */
str card_source_name(str name, str key);

/* The picture when its address is one that a page of ours may show, else there == false. */
struct image_view card_image(const struct page_call *c, const struct image *image);

/* The address when it is one of the web, else an empty one. */
url card_url(str address);

/* Text with blank lines between its paragraphs, one item a paragraph. */
struct str_list card_paragraphs(struct arena *a, str text);

/* What an article says of itself, or else its first paragraph, in BYTES at most (and an ellipsis).
 */
str card_excerpt(struct arena *a, const struct article *article, size_t bytes);

/* The mark of a source beside its name. */
struct icon_view card_icon(const struct page_call *c, const struct source *source);

struct source_view card_source(const struct page_call *c, const struct source *source);

#endif
