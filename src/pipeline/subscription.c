/* Feeds and their sources in the store. */
#include "pipeline/subscription.h"

#include "base/url.h"
#include "base/utf8.h"
#include "feed/induce.h"
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

/* Takes name and password out of *ADDRESS: addresses are shown. */
static void split_secrets(struct feed_settings *out, url *address, struct arena *a)
{
    struct url_parts parts = url_split(*address);
    *out = (struct feed_settings){0};
    if (!url_has_credentials(*address))
        return;
    out->username = utf8_repair(a, url_percent_decoded(a, parts.username));
    out->password = utf8_repair(a, url_percent_decoded(a, parts.password));
    *address = url_without_credentials(a, *address);
}

str subscription_shown(struct arena *a, str address)
{
    url shown;
    if (url_parse(&shown, a, address, NULL) != OK || !url_is_web(shown))
        return address;
    return url_has_credentials(shown) ? url_without_credentials(a, shown).s : address;
}

status subscription_find(int64_t *id, struct arena *a, struct store *s, str text)
{
    struct feed_settings secrets;
    url address;
    str typed = str_trim(text);
    if (str_to_i64(id, typed))
        return OK;
    if (!str_has(typed, S(":")) ||
        (!str_istarts(typed, S("http")) && !str_istarts(typed, S("feed"))))
        typed = str_printf(a, "https://%.*s", STR_FMT(typed));
    TRY(feed_address(&address, a, typed));
    split_secrets(&secrets, &address, a);
    TRY(store_feed_taken(id, s, address.s));
    if (!*id && typed.p != str_trim(text).p) {
        TRY(feed_address(&address, a, str_printf(a, "http%.*s", STR_FMT(str_skip(typed, 5)))));
        TRY(store_feed_taken(id, s, address.s));
    }
    return *id ? OK : fail(E_NOTFOUND, "there is no such feed; 'courant feeds' has all");
}

status subscription_add(int64_t *id, bool *made, struct arena *a, struct store *s,
                        const struct opml_feed *feed, int64_t now_us)
{
    url address, home;
    struct feed_settings secrets;
    bool page = !str_empty(feed->recipe);
    TRY(feed_address(&address, a, feed->url));
    if (page)
        TRY(induce_check(feed->recipe));
    split_secrets(&secrets, &address, a);
    bool has_home = url_parse(&home, a, feed->site_url, NULL) == OK && url_is_web(home);
    str site = url_site(has_home ? home : address);
    /* Lists call by its address what has no title; the feed may say one yet. */
    str title = str_eq(feed->title, feed->url)
                    ? S("")
                    : str_sub(feed->title, 0, utf8_floor(feed->title, TITLE_MAX));
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
        .kind = page ? FEED_OF_PAGE : FEED_OF_FEED,
        .recipe = page ? feed->recipe : S(""),
    };
    status there = store_feed_by_url(id, s, address.s);
    *made = there == E_NOTFOUND;
    if (!*made)
        return there;
    TRY(store_source_ensure(&row.source_id, s, &source));
    TRY(store_feed_ensure(id, s, &row));
    secrets.feed_id = *id;
    return str_empty(secrets.username) && str_empty(secrets.password)
               ? OK
               : store_feed_settings_put(s, &secrets);
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
                    .recipe = feeds[i].recipe,
                    .folders = feeds[i].folders,
                };
        after = n ? feeds[n - 1].id : after;
    }
    return OK;
}
