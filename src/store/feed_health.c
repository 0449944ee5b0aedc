/* Subscriptions as whoever looks after them sees them. A list reads every feed, a few thousand
 * rows, because health is not kept but follows from the time it is looked at. */
#include "store/feed_health.h"
#include "store/internal.h"

#define ROWS_MAX 100000
#define FOLDERS_MAX 1000
#define ENTRIES_MAX 200
#define WEEK_US ((int64_t)7 * 24 * 3600 * 1000000)

status store_feed_rows(struct feed_row **out, size_t *n, struct arena *a, struct store *s,
                       const struct feed_query *q)
{
    ASSERT(q->limit >= 1 && q->limit <= ROWS_MAX && q->skip <= INT32_MAX);
    /* '["Europe","Sport"]' is in '["Europe"]'. */
    str inside =
        str_empty(q->folder)
            ? S("")
            : str_printf(&s->scratch, "%.*s,", STR_FMT(str_sub(q->folder, 0, q->folder.len - 1)));
    /* Both engines lower ASCII only, as str_lower does. */
    status st = q_feed_rows(out, n, a, s->db, q->now_us, q->health, q->folder, inside,
                            str_lower(&s->scratch, q->text), q->at_us, (int64_t)q->sort,
                            q->reverse ? -1 : 1, (int64_t)q->limit, (int64_t)q->skip);
    arena_reset(&s->scratch);
    return st;
}

status store_feed_row(struct feed_row *out, struct arena *a, struct store *s, int64_t id,
                      int64_t now_us)
{
    status st = q_feed_row(out, a, s->db, now_us, id);
    return st == E_NOTFOUND ? fail(st, "there is no feed %lld", (long long)id) : st;
}

status store_feed_healths(int64_t counts[HEALTH_COUNT], struct store *s, int64_t now_us)
{
    struct q_feed_healths_row *rows;
    size_t n;
    memset(counts, 0, HEALTH_COUNT * sizeof *counts);
    status st = q_feed_healths(&rows, &n, &s->scratch, s->db, now_us);
    for (size_t i = 0; st == OK && i < n; i++) {
        ASSERT(rows[i].health >= 0 && rows[i].health < HEALTH_COUNT);
        counts[rows[i].health] = rows[i].feeds;
    }
    arena_reset(&s->scratch);
    return st;
}

status store_feed_folders(struct feed_folder **out, size_t *n, struct arena *a, struct store *s)
{
    return q_feed_folders(out, n, a, s->db, FOLDERS_MAX);
}

status store_feed_weeks(struct feed_week **out, size_t *n, struct arena *a, struct store *s,
                        const int64_t *ids, size_t len, int64_t from_us, size_t weeks)
{
    str list = store_id_list(&s->scratch, ids, len);
    status st = q_feed_weeks(out, n, a, s->db, list, from_us, from_us + (int64_t)weeks * WEEK_US);
    arena_reset(&s->scratch);
    return st;
}

status store_feed_entries(struct feed_entry **out, size_t *n, struct arena *a, struct store *s,
                          int64_t feed_id, size_t limit)
{
    ASSERT(limit >= 1 && limit <= ENTRIES_MAX);
    return q_feed_entries(out, n, a, s->db, feed_id, (int64_t)limit);
}

status store_feed_entry_counts(struct feed_entry_counts *out, struct store *s, int64_t feed_id)
{
    struct q_feed_entry_counts_row row;
    status st = q_feed_entry_counts(&row, &s->scratch, s->db, feed_id);
    *out = (struct feed_entry_counts){0};
    if (st == OK)
        *out = (struct feed_entry_counts){row.entries, row.articles, row.waiting};
    return st;
}

status store_feed_known(struct feed_known **out, size_t *n, struct arena *a, struct store *s,
                        struct strs addresses)
{
    return q_feed_known(out, n, a, s->db, addresses);
}
