/* From what a page says to the article the store keeps: values checked against each other. */
#ifndef COURANT_ARTICLE_ARTICLE_H
#define COURANT_ARTICLE_ARTICLE_H

#include "base/arena.h"
#include "model/page.h"

/* OUT's strings are the page's own or live in A. LANGUAGE is the article's language as language/
 * decided; FETCHED_US is when the page was read, TIME_NONE when unknown: dates more than a day
 * after it are mistakes and left out. The content hash is identity/'s to set. */
void article_from_page(struct article *out, struct arena *a, const struct page *page, str language,
                       int64_t fetched_us);

/* What the page of an entry did not say, the feed's ENTRY may: times, authors, tags, description,
 * picture. A page's day without a time of day gets the entry's time when it is that day's, give or
 * take a zone. The title and the text stay the page's. OUT borrows ENTRY's strings. FETCHED_US as
 * above. */
void article_complete(struct article *out, const struct article *entry, int64_t fetched_us);

#endif
