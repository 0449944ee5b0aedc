/* The text of a piece of HTML, in paragraphs. */
#ifndef COURANT_PIPELINE_FRAGMENT_H
#define COURANT_PIPELINE_FRAGMENT_H

#include "base/sbuf.h"
#include "base/str.h"

/* Paragraphs separated by a blank line, white space squeezed; captions left out. */
status fragment_text(str *out, struct arena *a, html fragment, size_t text_max);

#endif
