/* Feeds and what they announce, as the store keeps them and source/, fetch/ and feed/ use them.
 * Structs only; the conventions are those of model/article.h. */
#ifndef COURANT_MODEL_FEED_H
#define COURANT_MODEL_FEED_H

#include "base/vec.h"
#include "model/article.h"

/* What is subscribed to. */
enum feed_source_kind {
    FEED_OF_FEED, /* a feed */
    FEED_OF_PAGE, /* a page without one: its links, by a recipe */
    FEED_OF_MAIL, /* a newsletter */
};

struct feed {
    int64_t id;
    int64_t source_id;
    str url;
    str title;
    str etag, last_modified; /* validators of the last answer, as received */
    int64_t next_check_us;   /* TIME_NONE: never, it is gone for good or comes by itself */
    int64_t checked_us;      /* last time it was asked */
    int64_t succeeded_us;    /* last time it answered with a feed, or that nothing changed */
    int64_t failures;        /* in a row */
    str error;               /* of the last time, for people; "" when it went well */
    struct strs folders;     /* where it is filed, outermost first */
    str site_url;            /* the site it belongs to, as it says */
    int64_t gap_us;          /* usually between two posts; 0: unknown */
    int64_t newest_us;       /* its newest post */
    int64_t said_us;         /* how often it asks to be read (ttl, sy:); 0: it does not say */
    str moved_url;           /* where permanent redirects lead, and since when; "" nowhere */
    int64_t moved_us;
    int64_t kind; /* enum feed_source_kind */
    str recipe;   /* FEED_OF_PAGE: how its entries are found, JSON; FEED_OF_MAIL: whose mails are
                     published (mail/newsletter.h); "" */
    int64_t paused_us;  /* since when a person has it paused; TIME_NONE */
    int64_t removed_us; /* since when it is taken away, which can be undone; TIME_NONE */
    str language;       /* as it says: "en-gb" */
};

/* Whether the pages of entries are fetched. */
enum feed_full_text {
    FEED_TEXT_AUTO,   /* of those that only tease */
    FEED_TEXT_ALWAYS, /* of each */
    FEED_TEXT_NEVER,  /* none: what the feed says has to do */
};

/* What an operator sets for one feed; "" is as for all. */
struct feed_settings {
    int64_t feed_id;
    str user_agent;
    str username, password, cookie; /* secrets: for the feed's own origin only, never shown */
    str proxy;                      /* fetch/sender.h; may have a password in it */
    int64_t full_text;              /* enum feed_full_text */
};

struct entry {
    int64_t id;
    int64_t feed_id;
    str guid; /* identity within the feed: never empty */
    str url;
    str title;
    int64_t published_us;
    int64_t first_seen_us;
    int64_t article_id;    /* 0: none yet */
    uint64_t content_hash; /* of what would make another article of it; 0: unknown */
};

/* An entry that only announces a page: the page is to be fetched, or the draft has to do. */
struct entry_page {
    int64_t entry_id;
    int64_t feed_id, source_id;
    str url;
    int64_t next_try_us;
    int64_t tries;
    str draft;    /* the article as the entry has it: a JSON line as `courant import` reads */
    str feed_url; /* its feed's address; read only */
};

/* Where a feed is subscribed to be pushed (WebSub). websub/hub.h has the rules. */
struct feed_hub {
    int64_t feed_id;
    str hub_url, topic_url; /* as the feed names them */
    str token;              /* of the callback's address */
    str secret;             /* what the hub signs with */
    int64_t state;          /* enum hub_state */
    int64_t asked_us;       /* what the hub was asked and has not confirmed; TIME_NONE: nothing */
    int64_t verified_us;    /* it last confirmed something */
    int64_t until_us;       /* the end of its lease */
    int64_t next_try_us;    /* when it is asked next */
    int64_t tries;          /* since it last confirmed */
    str error;              /* of the last one, for people; "" */
    int64_t pushed_us;      /* the newest push */
    int64_t hour_us, hour_pushes; /* pushes since hour_us */
    int64_t poll_us; /* when the feed would be asked if nothing were pushed; TIME_NONE */
    bool feed_gone;  /* the feed is paused or taken away */
};

/* What came by itself, as it came: a pushed feed, or a mail (content_type message/rfc822). */
struct delivery {
    int64_t id;
    int64_t feed_id;
    int64_t received_us;
    str content_type; /* "" when not said */
    str base_url;     /* what its relative addresses mean; "" the feed's address */
    str body;         /* any bytes */
    int64_t tries;    /* to read it that failed, */
    str error;        /* and the last one's reason */
    bool held;        /* it waits for a person's word */
    bool first;    /* it is the rest of what its feed said when it was asked for the first time, */
    int64_t begin; /* from this entry on; 0: it is whole */
};

/*
 * What a feed file says, as feed/ reads it. Text is as the publisher wrote it: UTF-8 whose markup
 * nobody has sanitised. Addresses are resolved but not normalised, because readers know an entry
 * by the very characters of its id.
 */
enum feed_kind { FEED_NONE, FEED_RSS, FEED_ATOM, FEED_JSON, FEED_CDF, FEED_SITEMAP, FEED_MAIL };

struct feed_text {
    str text;
    str type;     /* media type: "text/plain", "text/html", "application/xhtml+xml", ... */
    str language; /* as declared: xml:lang, Content-Language */
    str base;     /* the address that its relative links were resolved against */
    str src;      /* where the content lies, when it is not in the feed */
};
struct feed_text_vec VEC(struct feed_text);

struct feed_person {
    str name, email, url;
};
struct feed_person_vec VEC(struct feed_person);

struct feed_link {
    str rel, url, type, title, length, language;
};
struct feed_link_vec VEC(struct feed_link);

struct feed_category {
    str term, scheme, label;
};
struct feed_category_vec VEC(struct feed_category);

struct feed_generator {
    str name, url, version;
};

struct feed_image {
    str url, title, link, width, height, description;
};

/* What an extension or an unknown element says: a text, or named values, or a list of such. The
 * name is "prefix_local" with the namespace's usual prefix, "local" outside of namespaces. */
struct feed_extra;
struct feed_extra_vec VEC(struct feed_extra);
struct feed_extra {
    str name;
    str text;
    bool is_list;                 /* VALUES is a list of objects, even if there is just one */
    struct feed_extra_vec values; /* of an object: named; of a list: the objects */
};

/* What a feed, an entry and the source of an entry may all have. */
struct feed_part {
    struct feed_text title, summary, copyright, info;
    struct feed_text_vec contents; /* best first */
    str id, link, self, language, comments, external_url, icon, logo, ttl;
    bool id_is_link;            /* <guid isPermaLink="true">, or without the attribute */
    bool is_whole;              /* its text is all there is to it, however short */
    struct feed_link_vec links; /* enclosures too: rel "enclosure" */
    struct feed_person_vec authors, contributors;
    struct feed_person publisher;
    struct feed_category_vec categories;
    struct feed_generator generator;
    struct feed_image image;
    int64_t published_us, updated_us, created_us, expired_us; /* TIME_NONE when not said */
    struct feed_extra_vec extras;
    struct feed_part *source; /* where an entry was taken over from; NULL: not said */
};
struct feed_part_vec VEC(struct feed_part);

struct feed_document {
    enum feed_kind kind;
    str version;  /* "2.0"; of sitemaps "urlset" or "sitemapindex" */
    str encoding; /* what the bytes were decoded from */
    struct feed_part about;
    struct feed_part_vec items;
    bool mended;    /* it was ill-formed */
    bool truncated; /* it ended early: an entry that was not whole is left out */
    bool cut;       /* it has more entries than the limit */
};

#endif
