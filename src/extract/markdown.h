/* An article as Markdown, for `extract --format markdown`. */
#ifndef COURANT_EXTRACT_MARKDOWN_H
#define COURANT_EXTRACT_MARKDOWN_H

#include "base/sbuf.h"
#include "model/article.h"

/* Headline, body and credit line in CommonMark. E_LIMIT comes from parsing only. */
status extract_put_markdown(struct sbuf *out, struct arena *a, const struct article *article);

#endif
