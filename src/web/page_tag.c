/* Hashtags: the list of those in the news, and the page of one (its articles, how many a day, what
 * goes with it). */
#include "base/clock.h"
#include "base/vec.h"
#include "text/terms.h"
#include "web/blocks.h"
#include "web/cards.h"
#include "web/page_lists.h"
#include "web/paths.h"
#include "web/strings.h"
#include "web/templates.h"

#define TAG_CARDS 30
#define TAG_BESIDE 12
#define TAG_SOURCES 8
#define TAG_DAYS 60 /* in the sparkline */
#define TAGS_DAYS 30
#define TAGS_MAX 150
#define TAGS_MIN 24      /* tags of one article only are listed up to this many in all */
#define TAG_NAME_MAX 300 /* bytes in an address */
#define BAR_WIDTH 5      /* with the gap to the next; the template has the rest of the measures */
#define BAR_HEIGHT_MAX 40

/* The form a tag is found by; the same as tags_canonical makes of its words. */
static str canonical_of(struct page_call *c, str name)
{
    struct term_vec terms = {0};
    struct sbuf b;
    terms_read(&terms, c->a, text_reader_terms(page_reader(c)), name, S(""), TAG_NAME_MAX);
    sbuf_init(&b, c->a, (size_t)TAG_NAME_MAX * 8);
    vec_each (struct term, t, &terms)
        sbuf_put(&b, t->text);
    return sbuf_str(&b);
}

status page_find_tag(struct tag *out, struct page_call *c)
{
    str name = http_param(c->request, 0);
    if (name.len > TAG_NAME_MAX)
        return fail(E_NOTFOUND, "no hashtag has so long a name");
    status did = store_tag_get(out, c->a, c->store, name);
    if (did != E_NOTFOUND)
        return did;
    return store_tag_get(out, c->a, c->store, canonical_of(c, name));
}

static str day_text(struct page_call *c, int64_t us)
{
    struct civil day = clock_civil(us);
    struct tpl_value values[2] = {{.number = day.day, .is_number = true},
                                  {.text = ui_word(UI_months, day.month - 1)}};
    return ui_format(c->a, UI_time_date, values, 2);
}

/* Articles a day up to today as bars, the highest one BAR_HEIGHT_MAX high. */
static struct spark_view spark_of(struct page_call *c, const struct tag_day *days, size_t n,
                                  int64_t from_us)
{
    int64_t most = 0, total = 0, most_us = from_us;
    for (size_t i = 0; i < n; i++) {
        total += days[i].articles;
        if (days[i].articles > most) {
            most = days[i].articles;
            most_us = days[i].day_us;
        }
    }
    if (total < 2)
        return (struct spark_view){0};
    struct bar_view *bars = arena_array(c->a, n, struct bar_view);
    size_t len = 0;
    for (size_t i = 0; i < n; i++) {
        int64_t day = (days[i].day_us - from_us) / CLOCK_DAY_US;
        if (days[i].articles <= 0 || day < 0 || day >= TAG_DAYS)
            continue;
        int64_t height = (days[i].articles * BAR_HEIGHT_MAX + most - 1) / most;
        height = height < 2 ? 2 : height;
        bars[len++] = (struct bar_view){day * BAR_WIDTH, BAR_HEIGHT_MAX - height, height};
    }
    struct tpl_value values[4] = {{.number = total, .is_number = true},
                                  {.number = TAG_DAYS, .is_number = true},
                                  {.text = day_text(c, most_us)},
                                  {.number = most, .is_number = true}};
    return (struct spark_view){
        .there = true,
        .label = ui_format(c->a, UI_tag_spark, values, 4),
        .first = page_moment(c, from_us),
        .last = page_moment(c, c->now_us),
        .bars = {bars, len},
    };
}

static status fill_aside(struct tag_view *v, struct page_call *c, const struct tag *tag)
{
    int64_t today = c->now_us / CLOCK_DAY_US * CLOCK_DAY_US;
    int64_t from = today - (TAG_DAYS - 1) * CLOCK_DAY_US;
    struct tag_day *days;
    struct tag *beside;
    struct source *sources;
    size_t days_len, beside_len, sources_len;
    TRY(store_tag_days(&days, &days_len, c->a, c->store, tag->id, from));
    TRY(store_tag_beside(&beside, &beside_len, c->a, c->store, tag->id, TAG_BESIDE));
    TRY(store_tag_sources(&sources, &sources_len, c->a, c->store, tag->id, TAG_SOURCES));
    v->spark = spark_of(c, days, days_len, from);
    v->beside = blocks_hashtags(c, beside, beside_len);
    struct source_view *at = arena_array(c->a, sources_len, struct source_view);
    for (size_t i = 0; i < sources_len; i++)
        at[i] = card_source(c, &sources[i]);
    v->sources = (struct source_view_list){at, sources_len};
    return OK;
}

status page_tag(struct page_call *c)
{
    struct tag tag;
    struct store_list list = {.limit = TAG_CARDS + 1};
    struct article_card *cards;
    size_t n;
    str after = http_query(c->request, "after");
    TRY(page_find_tag(&tag, c));
    TRY(path_cursor(&list.after, after));
    TRY(store_tag_articles(&cards, &n, c->a, c->store, tag.id, &list));
    size_t shown = n > TAG_CARDS ? TAG_CARDS : n;
    struct tag_view v = {
        .name = tag.display,
        .article_count = tag.article_count,
        .newest = page_moment(c, tag.article_count ? tag.newest_us : TIME_NONE),
        .cards = card_list(c, cards, shown, S("en")),
    };
    TRY(fill_aside(&v, c, &tag));
    v.frame = page_frame(c, str_printf(c->a, "#%.*s", STR_FMT(tag.display)));
    v.frame.in_tags = true;
    path self = path_tag(c->a, tag.canonical);
    v.frame.feeds = page_feeds(c, self, v.frame.title);
    if (n > shown)
        v.pager.older = path_after(c->a, self, store_card_cursor(&cards[shown - 1]));
    if (!str_empty(after))
        v.pager.newest = self;
    tpl_tag(page_body(c), &v);
    return page_end(c);
}

status page_tags(struct page_call *c)
{
    struct tag *tags;
    size_t n;
    TRY(store_tag_list(&tags, &n, c->a, c->store, c->now_us - TAGS_DAYS * CLOCK_DAY_US, TAGS_MAX));
    while (n > TAGS_MIN && tags[n - 1].article_count < 2)
        n--;
    struct tags_view v = {
        .frame = page_frame(c, ui_text(UI_tags_title)),
        .days = TAGS_DAYS,
        .tags = blocks_hashtags(c, tags, n),
    };
    v.frame.in_tags = true;
    tpl_tags(page_body(c), &v);
    return page_end(c);
}
