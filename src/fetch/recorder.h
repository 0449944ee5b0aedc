/*
 * Records exchanges as a WARC 1.1 file (ISO 28500), gzipped record by record. What was asked is a
 * request record; what came is
 *   response  with the bytes that were sent, but for chunks and the framing of HTTP/2;
 *   revisit   for 304 (server-not-modified), and for the same bytes from the same address as before
 *             in the same file (identical-payload-digest);
 *   metadata  (application/warc-fields: fetch-failed, fetch-reason) when there was no answer.
 * An exchange's records are written at once: a program that is killed leaves a whole file.
 * Credentials and cookies that were sent are left out.
 */
#ifndef COURANT_FETCH_RECORDER_H
#define COURANT_FETCH_RECORDER_H

#include "fetch/exchange.h"

struct fetch_recorder;

struct fetch_recorder_options {
    const char *path; /* a file that is not there yet, or a directory: in it, files named by time */
    int64_t bytes_max; /* in a directory: the size after which another file begins; 0: none */
};

/* E_EXISTS, E_IO. */
status fetch_recorder_new(struct fetch_recorder **out,
                          const struct fetch_recorder_options *options);

/* Any number of threads may. A failure is logged once, nothing is recorded after it, and
 * fetch_recorder_free gives it. */
void fetch_recorder_put(struct fetch_recorder *r, const struct fetch_exchange *exchange);

/* E_IO: what could not be recorded. NULL is allowed. */
status fetch_recorder_free(struct fetch_recorder *r);

#endif
