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
    str profile;      /* of a revisit: what it leaves out, and why */
    str refers_to;    /* and the address and date of the record that has it */
    int64_t refers_to_us;
    str failure;   /* a field of ours: of an answer that is not whole, "net the text" */
    str truncated; /* why the block is not whole; "" when it is */
    str block;
};

/* What a revisit's profile ends with, in versions 1.0 and 1.1. */
#define WARC_NOT_MODIFIED "/revisit/server-not-modified"
#define WARC_SAME_PAYLOAD "/revisit/identical-payload-digest"

/* Where a record begins: so many bytes after what begins at OFFSET of the file, be it a gzip
 * member or the record itself. */
struct warc_place {
    int64_t offset;
    uint64_t skip;
};

struct warc;

/* Borrows STREAM. */
struct warc *warc_new(struct stream *stream);
void warc_free(struct warc *w);

/* The next record, valid until the next call. E_NOTFOUND: no more. E_INPUT: something broken was
 * passed over (the text says what), E_LIMIT: the block is too large; both: go on. E_IO and
 * E_CANCELLED are final. */
status warc_next(struct warc_record *out, struct warc *w);

/* Of the record that warc_next gave last. */
struct warc_place warc_place(const struct warc *w);

/* Reads the record at PLACE of the file PATH: then warc_next, once. End it with warc_free and
 * stream_free. */
status warc_at(struct warc **out, struct stream **stream, const char *path,
               struct warc_place place);

#endif
