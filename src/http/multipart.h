/* Bodies of forms that send files: multipart/form-data (RFC 7578, over RFC 2046). Pure. */
#ifndef COURANT_HTTP_MULTIPART_H
#define COURANT_HTTP_MULTIPART_H

#include "http/server.h"

#define HTTP_PARTS_MAX 100
#define HTTP_PART_HEAD_MAX 4096
#define HTTP_BOUNDARY_MAX 70 /* RFC 2046, section 5.1.1 */

/* Whether CONTENT_TYPE, the whole header, is that of such a body. */
bool http_multipart_is(str content_type);

/* The parts of BODY: those with a file name into *files with their bytes as they are, the others
 * into *fields as text (ill-formed UTF-8 repaired). Browsers send a file nobody chose as an empty
 * one: it is left out. Strings are BODY's or the arena's. E_INPUT: ill-formed, or a NUL in a field;
 * E_LIMIT: more than HTTP_PARTS_MAX parts. Linear. */
status http_multipart_parse(struct http_pairs *fields, struct http_pairs *files, struct arena *a,
                            str content_type, str body);

#endif
