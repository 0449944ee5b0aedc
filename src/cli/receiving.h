/* Newsletters arriving while `courant serve` runs: the listener and the Maildir that the settings
 * name, each on a thread of its own. */
#ifndef COURANT_CLI_RECEIVING_H
#define COURANT_CLI_RECEIVING_H

#include "cli/cli.h"

struct receiving;

/* *OUT is NULL when the settings name neither. E_INPUT, E_BUSY: what they name is not there, in
 * use, or not allowed. CONFIG outlives it. */
status receiving_new(struct receiving **out, const struct config *config);
/* Ends both; what was not answered yet is not lost, its sender tries again. NULL is allowed. */
void receiving_free(struct receiving *r);
/* The port that the listener has; 0: none. */
int receiving_port(const struct receiving *r);

#endif
