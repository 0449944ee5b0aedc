/* White space as pages write it: ASCII and controls, no-break space, zero-width space, byte order
 * mark. */
#ifndef COURANT_PAGE_SPACE_H
#define COURANT_PAGE_SPACE_H

#include "base/str.h"

static ALWAYS_INLINE bool space_at(const unsigned char *p, const unsigned char *end)
{
    if (LIKELY(*p < 0xc2))
        return *p <= ' ';
    if (*p == 0xc2)
        return p + 1 < end && p[1] == 0xa0;
    if (end - p < 3)
        return false;
    return (*p == 0xe2 && p[1] == 0x80 && p[2] == 0x8b) ||
           (*p == 0xef && p[1] == 0xbb && p[2] == 0xbf);
}

static ALWAYS_INLINE const unsigned char *space_skip(const unsigned char *p,
                                                     const unsigned char *end)
{
    while (p < end && space_at(p, end))
        p += *p < 0xc2 ? 1 : *p == 0xc2 ? 2 : 3;
    return p;
}

#endif
