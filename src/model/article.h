/* The nouns that the stages hand on: what a source, an entry and an article are. Structs and
 * constants only. Empty strings mean "unknown"; a time of TIME_NONE means "unknown". */
#ifndef COURANT_MODEL_ARTICLE_H
#define COURANT_MODEL_ARTICLE_H

#include "base/str.h"

#define TIME_NONE INT64_MIN

struct strs {
    const str *at;
    size_t len;
};

struct source {
    int64_t id;
    str key;  /* stable name in URLs: usually the site, "harbour-ledger.example" */
    str name; /* for people */
    str home_url;
    str language;       /* ISO 639-1 */
    bool demo;          /* belongs to the demo press */
    str country;        /* ISO 3166-1, as it says */
    uint64_t icon_hash; /* of its icon; 0: it has none */
    int64_t article_count;
    int64_t newest_us;
};

struct image {
    str url;
    str alt;
    str caption;
    str credit;
};

/* One clean article as page/ and article/ make it and the store keeps it. */
struct article {
    int64_t id;
    int64_t source_id;
    str url;           /* as fetched */
    str canonical_url; /* identity: see url_canonical */
    str title;
    str description;
    struct strs authors;
    int64_t published_us;
    int64_t updated_us;
    int published_zone_min; /* minutes east of UTC the page wrote it in; not stored */
    int updated_zone_min;
    str language;
    str site_name;
    struct image image;
    struct strs tags;
    str credit_line; /* "This article was first published by ..." */
    str text;        /* paragraphs separated by a blank line */
    html body;       /* sanitised */
    int64_t word_count;
    uint64_t content_hash; /* of title and text, white space squeezed */
    int64_t first_seen_us; /* when this program first had it */
    int64_t version;       /* 1, 2, ... */
    bool demo;
};

/* What lists show. */
struct article_card {
    int64_t id;
    int64_t source_id;
    str source_key, source_name;
    str title;
    str description; /* or the first sentence of the text */
    str language;
    struct image image;
    int64_t published_us; /* TIME_NONE: unknown, first_seen_us orders */
    int64_t first_seen_us;
    int64_t word_count;
    int64_t version;
    bool demo;
};

struct article_version {
    int64_t article_id;
    int64_t version;
    int64_t seen_us;
    str title;
    str text;
    html body;
};

#endif
