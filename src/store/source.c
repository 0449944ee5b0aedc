/* Sources: the publications that articles come from. */
#include "store/internal.h"

status store_source_ensure(int64_t *id, struct store *s, const struct source *source)
{
    if (str_empty(source->key))
        return fail(E_INPUT, "source '%.*s' has no key", STR_FMT(source->name));
    struct q_source_id_row found;
    status st = q_source_id(&found, &s->scratch, s->db, source->key);
    if (st == OK)
        *id = found.id;
    if (st != E_NOTFOUND)
        return st;
    bool own;
    TRY(store_change_begin(&own, s));
    st = q_source_insert(id, s->db, source);
    if (st == OK && *id) {
        s->changed = true;
    } else if (st == OK) {
        /* Another program made it between the two queries. */
        st = q_source_id(&found, &s->scratch, s->db, source->key);
        *id = found.id;
    }
    return store_change_end(s, own, st);
}

status store_source_name(struct store *s, int64_t id, str was, str name)
{
    bool own;
    int64_t changes = 0;
    TRY(store_change_begin(&own, s));
    status st = q_source_name(&changes, s->db, id, was, name);
    s->changed |= changes > 0;
    return store_change_end(s, own, st);
}

status store_source_get(struct source *out, struct arena *a, struct store *s, str key)
{
    TRY(store_source_flush(s));
    status st = q_source_get(out, a, s->db, key);
    if (st == E_NOTFOUND)
        return fail(E_NOTFOUND, "there is no source '%.*s'", STR_FMT(key));
    return st;
}

status store_source_list(struct source **out, size_t *n, struct arena *a, struct store *s)
{
    TRY(store_source_flush(s));
    return q_source_list(out, n, a, s->db);
}

status store_source_flush(struct store *s)
{
    for (size_t i = 0; i < s->changes_len; i++) {
        const struct source_change *c = &s->changes[i];
        TRY(q_source_count(s->db, c->source_id, c->added, c->newest_us));
    }
    s->changes_len = 0;
    return OK;
}

status store_source_count(struct store *s, int64_t source_id, int64_t added, int64_t newest_us)
{
    for (size_t i = 0; i < s->changes_len; i++) {
        struct source_change *c = &s->changes[i];
        if (c->source_id == source_id) {
            c->added += added;
            if (newest_us > c->newest_us)
                c->newest_us = newest_us;
            return OK;
        }
    }
    if (s->changes_len == STORE_CHANGES_MAX)
        TRY(store_source_flush(s));
    s->changes[s->changes_len++] = (struct source_change){source_id, added, newest_us};
    return OK;
}
