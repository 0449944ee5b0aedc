/* A line on standard error that tells how far a long command is; nothing when that is no
 * terminal. One thread at a time uses it. */
#ifndef COURANT_CLI_PROGRESS_H
#define COURANT_CLI_PROGRESS_H

#include "base/str.h"

struct progress {
    bool shown;       /* standard error is a terminal */
    const char *noun; /* "pages" */
    int64_t begin_us, last_us;
};

void progress_begin(struct progress *p, const char *noun);

/* DONE items so far; PART 0..1 of the input used, negative when not known. Draws at most five
 * times a second. */
void progress_show(struct progress *p, uint64_t done, double part);

/* Clears the line, before other text goes to standard error and at the end. */
void progress_clear(struct progress *p);

/* "1h02m", "3m20s", "12s". */
void progress_duration(char *out, size_t size, int64_t seconds);

#endif
