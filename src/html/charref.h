/* Character references: "&amp;", "&#8364;" to UTF-8 (WHATWG HTML 13.2.5.72 to 13.2.5.80). */
#ifndef COURANT_HTML_CHARREF_H
#define COURANT_HTML_CHARREF_H

#include "base/str.h"

struct html_charref {
    uint32_t taken; /* bytes of input, the '&' included */
    uint8_t len;    /* bytes of text */
    char text[8];
};

/* Reads the reference that starts with the '&' at P. False when it is none, and the '&' stands
 * for itself. IN_ATTRIBUTE applies the rule that "&copy=1" in a link is not a reference. */
bool html_charref_read(struct html_charref *out, const char *p, const char *end, bool in_attribute);

#endif
