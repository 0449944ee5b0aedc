/* Dates as feeds write them. */
#ifndef COURANT_FEED_DATE_H
#define COURANT_FEED_DATE_H

#include "base/clock.h"
#include "base/str.h"

#define FEED_DATE_BYTES_MAX 160

enum feed_date_dialect {
    FEED_DATE_W3C,   /* RFC 3339 and the W3C note: 2003-12-31T10:14:55Z, 2003-12, 2003 */
    FEED_DATE_MAIL,  /* RFC 822 and 2822, asctime, and words in other orders and languages */
    FEED_DATE_ISO,   /* the rest of ISO 8601:1988: 20031231, 031231, 03335 (year and day) */
    FEED_DATE_ASIAN, /* 2004년 05월 28일 01:31:15; 2004-05-25 오후 11:23:17; 2024年5月28日 */
    FEED_DATE_UNIX,  /* seconds or milliseconds since 1970 */
    FEED_DATE_DIALECTS
};

/* TEXT as a date of DIALECT: UTC unless it says otherwise (Korean: Korea's time). */
bool feed_date_read(int64_t *time_us, str text, enum feed_date_dialect dialect);

/* TEXT as a date of the first dialect that takes it. */
bool feed_date_parse(int64_t *time_us, str text);

#endif
