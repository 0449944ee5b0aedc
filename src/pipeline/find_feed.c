/* The best offer that is a feed when it is looked at. */
#include "pipeline/find_feed.h"

#include "base/clock.h"
#include "base/url.h"
#include "feed/feed.h"

#include <unistd.h>

#define ACCEPT                                                                                     \
    S("application/atom+xml,application/rss+xml,application/feed+json,text/html;q=0.9,"            \
      "application/xml;q=0.9,*/*;q=0.5")

/* "mailto:", but not "example.org:8080". */
static bool has_other_scheme(struct arena *a, str text)
{
    url parsed;
    if (url_parse(&parsed, a, text, NULL) != OK || url_is_web(parsed))
        return false;
    str scheme = url_split(parsed).scheme;
    return str_chr(scheme, '.') == STR_NPOS && !str_eq(scheme, S("localhost"));
}

/* "example.org/news", "//example.org", "feed:https://..." as well. */
static status typed_address(url *out, struct arena *a, str typed)
{
    str text = str_trim(typed);
    if (str_istarts(text, S("feed://")))
        text = str_printf(a, "http://%.*s", STR_FMT(str_skip(text, strlen("feed://"))));
    else if (str_istarts(text, S("feed:")))
        text = str_skip(text, strlen("feed:"));
    else if (!str_istarts(text, S("http:")) && !str_istarts(text, S("https:")))
        text = str_printf(a, "https://%.*s",
                          STR_FMT(str_starts(text, S("//")) ? str_skip(text, 2) : text));
    bool other = has_other_scheme(a, str_trim(typed)) && !str_istarts(typed, S("feed:"));
    if (other || url_parse(out, a, text, NULL) != OK || !url_is_web(*out))
        return fail(E_INPUT, "'%.*s' is no web address", STR_FMT(str_sub(typed, 0, 200)));
    return OK;
}

/* Whether ANSWER is a feed; then OUT gets it. */
static bool take_feed(struct found_feed *out, struct arena *a, const struct fetch_response *answer,
                      str address)
{
    struct feed_document *feed;
    struct feed_source source = {.url = answer->address.s, .content_type = answer->content_type};
    if (feed_parse(&feed, a, answer->body, &source) != OK)
        return false;
    url home;
    out->feed = (struct opml_feed){.url = address, .title = str_trim(feed->about.title.text)};
    if (url_parse(&home, a, feed->about.link, NULL) == OK && url_is_web(home))
        out->feed.site_url = home.s;
    out->entries = feed->items.len;
    return true;
}

static status look_at(struct found_feed *out, struct arena *a, const struct feed_candidate *offer,
                      struct fetch_request *request, int64_t pause_us)
{
    struct fetch_response answer;
    TRY(url_parse(&request->address, a, offer->url, NULL));
    usleep((useconds_t)pause_us);
    TRY(fetch_get(&answer, a, request));
    if (!take_feed(out, a, &answer, request->address.s))
        return fail(E_NOTFOUND, "what the page offers is no feed");
    return OK;
}

static void note_others(struct found_feed *out, struct arena *a,
                        const struct feed_candidate_vec *offers)
{
    vec_each (const struct feed_candidate, offer, offers)
        if (offer->offer != FEED_OFFER_GUESSED && !str_eq(offer->url, out->feed.url))
            *vec_push(&out->others, a) = *offer;
}

status find_feed(struct found_feed *out, struct arena *a, str typed,
                 const struct fetch_request *like, int64_t pause_us)
{
    struct fetch_request request = *like;
    struct fetch_response answer;
    struct feed_candidate_vec offers = {0};
    *out = (struct found_feed){0};
    request.accept = ACCEPT;
    TRY(typed_address(&request.address, a, typed));
    str address = request.address.s;
    TRY(fetch_get(&answer, a, &request));
    if (take_feed(out, a, &answer, address))
        return OK;
    TRY(feed_discover(&offers, a, answer.body, answer.content_type, answer.address.s));
    for (size_t i = 0; i < offers.len && i < FIND_FEED_TRIES; i++) {
        status looked = look_at(out, a, &offers.at[i], &request, pause_us);
        if (looked == E_CANCELLED)
            return looked;
        if (looked != OK)
            continue;
        note_others(out, a, &offers);
        return OK;
    }
    return fail(E_NOTFOUND, "no feed at '%.*s', and none that the page offers",
                STR_FMT(str_sub(address, 0, 200)));
}
