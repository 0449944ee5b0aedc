/*
 * Ill-formed XML made well-formed: the text as it is when there is nothing to mend, else a copy.
 * Libxml2's own recovery loses entries (an end tag that fits nothing closes whatever is open), and
 * its strictness has costs that hostile files use, so all limits are held here.
 *
 * Undone: junk before the root, DOCTYPE with all it declares, comments, processing instructions.
 * References: HTML's named ones become their characters, what is no reference gets its '&' escaped,
 * numbers that are no characters of XML become what HTML makes of them. Tags: attributes without
 * quotes or twice, '<' that starts no tag, void HTML elements left open, end tags that fit nothing,
 * elements left open inside one that ends, an item inside an item. Control characters go.
 */
#ifndef COURANT_FEED_MEND_H
#define COURANT_FEED_MEND_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

#define MEND_DEPTH_MAX 200 /* elements open at once: deeper tags are left out, their text stays */
#define MEND_ATTRIBUTES_MAX 64
#define MEND_ATTRIBUTE_BYTES_MAX 65536
#define MEND_NAME_BYTES_MAX 256

struct mended {
    str text;
    bool changed;   /* more than junk before the root was amiss */
    bool truncated; /* it ended inside an element: that is left open */
};

/* TEXT is UTF-8. E_LIMIT when the mended text is longer than BYTES_MAX. Linear. */
status feed_mend(struct mended *out, struct arena *a, str text, size_t bytes_max);

#endif
