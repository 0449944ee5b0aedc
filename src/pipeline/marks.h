/*
 * What the desk's indexes know an article by, in about a kilobyte and a half: written with the
 * article (table article_marks), so that a run that starts reads no text again.
 *
 * Kept exactly: indexes filled with marks are those filled with the articles themselves. Left out
 * is what indexes do not take: the words as they are written, and of the bins of the signature
 * behind the first COPIES_KEYS all but 8 bits (identity/copies.h).
 *
 * Form. Bits, the highest first: the format; the language; the related words in runs of equal
 * weight and prior, whose keys ascend and are kept as the distances between them (Rice's code);
 * the frequency words that are none of these; names and numbers; the signature.
 */
#ifndef COURANT_PIPELINE_MARKS_H
#define COURANT_PIPELINE_MARKS_H

#include "pipeline/analyse.h"

/* The number of the form in the store: raised with ANALYSE_METHOD or a change of the form. */
#define MARKS_METHOD (ANALYSE_METHOD * 256 + 1)
#define MARKS_MAX ((size_t)1 << 20) /* bytes */

/* The marks of FOUND (its related, words and signature), in A. Empty when they would be larger than
 * MARKS_MAX: then its text is read again. */
str marks_pack(struct arena *a, const struct analysed *found);

/* Sets OUT's related (without what archive_identify sets), words and signature; in A. False when
 * BYTES are no marks. Safe for any bytes; linear. */
bool marks_unpack(struct analysed *out, struct arena *a, str bytes);

#endif
