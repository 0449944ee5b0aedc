/* The readable parts of a request: target, query and form fields, cookies. Pure. */
#ifndef COURANT_HTTP_REQUEST_H
#define COURANT_HTTP_REQUEST_H

#include "http/server.h"

#define HTTP_PAIRS_MAX 1000

/* Splits an origin-form target at '?' and decodes the path. E_INPUT for anything a careful
 * client does not send: a bad or superfluous escape, what decodes to a control character,
 * '\\', '/' or ill-formed UTF-8, and "." or ".." segments, escaped or not. */
status http_target_parse(str *path, str *query, struct arena *a, str target);

/* Fields of application/x-www-form-urlencoded (URL Standard section 5.1): '+' is a space, a
 * '%' without two hex digits stays, ill-formed UTF-8 is repaired. E_LIMIT past
 * HTTP_PAIRS_MAX fields, E_INPUT for a NUL. */
status http_pairs_parse(struct http_pairs *out, struct arena *a, str encoded);

/* The first cookie of that name in a Cookie header value; p == NULL when absent. Quotes
 * around the value are taken off, nothing is decoded. */
str http_cookie_find(str header, str name);

/* First value of that name; p == NULL when absent. */
str http_pairs_find(const struct http_pairs *pairs, str name);

#endif
