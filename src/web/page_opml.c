/* The site's subscriptions as OPML, for other readers: every feed, as deep in its folders as it is
 * filed. Newsletters have no address that another could ask, and addresses with a password in them
 * are nobody else's. */
#include "base/clock.h"
#include "base/url.h"
#include "source/opml.h"
#include "web/page.h"
#include "web/strings.h"

#define FEEDS_A_TIME 1000 /* of one statement */

/* Whether everybody may ask it, without being given a secret. */
static bool is_public(struct arena *a, const struct feed *feed)
{
    url u;
    return feed->kind == FEED_OF_FEED && feed->removed_us == TIME_NONE &&
           url_parse(&u, a, feed->url, NULL) == OK && url_is_web(u) && !url_has_credentials(u);
}

status page_opml(struct page_call *c)
{
    struct opml_feed_vec feeds = {0};
    int64_t after = 0;
    for (;;) {
        struct feed *rows;
        size_t n;
        TRY(store_feed_list(&rows, &n, c->a, c->store, after, FEEDS_A_TIME));
        for (size_t i = 0; i < n; i++)
            if (is_public(c->a, &rows[i]))
                *vec_push(&feeds, c->a) = (struct opml_feed){.url = rows[i].url,
                                                             .title = rows[i].title,
                                                             .site_url = rows[i].site_url,
                                                             .folders = rows[i].folders};
        if (n < FEEDS_A_TIME || feeds.len >= OPML_FEEDS_MAX)
            break;
        after = rows[n - 1].id;
    }
    opml_write(page_body(c), c->a, site_options_of(c->site)->name, feeds.at, feeds.len,
               c->now_us / CLOCK_DAY_US * CLOCK_DAY_US); /* the same all day, for If-None-Match */
    c->out->content_type = S("text/x-opml; charset=utf-8");
    http_response_header(c->out, "Content-Disposition",
                         S("inline; filename=\"subscriptions.opml\""));
    return page_end(c);
}
