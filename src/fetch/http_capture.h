/* An HTTP response as archives keep it, and what its body says. */
#ifndef COURANT_FETCH_HTTP_CAPTURE_H
#define COURANT_FETCH_HTTP_CAPTURE_H

#include "base/err.h"
#include "base/sbuf.h"

/* An HTTP response as a capture holds it. */
struct http_capture {
    int status_code;
    str content_type;
    str content_encoding, transfer_encoding;
    str body; /* as sent: see http_capture_body */
};

/* Splits BLOCK. E_INPUT when it is no HTTP/1.x response. */
status http_capture_parse(struct http_capture *out, str block);

/* The body with chunks joined and gzip, deflate, br or zstd undone, also several of them. Bodies
 * that the crawler decoded already, but whose headers still say otherwise, are taken as they are.
 * E_INPUT: broken; E_LIMIT: more than BYTES_MAX; E_UNSUPPORTED: another encoding. */
status http_capture_body(str *out, struct arena *a, const struct http_capture *c, size_t bytes_max);

/* Joins the chunks (RFC 9112, section 7.1). What does not begin with one is taken as it is: some
 * crawlers join them and keep the header. E_INPUT: broken; E_LIMIT. */
status http_capture_unchunk(str *out, struct arena *a, str body, size_t bytes_max);

#endif
