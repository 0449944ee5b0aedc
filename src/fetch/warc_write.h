/*
 * Writes WARC 1.1 records (ISO 28500), each a gzip member of its own:
 *
 *     warc_write_begin(&w, "response", id, date_us);
 *     sbuf_printf(&w.plain, "WARC-Target-URI: ...\r\n");
 *     warc_write_end(&w, type, head, body);
 *
 * w.packed grows by a member a record.
 */
#ifndef COURANT_FETCH_WARC_WRITE_H
#define COURANT_FETCH_WARC_WRITE_H

#include "base/sbuf.h"

#define WARC_ID_LEN 45 /* "urn:uuid:" and its 36 */

struct warc_writer {
    struct sbuf plain; /* the record that is written; on malloc, like the other */
    struct sbuf packed;
};

/* SHA-256. */
struct warc_digest {
    unsigned char bytes[32];
};

/* A new id of a record. */
void warc_write_id(char out[WARC_ID_LEN + 1]);

/* Hash of two parts, one behind the other. */
struct warc_digest warc_write_hash(str first, str second);

/* The beginning of a record's header. Other fields may follow. */
void warc_write_begin(struct warc_writer *w, const char *type, const char *id, int64_t date_us);
void warc_write_date(struct warc_writer *w, const char *name, int64_t time_us);
void warc_write_digest(struct warc_writer *w, const char *name, const struct warc_digest *d);
/* The header's end and the block, of two parts; TYPE is its media type. */
void warc_write_end(struct warc_writer *w, const char *type, str head, str body);

#endif
