/* The front page: the newest articles by fixed rules (the about page tells them to readers),
 * the lead with its picture, then columns, then one section a language. Finite. */
#include "base/clock.h"
#include "base/utf8.h"
#include "web/cards.h"
#include "web/page.h"
#include "web/paths.h"
#include "web/strings.h"
#include "web/templates.h"
#include "web/words.h"

#define FRONT_CARDS 200 /* newest articles the page is made of */
#define FRONT_SECONDS 3
#define FRONT_GRID 12
#define FRONT_BRIEF 12
#define FRONT_LANGUAGES 8
#define FRONT_LANGUAGE_CARDS 4
#define FRONT_SOURCES 40
#define LEAD_WORDS_MIN 150
#define LEAD_AGE_MAX_US CLOCK_DAY_US
#define SAME_SOURCE_HOURS 3
#define OPENING_LEN_MAX 420    /* bytes of text beside the lead's picture ... */
#define OPENING_ALONE_MAX 1400 /* ... and without one */
#define OPENING_PART_MIN 200   /* less of a paragraph is not worth beginning */
#define HOUR_US (3600 * CLOCK_SECOND_US)

/* The cards as they are dealt out to the parts of the page. */
struct deal {
    const struct article_card *cards;
    size_t len;
    bool *dealt;
    size_t *above; /* of card i's source, how many are on the page already, at first_of[i] */
    size_t *first_of;
    int64_t newest_us;
};

static int64_t card_us(const struct article_card *c)
{
    return c->published_us != TIME_NONE ? c->published_us : c->first_seen_us;
}

static struct deal deal_begin(struct arena *a, const struct article_card *cards, size_t n)
{
    struct deal d = {.cards = cards, .len = n};
    d.dealt = arena_array(a, n, bool);
    d.above = arena_array(a, n, size_t);
    d.first_of = arena_array(a, n, size_t);
    d.newest_us = INT64_MIN;
    for (size_t i = 0; i < n; i++) {
        size_t k = 0;
        while (cards[k].source_id != cards[i].source_id)
            k++;
        d.first_of[i] = k;
        if (card_us(&cards[i]) > d.newest_us)
            d.newest_us = card_us(&cards[i]);
    }
    return d;
}

static const struct article_card *deal_out(struct deal *d, size_t i)
{
    d->dealt[i] = true;
    d->above[d->first_of[i]]++;
    return &d->cards[i];
}

/* The best card of LANGUAGE that is not on the page: hours behind the newest article, and
 * SAME_SOURCE_HOURS more for each article of its source above. NULL when there is none. */
static const struct article_card *deal_next(struct deal *d, str language)
{
    size_t best = d->len;
    int64_t best_hours = INT64_MAX;
    for (size_t i = 0; i < d->len; i++) {
        if (d->dealt[i] || !str_eq(d->cards[i].language, language))
            continue;
        int64_t hours = (d->newest_us - card_us(&d->cards[i])) / HOUR_US +
                        SAME_SOURCE_HOURS * (int64_t)d->above[d->first_of[i]];
        if (hours < best_hours) {
            best_hours = hours;
            best = i;
        }
    }
    return best < d->len ? deal_out(d, best) : NULL;
}

/* The newest article of the last day of news with a picture and a full text. */
static const struct article_card *deal_lead(struct deal *d, const struct page_call *c, str language)
{
    size_t best = d->len;
    for (size_t i = 0; i < d->len; i++) {
        const struct article_card *card = &d->cards[i];
        if (str_eq(card->language, language) && card->word_count >= LEAD_WORDS_MIN &&
            d->newest_us - card_us(card) <= LEAD_AGE_MAX_US && card_image(c, &card->image).there &&
            (best == d->len || card_us(card) > card_us(&d->cards[best])))
            best = i;
    }
    return best < d->len ? deal_out(d, best) : deal_next(d, language);
}

static struct card_view_list deal_list(struct page_call *c, struct deal *d, str language,
                                       size_t max)
{
    struct card_view *at = arena_array(c->a, max, struct card_view);
    size_t n = 0;
    const struct article_card *card;
    while (n < max && (card = deal_next(d, language)))
        at[n++] = card_make(c, card, language);
    return (struct card_view_list){at, n};
}

struct language_count {
    str code;
    size_t count;
};

/* The languages of the cards, most frequent first. Returns how many there are, at most MAX. */
static size_t count_languages(struct language_count *out, size_t max, const struct deal *d)
{
    size_t n = 0;
    for (size_t i = 0; i < d->len; i++) {
        size_t k = 0;
        while (k < n && !str_eq(out[k].code, d->cards[i].language))
            k++;
        if (k == max)
            continue;
        if (k == n)
            out[n++] = (struct language_count){.code = d->cards[i].language};
        out[k].count++;
    }
    for (size_t i = 1; i < n; i++)
        for (size_t k = i; k > 0 && out[k].count > out[k - 1].count; k--) {
            struct language_count swap = out[k];
            out[k] = out[k - 1];
            out[k - 1] = swap;
        }
    return n;
}

static struct language_view_list other_languages(struct page_call *c, struct deal *d,
                                                 const struct language_count *languages, size_t n)
{
    struct language_view *at = arena_array(c->a, n, struct language_view);
    size_t len = 0;
    for (size_t i = 0; i < n; i++) {
        str code = languages[i].code;
        struct card_view_list cards = deal_list(c, d, code, FRONT_LANGUAGE_CARDS);
        if (cards.len == 0)
            continue;
        at[len++] = (struct language_view){
            .name = str_empty(code) ? ui_text(UI_language_unknown) : words_language(code),
            .lang = words_language_tag(code),
            .dir = words_direction(code),
            .more = str_empty(code) ? path_archive() : path_archive_language(c->a, code),
            .cards = cards,
        };
    }
    return (struct language_view_list){at, len};
}

static struct source_view_list front_sources(struct page_call *c)
{
    size_t n = 0;
    struct source_view *at = arena_array(c->a, FRONT_SOURCES, struct source_view);
    for (size_t i = 0; i < c->source_count && n < FRONT_SOURCES; i++)
        if (c->sources[i].article_count)
            at[n++] = card_source(c, &c->sources[i]);
    return (struct source_view_list){at, n};
}

/* The first paragraphs of TEXT, as many as fit into MAX bytes, the last one cut at a word. */
static struct str_list opening_of(struct arena *a, str text, size_t max)
{
    struct str_list all = card_paragraphs(a, text);
    str *at = arena_array(a, all.len, str);
    size_t n = 0;
    for (; n < all.len && max >= OPENING_PART_MIN; n++) {
        at[n] = all.at[n];
        if (at[n].len > max) {
            str cut = str_sub(at[n], 0, utf8_floor(at[n], max));
            at[n] = str_printf(a, "%.*s …", STR_FMT(str_sub(cut, 0, str_rchr(cut, ' '))));
            max = 0;
        } else {
            max -= at[n].len;
        }
    }
    return (struct str_list){at, n};
}

/* The lead has room for its opening words, unless they are its description. */
static status set_lead(struct front_view *v, struct page_call *c, const struct article_card *lead,
                       str language)
{
    struct article article;
    v->has_lead = true;
    v->lead = card_make(c, lead, language);
    status did = store_article_get(&article, c->a, c->store, lead->id);
    if (did == E_NOTFOUND) /* removed since the list was read */
        return OK;
    TRY(did);
    if (!str_starts(article.text, str_sub(lead->description, 0, 40)))
        v->lead_opening = opening_of(c->a, article.text,
                                     v->lead.image.there ? OPENING_LEN_MAX : OPENING_ALONE_MAX);
    return OK;
}

static status fill_columns(struct front_view *v, struct page_call *c, struct deal *d)
{
    struct language_count languages[FRONT_LANGUAGES];
    size_t n = count_languages(languages, FRONT_LANGUAGES, d);
    str main_language = languages[0].code;
    const struct article_card *lead = deal_lead(d, c, main_language);
    if (lead)
        TRY(set_lead(v, c, lead, main_language));
    v->seconds = deal_list(c, d, main_language, FRONT_SECONDS);
    v->grid = deal_list(c, d, main_language, FRONT_GRID);
    v->brief = deal_list(c, d, main_language, FRONT_BRIEF);
    v->languages = other_languages(c, d, languages + 1, n - 1);
    return OK;
}

status page_front(struct page_call *c)
{
    struct article_card *cards;
    size_t n;
    struct store_list list = {.limit = FRONT_CARDS};
    TRY(path_cursor(&list.after, S("")));
    TRY(store_article_list(&cards, &n, c->a, c->store, &list));
    struct front_view v = {.frame = page_frame(c, ui_text(UI_front_title))};
    v.frame.title = v.frame.site_name;
    v.frame.front = v.frame.in_front = true;
    v.empty = n == 0;
    if (n > 0) {
        struct deal d = deal_begin(c->a, cards, n);
        TRY(fill_columns(&v, c, &d));
    }
    v.sources = front_sources(c);
    for (size_t i = 0; i < c->source_count; i++) {
        v.source_count += c->sources[i].article_count != 0;
        v.article_count += c->sources[i].article_count;
    }
    tpl_front(page_body(c), &v);
    return page_end(c);
}
