/* How sentence.c judges a stop: by the word before it and what follows. */
#ifndef COURANT_TEXT_SENTENCE_STOP_H
#define COURANT_TEXT_SENTENCE_STOP_H

#include "text/lexicon.h"
#include "text/sentence_mark.h"

struct stop_context {
    str text;
    const struct lexicon_language *words;
    size_t begin;    /* of the sentence */
    size_t item_end; /* where the mark of the list item that it begins with ends; 0: none */
    bool english, greek, armenian, japanese, ordinal_dots;
    bool run_on;    /* see sentence_run.h */
    size_t *budget; /* bytes that searches ahead may still look at, in all */
};

/* One or more stops and what closes after them: "?!", ". . .", ".'\"", ".[7]". */
struct stop {
    size_t begin;     /* the first stop */
    size_t marks_end; /* after the last stop that stands together with it */
    size_t end;       /* after closing marks and note numbers: where the sentence would end */
    size_t next;      /* the next character that is not blank */
    unsigned dots;    /* full stops and ellipses (3) among them */
    bool loud, full;  /* with ! or ?; with a stop of a script that needs no space */
    bool spaced;      /* ". . ." */
    bool closed;      /* closing marks follow the stop */
};

void stop_context_init(struct stop_context *c, struct lexicon *lexicon, str language, str text);

/* Reads the stop at AT. */
void stop_read(struct stop *out, const struct stop_context *c, size_t at);

/* Whether the sentence ends with it; may move s->end. */
bool stop_ends_sentence(struct stop *s, const struct stop_context *c);

#endif
