/* Feeds and their entries: when to ask, what came, and which article it became. */
#include "store/internal.h"

#define LIST_MAX 1000

static status no_feed(status st, int64_t id)
{
    return st == E_NOTFOUND ? fail(st, "there is no feed %lld", (long long)id) : st;
}

status store_feed_ensure(int64_t *id, struct store *s, const struct feed *feed)
{
    struct q_feed_find_row found;
    status st = q_feed_find(&found, &s->scratch, s->db, feed->url);
    if (st == OK)
        *id = found.id;
    if (st == OK && found.removed_us != TIME_NONE)
        return store_feed_restore(s, found.id);
    if (st != E_NOTFOUND)
        return st;
    bool own;
    TRY(store_change_begin(&own, s));
    st = q_feed_insert(id, s->db, feed);
    if (st == OK && *id) {
        s->changed = true;
    } else if (st == OK) {
        /* Another program made it between the two queries. */
        st = q_feed_find(&found, &s->scratch, s->db, feed->url);
        *id = found.id;
    }
    return store_change_end(s, own, st);
}

status store_feed_by_url(int64_t *id, struct store *s, str address)
{
    struct q_feed_find_row found;
    status st = q_feed_find(&found, &s->scratch, s->db, address);
    if (st == OK && found.removed_us != TIME_NONE)
        st = E_NOTFOUND;
    *id = st == OK ? found.id : 0;
    return st == E_NOTFOUND ? fail(st, "there is no feed '%.*s'", STR_FMT(str_sub(address, 0, 300)))
                            : st;
}

status store_feed_taken(int64_t *id, struct store *s, str address)
{
    struct q_feed_find_row found;
    status st = q_feed_find(&found, &s->scratch, s->db, address);
    *id = st == OK ? found.id : 0;
    return st == E_NOTFOUND ? OK : st;
}

status store_feed_get(struct feed *out, struct arena *a, struct store *s, int64_t id)
{
    return no_feed(q_feed_get(out, a, s->db, id), id);
}

status store_feed_list(struct feed **out, size_t *n, struct arena *a, struct store *s,
                       int64_t after_id, size_t limit)
{
    ASSERT(limit >= 1 && limit <= LIST_MAX);
    return q_feed_list(out, n, a, s->db, after_id, (int64_t)limit);
}

status store_feed_due(struct feed **out, size_t *n, struct arena *a, struct store *s,
                      int64_t now_us, size_t limit)
{
    ASSERT(limit >= 1 && limit <= LIST_MAX);
    return q_feed_due(out, n, a, s->db, now_us, (int64_t)limit);
}

status store_feed_checked(struct store *s, const struct feed *feed)
{
    bool own;
    int64_t changes = 0;
    TRY(store_change_begin(&own, s));
    status st = q_feed_checked(&changes, s->db, feed);
    if (st == OK && changes == 0)
        st = no_feed(E_NOTFOUND, feed->id);
    return store_change_end(s, own, st);
}

status store_feed_skewed(struct feed **out, size_t *n, struct arena *a, struct store *s,
                         int64_t latest_us, size_t limit)
{
    ASSERT(limit >= 1 && limit <= LIST_MAX);
    return q_feed_skewed(out, n, a, s->db, latest_us, (int64_t)limit);
}

status store_feed_plan(struct store *s, int64_t id, int64_t next_check_us, int64_t checked_us)
{
    bool own;
    int64_t changes = 0;
    TRY(store_change_begin(&own, s));
    status st = q_feed_plan(&changes, s->db, id, next_check_us, checked_us);
    if (st == OK && changes == 0)
        st = no_feed(E_NOTFOUND, id);
    return store_change_end(s, own, st);
}

status store_feed_recipe(int64_t *changed, struct store *s, int64_t id, str recipe, int64_t now_us)
{
    bool own;
    TRY(store_change_begin(&own, s));
    return store_change_end(s, own, q_feed_recipe(changed, s->db, id, recipe, now_us));
}

status store_feed_all_due(int64_t *changed, struct store *s, int64_t now_us)
{
    bool own;
    TRY(store_change_begin(&own, s));
    return store_change_end(s, own, q_feed_all_due(changed, s->db, now_us));
}

/* Whether two entries with one id are the same. An id alone says little: some feeds number their
 * entries anew each time, or give all of them one. Nothing to compare is nothing against it. */
static bool agree(const struct entry *x, const struct entry *y)
{
    bool bare = (str_empty(x->url) && str_empty(x->title) && x->published_us == TIME_NONE) ||
                (str_empty(y->url) && str_empty(y->title) && y->published_us == TIME_NONE);
    return bare || (!str_empty(x->url) && str_eq(x->url, y->url)) ||
           (!str_empty(x->title) && str_eq(x->title, y->title)) ||
           (x->published_us != TIME_NONE && x->published_us == y->published_us);
}

/* What two have in common identifies neither: "Live blog", the home page. */
static status only(struct entry *out, const struct entry *found, size_t n)
{
    if (n != 1)
        return E_NOTFOUND;
    *out = found[0];
    return OK;
}

/* *STRAY: the row that has the entry's id and is another entry; 0: none. */
static status entry_find(struct entry *out, int64_t *stray, struct arena *a, struct store *s,
                         const struct entry *entry)
{
    struct entry *found;
    size_t n;
    status st = q_entry_find(out, a, s->db, entry->feed_id, entry->guid);
    *stray = st == OK && !agree(out, entry) ? out->id : 0;
    if (*stray)
        st = E_NOTFOUND;
    if (st == E_NOTFOUND && !str_empty(entry->url)) {
        TRY(q_entry_find_url(&found, &n, a, s->db, entry->feed_id, entry->url, entry->title,
                             entry->published_us));
        st = only(out, found, n);
    }
    if (st == E_NOTFOUND && !str_empty(entry->title) && entry->published_us != TIME_NONE) {
        TRY(q_entry_find_title(&found, &n, a, s->db, entry->feed_id, entry->title,
                               entry->published_us));
        st = only(out, found, n);
    }
    return st;
}

status store_entry_find(struct entry *out, struct arena *a, struct store *s,
                        const struct entry *entry)
{
    int64_t stray;
    status st = entry_find(out, &stray, a, s, entry);
    return st == E_NOTFOUND ? fail(st, "feed %lld has no entry '%.*s'", (long long)entry->feed_id,
                                   STR_FMT(str_sub(entry->guid, 0, 200)))
                            : st;
}

status store_entry_article(struct store *s, int64_t entry_id, int64_t article_id)
{
    bool own;
    int64_t changes = 0;
    TRY(store_change_begin(&own, s));
    status st = q_entry_article(&changes, s->db, entry_id, article_id);
    if (st == OK && changes == 0)
        st = fail(E_NOTFOUND, "there is no entry %lld", (long long)entry_id);
    return store_change_end(s, own, st);
}

static status entry_add(bool *is_new, struct store *s, struct entry *entry)
{
    TRY(q_entry_insert(&entry->id, s->db, entry));
    *is_new = entry->id != 0;
    return OK;
}

static status entry_put(bool *is_new, struct store *s, struct entry *entry)
{
    struct entry old;
    int64_t stray;
    status st = entry_find(&old, &stray, &s->scratch, s, entry);
    if (stray)
        TRY(q_entry_displace(s->db, stray));
    *is_new = st == E_NOTFOUND;
    if (*is_new) {
        TRY(q_entry_insert(&entry->id, s->db, entry));
        if (entry->id)
            return OK;
        *is_new = false;
        st = q_entry_find(&old, &s->scratch, s->db, entry->feed_id, entry->guid);
    }
    TRY(st);
    entry->id = old.id;
    entry->first_seen_us = old.first_seen_us;
    if (entry->article_id == 0)
        entry->article_id = old.article_id;
    else if (entry->article_id != old.article_id)
        TRY(store_entry_article(s, entry->id, entry->article_id));
    if (str_eq(old.guid, entry->guid) && str_eq(old.url, entry->url) &&
        str_eq(old.title, entry->title) && old.published_us == entry->published_us &&
        old.content_hash == entry->content_hash)
        return OK;
    return q_entry_update(s->db, entry);
}

status store_entry_put(bool *is_new, struct store *s, struct entry *entry)
{
    bool own;
    TRY(store_change_begin(&own, s));
    status st = entry_put(is_new, s, entry);
    arena_reset(&s->scratch);
    return store_change_end(s, own, st);
}

status store_entry_add(bool *is_new, struct store *s, struct entry *entry)
{
    bool own;
    TRY(store_change_begin(&own, s));
    status st = entry_add(is_new, s, entry);
    if (st == OK && !*is_new)
        st = entry_put(is_new, s, entry);
    arena_reset(&s->scratch);
    return store_change_end(s, own, st);
}

status store_entry_page_put(struct store *s, const struct entry_page *page)
{
    bool own;
    TRY(store_change_begin(&own, s));
    return store_change_end(
        s, own,
        q_entry_page_put(s->db, page->entry_id, page->next_try_us, page->tries, page->draft));
}

status store_entry_page_due(struct entry_page **out, size_t *n, struct arena *a, struct store *s,
                            int64_t now_us, size_t limit)
{
    ASSERT(limit >= 1 && limit <= LIST_MAX);
    return q_entry_page_due(out, n, a, s->db, now_us, (int64_t)limit);
}

status store_entry_page_due_of(struct entry_page **out, size_t *n, struct arena *a, struct store *s,
                               int64_t feed_id, int64_t now_us, size_t limit)
{
    ASSERT(limit >= 1 && limit <= LIST_MAX);
    return q_entry_page_due_of(out, n, a, s->db, feed_id, now_us, (int64_t)limit);
}

status store_entry_page_remove(struct store *s, int64_t entry_id)
{
    bool own;
    TRY(store_change_begin(&own, s));
    return store_change_end(s, own, q_entry_page_delete(s->db, entry_id));
}
