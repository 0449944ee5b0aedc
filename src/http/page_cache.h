/*
 * Finished pages, ready to be sent: body as it is and, from the first client that asks for it,
 * gzip and brotli; ETag and headers. A page is valid for one generation of the store, which the
 * caller names: what was put at another one is not found and makes room.
 *
 *     if (http_page_cache_get(out, cache, r, S("en"), generation))
 *         return OK;
 *     ... make the page into OUT ...
 *     http_page_cache_put(out, cache, r, S("en"), generation);
 *
 * Thread-safe: shards by key with a short lock each; a hit copies nothing but references, and
 * the bytes stay while a response needs them. Bounded in bytes; a shard that is full drops what
 * was not asked for since the hand of its clock passed (CLOCK, Corbato 1968).
 */
#ifndef COURANT_HTTP_PAGE_CACHE_H
#define COURANT_HTTP_PAGE_CACHE_H

#include "http/server.h"

struct http_page_cache;

struct http_page_cache_stats {
    uint64_t hits, misses, evictions, bytes, pages;
};

/* BYTES_MAX covers bodies in every coding, keys and headers. */
struct http_page_cache *http_page_cache_new(size_t bytes_max);
/* No request may be running; responses on their way keep their bytes. */
void http_page_cache_free(struct http_page_cache *c);

/* Fills OUT with the page of R's path and query and of VARIANT (what else it depends on:
 * language, theme; "" if nothing), in the best coding R accepts. False when there is none of
 * this GENERATION. Only for GET and HEAD. */
bool http_page_cache_get(struct http_response *out, struct http_page_cache *c,
                         const struct http_request *r, str variant, uint64_t generation);

/* Keeps the page in OUT, and turns OUT into the response from the cache. Does nothing unless OUT is
 * a 200 for GET or HEAD that fits and sets no cookie. An ETag is made from the body when OUT
 * has none. */
void http_page_cache_put(struct http_response *out, struct http_page_cache *c,
                         const struct http_request *r, str variant, uint64_t generation);

struct http_page_cache_stats http_page_cache_stats(const struct http_page_cache *c);

#endif
