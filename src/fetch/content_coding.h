/* Content encodings undone (RFC 9110, section 8.4): what a body says, out of the bytes that were
 * sent. Recorded answers keep those bytes, so this is ours and not left to libcurl. */
#ifndef COURANT_FETCH_CONTENT_CODING_H
#define COURANT_FETCH_CONTENT_CODING_H

#include "base/err.h"
#include "base/sbuf.h"

/* For the Accept-Encoding header: what content_decode can undo. */
#define CONTENT_CODINGS "gzip, deflate, br, zstd"

enum content_origin {
    CONTENT_SENT,     /* as a server sent it: what ends too early counts as far as it goes */
    CONTENT_ARCHIVED, /* as crawlers keep it: some have decoded it and kept the header, so what
                         looks plain is; what ends too early is broken */
    CONTENT_REPLAYED, /* as crawlers keep it, read as if a server sent it */
};

/* ENCODINGS is the Content-Encoding header ("": none), the one applied last behind. OUT may be BODY
 * itself. E_INPUT: broken; E_LIMIT: more than BYTES_MAX; E_UNSUPPORTED: another encoding. */
status content_decode(str *out, struct arena *a, str encodings, str body, size_t bytes_max,
                      enum content_origin origin);

#endif
