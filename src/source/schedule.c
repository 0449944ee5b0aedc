/* The arithmetic of politeness. Waits are clamped before they are added to a time, so that no
 * outside number can overflow. */
#include "source/schedule.h"

#include "base/hash.h"

#define MINUTE_US (60 * CLOCK_SECOND_US)
#define HOUR_US (3600 * CLOCK_SECOND_US)
#define JITTER_PERCENT 10 /* of a wait of our own choice, taken off it */
#define LATE_PERCENT 3    /* of a wait that somebody asked for, added to it */

static int64_t clamp(int64_t x, int64_t least, int64_t most)
{
    return x < least ? least : (x > most ? most : x);
}

/* 0..999, of the feed and of the check's number: not the same at each check, or feeds that once met
 * would meet for ever. */
static int64_t lot(const struct schedule_check *c, uint64_t salt)
{
    uint64_t slot = (uint64_t)(c->now_us / HOUR_US);
    return (int64_t)(hash_u64(hash_join(hash_u64((uint64_t)c->feed_id ^ salt), slot)) % 1000);
}

static int64_t wait_of_habit(const struct schedule_check *c)
{
    if (c->gap_us <= 0)
        return SCHEDULE_USUAL_US;
    int64_t wait = c->gap_us / 2;
    int64_t silence =
        c->newest_us != TIME_NONE && c->newest_us < c->now_us ? (c->now_us - c->newest_us) / 8 : 0;
    return clamp(silence > wait ? silence : wait, SCHEDULE_MIN_US, SCHEDULE_MAX_US);
}

static int64_t wait_of_failures(int64_t failures)
{
    int64_t wait = SCHEDULE_BACKOFF_US;
    for (int64_t i = 1; i < failures && wait < SCHEDULE_BACKOFF_MAX_US; i++)
        wait *= 2;
    return wait;
}

/* Once a day, or when pushes end. */
static int64_t wait_of_pushed(const struct schedule_check *c, int64_t wait)
{
    if (c->pushed_until_us <= c->now_us)
        return wait;
    int64_t left = c->pushed_until_us - c->now_us;
    return left > wait ? clamp(left, wait, SCHEDULE_PUSHED_US) : wait;
}

int64_t schedule_next(const struct schedule_check *c)
{
    int64_t wait = wait_of_habit(c), floor = 0;
    switch (c->outcome) {
    case SCHEDULE_GONE: return TIME_NONE;
    case SCHEDULE_ANSWERED:
        floor = c->fresh_us;
        wait = wait_of_pushed(c, wait);
        break;
    case SCHEDULE_REFUSED:
        floor = c->retry_us > 0 ? c->retry_us : SCHEDULE_REFUSED_US;
        /* A site that keeps refusing is left alone for longer. */
        wait = c->retry_us > 0 ? 0 : wait_of_failures(c->failures);
        break;
    case SCHEDULE_FAILED:
        floor = c->retry_us;
        wait = clamp(wait_of_failures(c->failures), wait, SCHEDULE_BACKOFF_MAX_US);
        break;
    }
    wait = clamp(wait, SCHEDULE_MIN_US, SCHEDULE_BACKOFF_MAX_US);
    wait -= wait / 1000 * lot(c, 1) * JITTER_PERCENT / 100;
    floor = clamp(floor, SCHEDULE_MIN_US, SCHEDULE_MAX_US);
    if (wait < floor)
        wait = floor + floor / 1000 * lot(c, 2) * LATE_PERCENT / 100;
    return c->now_us + wait;
}

static int later_first(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x < y) - (x > y);
}

int64_t schedule_gap(int64_t *newest_us, int64_t *posted, size_t len, int64_t now_us)
{
    size_t n = 0;
    for (size_t i = 0; i < len; i++)
        if (posted[i] != TIME_NONE && posted[i] <= now_us && posted[i] > 0)
            posted[n++] = posted[i];
    *newest_us = TIME_NONE;
    if (n == 0)
        return 0;
    qsort(posted, n, sizeof *posted, later_first);
    if (n > SCHEDULE_POSTS_MAX)
        n = SCHEDULE_POSTS_MAX;
    *newest_us = posted[0];
    return n < 2 ? 0 : (posted[0] - posted[n - 1]) / (int64_t)(n - 1);
}

static int64_t period_us(str period)
{
    static const struct {
        str name;
        int64_t hours;
    } periods[] = {{S("hourly"), 1},
                   {S("daily"), 24},
                   {S("weekly"), 7 * 24},
                   {S("monthly"), 30 * 24},
                   {S("yearly"), 365 * 24}};
    for (size_t i = 0; i < ARRAY_LEN(periods); i++)
        if (str_ieq(str_trim(period), periods[i].name))
            return periods[i].hours * HOUR_US;
    return 0;
}

int64_t schedule_said(str ttl, str period, str frequency)
{
    int64_t minutes, times, said = 0, longest = SCHEDULE_MAX_US;
    if (str_to_i64(&minutes, str_trim(ttl)) && minutes > 0)
        said = clamp(minutes, 0, longest / MINUTE_US) * MINUTE_US;
    if (!str_to_i64(&times, str_trim(frequency)) || times < 1)
        times = 1;
    int64_t every = clamp(period_us(period) / times, 0, longest);
    return every > said ? every : said;
}

int64_t schedule_mend(int64_t next_us, int64_t checked_us, int64_t now_us)
{
    if (next_us == TIME_NONE || checked_us == TIME_NONE || checked_us <= now_us + SCHEDULE_SKEW_US)
        return next_us;
    /* The times are the store's and may be anything. */
    bool sound = checked_us > 0 && next_us > checked_us;
    int64_t wait = sound ? next_us - checked_us : SCHEDULE_USUAL_US;
    return now_us + clamp(wait, SCHEDULE_MIN_US, SCHEDULE_BACKOFF_MAX_US);
}
