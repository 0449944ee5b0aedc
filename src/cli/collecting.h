/* Fetching as the settings say, by `courant fetch` and in the background of `courant serve`; one
 * program at a time into one data directory. */
#ifndef COURANT_CLI_COLLECTING_H
#define COURANT_CLI_COLLECTING_H

#include "cli/cli.h"
#include "pipeline/collect.h"

/* What the settings say; strings in A. */
void collecting_options(struct collect_options *out, struct arena *a, const struct config *config);

/* Where hubs can push feeds to, up to the token; "": nowhere. */
str collecting_websub(struct arena *a, const struct config *config);

/* The right to fetch, until collecting_unlock or the program's end. E_BUSY: another program has it.
 * -1 is no lock. */
status collecting_lock(int *lock, const struct config *config);
void collecting_unlock(int lock);

struct collecting;

/* Fetches, and analyses what has come, on threads of its own until it is freed; failures are
 * logged, and it begins again. While another program fetches it waits for the end of that. NULL
 * when the settings say no. CONFIG outlives it. */
struct collecting *collecting_new(const struct config *config);
void collecting_free(struct collecting *c);

#endif
