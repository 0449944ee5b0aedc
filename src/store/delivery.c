/* What came by itself and waits to be read. */
#include "store/internal.h"

static status no_delivery(status st, int64_t id)
{
    return st == E_NOTFOUND ? fail(st, "there is no delivery %lld", (long long)id) : st;
}

/* Those that cannot be read make room first. */
static status make_room(struct store *s, int64_t feed_id)
{
    int64_t dropped = 0;
    struct q_delivery_count_row there;
    TRY(q_delivery_count(&there, &s->scratch, s->db, feed_id));
    if (there.waiting < DELIVERIES_MAX)
        return OK;
    TRY(q_delivery_drop_failed(&dropped, s->db, feed_id, DELIVERY_TRIES_MAX));
    if (there.waiting - dropped < DELIVERIES_MAX)
        return OK;
    return fail(E_LIMIT, "%d deliveries of feed %lld wait to be read already", DELIVERIES_MAX,
                (long long)feed_id);
}

static status put(struct store *s, struct delivery *delivery)
{
    TRY(make_room(s, delivery->feed_id));
    TRY(q_delivery_insert(&delivery->id, s->db, delivery));
    return delivery->id ? OK
                        : fail(E_NOTFOUND, "there is no feed %lld", (long long)delivery->feed_id);
}

status store_delivery_put(struct store *s, struct delivery *delivery)
{
    bool own;
    delivery->id = 0;
    if (delivery->body.len > DELIVERY_BYTES_MAX)
        return fail(E_LIMIT, "it has %zu bytes; %zu are allowed", delivery->body.len,
                    DELIVERY_BYTES_MAX);
    TRY(store_change_begin(&own, s));
    return store_change_end(s, own, put(s, delivery));
}

status store_delivery_next(struct delivery_waiting **out, size_t *n, struct arena *a,
                           struct store *s, int64_t after_id, size_t limit)
{
    ASSERT(limit >= 1 && limit <= DELIVERIES_MAX);
    return q_delivery_waiting(out, n, a, s->db, after_id, DELIVERY_TRIES_MAX, (int64_t)limit);
}

status store_delivery_get(struct delivery *out, struct arena *a, struct store *s, int64_t id)
{
    return no_delivery(q_delivery_get(out, a, s->db, id), id);
}

status store_delivery_remove(struct store *s, int64_t id)
{
    bool own;
    int64_t changes = 0;
    TRY(store_change_begin(&own, s));
    status st = q_delivery_delete(&changes, s->db, id);
    if (st == OK && changes == 0)
        st = no_delivery(E_NOTFOUND, id);
    return store_change_end(s, own, st);
}

status store_delivery_go_on(struct store *s, int64_t id, int64_t begin)
{
    bool own;
    int64_t changes = 0;
    TRY(store_change_begin(&own, s));
    status st = q_delivery_go_on(&changes, s->db, id, begin);
    if (st == OK && changes == 0)
        st = no_delivery(E_NOTFOUND, id);
    return store_change_end(s, own, st);
}

status store_delivery_failed(struct store *s, int64_t id, str error)
{
    bool own;
    int64_t changes = 0;
    TRY(store_change_begin(&own, s));
    status st = q_delivery_failed(&changes, s->db, id, error);
    if (st == OK && changes == 0)
        st = no_delivery(E_NOTFOUND, id);
    return store_change_end(s, own, st);
}
