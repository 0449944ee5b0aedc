/* What the page files (page_*.c) share: the call they answer, the frame around them, and how
 * they end. A page handler reads the store, fills its view and hands it to its template. */
#ifndef COURANT_WEB_PAGE_H
#define COURANT_WEB_PAGE_H

#include "http/router.h"
#include "people/session.h"
#include "store/store.h"
#include "text/doc.h"
#include "web/site.h"
#include "web/views.h"

#define PAGE_BYTES_MAX ((size_t)24 << 20) /* of one rendered page */

/* One request on its way to a page. Everything lives until the response is made. */
struct page_call {
    struct site *site;
    const struct http_request *request;
    struct http_response *out;
    struct arena *a;
    struct store *store;
    int64_t now_us;
    /* The sources as of this request's generation, kept by the thread between requests. */
    const struct source *sources;
    size_t source_count;
    bool demo;  /* something of the demo press is in the store ... */
    bool mixed; /* ... and something else: then each of its articles is marked in lists */
    bool icons; /* some source has an icon: then each has a mark in lists */
    struct visitor visitor; /* who asks; see web/access.h */
    bool https;             /* cookies are Secure */
    bool personal;          /* made for this reader: not kept */
    bool account;           /* a page of account.def */
    str form_secret;        /* of a form cookie that the response sets */
    int64_t held, reported; /* comments that wait; counted for moderators only */
    bool forms_leave;       /* forms of this page may lead to other sites; the handler sets it */
};

/* The frame for a page with this title; the caller sets what else it wants. */
struct frame_view page_frame(const struct page_call *c, str title);

/* The feeds of what PAGE shows, which has them in feeds.def. */
struct feeds_view page_feeds(const struct page_call *c, path page, str title);

/* Where a template writes: the response's body. */
struct sbuf *page_body(struct page_call *c);

/* Sends the browser on by GET (303). */
void page_redirect(struct page_call *c, path to);

/* The address of this request, to come back to. */
str page_target(const struct page_call *c);

/* E_LIMIT when the page passed PAGE_BYTES_MAX. */
status page_end(struct page_call *c);

/* Reads texts; made when it is first asked for, and kept by the thread. */
struct text_reader *page_reader(struct page_call *c);

moment page_moment(const struct page_call *c, int64_t us);

/* Whether the reader decides about comments, on a site that has them. */
bool page_moderates(const struct page_call *c);

/* The source with that id, NULL when there is none. O(sources). */
const struct source *page_source_by_id(const struct page_call *c, int64_t id);

#define ROUTE(method, pattern, name, access, statements) status page_##name(struct page_call *c);
#include "web/account.def"
#undef ROUTE
#define PAGE(pattern, name, statements, keep) status page_##name(struct page_call *c);
#include "web/pages.def"
#undef PAGE

#endif
