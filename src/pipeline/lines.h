/* The lines of a stream, each at most so long. */
#ifndef COURANT_PIPELINE_LINES_H
#define COURANT_PIPELINE_LINES_H

#include "base/sbuf.h"
#include "base/stream.h"

struct lines {
    struct stream *stream;
    struct sbuf buffer; /* on malloc */
    size_t at;          /* first byte not given out */
    size_t line_max;
    uint64_t number; /* of the line given last, from 1 */
    bool ended;
};

/* Borrows STREAM. A line of more than LINE_MAX bytes is refused. */
void lines_init(struct lines *l, struct stream *stream, size_t line_max);
void lines_end(struct lines *l);

/* The next line without its end (LF or CR LF), valid until the next call; a last line needs no
 * end. E_NOTFOUND: no more. E_LIMIT: the line is too long and was passed over; go on. Other
 * failures are the stream's and final. */
status lines_next(str *out, struct lines *l);

#endif
