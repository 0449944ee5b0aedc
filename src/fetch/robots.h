/*
 * robots.txt by RFC 9309: which paths of a site a program may ask for.
 *
 * A line is "key: value" or, for lack of a colon, two words. Lines of groups for the agent's own
 * name count, all of them together; those of "*" when there is none. The longest rule that matches
 * the path decides, allow wins a tie, "*" stands for anything and "$" at the end for the end. In
 * what the RFC leaves open it does as Google's parser does: common misspellings are understood, an
 * allowed ".../index.html" allows ".../" too, octets outside ASCII in a rule are percent-encoded.
 */
#ifndef COURANT_FETCH_ROBOTS_H
#define COURANT_FETCH_ROBOTS_H

#include "base/arena.h"
#include "base/str.h"
#include "model/article.h"

#define ROBOTS_BYTES_MAX                                                                           \
    ((size_t)512 << 10)       /* what comes after them is not read; the RFC: 500 KiB */
#define ROBOTS_LINE_MAX 16664 /* bytes; the rest of a longer line is not read */
#define ROBOTS_SITEMAPS_MAX 64

struct robots_rule {
    str pattern; /* percent-encoded; never empty */
    bool allow;
};

struct robots {
    const struct robots_rule *rules; /* those for the agent */
    size_t rules_len;
    struct strs sitemaps; /* addresses, as they are written; they belong to no group */
    int64_t delay_us;     /* Crawl-delay of the agent's group; 0: none */
};

/* Reads TEXT for AGENT, a product name such as "courant" (RFC 9309, section 2.2.1): letters, '-'
 * and
 * '_'. OUT is in A and borrows TEXT. Anything can be read; what is no rule is passed over. Linear.
 */
void robots_read(struct robots *out, struct arena *a, str text, str agent);

/* Whether the agent may ask for PATH: path and query as they are sent, percent-encoded; see
 * robots_path. O(rules x path). */
bool robots_allowed(const struct robots *robots, str path);

/* Path and query of an address as it is written, "/" when it has none. */
str robots_path(struct arena *a, str address);

#endif
