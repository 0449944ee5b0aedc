/* Related articles, and which articles are copies of one text. */
#include "store/internal.h"

#define COPIES_MAX 200

static status put_all(struct store *s, int64_t article_id, const struct related_put *cards,
                      size_t len)
{
    s->changed = true;
    TRY(q_related_delete(s->db, article_id));
    for (size_t i = 0; i < len; i++)
        TRY(q_related_insert(s->db, article_id, cards[i].article_id, cards[i].kind, cards[i].score,
                             cards[i].words));
    return OK;
}

status store_related_put(struct store *s, int64_t article_id, const struct related_put *cards,
                         size_t len)
{
    bool own;
    ASSERT(len <= RELATED_ROWS_MAX);
    TRY(store_change_begin(&own, s));
    return store_change_end(s, own, put_all(s, article_id, cards, len));
}

static bool has_group(const struct related_listed *rows, size_t n, int64_t copy_group)
{
    for (size_t i = 0; i < n && copy_group; i++)
        if (rows[i].copy_group == copy_group)
            return true;
    return false;
}

status store_related_list(struct related_row **out, size_t *n, struct arena *a, struct store *s,
                          int64_t article_id)
{
    struct related_listed *rows;
    size_t len;
    *n = 0;
    TRY(q_related_list(&rows, &len, a, s->db, article_id));
    *out = arena_array(a, len, struct related_row);
    for (size_t i = 0; i < len && *n < RELATED_ROWS_MAX; i++)
        if (!has_group(rows, i, rows[i].copy_group))
            (*out)[(*n)++] = rows[i].row;
    return OK;
}

status store_related_kept_of(struct related_of **out, size_t *n, struct arena *a, struct store *s,
                             const int64_t *ids, size_t len)
{
    ASSERT(len <= RELATED_CHANGES_MAX);
    status st = q_related_kept_of(out, n, a, s->db, store_id_list(&s->scratch, ids, len));
    arena_reset(&s->scratch);
    return st;
}

static status change(struct store *s, const struct related_change *changes, size_t len)
{
    struct db_value drops[2 * RELATED_CHANGES_MAX], puts[5 * RELATED_CHANGES_MAX];
    size_t dropped = 0;
    s->changed = true;
    for (size_t i = 0; i < len; i++) {
        const struct related_change *c = &changes[i];
        struct db_value *put = &puts[5 * i], *drop = &drops[2 * dropped];
        put[0] = db_i64(s->db, c->article_id);
        put[1] = db_i64(s->db, c->put.article_id);
        put[2] = db_i64(s->db, c->put.kind);
        put[3] = db_f64(s->db, c->put.score);
        put[4] = db_strs(s->db, c->put.words);
        if (!c->drop_id)
            continue;
        drop[0] = db_i64(s->db, c->article_id);
        drop[1] = db_i64(s->db, c->drop_id);
        dropped++;
    }
    /* The words are in the connection's scratch, which the first statement empties. */
    TRY(db_batch(s->db, &db_queries[Q_RELATED_CHANGE], puts, len));
    return dropped ? db_batch(s->db, &db_queries[Q_RELATED_DROP], drops, dropped) : OK;
}

status store_related_change(struct store *s, const struct related_change *changes, size_t len)
{
    bool own;
    ASSERT(len <= RELATED_CHANGES_MAX);
    if (!len)
        return OK;
    TRY(store_change_begin(&own, s));
    return store_change_end(s, own, change(s, changes, len));
}

status store_related_drop_to(struct store *s, int64_t related_id)
{
    bool own;
    TRY(store_change_begin(&own, s));
    s->changed = true;
    return store_change_end(s, own, q_related_drop_to(s->db, related_id));
}

status store_copy_group(int64_t *group, struct store *s, int64_t article_id)
{
    struct q_copy_group_row row = {0};
    status st = q_copy_group(&row, &s->scratch, s->db, article_id);
    *group = row.copy_group;
    return st == E_NOTFOUND ? OK : st;
}

static status put_group(struct store *s, int64_t article_id, int64_t group)
{
    int64_t changes;
    TRY(q_copy_put(&changes, s->db, article_id, group));
    return changes ? OK : fail(E_NOTFOUND, "there is no article %lld", (long long)article_id);
}

/* Takes the article out of its group. */
static status leave(struct store *s, int64_t article_id, int64_t group)
{
    TRY(q_copy_delete(s->db, article_id));
    TRY(q_copies_drop_single(s->db, group));
    return group == article_id ? q_copies_renumber(s->db, group) : OK;
}

static status put_copy(struct store *s, int64_t article_id, int64_t copy_of)
{
    int64_t old, group = 0;
    TRY(store_copy_group(&old, s, article_id));
    if (copy_of)
        TRY(store_copy_group(&group, s, copy_of));
    if (old == group && (old || !copy_of))
        return OK;
    s->changed = true;
    if (old)
        TRY(leave(s, article_id, old));
    if (!copy_of)
        return OK;
    /* Its group may have got another number, or ended, when the article left. */
    TRY(store_copy_group(&group, s, copy_of));
    if (!group) {
        group = copy_of;
        TRY(put_group(s, copy_of, group));
    }
    return put_group(s, article_id, group);
}

status store_copy_put(struct store *s, int64_t article_id, int64_t copy_of)
{
    bool own;
    ASSERT(article_id != copy_of);
    TRY(store_change_begin(&own, s));
    return store_change_end(s, own, put_copy(s, article_id, copy_of));
}

status store_copies_list(struct article_card **out, size_t *n, struct arena *a, struct store *s,
                         int64_t article_id)
{
    return q_copies_list(out, n, a, s->db, article_id, COPIES_MAX);
}
