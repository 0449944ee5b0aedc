/* What is fetched, recorded into WARC files, and recordings in place of the network: the options
 * --record and --replay, and the setting fetch_record. */
#ifndef COURANT_CLI_RECORDING_H
#define COURANT_CLI_RECORDING_H

#include "cli/cli.h"
#include "fetch/archive.h"
#include "fetch/recorder.h"

/* PATH is what --record says: a file that is not there yet, or a directory; NULL: the setting,
 * whose directory is made. *OUT is NULL when neither asks for it. */
status recording_begin(struct fetch_recorder **out, const struct config *config, const char *path);

/* DONE, or else why not everything could be recorded. */
status recording_end(struct fetch_recorder *r, status done);

/* The recordings at PATHS: files, and folders of them. Broken records are told of on standard
 * error, as of the command NAME. */
status recording_open(struct fetch_archive **out, const char *name, char **paths, size_t n);

#endif
