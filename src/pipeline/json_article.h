/* Articles that come as JSON objects: what `courant extract` writes, and the shapes that news
 * datasets have. */
#ifndef COURANT_PIPELINE_JSON_ARTICLE_H
#define COURANT_PIPELINE_JSON_ARTICLE_H

#include "base/json_in.h"
#include "pipeline/doc.h"

/*
 * V's members: id, url, canonical_url, title, text, html (or body), description, published, updated
 * (ISO 8601, or seconds since 1970), authors (array or one string), language, site_name, source
 * (names the source when site_name does not), image (address, or {url,alt,caption,credit}),
 * tags, credit_line, fetched. At least a title, and text or html, which become what told_article
 * (told.h) says. Sets doc->fetched_us and doc->item_id when V says them. OUT's strings live in A or
 * in V. E_INPUT says what is missing; of an object, the rest is in OUT then, too.
 */
status json_article(struct article *out, struct arena *a, const struct json_value *v,
                    struct doc *doc);

#endif
