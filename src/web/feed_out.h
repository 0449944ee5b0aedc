/*
 * Feeds that readers' programs subscribe to: a list of articles as Atom (RFC 4287), RSS 2.0 (RSS
 * Advisory Board, 2.0.11) or JSON Feed 1.1. One description of the feed, three ways to write it.
 */
#ifndef COURANT_WEB_FEED_OUT_H
#define COURANT_WEB_FEED_OUT_H

#include "web/page.h"

#define FEED_OUT_ENTRIES 40 /* of one feed */

enum feed_out_kind { FEED_OUT_ATOM, FEED_OUT_RSS, FEED_OUT_JSON };

struct feed_out_entry {
    str address; /* of its page here: what it is known by, so it must not change */
    str title;
    str summary;  /* plain text */
    html content; /* all of it; empty: only the summary is given */
    str author;   /* "": none */
    str image;    /* address; "": none */
    str language;
    int64_t published_us, updated_us; /* TIME_NONE: unknown; updated_us is then the other one */
};

struct feed_out {
    str title, description;
    str address; /* of the feed itself */
    str page;    /* of the page that shows the same */
    str language;
    int64_t updated_us; /* of a feed without entries; else its newest entry counts */
    const struct feed_out_entry *entries;
    size_t len;
};

/* "application/atom+xml; charset=utf-8" */
str feed_out_type(enum feed_out_kind kind);

/* Appends FEED to B; what XML cannot hold (control characters) is left out. */
void feed_out_write(struct sbuf *b, enum feed_out_kind kind, const struct feed_out *feed);

/* Answers C with the feed of CARDS: TITLE and DESCRIPTION are plain text, PAGE shows the same.
 * E_UNSUPPORTED when this site's own address is not known: entries are known by it. */
status feed_out_answer(struct page_call *c, enum feed_out_kind kind, str title, str description,
                       path page, const struct article_card *cards, size_t n);

#endif
