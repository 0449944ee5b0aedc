/* Which articles wait for their analyses: a row each, gone with the analyses' commit. */
#include "store/internal.h"

#define LIST_MAX 1000

status store_backlog_put(struct store *s, int64_t article_id, int64_t version,
                         enum store_reason reason)
{
    bool own;
    TRY(store_change_begin(&own, s));
    return store_change_end(s, own, q_backlog_put(s->db, article_id, version, reason));
}

status store_backlog_fill(struct store *s, int64_t method)
{
    bool own;
    TRY(store_change_begin(&own, s));
    return store_change_end(s, own, q_backlog_fill(s->db, method));
}

status store_backlog_count(int64_t *out, struct store *s)
{
    struct q_backlog_count_row row;
    TRY(q_backlog_count(&row, &s->scratch, s->db));
    *out = row.count;
    return OK;
}

status store_backlog_list(struct store_waiting **out, size_t *n, struct arena *a, struct store *s,
                          int64_t after_id, size_t limit)
{
    ASSERT(limit >= 1 && limit <= LIST_MAX);
    return q_backlog_list(out, n, a, s->db, after_id, (int64_t)limit);
}

status store_backlog_remove(bool *was, struct store *s, int64_t article_id, int64_t version)
{
    bool own;
    int64_t changes = 0;
    TRY(store_change_begin(&own, s));
    status st = q_backlog_remove(&changes, s->db, article_id, version);
    *was = changes > 0;
    return store_change_end(s, own, st);
}
