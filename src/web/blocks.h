/* What stands around an article's text: where it came from, its hashtags, what the analyses found,
 * what else to read. */
#ifndef COURANT_WEB_BLOCKS_H
#define COURANT_WEB_BLOCKS_H

#include "web/page.h"

/* Fills the blocks of V from what the store has of ARTICLE, and marks the sentences in V's body or
 * paragraphs: *sentences. What the store has nothing of stays empty. */
status blocks_fill(struct article_view *v, struct text_ranges *sentences, struct page_call *c,
                   const struct article *article);

/* A hashtag as pages show it. */
struct hashtag_view blocks_hashtag(const struct page_call *c, const struct tag *tag);
struct hashtag_view_list blocks_hashtags(const struct page_call *c, const struct tag *tags,
                                         size_t n);

#endif
