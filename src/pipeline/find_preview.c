/* What is found, as people are shown it before they subscribe; and subscribing to it. */
#include "base/url.h"
#include "feed/identity.h"
#include "pipeline/find_code.h"
#include "pipeline/harvest.h"
#include "pipeline/subscription.h"

/* The newest first; among those of one time, or of none, the feed's order. */
static void put_newest(struct preview_entry_vec *out, const struct preview_entry *e)
{
    size_t at = out->len;
    while (at > 0 && e->published_us > out->at[at - 1].published_us)
        at--;
    if (at == PREVIEW_ENTRIES_MAX)
        return;
    out->len += out->len < PREVIEW_ENTRIES_MAX;
    memmove(&out->at[at + 1], &out->at[at], (out->len - 1 - at) * sizeof *out->at);
    out->at[at] = *e;
}

static str plain_title(struct arena *a, const struct feed_part *part)
{
    struct entry e;
    feed_entry_read(&e, a, part);
    return e.title;
}

void find_preview_fill(struct feed_preview *out, struct arena *a,
                       const struct find_candidate *chosen)
{
    const struct feed_document *feed = chosen->feed;
    url home;
    out->kind = chosen->choice.kind;
    out->url = chosen->choice.url;
    out->recipe = chosen->recipe;
    out->title = plain_title(a, &feed->about);
    out->site_url = S("");
    if (url_parse(&home, a, feed->about.link, NULL) == OK && url_is_web(home))
        out->site_url = home.s;
    out->entries = feed->items.len;
    vec_reserve(&out->newest, a, PREVIEW_ENTRIES_MAX + 1);
    vec_each (const struct feed_part, item, &feed->items) {
        struct preview_entry e;
        harvest_preview(&e, a, item);
        out->whole += e.whole;
        put_newest(&out->newest, &e);
    }
}

status feed_preview_subscribe(int64_t *id, bool *made, struct arena *a, struct store *s,
                              const struct feed_preview *preview, int64_t now_us)
{
    const struct opml_feed feed = {.url = preview->url,
                                   .title = preview->title,
                                   .site_url = preview->site_url,
                                   .recipe = preview->recipe};
    int64_t changed;
    TRY(subscription_add(id, made, a, s, &feed, now_us));
    if (*made || preview->kind != FEED_OF_PAGE)
        return OK;
    return store_feed_recipe(&changed, s, *id, preview->recipe, now_us);
}
