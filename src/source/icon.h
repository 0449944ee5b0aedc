/* Which pictures a browser of a reader may be given as a source's icon: by their bytes, whatever
 * their server calls them. */
#ifndef COURANT_SOURCE_ICON_H
#define COURANT_SOURCE_ICON_H

#include "base/str.h"

#define ICON_BYTES_MAX ((size_t)256 << 10)
#define ICON_SIDE_MAX 1024 /* pixels: more in few bytes is made to fill memory */

/* "image/png", "image/gif", "image/jpeg", "image/webp" or "image/x-icon"; "" for everything else:
 * no picture, SVG (which may hold scripts), larger than the limits, or cut off in its head. Linear,
 * reads heads only. */
str icon_type(str bytes);

#endif
