/* Which encoding a feed is in (RFC 7303: mark, header, declaration; then statistics). */
#ifndef COURANT_FEED_CHARSET_H
#define COURANT_FEED_CHARSET_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

/* BYTES as UTF-8 in *text, without byte order mark, and what they were decoded from. E_INPUT when
 * nothing fits, E_LIMIT past BYTES_MAX. */
status feed_decode(str *text, str *encoding, struct arena *a, str bytes, str content_type,
                   size_t bytes_max);

#endif
