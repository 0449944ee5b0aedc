/* Every article, newest first: page by page under day headings, or one day at a time. */
#include "base/clock.h"
#include "web/cards.h"
#include "web/page.h"
#include "web/paths.h"
#include "web/strings.h"
#include "web/templates.h"
#include "web/words.h"

#define ARCHIVE_CARDS 60
#define ARCHIVE_DAY_CARDS 150

/* The day an article is filed under: the one the list is ordered by. */
static int64_t day_of(const struct article_card *card)
{
    int64_t us = store_card_cursor(card).sort_us;
    int64_t rest = us % CLOCK_DAY_US;
    return us - (rest < 0 ? rest + CLOCK_DAY_US : rest);
}

static struct day_view_list days_of(struct page_call *c, const struct article_card *cards, size_t n,
                                    str language)
{
    struct day_view *days = arena_array(c->a, n, struct day_view);
    size_t len = 0;
    for (size_t i = 0; i < n;) {
        size_t end = i;
        while (end < n && day_of(&cards[end]) == day_of(&cards[i]))
            end++;
        days[len++] = (struct day_view){
            .day = page_moment(c, day_of(&cards[i])),
            .link = path_archive_day(c->a, day_of(&cards[i])),
            .cards = card_list(c, cards + i, end - i, str_empty(language) ? S("en") : language),
        };
        i = end;
    }
    return (struct day_view_list){days, len};
}

status page_archive(struct page_call *c)
{
    str language = words_language_tag(http_query(c->request, "lang"));
    str after = http_query(c->request, "after");
    struct store_list list = {.language = language, .limit = ARCHIVE_CARDS + 1};
    TRY(path_cursor(&list.after, after));
    struct article_card *cards;
    size_t n;
    TRY(store_article_list(&cards, &n, c->a, c->store, &list));
    size_t shown = n > ARCHIVE_CARDS ? ARCHIVE_CARDS : n;
    struct archive_view v = {.frame = page_frame(c, ui_text(UI_archive_title))};
    v.frame.in_archive = true;
    v.days = days_of(c, cards, shown, language);
    path self = path_archive();
    if (!str_empty(language)) {
        v.language_name = words_language(language);
        self = path_archive_language(c->a, language);
    }
    if (n > shown)
        v.pager.older = path_after(c->a, self, store_card_cursor(&cards[shown - 1]));
    if (!str_empty(after))
        v.pager.newest = self;
    tpl_archive(page_body(c), &v);
    return page_end(c);
}

/* One day is the stretch of the list between two midnights (UTC). One more card than shown is
 * read: it tells whether the day goes on, or which day with articles came before it. */
status page_archive_day(struct page_call *c)
{
    int64_t day;
    TRY(path_day(&day, http_param(c->request, 0)));
    struct store_list list = {.limit = ARCHIVE_DAY_CARDS + 1};
    TRY(path_cursor(&list.after, http_query(c->request, "after")));
    if (list.after.sort_us > day + CLOCK_DAY_US - 1)
        list.after = (struct store_cursor){.sort_us = day + CLOCK_DAY_US - 1, .id = INT64_MAX};
    struct article_card *cards;
    size_t n, shown = 0;
    TRY(store_article_list(&cards, &n, c->a, c->store, &list));
    while (shown < n && shown < ARCHIVE_DAY_CARDS && day_of(&cards[shown]) == day)
        shown++;
    path self = path_archive_day(c->a, day);
    struct archive_day_view v = {
        .day = page_moment(c, day),
        .cards = card_list(c, cards, shown, S("en")),
    };
    struct sbuf title;
    sbuf_init(&title, c->a, 100);
    words_put_day(&title, day);
    v.frame = page_frame(c, sbuf_str(&title));
    v.frame.in_archive = true;
    if (shown < n && day_of(&cards[shown]) == day)
        v.older = path_after(c->a, self, store_card_cursor(&cards[shown - 1]));
    else if (shown < n)
        v.before = path_archive_day(c->a, day_of(&cards[shown]));
    if (day + CLOCK_DAY_US <= c->now_us)
        v.after = path_archive_day(c->a, day + CLOCK_DAY_US);
    tpl_archive_day(page_body(c), &v);
    return page_end(c);
}
