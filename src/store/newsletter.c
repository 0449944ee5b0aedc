/* Newsletters and their mails. */
#include "store/newsletter.h"

#include "store/internal.h"

#define LIST_MAX 1000

status store_newsletter_mails(struct newsletter_mail **out, size_t *n, struct arena *a,
                              struct store *s, int64_t feed_id, int64_t after_id, size_t limit)
{
    ASSERT(limit >= 1 && limit <= LIST_MAX);
    return q_newsletter_mails(out, n, a, s->db, feed_id, after_id, (int64_t)limit);
}

status store_newsletter_waits(bool *waits, struct store *s, int64_t feed_id, str body)
{
    struct q_newsletter_same_row found;
    status st = q_newsletter_same(&found, &s->scratch, s->db, feed_id, body);
    *waits = st == OK;
    return st == E_NOTFOUND ? OK : st;
}

status store_newsletter_release(struct store *s, int64_t delivery_id)
{
    bool own;
    int64_t changes = 0;
    TRY(store_change_begin(&own, s));
    status st = q_newsletter_release(&changes, s->db, delivery_id);
    if (st == OK && changes == 0)
        st = fail(E_NOTFOUND, "there is no mail %lld that is held", (long long)delivery_id);
    return store_change_end(s, own, st);
}

status store_newsletter_drop_held(int64_t *dropped, struct store *s, int64_t feed_id)
{
    bool own;
    *dropped = 0;
    TRY(store_change_begin(&own, s));
    return store_change_end(s, own, q_newsletter_drop_held(dropped, s->db, feed_id));
}

status store_newsletter_recipe(struct store *s, int64_t feed_id, str recipe, int64_t source_id)
{
    bool own;
    int64_t changes = 0;
    TRY(store_change_begin(&own, s));
    status st = q_newsletter_recipe(&changes, s->db, feed_id, recipe, source_id);
    if (st == OK && changes == 0)
        st = fail(E_NOTFOUND, "there is no newsletter %lld", (long long)feed_id);
    return store_change_end(s, own, st);
}
