/* Feeds that are pushed. */
#include "store/internal.h"

#define LIST_MAX 1000

static status no_hub(status st, int64_t feed_id)
{
    return st == E_NOTFOUND ? fail(st, "feed %lld is not pushed", (long long)feed_id) : st;
}

status store_hub_get(struct feed_hub *out, struct arena *a, struct store *s, int64_t feed_id)
{
    return no_hub(q_hub_get(out, a, s->db, feed_id), feed_id);
}

status store_hub_by_token(struct feed_hub *out, struct arena *a, struct store *s, str token)
{
    status st = q_hub_by_token(out, a, s->db, token);
    return st == E_NOTFOUND ? fail(st, "no feed is pushed to this address") : st;
}

status store_hub_lock(struct feed_hub *out, struct arena *a, struct store *s, int64_t feed_id)
{
    return no_hub(q_hub_lock(out, a, s->db, feed_id), feed_id);
}

status store_hub_list(struct feed_hub **out, size_t *n, struct arena *a, struct store *s,
                      int64_t after_id, int64_t last_id)
{
    return q_hub_list(out, n, a, s->db, after_id, last_id);
}

status store_hub_due(struct feed_hub **out, size_t *n, struct arena *a, struct store *s,
                     int64_t now_us, size_t limit)
{
    ASSERT(limit >= 1 && limit <= LIST_MAX);
    return q_hub_due(out, n, a, s->db, now_us, (int64_t)limit);
}

status store_hub_gone(struct feed_hub **out, size_t *n, struct arena *a, struct store *s,
                      int64_t except_state, size_t limit)
{
    ASSERT(limit >= 1 && limit <= LIST_MAX);
    return q_hub_gone(out, n, a, s->db, except_state, (int64_t)limit);
}

status store_hub_put(struct store *s, const struct feed_hub *hub)
{
    bool own;
    TRY(store_change_begin(&own, s));
    return store_change_end(s, own, q_hub_put(s->db, hub));
}

status store_hub_remove(struct store *s, int64_t feed_id)
{
    bool own;
    int64_t changes = 0;
    TRY(store_change_begin(&own, s));
    status st = q_hub_delete(&changes, s->db, feed_id);
    if (st == OK && changes == 0)
        st = no_hub(E_NOTFOUND, feed_id);
    return store_change_end(s, own, st);
}

status store_feed_hurry(struct store *s, int64_t id, int64_t latest_us)
{
    bool own;
    int64_t changes = 0;
    TRY(store_change_begin(&own, s));
    return store_change_end(s, own, q_feed_hurry(&changes, s->db, id, latest_us));
}
