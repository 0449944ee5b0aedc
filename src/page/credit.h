/* Credit lines: "This article was first published by X and was translated and edited by the Y
 * team.", "(Agency)". They stand at the end of a text, often glued to its last sentence. */
#ifndef COURANT_PAGE_CREDIT_H
#define COURANT_PAGE_CREDIT_H

#include "base/str.h"

/* Longer endings are text that happens to speak of publishing. */
#define CREDIT_BYTES_MAX 420

/* Where in PARAGRAPH (squeezed text) its credit line begins: 0 when all of it is one, STR_NPOS when
 * there is none. Grammar: an opening that names the text ("This article", "Dieser Text"), then
 * within the same sentence a verb of publishing or translating, to the end of the paragraph; or a
 * short name in brackets after the last sentence. */
size_t credit_find(str paragraph);

#endif
