/* A feed's rows. */
#include "pipeline/desk_feed.h"

#include "base/log.h"
#include "base/url.h"
#include "pipeline/harvest.h"
#include "pipeline/hubs.h"
#include "pipeline/inbox.h"

static void count(struct harvest_counts *counts, enum store_put did)
{
    counts->fresh += did == STORE_NEW;
    counts->versions += did == STORE_VERSION;
    counts->same += did == STORE_SAME;
}

/* The article first, so that the entry's row has it from the start: changing a reference makes the
 * statement a savepoint, for which FTS5 writes out what it has gathered; that was a third of all
 * work. */
static status keep_entry(struct desk *d, struct doc *doc, struct harvest_entry *e,
                         int64_t source_id)
{
    bool is_new;
    struct harvest *h = doc->harvest;
    /* A second try starts from the same entry. */
    struct entry entry = e->entry;
    if (e->what == HARVEST_ARTICLE) {
        enum store_put did;
        struct article article = e->article;
        article.source_id = source_id;
        TRY(desk_keep(&did, d, &doc->arena, &article, &e->analysed));
        count(&h->counts, did);
        entry.article_id = article.id;
    }
    TRY(e->fresh ? store_entry_add(&is_new, d->store, &entry)
                 : store_entry_put(&is_new, d->store, &entry));
    h->counts.entries += is_new;
    if (e->what != HARVEST_PAGE)
        return OK;
    struct entry_page page = {
        .entry_id = entry.id, .next_try_us = h->checked_us, .draft = e->draft};
    return store_entry_page_put(d->store, &page);
}

/* Why the feed's address is not to become the other one; "" when it may. */
static status why_stay(str *why, struct desk *d, struct arena *a, const struct feed *feed,
                       str other)
{
    int64_t taken;
    struct feed_settings set;
    str shown = str_sub(other, 0, 300);
    *why = S("");
    TRY(store_feed_taken(&taken, d->store, other));
    if (taken)
        *why = str_printf(a,
                          "it has moved to '%.*s', which is subscribed to as well: take one of "
                          "them away",
                          STR_FMT(shown));
    if (taken ||
        str_eq(url_origin(a, url_from_store(feed->url)), url_origin(a, url_from_store(other))))
        return OK;
    TRY(store_feed_settings_get(&set, a, d->store, feed->id));
    if (!str_empty(set.username) || !str_empty(set.password) || !str_empty(set.cookie))
        *why = str_printf(a,
                          "it has moved to '%.*s', another site, which is not given the name, "
                          "password or cookie set for this one: set its address",
                          STR_FMT(shown));
    return OK;
}

/* A subscription from a list may have no title: its source was called by the host. */
static status name_source(struct desk *d, const struct feed *before, str title)
{
    if (!str_empty(before->title) || str_empty(title))
        return OK;
    str address = str_empty(before->site_url) ? before->url : before->site_url;
    return store_source_name(d->store, before->source_id, url_site(url_from_store(address)), title);
}

static status keep_row(struct desk *d, struct feed *feed, struct harvest *h, struct arena *a)
{
    struct feed before = *feed;
    str why = S("");
    harvest_apply(feed, h);
    if (!str_eq(before.url, feed->url))
        TRY(why_stay(&why, d, a, &before, feed->url));
    if (!str_empty(why)) {
        feed->error = why;
        feed->url = before.url;
        feed->moved_url = before.moved_url;
        feed->moved_us = before.moved_us;
    }
    TRY(store_feed_checked(d->store, feed));
    return name_source(d, &before, feed->title);
}

/* What is behind the entries that were read now waits as if it had come by itself. When too much
 * does, it is for the next check. */
static status keep_rest(struct desk *d, struct doc *doc)
{
    const struct harvest *h = doc->harvest;
    struct delivery rest = {.feed_id = h->feed_id,
                            .received_us = h->checked_us,
                            .content_type = sbuf_str(&doc->content_type),
                            .base_url = sbuf_str(&doc->url),
                            .body = h->body,
                            .first = h->first,
                            .begin = (int64_t)h->rest};
    status put = store_delivery_put(d->store, &rest);
    if (put == E_LIMIT)
        log_warn("fetch", "entries are left for another check", "feed=%lld reason=\"%s\"",
                 (long long)h->feed_id, err_text());
    return put == E_LIMIT ? OK : put;
}

/* A sitemap of an index: the feed's row is the index's. */
static status keep_sitemap(struct desk *d, const struct doc *doc)
{
    const struct harvest *h = doc->harvest;
    if (h->outcome != SCHEDULE_ANSWERED)
        log_warn("fetch", "a sitemap cannot be read", "feed=%lld address=\"%.*s\" reason=\"%.*s\"",
                 (long long)h->feed_id, STR_FMT(sbuf_str(&doc->name)), STR_FMT(h->error));
    return store_entry_page_remove(d->store, h->page_entry_id);
}

status desk_harvest(struct desk *d, struct doc *doc)
{
    struct harvest *h = doc->harvest;
    struct feed feed;
    status there = store_feed_get(&feed, &doc->arena, d->store, h->feed_id);
    if (there != OK)
        return there == E_NOTFOUND ? OK : there;
    /* It has another address since: what came is not what is there. */
    if (!str_empty(h->asked) && !str_eq(h->asked, feed.url))
        return OK;
    h->counts = (struct harvest_counts){0};
    if (doc->failed) {
        h->outcome = SCHEDULE_FAILED;
        h->error = str_dup(&doc->arena, str_c(doc->error));
        h->read = false;
        h->len = 0;
        h->rest = 0;
    }
    for (size_t i = 0; i < h->len; i++)
        if (h->at[i].what != HARVEST_SAME)
            TRY(keep_entry(d, doc, &h->at[i], feed.source_id));
    if (h->delivery_id)
        return inbox_keep(d->store, &feed, h);
    if (h->rest)
        TRY(keep_rest(d, doc));
    if (h->page_entry_id)
        return keep_sitemap(d, doc);
    TRY(hubs_before(&doc->arena, d->store, &feed, h));
    TRY(keep_row(d, &feed, h, &doc->arena));
    return hubs_after(d->store, h);
}

status desk_page_done(struct desk *d, const struct doc *doc, int64_t article_id)
{
    status linked = store_entry_article(d->store, doc->entry_id, article_id);
    if (linked == E_NOTFOUND)
        return OK;
    TRY(linked);
    return store_entry_page_remove(d->store, doc->entry_id);
}

status desk_page_failed(struct desk *d, const struct doc *doc)
{
    if (doc->kind != DOC_RETRY)
        return store_entry_page_remove(d->store, doc->entry_id);
    struct entry_page page = {.entry_id = doc->entry_id,
                              .next_try_us = doc->next_try_us,
                              .tries = doc->tries,
                              .draft = sbuf_str(&doc->draft)};
    return store_entry_page_put(d->store, &page);
}
