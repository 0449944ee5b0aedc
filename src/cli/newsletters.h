/* What the commands add and mail share about newsletters. */
#ifndef COURANT_CLI_NEWSLETTERS_H
#define COURANT_CLI_NEWSLETTERS_H

#include "cli/cli.h"
#include "store/store.h"

/* Subscribes to a newsletter called TITLE, under a new address that nobody can guess, and prints
 * it. */
status newsletters_add(struct arena *a, struct store *s, const struct config *config, str title);

/* The address of a newsletter for people: "TOKEN@DOMAIN"; what it is filed under when it was found
 * in a Maildir. */
str newsletters_address(struct arena *a, const struct config *config, const struct feed *feed);

/* The newsletter that TYPED means: its number, its address or what stands before '@'. E_NOTFOUND.
 */
status newsletters_find(struct feed *out, struct arena *a, struct store *s, str typed);

/* A mail's text and links as a terminal may show them: no control character. */
status newsletters_print(struct arena *a, const struct delivery *mail);

#endif
