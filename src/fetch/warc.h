/*
 * Reading WARC files (ISO 28500; versions 1.0 and 1.1), plain or gzipped by record or as a
 * whole. A broken record is reported once and reading goes on at the next place where a record
 * begins.
 */
#ifndef COURANT_FETCH_WARC_H
#define COURANT_FETCH_WARC_H

#include "base/err.h"
#include "base/sbuf.h"
#include "base/stream.h"

/* Longer record headers are broken; longer blocks are passed over with E_LIMIT. */
#define WARC_HEADER_MAX ((size_t)64 << 10)
#define WARC_BLOCK_MAX ((size_t)33 << 20)

struct warc_record {
    str type;         /* "response", "warcinfo", ... */
    str target_uri;   /* "" when absent; without the angle brackets of old writers */
    int64_t date_us;  /* WARC-Date, TIME_NONE when absent */
    str content_type; /* of the block: "application/http; msgtype=response" */
    str block;
};

struct warc;

/* Borrows STREAM. */
struct warc *warc_new(struct stream *stream);
void warc_free(struct warc *w);

/* The next record, valid until the next call. E_NOTFOUND: no more. E_INPUT: something broken was
 * passed over (the text says what), E_LIMIT: the block is too large; both: go on. E_IO and
 * E_CANCELLED are final. */
status warc_next(struct warc_record *out, struct warc *w);

#endif
