/* An article as Markdown, for `extract --format markdown` and the C API. */
#ifndef COURANT_EXTRACT_MARKDOWN_H
#define COURANT_EXTRACT_MARKDOWN_H

#include "base/sbuf.h"
#include "model/article.h"

/* Headline, body and credit line in CommonMark 0.30 with GitHub's tables and strike-through.
 * E_LIMIT comes from parsing only. */
status extract_put_markdown(struct sbuf *out, struct arena *a, const struct article *article);

/* The body alone, without a final line end: rendered again it has the same blocks, links, emphasis
 * and text. What Markdown does not have (underlines, sub- and superscript) is plain text. */
status extract_put_markdown_body(struct sbuf *out, struct arena *a, html body);

#endif
