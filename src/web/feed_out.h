/*
 * Feeds that readers' programs subscribe to, in three forms: Atom (RFC 4287), RSS 2.0 (RSS Advisory
 * Board, 2.0.11, with Media RSS, Dublin Core and content:encoded) and JSON Feed 1.1. One
 * description of the feed, three ways to write it; all three know an entry by the same id. Lists
 * that go on are paged as RFC 5005, section 3, and JSON Feed's next_url have it.
 */
#ifndef COURANT_WEB_FEED_OUT_H
#define COURANT_WEB_FEED_OUT_H

#include "web/page.h"

enum feed_out_kind { FEED_OUT_ATOM, FEED_OUT_RSS, FEED_OUT_JSON };

/* Addresses are whole ones; "" and empty lists are left out. */
struct feed_out_entry {
    str id;       /* "urn:uuid:...": stays when the entry, or this site's address, changes */
    str address;  /* of its page here */
    str original; /* of the page it was taken from */
    str title;
    str summary;  /* plain text */
    html content; /* all of it; empty: only the summary is given */
    struct strs authors;
    str source_name, source_id, source_feed; /* where it was taken over from; its feed here */
    struct image image;
    str language;
    struct strs tags;
    str comments, comments_feed;      /* addresses */
    int64_t published_us, updated_us; /* TIME_NONE: unknown; updated_us is then the other one */
};

struct feed_out {
    str id; /* as an entry's */
    str title, description;
    str address; /* of the feed itself */
    str next;    /* where the list goes on */
    str first;   /* where it begins; "": here */
    str page;    /* that shows the same */
    str icon;
    str hub; /* WebSub: who tells about news of this feed */
    str language;
    int64_t updated_us; /* of a feed without entries; else its newest entry counts */
    const struct feed_out_entry *entries;
    size_t len;
};

/* "application/atom+xml; charset=utf-8" */
str feed_out_type(enum feed_out_kind kind);

/* "xml", "rss", "json": how addresses of that form end. */
const char *feed_out_ending(enum feed_out_kind kind);

/* Appends FEED to B; what XML cannot hold (control characters) is left out. */
void feed_out_write(struct sbuf *b, enum feed_out_kind kind, const struct feed_out *feed);

/* Answers C with FEED. E_UNSUPPORTED when its address is empty: this site's own is not known. */
status feed_out_answer(struct page_call *c, enum feed_out_kind kind, const struct feed_out *feed);

#endif
