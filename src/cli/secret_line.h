/* Secrets on their way in: typed without echo, or a line of standard input; never an argument,
 * which other users of the machine can see. */
#ifndef COURANT_CLI_SECRET_LINE_H
#define COURANT_CLI_SECRET_LINE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

#define SECRET_LINE_MAX 4096 /* bytes */

/* The next line. On a terminal PROMPT is asked first, and what is typed is not shown. E_INPUT: none
 * came, or it is too long. *OUT is in A. */
status secret_line(str *out, struct arena *a, const char *prompt);

#endif
