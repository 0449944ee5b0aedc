/* Time placeholders of the demo press: "{{t 5d22h iso}}" is the time 5 days and 22 hours before
 * the import. demo/README.md has the formats. */
#ifndef COURANT_PIPELINE_REPLAY_H
#define COURANT_PIPELINE_REPLAY_H

#include "base/sbuf.h"

/* Appends BYTES to OUT with every placeholder written out, in UTC but for isotz, which is an hour
 * east. What is written is ASCII, other letters as character references, so it fits pages in any
 * charset. E_INPUT names a malformed placeholder. */
status replay_expand(struct sbuf *out, str bytes, int64_t now_us);

#endif
