/*
 * Which sentences can be read on their own. One that leans on what came before does not belong in
 * a summary: "He added ...", "However, this ...", half a quotation, a question, a headline in the
 * text, "Read more". The words that tell are in stand.def, by language; for a language without a
 * list only punctuation and quotation marks tell.
 */
#ifndef COURANT_SUMMARY_STAND_H
#define COURANT_SUMMARY_STAND_H

#include "text/doc.h"

enum stand_fault {
    STAND_LEANS = 1,    /* begins with a word or phrase that points back */
    STAND_PRONOUN = 2,  /* its subject is a pronoun for someone it does not name */
    STAND_QUOTE = 4,    /* a quotation, or part of one, without its speaker */
    STAND_QUESTION = 8, /* asks */
    STAND_BROKEN = 16,  /* does not end as a sentence does: headlines, captions, list items */
    STAND_READER = 32,  /* speaks to the reader: "Read more", "Subscribe" */
    STAND_PERSON = 64,  /* "I" or "we" outside quotation marks */
};

/* The faults of each sentence of BODY, LEN at most, as bits; the array is in A. O(words). */
uint8_t *stand_read(struct arena *a, const struct text_doc *doc, uint32_t len);

#endif
