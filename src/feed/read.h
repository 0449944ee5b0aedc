/* The one reader for all dialects of XML feeds. */
#ifndef COURANT_FEED_READ_H
#define COURANT_FEED_READ_H

#include "base/arena.h"
#include "base/err.h"
#include "model/feed.h"

/* Reads well-formed XML (see feed/mend.h) into *doc, whose kind stays FEED_NONE when it is no feed.
 * BASE and LANGUAGE are those that came with it, "" when unknown. */
status feed_read(struct feed_document *doc, struct arena *a, str text, str base, str language);

#endif
