/* The outlets that a text cites. Part of identity/provenance. */
#ifndef COURANT_IDENTITY_CITED_H
#define COURANT_IDENTITY_CITED_H

#include "identity/grammar.h"
#include "identity/provenance.h"

/* Fills out->cited; words [skip_begin, skip_end) are the credit line and cite nobody. */
void cited_read(struct provenance *out, struct arena *a, const struct grammar *g,
                uint32_t skip_begin, uint32_t skip_end);

#endif
