/*
 * Looking at what somebody wants to subscribe to, in the background of `serve`: the site's pages
 * ask for it and come back for what was found (web/subscribing.h). Two threads, so many looks at a
 * time; what was found is kept for some minutes, for the user who asked.
 */
#ifndef COURANT_CLI_LOOKING_H
#define COURANT_CLI_LOOKING_H

#include "cli/cli.h"
#include "web/subscribing.h"

#define LOOKS_MAX 32          /* kept at a time, the oldest that is done goes first */
#define LOOKS_PER_USER_MAX 4  /* that are not done */
#define LOOK_ADDRESSES_MAX 50 /* in one look, each asked for */
#define LOOK_LISTED_MAX 20000 /* of a list that is taken at its word */
#define LOOK_KEPT_US ((int64_t)15 * 60 * 1000000)

struct looking;

/* CONFIG outlives it. NULL when libcurl cannot be set up. */
struct looking *looking_new(const struct config *config);
/* Ends what is under way. NULL is allowed. */
void looking_free(struct looking *l);
/* What struct site_options wants; LOOKING may be NULL. */
struct subscribing looking_subscribing(struct looking *l);

#endif
