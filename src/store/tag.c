/* Hashtags: each found by its canonical form or an alias, with the articles that have it. */
#include "base/sbuf.h"
#include "store/internal.h"

#define LIST_MAX 200
#define ARTICLE_TAGS_MAX 64
#define BESIDE_NEWEST 500   /* articles of a tag that are looked at for its neighbours */
#define SOURCES_NEWEST 2000 /* and for its sources */
#define LIST_ROWS 200000    /* rows that a list of the most frequent counts at most */

static status no_tag(status st, str canonical)
{
    return st == E_NOTFOUND ? fail(st, "there is no tag '%.*s'", STR_FMT(canonical)) : st;
}

/* Those that are not the form of a tag themselves. */
static status put_aliases(struct store *s, int64_t tag_id, const str *aliases, size_t len)
{
    struct q_tag_alias_taken_row *rows;
    struct db_value *values = arena_array(&s->scratch, 2 * len, struct db_value);
    bool *taken = arena_array(&s->scratch, len, bool);
    size_t n, free_ones = 0;
    struct db_value list = db_strs(s->db, (struct strs){aliases, len});
    TRY(q_tag_alias_taken(&rows, &n, &s->scratch, s->db, list.s));
    for (size_t i = 0; i < n; i++)
        taken[rows[i].place] = true;
    for (size_t i = 0; i < len; i++) {
        if (taken[i])
            continue;
        values[2 * free_ones] = db_str(s->db, aliases[i]);
        values[2 * free_ones++ + 1] = db_i64(s->db, tag_id);
    }
    if (!free_ones)
        return OK;
    return db_batch(s->db, &db_queries[Q_TAG_ALIAS_INSERT], values, free_ones);
}

static status make(struct tag *tag, struct store *s, const str *aliases, size_t len)
{
    struct tag found;
    TRY(q_tag_insert(&tag->id, s->db, tag));
    if (tag->id == 0) {
        /* Another program made it between the two queries. */
        TRY(q_tag_find(&found, &s->scratch, s->db, tag->canonical));
        tag->id = found.id;
        return OK;
    }
    return len ? put_aliases(s, tag->id, aliases, len) : OK;
}

status store_tag_ensure(struct tag *tag, struct store *s, const str *aliases, size_t len)
{
    struct tag found;
    if (str_empty(tag->canonical))
        return fail(E_INPUT, "tag '%.*s' has no canonical form", STR_FMT(tag->display));
    status st = q_tag_find(&found, &s->scratch, s->db, tag->canonical);
    arena_reset(&s->scratch);
    if (st == OK)
        tag->id = found.id;
    if (st != E_NOTFOUND)
        return st;
    bool own;
    TRY(store_change_begin(&own, s));
    st = make(tag, s, aliases, len);
    arena_reset(&s->scratch);
    return store_change_end(s, own, st);
}

/* Whether one of the tags before LEN was just made with this form as an alias. */
static bool made_alias(const struct tag_put *tags, const int64_t *found, size_t len, str canonical)
{
    for (size_t i = 0; i < len; i++)
        for (size_t k = 0; !found[i] && k < tags[i].aliases_len; k++)
            if (str_eq(tags[i].aliases[k], canonical))
                return true;
    return false;
}

static status ensure_all(int64_t *ids, struct store *s, const struct tag_put *tags, size_t len)
{
    struct q_tags_find_row *rows;
    int64_t found[ARTICLE_TAGS_MAX] = {0};
    str canonicals[ARTICLE_TAGS_MAX];
    size_t n;
    for (size_t i = 0; i < len; i++) {
        if (str_empty(tags[i].tag.canonical))
            return fail(E_INPUT, "tag '%.*s' has no canonical form", STR_FMT(tags[i].tag.display));
        canonicals[i] = tags[i].tag.canonical;
    }
    struct db_value list = db_strs(s->db, (struct strs){canonicals, len});
    TRY(q_tags_find(&rows, &n, &s->scratch, s->db, list.s));
    for (size_t i = 0; i < n; i++)
        found[rows[i].place] = rows[i].id;
    for (size_t i = 0; i < len; i++) {
        struct tag tag = tags[i].tag;
        tag.id = found[i];
        if (!found[i] && made_alias(tags, found, i, tag.canonical))
            TRY(store_tag_ensure(&tag, s, tags[i].aliases, tags[i].aliases_len));
        else if (!found[i])
            TRY(make(&tag, s, tags[i].aliases, tags[i].aliases_len));
        ids[i] = tag.id;
    }
    return OK;
}

status store_tags_ensure(int64_t *ids, struct store *s, const struct tag_put *tags, size_t len)
{
    bool own;
    if (!len)
        return OK;
    if (len > ARTICLE_TAGS_MAX)
        return fail(E_LIMIT, "more than %d tags at once", ARTICLE_TAGS_MAX);
    TRY(store_change_begin(&own, s));
    status st = ensure_all(ids, s, tags, len);
    arena_reset(&s->scratch);
    return store_change_end(s, own, st);
}

static bool has(const int64_t *ids, size_t n, int64_t id)
{
    for (size_t i = 0; i < n; i++)
        if (ids[i] == id)
            return true;
    return false;
}

/* The rows of an article that has none any more, and the counts of the tags it had not before. */
static status put_rows(struct store *s, int64_t article_id, const int64_t *ids, size_t len,
                       const int64_t *old, size_t old_len)
{
    struct db_value rows[3 * ARTICLE_TAGS_MAX], counts[2 * ARTICLE_TAGS_MAX];
    size_t more = 0;
    for (size_t i = 0; i < len; i++) {
        rows[3 * i] = db_i64(s->db, article_id);
        rows[3 * i + 1] = db_i64(s->db, ids[i]);
        rows[3 * i + 2] = db_i64(s->db, (int64_t)i);
        if (has(old, old_len, ids[i]))
            continue;
        counts[2 * more] = db_i64(s->db, article_id);
        counts[2 * more++ + 1] = db_i64(s->db, ids[i]);
    }
    if (len)
        TRY(db_batch(s->db, &db_queries[Q_ARTICLE_TAG_INSERT], rows, len));
    return more ? db_batch(s->db, &db_queries[Q_TAG_COUNT_MORE], counts, more) : OK;
}

static status replace(struct store *s, int64_t article_id, const int64_t *ids, size_t len)
{
    struct q_article_tag_ids_row *rows;
    int64_t old[ARTICLE_TAGS_MAX], gone[ARTICLE_TAGS_MAX];
    size_t n, gone_len = 0;
    TRY(q_article_tag_ids(&rows, &n, &s->scratch, s->db, article_id));
    ASSERT(n <= ARTICLE_TAGS_MAX);
    bool same = n == len;
    for (size_t i = 0; i < n; i++) {
        old[i] = rows[i].tag_id;
        same = same && old[i] == ids[i];
    }
    if (same)
        return OK;
    s->changed = true;
    if (n)
        TRY(q_article_tags_delete(s->db, article_id));
    TRY(put_rows(s, article_id, ids, len, old, n));
    for (size_t i = 0; i < n; i++)
        if (!has(ids, len, old[i]))
            gone[gone_len++] = old[i];
    if (!gone_len)
        return OK;
    str less = store_id_list(&s->scratch, gone, gone_len);
    TRY(q_tags_count_less(s->db, less));
    return q_tags_drop_unused(s->db, less);
}

status store_article_tags_put(struct store *s, int64_t article_id, const int64_t *tag_ids,
                              size_t len)
{
    int64_t ids[ARTICLE_TAGS_MAX];
    size_t n = 0;
    for (size_t i = 0; i < len; i++) {
        if (has(ids, n, tag_ids[i]))
            continue;
        if (n == ARTICLE_TAGS_MAX)
            return fail(E_LIMIT, "article %lld has more than %d tags", (long long)article_id,
                        ARTICLE_TAGS_MAX);
        ids[n++] = tag_ids[i];
    }
    bool own;
    TRY(store_change_begin(&own, s));
    status st = replace(s, article_id, ids, n);
    arena_reset(&s->scratch);
    return store_change_end(s, own, st);
}

status store_article_tags_move(struct store *s, int64_t article_id, int64_t sort_us)
{
    TRY(q_article_tags_move(s->db, article_id, sort_us));
    return q_article_tags_newest(s->db, article_id);
}

status store_article_tags(struct tag **out, size_t *n, struct arena *a, struct store *s,
                          int64_t article_id)
{
    return q_article_tags(out, n, a, s->db, article_id);
}

status store_tag_get(struct tag *out, struct arena *a, struct store *s, str canonical)
{
    return no_tag(q_tag_find(out, a, s->db, canonical), canonical);
}

status store_tag_articles(struct article_card **out, size_t *n, struct arena *a, struct store *s,
                          int64_t tag_id, const struct store_list *list)
{
    ASSERT(list->limit >= 1 && list->limit <= LIST_MAX);
    return q_tag_articles(out, n, a, s->db, tag_id, list->after.sort_us, list->after.id,
                          (int64_t)list->limit);
}

status store_tag_days(struct tag_day **out, size_t *n, struct arena *a, struct store *s,
                      int64_t tag_id, int64_t from_us)
{
    return q_tag_days(out, n, a, s->db, tag_id, from_us);
}

status store_tag_beside(struct tag **out, size_t *n, struct arena *a, struct store *s,
                        int64_t tag_id, size_t limit)
{
    ASSERT(limit >= 1 && limit <= LIST_MAX);
    return q_tag_beside(out, n, a, s->db, tag_id, BESIDE_NEWEST, (int64_t)limit);
}

status store_tag_sources(struct source **out, size_t *n, struct arena *a, struct store *s,
                         int64_t tag_id, size_t limit)
{
    ASSERT(limit >= 1 && limit <= LIST_MAX);
    return q_tag_sources(out, n, a, s->db, tag_id, SOURCES_NEWEST, (int64_t)limit);
}

status store_tag_list(struct tag **out, size_t *n, struct arena *a, struct store *s,
                      int64_t from_us, size_t limit)
{
    ASSERT(limit >= 1 && limit <= LIST_MAX);
    return q_tag_list(out, n, a, s->db, from_us, LIST_ROWS, (int64_t)limit);
}
