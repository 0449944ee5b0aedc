/* Which large bodies the site reads: it is asked before they are sent. */
#ifndef COURANT_WEB_EXPECT_H
#define COURANT_WEB_EXPECT_H

#include "http/server.h"

/* For http_server_options.large: where pushes come to, and lists of subscriptions. */
#define EXPECT_PATHS HTTP_LARGE_PATHS
void expect_paths(str paths[EXPECT_PATHS]);
/* For http_server_options.expect; CTX is the struct site. A list is read only for an owner. */
http_handler expect_large;

#endif
