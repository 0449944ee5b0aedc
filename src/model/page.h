/* What page/ reads off one HTML page, before article/ makes an article of it. */
#ifndef COURANT_MODEL_PAGE_H
#define COURANT_MODEL_PAGE_H

#include "model/article.h"

/* What a page turned out to be. */
enum page_kind {
    PAGE_ARTICLE,
    PAGE_LIST,      /* a front page or section: links, no article */
    PAGE_PAYWALL,   /* only a teaser is there */
    PAGE_CHALLENGE, /* a check for robots instead of the page */
    PAGE_CONSENT,   /* a request to agree to cookies or tracking instead of it */
    PAGE_LOGIN,     /* a log-in instead of it */
    PAGE_GONE,      /* an error page: there is no such page, or no longer */
    PAGE_EMPTY,     /* no text at all */
};

struct page {
    enum page_kind kind;
    str url;           /* where it came from; "" when unknown */
    str canonical_url; /* as declared, resolved */
    str next_url;      /* the article's next page */
    str amp_url, print_url;
    bool amp; /* this page is an AMP one */
    str title;
    str description;
    struct strs authors;
    int64_t published_us, updated_us; /* TIME_NONE: unknown */
    int published_zone_min;           /* minutes east of UTC the page wrote them in */
    int updated_zone_min;
    int64_t published_age_us; /* "3 hours ago": before the page was fetched; 0: not given so */
    str language;             /* as declared or found, ISO 639-1 */
    str site_name;
    struct image image;
    struct strs tags;
    str credit_line;
    str text; /* paragraphs separated by a blank line; no title, byline, captions */
    html body;
    int64_t word_count;
};

#endif
