/* How long an answer stays good, by its headers (RFC 9111, section 4.2): a feed is not asked for
 * again before. */
#ifndef COURANT_FETCH_FRESHNESS_H
#define COURANT_FETCH_FRESHNESS_H

#include "base/str.h"

/* Microseconds. max-age less Age, or else EXPIRES_S less DATE_S (seconds since 1970, -1: no such
 * header). 0: nothing is said, it is stale already, or it asks not to be kept. */
int64_t fetch_fresh_us(str cache_control, str age, int64_t expires_s, int64_t date_s);

#endif
