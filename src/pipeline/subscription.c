/* Feeds and their sources in the store. */
#include "pipeline/subscription.h"

#include "base/url.h"
#include "pipeline/origin.h"

#define LIST_PAGE 500
#define TITLE_MAX 300

static status feed_address(url *out, struct arena *a, str text)
{
    if (str_istarts(text, S("feed://")))
        text = str_printf(a, "http://%.*s", STR_FMT(str_skip(text, strlen("feed://"))));
    else if (str_istarts(text, S("feed:")))
        text = str_skip(text, strlen("feed:"));
    if (url_parse(out, a, text, NULL) != OK || !url_is_web(*out))
        return fail(E_INPUT, "'%.*s' is no web address; those begin with https:// or http://",
                    STR_FMT(str_sub(text, 0, 200)));
    return OK;
}

status subscription_add_as(int64_t *id, bool *made, struct arena *a, struct store *s,
                           const struct opml_feed *feed, enum feed_source_kind kind, str recipe,
                           int64_t now_us)
{
    url address, home;
    TRY(feed_address(&address, a, feed->url));
    bool has_home = url_parse(&home, a, feed->site_url, NULL) == OK && url_is_web(home);
    str site = url_site(has_home ? home : address);
    str title = str_sub(feed->title, 0, TITLE_MAX);
    struct source source = {
        .key = origin_key(a, site),
        .name = str_empty(title) ? site : title,
        .home_url = has_home ? home.s : url_origin(a, address),
    };
    struct feed row = {
        .url = address.s,
        .title = title,
        .next_check_us = now_us,
        .folders = feed->folders,
        .site_url = has_home ? home.s : S(""),
        .kind = kind,
        .recipe = recipe,
    };
    *made = store_feed_by_url(id, s, address.s) == E_NOTFOUND;
    if (!*made)
        return OK;
    TRY(store_source_ensure(&row.source_id, s, &source));
    return store_feed_ensure(id, s, &row);
}

status subscription_add(int64_t *id, bool *made, struct arena *a, struct store *s,
                        const struct opml_feed *feed, int64_t now_us)
{
    return subscription_add_as(id, made, a, s, feed, FEED_OF_FEED, S(""), now_us);
}

status subscription_add_all(struct subscription_counts *counts, struct arena *a, struct store *s,
                            const struct opml_feed_vec *feeds, int64_t now_us,
                            void (*refused)(void *ctx, const struct opml_feed *feed), void *ctx)
{
    *counts = (struct subscription_counts){0};
    TRY(store_begin(s));
    vec_each (const struct opml_feed, feed, feeds) {
        int64_t id;
        bool made;
        status st = subscription_add(&id, &made, a, s, feed, now_us);
        if (st == E_INPUT) {
            counts->refused++;
            refused(ctx, feed);
            continue;
        }
        if (st != OK) {
            store_rollback(s);
            return st;
        }
        counts->made += made;
        counts->known += !made;
    }
    return store_commit(s);
}

status subscription_list(struct opml_feed_vec *out, struct arena *a, struct store *s)
{
    struct feed *feeds;
    size_t n = LIST_PAGE;
    *out = (struct opml_feed_vec){0};
    for (int64_t after = 0; n == LIST_PAGE;) {
        TRY(store_feed_list(&feeds, &n, a, s, after, LIST_PAGE));
        for (size_t i = 0; i < n; i++)
            /* Whoever knows the address of a newsletter can write to it. */
            if (feeds[i].kind != FEED_OF_MAIL)
                *vec_push(out, a) = (struct opml_feed){
                    .url = feeds[i].url,
                    .title = feeds[i].title,
                    .site_url = feeds[i].site_url,
                    .folders = feeds[i].folders,
                };
        after = n ? feeds[n - 1].id : after;
    }
    return OK;
}
