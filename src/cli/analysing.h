/* Analysing what waits (pipeline/backlog.h) as the settings say: behind `courant fetch`, by
 * `courant migrate --reanalyse`, and in the background of `courant serve`. */
#ifndef COURANT_CLI_ANALYSING_H
#define COURANT_CLI_ANALYSING_H

#include "cli/cli.h"
#include "pipeline/backlog.h"

/* What the settings say, for the store WHERE, which is borrowed. */
void analysing_options(struct backlog_options *out, str where, const struct config *config);

/* WORK is backlog_run or reanalyse_run: with progress on a terminal, until ctrl-C. */
status analysing_run(struct backlog_counts *counts, const struct backlog_options *options,
                     status (*work)(struct backlog_counts *counts,
                                    const struct backlog_options *options,
                                    const struct backlog_run *run));

struct analysing;

/* Analyses what waits, as it comes, on threads of its own until it is freed; failures are logged,
 * and it begins again. NULL when the settings say no. CONFIG outlives it. */
struct analysing *analysing_new(const struct config *config);
void analysing_free(struct analysing *x);

#endif
