/* Analysing articles of the store that have no analyses, or such of older methods. */
#ifndef COURANT_PIPELINE_REANALYSE_H
#define COURANT_PIPELINE_REANALYSE_H

#include "pipeline/backlog.h"

/* They join what waits (backlog.h), and all of it is analysed. E_CANCELLED: stopped; the next run
 * goes on. *counts is set in any case. */
status reanalyse_run(struct backlog_counts *counts, const struct backlog_options *options,
                     const struct backlog_run *run);

#endif
