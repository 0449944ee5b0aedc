/*
 * Answers out of WARC files instead of the network. Each file is read once, for where its answers
 * are; an address that was recorded several times is answered in the order of time, and after the
 * last with that. Any number of threads may ask.
 */
#ifndef COURANT_FETCH_ARCHIVE_H
#define COURANT_FETCH_ARCHIVE_H

#include "fetch/exchange.h"

#define FETCH_ARCHIVE_ANSWERS_MAX ((size_t)20 << 20) /* about 100 bytes of memory each */

struct fetch_archive;

/* E_IO: a file cannot be read; E_INPUT: it holds no answers; E_LIMIT: too many; E_CANCELLED: STOP
 * (may be NULL) said so. Broken records are passed over, *SKIPPED says how many. */
status fetch_archive_new(struct fetch_archive **out, size_t *skipped, const char *const *paths,
                         size_t n, bool (*stop)(void));
void fetch_archive_free(struct fetch_archive *ar);

/* The dates of the next answer that ADDRESS was not given yet, and of the one after it (INT64_MAX:
 * none). False: there is none. */
bool fetch_archive_next(int64_t *date_us, int64_t *following_us, struct fetch_archive *ar,
                        url address);

/* The next answer. What was not modified (304) is passed over unless the question is CONDITIONAL.
 * E_NOTFOUND: nothing is recorded for ADDRESS; E_INPUT: its record cannot be read. */
status fetch_archive_take(struct fetch_exchange *out, struct arena *a, struct fetch_archive *ar,
                          url address, bool conditional);

#endif
