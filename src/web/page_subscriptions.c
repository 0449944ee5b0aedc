/* The owner's list of subscriptions: how each is doing, what to do about it. */
#include "web/access.h"
#include "web/forms.h"
#include "web/paths.h"
#include "web/strings.h"
#include "web/subscription_list.h"
#include "web/templates.h"

#define REFRESH_S 3 /* while feeds are being asked */

/* In the order they are listed; those between are there only when a feed is so. */
static const int TABS[] = {HEALTH_ANY,    HEALTH_FAILING, HEALTH_GONE, HEALTH_LATE,
                           HEALTH_MOVED,  HEALTH_QUIET,   HEALTH_NEW,  HEALTH_OK,
                           HEALTH_PAUSED, HEALTH_REMOVED};

static const struct {
    enum feed_sort sort;
    enum ui_string name;
} COLUMNS[] = {
    {FEEDS_BY_NAME, UI_feeds_col_name},     {FEEDS_BY_HEALTH, UI_feeds_col_state},
    {FEEDS_BY_NEWEST, UI_feeds_col_newest}, {FEEDS_BY_SUCCESS, UI_feeds_col_success},
    {FEEDS_BY_NEXT, UI_feeds_col_next},
};

static struct feed_query query_of(const struct page_call *c, const struct feed_list *list)
{
    return (struct feed_query){
        .now_us = c->now_us,
        .health = list->health,
        .folder = list->folder,
        .text = list->text,
        .sort = list->sort,
        .reverse = list->reverse,
        .limit = FEED_LIST_ROWS,
        .skip = (size_t)(list->page - 1) * FEED_LIST_ROWS,
    };
}

static struct feed_state_view_list states(struct page_call *c, const struct feed_list *list,
                                          const int64_t counts[HEALTH_COUNT], int64_t all)
{
    struct feed_state_view *at = arena_array(c->a, ARRAY_LEN(TABS), struct feed_state_view);
    size_t n = 0;
    for (size_t i = 0; i < ARRAY_LEN(TABS); i++) {
        int health = TABS[i];
        int64_t count = health == HEALTH_ANY ? all : counts[health];
        if (!count && health != HEALTH_ANY && health != list->health)
            continue;
        struct feed_list there = *list;
        there.health = health;
        there.page = 1;
        at[n++] = (struct feed_state_view){
            .health = health,
            .name = health == HEALTH_ANY ? ui_text(UI_feeds_all) : feed_health_name(health),
            .link = feed_list_path(c->a, &there),
            .count = count,
            .current = health == list->health,
        };
    }
    return (struct feed_state_view_list){at, n};
}

/* A column that is sorted by leads to the other way round. */
static struct column_view_list columns(struct page_call *c, const struct feed_list *list)
{
    struct column_view *at = arena_array(c->a, ARRAY_LEN(COLUMNS), struct column_view);
    for (size_t i = 0; i < ARRAY_LEN(COLUMNS); i++) {
        struct feed_list there = *list;
        bool by = list->sort == COLUMNS[i].sort;
        there.sort = COLUMNS[i].sort;
        there.reverse = by && !list->reverse;
        there.page = 1;
        at[i] = (struct column_view){
            .name = ui_text(COLUMNS[i].name),
            .key = str_c(feed_sort_key(COLUMNS[i].sort)),
            .link = feed_list_path(c->a, &there),
            .way = !by             ? S("")
                   : list->reverse ? S("descending")
                                   : S("ascending"),
        };
    }
    return (struct column_view_list){at, ARRAY_LEN(COLUMNS)};
}

static str summary(struct page_call *c, const int64_t counts[HEALTH_COUNT], int64_t all)
{
    struct tpl_value value = {.number = all, .is_number = true}, both[2] = {{{0}}};
    both[0].text = ui_format(c->a, UI_feeds_count, &value, 1);
    value.number = counts[HEALTH_FAILING] + counts[HEALTH_GONE];
    both[1].text =
        value.number ? ui_format(c->a, UI_feeds_failing, &value, 1) : ui_text(UI_feeds_all_well);
    return ui_format(c->a, UI_feeds_summary, both, 2);
}

static status rows(struct subscriptions_view *v, struct page_call *c, const struct feed_list *list)
{
    struct feed_row *rows;
    size_t n;
    struct feed_query query = query_of(c, list);
    TRY(store_feed_rows(&rows, &n, c->a, c->store, &query));
    struct feed_view *at = arena_array(c->a, n, struct feed_view);
    for (size_t i = 0; i < n; i++) {
        at[i] = feed_view_of(c, &rows[i]);
        v->asking |= at[i].asking;
    }
    TRY(feed_view_weeks(at, n, c));
    v->feeds = (struct feed_view_list){at, n};
    v->total = n ? rows[0].total : 0;
    v->from = (int64_t)query.skip + 1;
    v->to = (int64_t)(query.skip + n);
    struct feed_list other = *list;
    other.page = list->page - 1;
    if (list->page > 1)
        v->previous = feed_list_path(c->a, &other);
    other.page = list->page + 1;
    if (v->to < v->total)
        v->onward = feed_list_path(c->a, &other);
    return OK;
}

static status show(struct page_call *c, const struct feed_list *list)
{
    int64_t counts[HEALTH_COUNT], all = 0;
    TRY(store_feed_healths(counts, c->store, c->now_us));
    for (int i = 0; i < HEALTH_REMOVED; i++)
        all += counts[i];
    struct feed_list plain = {.health = HEALTH_ANY, .page = 1};
    struct subscriptions_view v = {
        .frame = page_frame(c, ui_text(UI_feeds_title)),
        .token = access_token(c),
        .back = feed_list_path(c->a, list).s,
        .weeks = FEED_WEEKS,
        .summary = summary(c, counts, all),
        .empty = all + counts[HEALTH_REMOVED] == 0,
        .add = path_subscription_add(),
        .users = path_users(),
        .states = states(c, list, counts, all),
        .state = str_c(feed_health_key(list->health)),
        .sort = str_c(feed_sort_key(list->sort)),
        .way = list->reverse ? S("back") : S(""),
        .query = list->text,
        .folder = list->folder,
        .columns = columns(c, list),
        .removed = list->health == HEALTH_REMOVED,
    };
    if (!str_empty(list->text) || !str_empty(list->folder) || list->health != HEALTH_ANY)
        v.clear = feed_list_path(c->a, &plain);
    v.frame.no_index = v.frame.in_admin = v.frame.in_sources = true;
    TRY(feed_done(&v.done, c));
    TRY(feed_folder_choices(&v.folders, c, list->folder));
    TRY(rows(&v, c, list));
    if (v.asking)
        v.frame.refresh = REFRESH_S;
    tpl_feeds(page_body(c), &v);
    return page_end(c);
}

status page_subscriptions(struct page_call *c)
{
    struct feed_list list = feed_list_read(c->a, &c->request->query);
    return show(c, &list);
}
