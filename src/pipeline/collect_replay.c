/*
 * Out of an archive instead of the network: what is asked follows from what was recorded, not from
 * the plan in the store. Each feed is asked as often as its address was answered, in the order of
 * those answers' dates, over all feeds; between two rounds all is committed. So the same recording
 * gives the same store, whenever it is replayed.
 *
 * Pages of entries are taken from the archive too. Those that are not in it stay wanted, for the
 * next time that the network is asked.
 */
#include "base/clock.h"
#include "base/vec.h"
#include "pipeline/collect_code.h"
#include "pipeline/inbox.h"

#define LIST_MAX 1000

/* A feed and its next answer. */
struct candidate {
    struct feed feed;
    int64_t date_us;
};

struct candidate_vec VEC(struct candidate);

static int by_date(const void *x, const void *y)
{
    const struct candidate *a = x, *b = y;
    if (a->date_us != b->date_us)
        return a->date_us < b->date_us ? -1 : 1;
    return a->feed.id < b->feed.id ? -1 : a->feed.id > b->feed.id;
}

/* Nothing of it is kept: the store knows of what was asked, and this was not. */
static void say_unknown(struct collect *c, const struct feed *feed)
{
    atomic_fetch_add(&c->feeds, 1);
    atomic_fetch_add(&c->failed, 1);
    if (c->options->checked)
        c->options->checked(c->options->ctx, feed->url, S("nothing is recorded for this address"));
}

/* Those that have an answer left. *UNTIL_US: when the first of them has its answer after next. */
static status list(struct candidate_vec *out, int64_t *until_us, struct collect *c)
{
    int64_t after = 0, date_us, following_us;
    size_t n = LIST_MAX;
    *until_us = INT64_MAX;
    while (n == LIST_MAX) {
        struct feed *feeds;
        TRY(store_feed_list(&feeds, &n, &c->scratch, c->store, after, LIST_MAX));
        for (size_t i = 0; i < n; i++) {
            const struct feed *feed = &feeds[i];
            after = feed->id;
            if (feed->next_check_us == TIME_NONE || feed->paused_us != TIME_NONE)
                continue;
            if (!fetch_archive_next(&date_us, &following_us, c->options->archive,
                                    url_from_store(feed->url))) {
                if (c->replay_us == 0)
                    say_unknown(c, feed);
                continue;
            }
            *vec_push(out, &c->scratch) = (struct candidate){*feed, date_us};
            *until_us = following_us < *until_us ? following_us : *until_us;
        }
    }
    if (out->len)
        qsort(out->at, out->len, sizeof *out->at, by_date);
    return OK;
}

bool replay_lacks(struct collect *c, const struct entry_page *page)
{
    int64_t date_us, following_us;
    return c->options->archive && !fetch_archive_next(&date_us, &following_us, c->options->archive,
                                                      url_from_store(page->url));
}

void replay_postpone(struct collect *c, struct doc *d, const struct entry_page *page)
{
    collect_retry(c, d, page, page->tries, c->replay_us + 1);
}

static status ask_pages(bool *found, struct collect *c)
{
    struct entry_page *pages;
    size_t n;
    TRY(store_entry_page_due(&pages, &n, &c->scratch, c->store, c->replay_us, LIST_MAX));
    *found = n > 0;
    for (size_t i = 0; i < n; i++)
        TRY(collect_ask_page(c, &pages[i]));
    return OK;
}

status replay_look(bool *found, struct collect *c, bool idle)
{
    struct candidate_vec feeds = {0};
    int64_t until_us;
    *found = true;
    if (!idle)
        return OK;
    *found = false;
    if (c->replay_us != 0)
        TRY(ask_pages(found, c));
    TRY(inbox_look(found, &c->more, c)); /* long feeds wait there, too */
    if (*found)
        return OK;
    TRY(list(&feeds, &until_us, c));
    if (c->replay_us == 0)
        c->replay_us = clock_now_us();
    for (size_t i = 0; i < feeds.len && feeds.at[i].date_us <= until_us && i < LIST_MAX; i++) {
        *found = true;
        TRY(collect_ask_feed(c, &feeds.at[i].feed));
    }
    return OK;
}
