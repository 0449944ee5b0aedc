/* Where hubs come to: the confirmation of what was asked of them, and pushes. No session, no form
 * token, no page: the token in the address and the signature say who it is. Each is an http_handler
 * whose context is the struct site. */
#ifndef COURANT_WEB_WEBSUB_H
#define COURANT_WEB_WEBSUB_H

#include "http/server.h"
#include "store/store.h"

/* Where hubs come to on the site at ORIGIN, up to the token. */
str websub_callbacks(struct arena *a, str origin);

/* A push may be as large as a delivery. */
#define WEBSUB_BODY_MAX DELIVERY_BYTES_MAX

/* GET: answers with the challenge when it was asked for, else 404. */
http_handler websub_confirm;
/* POST: 202 when it is kept, or not signed well; 410 when nobody waits for it; 429 or 503 when it
 * is to come later. */
http_handler websub_take;
/* Before the body of a push is read. */
http_handler websub_expected;

#endif
