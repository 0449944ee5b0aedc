/* What people do to subscriptions. One that is removed stays for a while, seen by nobody, so that
 * it can be brought back with all that was known of it. */
#include "store/internal.h"

#include "base/url.h"

#define LIST_MAX 1000

static status no_feed(int64_t id)
{
    return fail(E_NOTFOUND, "there is no feed %lld", (long long)id);
}

/* The end of a change to the feed ID, which CHANGES rows had: readers may see it. */
static status changed(struct store *s, bool own, status st, const int64_t *changes, int64_t id)
{
    if (st == OK && *changes == 0)
        st = no_feed(id);
    s->changed |= st == OK;
    return store_change_end(s, own, st);
}

status store_feed_list_removed(struct feed **out, size_t *n, struct arena *a, struct store *s,
                               size_t limit)
{
    ASSERT(limit >= 1 && limit <= LIST_MAX);
    return q_feed_removed(out, n, a, s->db, (int64_t)limit);
}

/* Another address: secrets are for the site they were set for. */
static status move(int64_t *changes, struct store *s, const struct feed *old, str address,
                   int64_t now_us)
{
    struct arena *a = &s->scratch;
    int64_t other;
    if (url_has_credentials(url_from_store(address)))
        return fail(E_INPUT, "addresses are shown: name and password are settings of the feed");
    TRY(store_feed_taken(&other, s, address));
    if (other)
        return fail(E_EXISTS, "there is a feed %lld at '%.*s' already", (long long)other,
                    STR_FMT(str_sub(address, 0, 300)));
    TRY(q_feed_move(changes, s->db, old->id, address, now_us));
    if (str_eq(url_origin(a, url_from_store(old->url)), url_origin(a, url_from_store(address))))
        return OK;
    return q_feed_secrets_forget(s->db, old->id);
}

static status rename_feed(int64_t *changes, struct store *s, const struct feed *feed,
                          int64_t now_us)
{
    struct feed old;
    TRY(store_feed_get(&old, &s->scratch, s, feed->id));
    TRY(q_feed_rename(changes, s->db, feed->id, feed->title, feed->folders));
    return str_eq(old.url, feed->url) ? OK : move(changes, s, &old, feed->url, now_us);
}

status store_feed_rename(struct store *s, const struct feed *feed, int64_t now_us)
{
    bool own;
    TRY(store_change_begin(&own, s));
    int64_t changes = 0;
    status st = rename_feed(&changes, s, feed, now_us);
    arena_reset(&s->scratch);
    return changed(s, own, st, &changes, feed->id);
}

status store_feed_pause(struct store *s, int64_t id, int64_t now_us)
{
    bool own;
    int64_t changes = 0;
    TRY(store_change_begin(&own, s));
    return changed(s, own, q_feed_pause(&changes, s->db, id, now_us), &changes, id);
}

static status resume(int64_t *changes, struct store *s, int64_t id, int64_t now_us)
{
    struct feed feed;
    int64_t asked;
    TRY(q_feed_resume(changes, s->db, id));
    if (*changes == 0)
        return OK;
    TRY(store_feed_get(&feed, &s->scratch, s, id));
    if (feed.next_check_us != TIME_NONE)
        return OK;
    return q_feed_ask(&asked, s->db, id, now_us);
}

status store_feed_resume(struct store *s, int64_t id, int64_t now_us)
{
    bool own;
    int64_t changes = 0;
    TRY(store_change_begin(&own, s));
    status st = resume(&changes, s, id, now_us);
    arena_reset(&s->scratch);
    return changed(s, own, st, &changes, id);
}

static status ask(int64_t *changes, struct store *s, int64_t id, int64_t now_us, bool again)
{
    if (again)
        TRY(q_feed_forget(changes, s->db, id));
    return q_feed_ask(changes, s->db, id, now_us);
}

status store_feed_ask(struct store *s, int64_t id, int64_t now_us, bool again)
{
    bool own;
    int64_t changes = 0;
    TRY(store_change_begin(&own, s));
    return changed(s, own, ask(&changes, s, id, now_us, again), &changes, id);
}

status store_feed_remove(struct store *s, int64_t id, int64_t now_us)
{
    bool own;
    int64_t changes = 0;
    TRY(store_change_begin(&own, s));
    return changed(s, own, q_feed_remove(&changes, s->db, id, now_us), &changes, id);
}

status store_feed_restore(struct store *s, int64_t id)
{
    bool own;
    int64_t changes = 0;
    TRY(store_change_begin(&own, s));
    return changed(s, own, q_feed_restore(&changes, s->db, id), &changes, id);
}

status store_feed_purge(int64_t *purged, struct store *s, int64_t before_us)
{
    bool own;
    TRY(store_change_begin(&own, s));
    return store_change_end(s, own, q_feed_purge(purged, s->db, before_us));
}

status store_feed_settings_get(struct feed_settings *out, struct arena *a, struct store *s,
                               int64_t feed_id)
{
    status st = q_feed_settings(out, a, s->db, feed_id);
    if (st == E_NOTFOUND)
        *out = (struct feed_settings){.feed_id = feed_id};
    return st == E_NOTFOUND ? OK : st;
}

static bool says_nothing(const struct feed_settings *f)
{
    return str_empty(f->user_agent) && str_empty(f->username) && str_empty(f->password) &&
           str_empty(f->cookie) && str_empty(f->proxy) && f->full_text == FEED_TEXT_AUTO;
}

static status settings_put(struct store *s, const struct feed_settings *settings)
{
    struct feed feed;
    TRY(store_feed_get(&feed, &s->scratch, s, settings->feed_id));
    return says_nothing(settings) ? q_feed_settings_delete(s->db, settings->feed_id)
                                  : q_feed_settings_put(s->db, settings);
}

status store_feed_settings_put(struct store *s, const struct feed_settings *settings)
{
    bool own;
    TRY(store_change_begin(&own, s));
    status st = settings_put(s, settings);
    arena_reset(&s->scratch);
    return store_change_end(s, own, st);
}
