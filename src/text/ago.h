/* "3 hours ago": times that a page gives by how long they lie back when it is read. */
#ifndef COURANT_TEXT_AGO_H
#define COURANT_TEXT_AGO_H

#include "base/str.h"

/* The span a short line names, in the languages of ago.def: minutes to weeks, a number before the
 * unit, and a word that says it is past. False when it names none. */
bool ago_find(int64_t *span_us, str line);

#endif
