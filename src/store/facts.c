/* What is known of sources: a row for each whose site was looked at. */
#include "store/internal.h"

#define LIST_MAX 1000

status store_facts_due(struct source_facts **out, size_t *n, struct arena *a, struct store *s,
                       int64_t now_us, size_t limit)
{
    ASSERT(limit >= 1 && limit <= LIST_MAX);
    return q_facts_due(out, n, a, s->db, now_us, (int64_t)limit);
}

status store_facts_get(struct source_facts *out, struct arena *a, struct store *s,
                       int64_t source_id)
{
    status st = q_facts_get(out, a, s->db, source_id);
    if (st == E_NOTFOUND)
        return fail(st, "source %lld is not subscribed to", (long long)source_id);
    return st;
}

static status put(struct store *s, const struct source_facts *facts, const str *icon)
{
    struct source_facts before;
    struct arena_mark mark = arena_mark(&s->scratch);
    int64_t changed = 0;
    status st = q_facts_get(&before, &s->scratch, s->db, facts->source_id);
    if (st == E_NOTFOUND)
        st = fail(st, "source %lld is not subscribed to", (long long)facts->source_id);
    if (st == OK && !icon)
        st = q_facts_update(&changed, s->db, facts);
    if (st == OK && changed == 0)
        st = q_facts_put(s->db, facts, icon ? *icon : S(""));
    if (st == OK)
        s->changed |= !str_eq(before.country, facts->country) ||
                      !str_eq(before.language, facts->language) ||
                      (icon && before.icon_hash != facts->icon_hash);
    arena_rewind(&s->scratch, mark);
    return st;
}

status store_facts_put(struct store *s, const struct source_facts *facts, const str *icon)
{
    bool own;
    TRY(store_change_begin(&own, s));
    return store_change_end(s, own, put(s, facts, icon));
}

status store_source_icon(struct source_icon *out, struct arena *a, struct store *s, str key)
{
    struct q_source_icon_row row;
    status st = q_source_icon(&row, a, s->db, key);
    if (st == E_NOTFOUND)
        return fail(st, "source '%.*s' has no icon", STR_FMT(key));
    if (st == OK)
        *out = (struct source_icon){row.type, row.hash, row.bytes};
    return st;
}
