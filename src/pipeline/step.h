/* The read threads' work on one doc: from bytes to an article with its source and identity. */
#ifndef COURANT_PIPELINE_STEP_H
#define COURANT_PIPELINE_STEP_H

#include "pipeline/doc.h"

/* What a read thread has of its own. */
struct step {
    struct arena arena; /* the document's tree and all that; emptied after each */
    struct sbuf file;
};

void step_init(struct step *s);
void step_end(struct step *s);

/* Fills in doc->article and doc->source, or marks the doc as failed with the reason. */
void step_doc(struct step *s, struct doc *d);

#endif
