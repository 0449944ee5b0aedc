/* What is told of an article by an entry of a feed or a JSON object, on its way to being one. */
#ifndef COURANT_PIPELINE_TOLD_H
#define COURANT_PIPELINE_TOLD_H

#include "base/err.h"
#include "model/article.h"

/* Longer texts are refused. */
#define TOLD_TEXT_MAX ((size_t)16 << 20)

/* As it was told: nothing is checked yet; "" and TIME_NONE are what was not told, and so are lists
 * without an address. UTF-8. */
struct told {
    str url, canonical_url, title, description, language, site_name, credit_line;
    str markup, text; /* at least one of them */
    struct image image;
    struct strs authors, tags;
    int64_t published_us, updated_us;
};

/* Makes it an article: addresses that are no web addresses are left out. Markup that is a whole
 * page is read like a page, and what else is told overrules what is found on it; a fragment is
 * sanitised. Text alone becomes paragraphs. FETCHED_US is what relative dates of a page refer to.
 * OUT's strings live in A or are T's. E_INPUT says what is missing; the rest is in OUT then, too.
 */
status told_article(struct article *out, struct arena *a, const struct told *t, int64_t fetched_us);

#endif
