/* What there is to subscribe to at an address, the best that is a feed when it is looked at. */
#include "pipeline/find_feed.h"

#include "base/clock.h"
#include "base/url.h"
#include "feed/discover.h"
#include "feed/feed.h"
#include "feed/induce.h"
#include "pipeline/find_code.h"

#include <unistd.h>

#define ACCEPT                                                                                     \
    S("application/atom+xml,application/rss+xml,application/feed+json,text/html;q=0.9,"            \
      "application/xml;q=0.9,*/*;q=0.5")

struct search {
    struct arena *arena;
    struct fetch_request request;
    int64_t pause_us;
    size_t asked; /* requests made */
    struct find_candidate_vec candidates;
};

/* --- what was typed -------------------------------------------------------------------------- */

/* "mailto:", but not "example.org:8080". */
static bool has_other_scheme(struct arena *a, str text)
{
    url parsed;
    if (url_parse(&parsed, a, text, NULL) != OK || url_is_web(parsed))
        return false;
    str scheme = url_split(parsed).scheme;
    return str_chr(scheme, '.') == STR_NPOS && !str_eq(scheme, S("localhost"));
}

status find_typed_address(url *out, struct arena *a, str typed)
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

/* --- candidates ------------------------------------------------------------------------------ */

static void put(struct search *s, const struct find_candidate *candidate)
{
    vec_each (const struct find_candidate, known, &s->candidates)
        if (candidate->choice.kind == FEED_OF_FEED && known->choice.kind == FEED_OF_FEED &&
            str_eq(known->choice.url, candidate->choice.url))
            return;
    *vec_push(&s->candidates, s->arena) = *candidate;
}

static status get(struct search *s, struct fetch_response *answer, str address)
{
    TRY(url_parse(&s->request.address, s->arena, address, NULL));
    if (s->asked++ > 0)
        usleep((useconds_t)s->pause_us);
    return fetch_get(answer, s->arena, &s->request);
}

static bool read_feed(struct find_candidate *c, struct arena *a,
                      const struct fetch_response *answer)
{
    struct feed_source source = {.url = answer->address.s, .content_type = answer->content_type};
    if (feed_parse(&c->feed, a, answer->body, &source) != OK) {
        c->feed = NULL;
        return false;
    }
    c->choice.entries = c->feed->items.len;
    return true;
}

/* A page that is read instead of a feed, by a recipe that is known. */
static status read_page(struct find_candidate *c, struct arena *a,
                        const struct fetch_response *answer)
{
    const struct induce_source source = {.bytes = answer->body,
                                         .content_type = answer->content_type,
                                         .url = answer->address.s,
                                         .now_us = clock_now_us()};
    TRY(induce_read(&c->feed, a, &source, c->recipe));
    c->choice.entries = c->feed->items.len;
    return OK;
}

/* Looks at C, once. */
static status look_at(struct search *s, struct find_candidate *c)
{
    struct fetch_response answer;
    if (c->feed)
        return OK;
    c->failed = true;
    TRY(get(s, &answer, c->choice.url));
    if (c->choice.kind == FEED_OF_PAGE)
        TRY(read_page(c, s->arena, &answer));
    else if (!read_feed(c, s->arena, &answer))
        return fail(E_NOTFOUND, "there is no feed at '%.*s'", STR_FMT(c->choice.url));
    c->failed = false;
    return OK;
}

/* The first candidate of [FROM, end) that is a feed comes before all others. */
static status look_for_best(struct search *s, size_t from, bool *found)
{
    *found = false;
    for (size_t i = from, tries = 0; i < s->candidates.len && tries < FIND_FEED_TRIES;
         i++, tries++) {
        status looked = look_at(s, &s->candidates.at[i]);
        if (looked == E_CANCELLED)
            return looked;
        if (looked != OK)
            continue;
        struct find_candidate best = s->candidates.at[i];
        memmove(&s->candidates.at[1], &s->candidates.at[0], i * sizeof best);
        s->candidates.at[0] = best;
        *found = true;
        return OK;
    }
    return OK;
}

/* What follows from an address: where the host is known, or where it is not. */
static void put_rules(struct search *s, const struct address_feed_vec *rules, bool sure)
{
    vec_each (const struct address_feed, rule, rules)
        if (rule->sure == sure)
            put(s, &(struct find_candidate){
                       .choice = {.kind = str_empty(rule->recipe) ? FEED_OF_FEED : FEED_OF_PAGE,
                                  .found = PREVIEW_RULE,
                                  .url = rule->url,
                                  .title = rule->what},
                       .recipe = rule->recipe});
}

/* Those of the page's offers that are guesses, or the others. */
static void put_offers(struct search *s, const struct feed_candidate_vec *offers, bool guesses)
{
    static const enum preview_found found[] = {
        [FEED_OFFER_ITSELF] = PREVIEW_ITSELF,
        [FEED_OFFER_DECLARED] = PREVIEW_DECLARED,
        [FEED_OFFER_LINKED] = PREVIEW_LINKED,
        [FEED_OFFER_GUESSED] = PREVIEW_GUESSED,
    };
    vec_each (const struct feed_candidate, offer, offers)
        if ((offer->offer == FEED_OFFER_GUESSED) == guesses)
            put(s, &(struct find_candidate){.choice = {.found = found[offer->offer],
                                                       .url = offer->url,
                                                       .title = offer->title}});
}

/* All that a page may have a feed at. */
static status put_page(struct search *s, const struct fetch_response *page,
                       const struct address_feed_vec *rules)
{
    struct feed_candidate_vec offers = {0};
    struct address_feed_vec said = {0};
    TRY(feed_discover(&offers, s->arena, page->body, page->content_type, page->address.s));
    TRY(find_page_feeds(&said, s->arena, page));
    put_offers(s, &offers, false);
    put_rules(s, &said, true);
    put_rules(s, rules, false);
    put_offers(s, &offers, true);
    return OK;
}

/* What the page itself has to list, after all that is a feed. */
static status put_lists(struct search *s, const struct fetch_response *page)
{
    struct induced_vec lists = {0};
    TRY(induce_lists(&lists, s->arena,
                     &(struct induce_source){.bytes = page->body,
                                             .content_type = page->content_type,
                                             .url = page->address.s,
                                             .now_us = clock_now_us()}));
    vec_each (const struct induced, list, &lists)
        put(s, &(struct find_candidate){.choice = {.kind = FEED_OF_PAGE,
                                                   .found = PREVIEW_LIST,
                                                   .url = page->address.s,
                                                   .title = list->feed->items.at[0].title.text,
                                                   .entries = list->feed->items.len},
                                        .recipe = list->recipe,
                                        .feed = list->feed});
    return OK;
}

/* What ADDRESS' rules lead to is a feed even though the page cannot be had: WHY it cannot is told
 * when it is not. */
static status search_without_page(struct search *s, const struct address_feed_vec *rules,
                                  status why)
{
    char text[ERR_TEXT_MAX];
    bool found;
    snprintf(text, sizeof text, "%s", err_text());
    if (why == E_CANCELLED)
        return why;
    put_rules(s, rules, false);
    TRY(look_for_best(s, 0, &found));
    return found ? OK : fail(why, "%s", text);
}

/* All there is at ADDRESS; the first candidate is one that was looked at. */
static status search(struct search *s, url address)
{
    struct fetch_response page;
    struct address_feed_vec rules = {0};
    bool found;
    address_feeds(&rules, s->arena, address);
    put_rules(s, &rules, true);
    TRY(look_for_best(s, 0, &found));
    if (found)
        return OK;
    s->candidates.len = 0;
    status got = get(s, &page, address.s);
    if (got != OK)
        return search_without_page(s, &rules, got);
    /* Where it leads for now is not where it will be: the address as it was given is kept. */
    struct find_candidate itself = {.choice = {.found = PREVIEW_ITSELF, .url = address.s}};
    if (read_feed(&itself, s->arena, &page)) {
        put(s, &itself);
        return OK;
    }
    TRY(put_page(s, &page, &rules));
    TRY(look_for_best(s, 0, &found));
    if (!found)
        s->candidates.len = 0;
    TRY(put_lists(s, &page));
    if (s->candidates.len)
        return OK;
    return fail(E_NOTFOUND,
                "no feed at '%.*s', none that the page offers, and no list of entries on it",
                STR_FMT(str_sub(address.s, 0, 200)));
}

/* "user@host": the page that the host says is the account's, or where such pages usually are. */
static status account_page(struct search *s, url *out, url finger)
{
    struct fetch_response answer;
    status got = get(s, &answer, finger.s);
    if (got == E_CANCELLED)
        return got;
    if (got == OK && address_profile(out, s->arena, answer.body) == OK)
        return OK;
    str query = url_split(finger).query;
    str account = str_skip(query, str_find(query, S("acct:")) + strlen("acct:"));
    str user = str_cut(&account, '@');
    str origin = url_origin(s->arena, finger);
    return url_parse(out, s->arena,
                     str_printf(s->arena, "%.*s/@%.*s", STR_FMT(origin), STR_FMT(user)), NULL);
}

/* --- what is shown --------------------------------------------------------------------------- */

/* Leaves those that are known, or may be, something to subscribe to. */
static void sift(struct search *s)
{
    size_t kept = 0;
    for (size_t i = 0; i < s->candidates.len && kept < PREVIEW_CHOICES_MAX; i++) {
        const struct find_candidate *c = &s->candidates.at[i];
        if (!c->failed && (c->feed || c->choice.found != PREVIEW_GUESSED))
            s->candidates.at[kept++] = *c;
    }
    s->candidates.len = kept;
}

status feed_preview(struct feed_preview *out, struct arena *a, str typed, size_t choose,
                    const struct fetch_request *like, int64_t pause_us)
{
    struct search s = {.arena = a, .request = *like, .pause_us = pause_us};
    url address;
    *out = (struct feed_preview){0};
    s.request.accept = ACCEPT;
    if (address_account(&address, a, typed))
        TRY(account_page(&s, &address, address));
    else
        TRY(find_typed_address(&address, a, typed));
    TRY(search(&s, address));
    sift(&s);
    if (choose >= s.candidates.len)
        return fail(E_NOTFOUND, "there is no choice %zu at '%.*s': it has %zu", choose + 1,
                    STR_FMT(str_sub(address.s, 0, 200)), s.candidates.len);
    TRY(look_at(&s, &s.candidates.at[choose]));
    vec_each (const struct find_candidate, c, &s.candidates)
        *vec_push(&out->choices, a) = c->choice;
    out->chosen = choose;
    find_preview_fill(out, a, &s.candidates.at[choose]);
    return OK;
}
