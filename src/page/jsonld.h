/* Article data in JSON-LD scripts (schema.org), as far as pages use it and however they break it:
 * HTML comments and CDATA around it, raw line ends in strings, commas too many, @graph, arrays. */
#ifndef COURANT_PAGE_JSONLD_H
#define COURANT_PAGE_JSONLD_H

#include "base/arena.h"
#include "base/vec.h"

/* Longer scripts are not read: they hold product lists, not articles. */
#define JSONLD_BYTES_MAX ((size_t)512 << 10)
#define JSONLD_AUTHORS_MAX 16
#define JSONLD_TAGS_MAX 32

struct jsonld {
    bool article; /* an Article or one of its kinds was found; else only WebPage and the like */
    str headline, description, published, modified, language, url;
    str image_url, image_caption, image_credit;
    str publisher;
    str body; /* articleBody */
    struct str_vec authors, tags;
    bool by_organization; /* an author is one */
    bool locked;          /* isAccessibleForFree is false */
};

/* Adds what SCRIPT says; what an earlier script said stays. Strings are copied into A, as they
 * are (clean_value is the caller's). */
void jsonld_read(struct jsonld *out, struct arena *a, str script);

#endif
