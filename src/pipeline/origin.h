/* Where an article comes from: its address when the capture names none, and its source. */
#ifndef COURANT_PIPELINE_ORIGIN_H
#define COURANT_PIPELINE_ORIGIN_H

#include "pipeline/doc.h"

/* Sets article->url and ->canonical_url: what identity_url says, or else a stable file: URL
 * made of the doc's name and the item's id or content, so that it is still one article.
 * ->canonical_url comes in as the page declared it. */
status origin_identify(struct article *article, struct arena *a, const struct doc *d);

/* The source: what the doc names; else the site of a web address; else the site name; else
 * "files". Key: lower case ASCII letters, digits, '.' and '-'. */
void origin_source(struct source *out, struct arena *a, const struct article *article,
                   const struct doc *d);

/* A key for a name: "The Évening Post" -> "the-vening-post"; names without enough ASCII letters
 * get a hash. */
str origin_key(struct arena *a, str name);

#endif
