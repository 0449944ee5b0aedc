/*
 * Where a source is at home and in which language it writes, as far as it says so: what its front
 * page and its feed declare, and its host's name. Pure.
 */
#ifndef COURANT_SOURCE_FACTS_H
#define COURANT_SOURCE_FACTS_H

#include "base/str.h"

/* All as written; "" for what was not said. */
struct source_claims {
    str host;          /* "news.example.co.uk" */
    str page_language; /* lang of the front page: "en-GB" */
    str page_locale;   /* og:locale: "en_GB" */
    str page_region;   /* geo.region: "GB-LND"; geo.country */
    str feed_language; /* <language> of RSS, xml:lang of Atom, language of JSON Feed */
};

struct source_said {
    str country;  /* ISO 3166-1: "GB"; "" when nobody says. Static memory */
    str language; /* ISO 639-1: "en"; "" when nobody says. Points into the claims, any case */
};

/*
 * Country: the declared region of the page, or else the regions in the languages of the page, of
 * its locale, of the feed, or else the country of the top-level domain. English of the United
 * States counts only after the domain: it is what software says when nobody was asked. Domains that
 * are sold to everyone (.io, .tv, .ai, .me ...) say nothing. Language: of the page, the feed, the
 * locale, in this order.
 */
struct source_said source_facts_read(const struct source_claims *claims);

/* The country whose top-level domain HOST is in; "" when that says nothing. */
str source_host_country(str host);

#endif
