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
/* Whether the settings name what is there and allowed; opens nothing for good. E_INPUT says what
 * not. */
status receiving_check(const struct config *config);

#endif
