/* Sharing an article: links that hand its address and title to other services, and what those
 * services then read of its page. Plain links only: nothing of another service is loaded. */
#ifndef COURANT_WEB_SHARE_H
#define COURANT_WEB_SHARE_H

#include "web/page.h"

#define SHARE_TITLE_MAX 300 /* bytes of a title in a link; longer ones end in an ellipsis */

/* "https://news.example": where readers reach this site. The setting public_url; without it the
 * request's Host when that is a bare host name or address with or without a port, else "". Pages
 * that hold it are kept by Host (see web/site.c). */
str share_origin(const struct page_call *c);

/* A path of this site as a whole address; empty when the origin is not known. */
url share_address(const struct page_call *c, path p);

/* The share block of an article; .address is empty when the origin is not known. */
struct share_view share_view_make(const struct page_call *c, int64_t id, str title);

/* Where SERVER, as a reader typed it ("mastodon.example", "@ada@mastodon.example", with or
 * without https://), takes a post: https://HOST/share?text=... . HOST is a domain name with a dot
 * in it and nothing else: no address, port, path or name. E_INPUT for anything else. */
status share_mastodon(url *out, struct arena *a, str server, str title, url address);

/* Open Graph and NewsArticle JSON-LD of an article that PUBLISHER brought. */
struct preview_view share_preview(const struct page_call *c, const struct article *article,
                                  str publisher, str home);

#endif
