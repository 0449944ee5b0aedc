/* An article's text with its sentences, as a page shows it: what is said of the article leads to
 * the sentence it was read from. */
#ifndef COURANT_WEB_SAID_H
#define COURANT_WEB_SAID_H

#include "model/analysis.h"
#include "web/views.h"

struct said {
    struct arena *a;
    str text;
    struct text_ranges sentences;
    bool *marked; /* by sentence: it has a place on the page */
};

/* Where on its page the sentence of RANGE stands; the beginning of the text when the body has it
 * in other words; no path for an empty range. */
path said_link(const struct said *said, struct text_range range);

/* RANGE of the text, and its place. */
struct sentence_view said_sentence(const struct said *said, struct text_range range);

#endif
