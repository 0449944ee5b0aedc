/* What the server does with every response: choosing and applying a content coding, and
 * deciding whether the client has the page already (RFC 9110 sections 12.5.3 and 13.1.2). */
#ifndef COURANT_HTTP_RESPONSE_H
#define COURANT_HTTP_RESPONSE_H

#include "base/err.h"
#include "http/server.h"

/* A shorter body is not worth a coding. */
#define HTTP_COMPRESS_MIN 1024
#define HTTP_GZIP_LEVEL 6
#define HTTP_BROTLI_LEVEL 5

enum http_coding { HTTP_IDENTITY, HTTP_GZIP, HTTP_BROTLI };
#define HTTP_CODING_COUNT 3

/* The coding's name in headers; "" for identity. */
str http_coding_name(enum http_coding coding);

/* The best of the codings we make for an Accept-Encoding value: the highest q-value, brotli
 * before gzip before identity when equal. An absent or ill-formed value means identity. */
enum http_coding http_coding_choose(str accept_encoding);

/* Whether a body of this type gets smaller: text, JSON, XML, SVG, JavaScript. */
bool http_coding_suits(str content_type);

/* Encodes BODY; *out is malloc'd (free it). E_LIMIT when the result would not be smaller. */
status http_coding_apply(void **out, size_t *out_len, enum http_coding coding, str body);

/* Whether an If-None-Match value names ETAG (weak comparison) or is "*". */
bool http_etag_match(str if_none_match, str etag);

/* A strong ETag over bytes, with its quotes. */
str http_etag_of(struct arena *a, str bytes);

/* "Not Found" for 404; "Error" for a number we do not use. */
const char *http_status_text(int status_number);

/* The number a handler's failure is answered with. */
int http_status_of(status code);

#endif
