/*
 * A file as a stream of bytes, gzip undone on the way (one member or many; told by the first
 * bytes, not the name). Answers as soon as something is there, so a pipe can be talked to.
 */
#ifndef COURANT_BASE_STREAM_H
#define COURANT_BASE_STREAM_H

#include "base/err.h"
#include "base/str.h"

struct stream;

/* PATH "-" is standard input. STOP (may be NULL) is asked when a signal interrupts a read; when
 * it says true the read ends with E_CANCELLED. E_IO names the file. */
status stream_open(struct stream **out, const char *path, bool (*stop)(void));
/* The same from byte OFFSET of a file on: for gzip data where a member begins. */
status stream_open_at(struct stream **out, const char *path, int64_t offset, bool (*stop)(void));
/* The same over BYTES, which must outlive it. */
struct stream *stream_of_bytes(str bytes);
void stream_free(struct stream *s);

/* Reads 1..SIZE bytes; *n = 0 at the end. E_INPUT: the gzip data is broken or cut off (the text
 * says where); E_IO: reading failed. After E_INPUT more calls give the same error, unless
 * stream_resync found a place to go on. */
status stream_read(size_t *n, struct stream *s, char *to, size_t size);

/* After broken gzip data: goes to the next bytes that look like the beginning of a gzip member.
 * E_NOTFOUND when there are none. */
status stream_resync(struct stream *s);

/* Whether the data is gzip; known after the first read. */
bool stream_is_gzip(const struct stream *s);

/* Where in the file the gzip member begins whose bytes were read last; -1: the data is not gzip. */
int64_t stream_member(const struct stream *s);

/* Bytes of the file used so far, and its size (-1 when that is not known). */
int64_t stream_position(const struct stream *s);
int64_t stream_size(const struct stream *s);

#endif
