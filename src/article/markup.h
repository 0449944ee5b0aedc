/* Plain text as markup: what a source that gives only text gets for a body. */
#ifndef COURANT_ARTICLE_MARKUP_H
#define COURANT_ARTICLE_MARKUP_H

#include "base/sbuf.h"

/* Appends a paragraph for each part of TEXT that blank lines separate, a line break for each
 * single line end, everything else escaped. The sanitizer makes html of it. */
void article_markup(struct sbuf *out, str text);

#endif
