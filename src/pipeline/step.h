/* The read threads' work on one doc: from bytes to an article with its source and identity. */
#ifndef COURANT_PIPELINE_STEP_H
#define COURANT_PIPELINE_STEP_H

#include "pipeline/doc.h"
#include "pipeline/told.h"

/* What a read thread has of its own. */
struct step {
    struct arena arena; /* the document's tree and all that; emptied after each */
    struct sbuf file;
    struct text_reader *reader;
    struct strs outlets; /* names of known sources */
    bool later;          /* nothing is analysed; set by the owner, if so */
    struct store *store; /* to see what is unchanged; NULL: everything is analysed, no feed read */
};

/* Borrows OUTLETS. STORE: for store_open; "": none. */
void step_init(struct step *s, struct strs outlets, str store);
void step_end(struct step *s);

/* Fills in doc->article, ->source and, unless the store has the very same, ->analysed, or marks the
 * doc as failed with the reason; of a feed ->harvest. */
void step_doc(struct step *s, struct doc *d);

/* The article of an entry, from what its feed tells; analysed as step_doc does. Both are in D's
 * arena. OWN is what it is known by, and its address if it has none; "" when TOLD says it. E_INPUT:
 * it is no article. */
status step_told(struct article *out, struct analysed **analysed, struct step *s, struct doc *d,
                 const struct told *told, str own);

#endif
