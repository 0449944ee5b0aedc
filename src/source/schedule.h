/*
 * When to ask a feed next. Pure: the time is an argument, what is drawn by lot follows from the
 * feed's id, so the same feed at the same state always gets the same answer.
 *
 * A feed that answers is asked about twice for each time it posts, between SCHEDULE_MIN_US and
 * SCHEDULE_MAX_US; one that has fallen silent less and less often. What the site says (how long its
 * answer is fresh, when to come back) is a floor, believed up to SCHEDULE_MAX_US. A feed that is
 * pushed (WebSub) is asked once a day, and when nobody pushes it any more. A feed that fails
 * is asked less and less often, up to SCHEDULE_BACKOFF_MAX_US.
 */
#ifndef COURANT_SOURCE_SCHEDULE_H
#define COURANT_SOURCE_SCHEDULE_H

#include "base/clock.h"
#include "model/article.h"

#define SCHEDULE_MIN_US (300 * CLOCK_SECOND_US)
#define SCHEDULE_USUAL_US (3600 * CLOCK_SECOND_US) /* while nothing is known of its habits */
#define SCHEDULE_MAX_US CLOCK_DAY_US
#define SCHEDULE_REFUSED_US (4 * 3600 * CLOCK_SECOND_US) /* 403, 429 that say no time */
#define SCHEDULE_BACKOFF_US (900 * CLOCK_SECOND_US)      /* after the first error; then doubled */
#define SCHEDULE_BACKOFF_MAX_US (7 * CLOCK_DAY_US)
#define SCHEDULE_POSTS_MAX 100                   /* of the newest, that habits are read from */
#define SCHEDULE_SKEW_US (120 * CLOCK_SECOND_US) /* a check so far ahead was no check */
#define SCHEDULE_HELD_US (3 * CLOCK_DAY_US)      /* a permanent redirect is believed after it */
#define SCHEDULE_PUSHED_US CLOCK_DAY_US          /* a feed that is pushed: to be sure */

enum schedule_outcome {
    SCHEDULE_ANSWERED, /* a feed, or that nothing has changed */
    SCHEDULE_REFUSED,  /* 403, 429, 503: not now */
    SCHEDULE_FAILED,   /* anything else that is no feed */
    SCHEDULE_GONE,     /* 410: never again */
};

/* A check that has just ended, and what is known of the feed. 0 for what nobody has said. */
struct schedule_check {
    int64_t feed_id;
    enum schedule_outcome outcome;
    int64_t now_us;
    int64_t failures;        /* in a row, this one included */
    int64_t fresh_us;        /* how long the answer stays good: Cache-Control, Expires, ttl, sy: */
    int64_t retry_us;        /* Retry-After */
    int64_t gap_us;          /* between two posts, as schedule_gap says */
    int64_t newest_us;       /* the newest post; TIME_NONE: unknown */
    int64_t pushed_until_us; /* what it posts is pushed until then; 0: it is not */
};

/* The time of the next check; TIME_NONE: none is to be made. Never before now + SCHEDULE_MIN_US,
 * never after now + SCHEDULE_BACKOFF_MAX_US. */
int64_t schedule_next(const struct schedule_check *check);

/* The usual gap between the posts POSTED (in any order, TIME_NONE and times after NOW_US are passed
 * over): the mean over the newest SCHEDULE_POSTS_MAX. 0: fewer than two. *NEWEST_US: the newest of
 * them, TIME_NONE: none. Sorts POSTED. */
int64_t schedule_gap(int64_t *newest_us, int64_t *posted, size_t len, int64_t now_us);

/* What a feed says in itself: RSS ttl in minutes; sy:updatePeriod ("hourly" ...) that many times
 * sy:updateFrequency. The longer of the two, 0 when neither makes sense. */
int64_t schedule_said(str ttl, str period, str frequency);

/* A check planned when the clock was wrong: CHECKED_US is later than NOW_US by more than
 * SCHEDULE_SKEW_US. The same wait, from now on; NEXT_US itself otherwise, and when it is
 * TIME_NONE. */
int64_t schedule_mend(int64_t next_us, int64_t checked_us, int64_t now_us);

#endif
