/* Lists of subscriptions: addresses, words, views; see subscription_list.h. */
#include "web/subscription_list.h"

#include "base/clock.h"
#include "base/url.h"
#include "http/request.h"
#include "web/cards.h"
#include "web/paths.h"
#include "web/strings.h"

#define WEEK_US (7 * CLOCK_DAY_US)
#define BAR_STEP 5
#define BAR_HEIGHT_MAX 20
#define FOLDERS_DEEP_MAX 32
#define PAGE_MAX 1000000

static const struct {
    const char *key;
    enum ui_string name;
} HEALTHS[HEALTH_COUNT] = {
    [HEALTH_FAILING] = {"failing", UI_feed_failing},
    [HEALTH_GONE] = {"gone", UI_feed_gone},
    [HEALTH_LATE] = {"late", UI_feed_late},
    [HEALTH_MOVED] = {"moved", UI_feed_moved},
    [HEALTH_QUIET] = {"quiet", UI_feed_quiet},
    [HEALTH_NEW] = {"new", UI_feed_new},
    [HEALTH_OK] = {"ok", UI_feed_ok},
    [HEALTH_PAUSED] = {"paused", UI_feed_paused},
    [HEALTH_REMOVED] = {"removed", UI_feed_removed},
};
static const char *const SORTS[] = {
    [FEEDS_BY_HEALTH] = "state", [FEEDS_BY_NAME] = "name",     [FEEDS_BY_SUCCESS] = "success",
    [FEEDS_BY_NEXT] = "next",    [FEEDS_BY_NEWEST] = "newest", [FEEDS_BY_FOLDER] = "folder",
};

const char *feed_health_key(int health)
{
    return health >= 0 && health < HEALTH_COUNT ? HEALTHS[health].key : "";
}

const char *feed_sort_key(enum feed_sort sort)
{
    return SORTS[sort];
}

str feed_health_name(int64_t health)
{
    ASSERT(health >= 0 && health < HEALTH_COUNT);
    return ui_text(HEALTHS[health].name);
}

static str value_of(const struct http_pairs *pairs, const char *name)
{
    for (size_t i = 0; i < pairs->len; i++)
        if (str_eq(pairs->at[i].name, str_c(name)))
            return pairs->at[i].value;
    return S("");
}

struct feed_list feed_list_read(struct arena *a, const struct http_pairs *pairs)
{
    struct feed_list list = {.health = HEALTH_ANY, .page = 1};
    str state = value_of(pairs, "state"), sort = value_of(pairs, "sort");
    for (int i = 0; i < HEALTH_COUNT; i++)
        if (str_eq(state, str_c(HEALTHS[i].key)))
            list.health = i;
    for (size_t i = 0; i < ARRAY_LEN(SORTS); i++)
        if (str_eq(sort, str_c(SORTS[i])))
            list.sort = (enum feed_sort)i;
    list.reverse = str_eq(value_of(pairs, "way"), S("back"));
    list.folder = str_sub(value_of(pairs, "folder"), 0, 1000);
    list.text = str_dup(a, str_sub(str_trim(value_of(pairs, "q")), 0, 200));
    if (!str_to_i64(&list.page, value_of(pairs, "page")) || list.page < 1 || list.page > PAGE_MAX)
        list.page = 1;
    return list;
}

static void put_part(struct sbuf *b, const char *name, str value)
{
    if (str_empty(value))
        return;
    sbuf_printf(b, "%c%s=", b->len ? '&' : '?', name);
    url_put_escaped(b, value);
}

path feed_list_path(struct arena *a, const struct feed_list *list)
{
    struct sbuf b;
    sbuf_init(&b, a, 16384);
    put_part(&b, "state", str_c(feed_health_key(list->health)));
    put_part(&b, "folder", list->folder);
    put_part(&b, "q", list->text);
    if (list->sort != FEEDS_BY_HEALTH)
        put_part(&b, "sort", str_c(SORTS[list->sort]));
    put_part(&b, "way", list->reverse ? S("back") : S(""));
    if (list->page > 1)
        put_part(&b, "page", str_printf(a, "%lld", (long long)list->page));
    return path_subscriptions(a, sbuf_str(&b));
}

/* --- words ------------------------------------------------------------------------------- */

str feed_folder_text(struct arena *a, struct strs folders)
{
    struct sbuf b;
    sbuf_init(&b, a, 65536);
    for (size_t i = 0; i < folders.len; i++)
        sbuf_printf(&b, "%s%.*s", i ? " / " : "", STR_FMT(folders.at[i]));
    return sbuf_str(&b);
}

struct strs feed_folder_read(struct arena *a, str typed)
{
    str *at = arena_array(a, FOLDERS_DEEP_MAX, str);
    size_t n = 0;
    while (typed.p && n < FOLDERS_DEEP_MAX) {
        str name = str_trim(str_cut(&typed, '/'));
        if (!str_empty(name))
            at[n++] = str_dup(a, name);
    }
    return (struct strs){at, n};
}

str feed_time_text(struct arena *a, int64_t us, int64_t now_us)
{
    struct tpl_value value = {.is_number = true};
    if (us == TIME_NONE)
        return S("");
    int64_t minutes = (us - now_us) / (60 * CLOCK_SECOND_US);
    if (minutes < 1)
        return ui_text(UI_time_soon);
    if (minutes < 60) {
        value.number = minutes;
        return ui_format(a, UI_time_in_minutes, &value, 1);
    }
    if (minutes < 48 * 60) {
        value.number = (minutes + 30) / 60;
        return ui_format(a, UI_time_in_hours, &value, 1);
    }
    value.number = (minutes + 720) / 1440;
    return ui_format(a, UI_time_in_days, &value, 1);
}

/* What to do about an error, by what our own texts for it contain. */
static const struct {
    const char *in;
    enum ui_string advice;
} ADVICE[] = {
    {"answered 410", UI_feed_advice_gone},      {"answered 404", UI_feed_advice_address},
    {"answered 401", UI_feed_advice_login},     {"answered 403", UI_feed_advice_refused},
    {"answered 451", UI_feed_advice_refused},   {"answered 407", UI_feed_advice_proxy},
    {"answered 429", UI_feed_advice_busy},      {"answered 5", UI_feed_advice_site},
    {"no such host", UI_feed_advice_host},      {"no complete answer", UI_feed_advice_slow},
    {"is no feed", UI_feed_advice_not_feed},    {"robots.txt", UI_feed_advice_robots},
    {"address guard", UI_feed_advice_private},  {"fetch_private", UI_feed_advice_private},
    {"ertificate", UI_feed_advice_certificate}, {"SSL", UI_feed_advice_certificate},
};

static str advice_for(str error)
{
    for (size_t i = 0; i < ARRAY_LEN(ADVICE); i++)
        if (str_has(error, str_c(ADVICE[i].in)))
            return ui_text(ADVICE[i].advice);
    return ui_text(UI_feed_advice_wait);
}

str feed_sentence(struct arena *a, str text)
{
    if (str_empty(text))
        return text;
    str copy = str_dup(a, text);
    char *p = arena_alloc(a, copy.len + 1);
    memcpy(p, copy.p, copy.len);
    if (p[0] >= 'a' && p[0] <= 'z')
        p[0] = (char)(p[0] - 'a' + 'A');
    p[copy.len] = '.';
    bool ended = str_ends(copy, S(".")) || str_ends(copy, S("!")) || str_ends(copy, S("?"));
    return str_of(p, copy.len + !ended);
}

static void say_why(struct feed_view *v, struct page_call *c, const struct feed_row *row)
{
    const struct feed *f = &row->feed;
    struct tpl_value moved = {.text = f->moved_url};
    switch ((enum feed_health)row->health) {
    case HEALTH_FAILING:
    case HEALTH_GONE:
        v->why = feed_sentence(c->a, f->error);
        v->advice = row->health == HEALTH_GONE && !str_has(f->error, S("answered 410"))
                        ? ui_text(UI_feed_advice_stopped)
                        : advice_for(f->error);
        break;
    case HEALTH_LATE: v->why = ui_text(UI_feed_late_why); break;
    case HEALTH_MOVED: v->why = ui_format(c->a, UI_feed_moved_why, &moved, 1); break;
    case HEALTH_QUIET: v->why = ui_text(UI_feed_quiet_why); break;
    case HEALTH_NEW: v->why = f->kind == FEED_OF_MAIL ? ui_text(UI_feed_new_mail) : S(""); break;
    case HEALTH_OK:
    case HEALTH_PAUSED:
    case HEALTH_REMOVED:
    case HEALTH_COUNT: break;
    }
}

str feed_row_name(const struct feed_row *row)
{
    return !str_empty(row->feed.title)    ? row->feed.title
           : !str_empty(row->source_name) ? row->source_name
                                          : row->feed.url;
}

/* --- views ------------------------------------------------------------------------------- */

static void offer_acts(struct feed_view *v, struct page_call *c, const struct feed_row *row)
{
    int64_t id = row->feed.id;
    if (row->health == HEALTH_REMOVED) {
        v->restore = path_subscription_act(c->a, id, "restore");
        return;
    }
    v->remove = path_subscription_act(c->a, id, "remove");
    if (row->health == HEALTH_PAUSED)
        v->resume = path_subscription_act(c->a, id, "resume");
    else if (row->feed.kind != FEED_OF_MAIL)
        v->refetch = path_subscription_act(c->a, id, "refetch");
    if (row->health != HEALTH_PAUSED && row->health != HEALTH_GONE)
        v->pause = path_subscription_act(c->a, id, "pause");
}

struct feed_view feed_view_of(struct page_call *c, const struct feed_row *row)
{
    const struct feed *f = &row->feed;
    str site = str_empty(f->site_url) ? f->url : f->site_url;
    url parsed;
    struct feed_view v = {
        .id = f->id,
        .name = feed_row_name(row),
        .link = path_subscription(c->a, f->id),
        .home = card_url(f->site_url),
        .address = card_url(f->url),
        .folder = feed_folder_text(c->a, f->folders),
        .source = path_source(c->a, row->source_key),
        .health = row->health,
        .health_name = feed_health_name(row->health),
        .success = page_moment(c, f->succeeded_us),
        .newest = page_moment(c, f->newest_us),
        .next = page_moment(c, row->health >= HEALTH_PAUSED ? TIME_NONE : f->next_check_us),
        .next_text = row->health == HEALTH_LATE ? ui_text(UI_feed_overdue)
                                                : feed_time_text(c->a, f->next_check_us, c->now_us),
    };
    v.place = f->kind == FEED_OF_MAIL                      ? S("")
              : url_parse(&parsed, c->a, site, NULL) == OK ? url_site(parsed)
                                                           : site;
    if (f->kind != FEED_OF_FEED)
        v.kind = ui_text(f->kind == FEED_OF_MAIL ? UI_feed_kind_mail : UI_feed_kind_page);
    const struct source *source = c->icons ? page_source_by_id(c, f->source_id) : NULL;
    if (source)
        v.icon = card_icon(c, source);
    v.asking = row->health != HEALTH_PAUSED && row->health != HEALTH_REMOVED &&
               row->health != HEALTH_LATE && f->next_check_us != TIME_NONE &&
               f->next_check_us <= c->now_us;
    say_why(&v, c, row);
    offer_acts(&v, c, row);
    return v;
}

static void draw_weeks(struct feed_view *v, struct page_call *c, const int64_t *counts)
{
    int64_t most = 1, total = 0;
    struct week_bar_view *bars = arena_array(c->a, FEED_WEEKS, struct week_bar_view);
    size_t n = 0;
    for (size_t i = 0; i < FEED_WEEKS; i++) {
        most = counts[i] > most ? counts[i] : most;
        total += counts[i];
    }
    for (size_t i = 0; i < FEED_WEEKS; i++) {
        int64_t height = (counts[i] * BAR_HEIGHT_MAX + most - 1) / most;
        height = counts[i] && height < 2 ? 2 : height;
        if (height)
            bars[n++] =
                (struct week_bar_view){(int64_t)i * BAR_STEP, BAR_HEIGHT_MAX - height, height};
    }
    struct tpl_value value = {.number = (total + FEED_WEEKS / 2) / FEED_WEEKS, .is_number = true};
    if (total && value.number)
        v->rate = ui_format(c->a, UI_feed_rate, &value, 1);
    else if (total)
        v->rate = ui_text(UI_feed_rate_less);
    v->weeks = (struct week_bar_view_list){bars, n};
}

status feed_view_weeks(struct feed_view *views, size_t n, struct page_call *c)
{
    struct feed_week *weeks;
    size_t len, at = 0;
    int64_t *ids = arena_array(c->a, n, int64_t);
    for (size_t i = 0; i < n; i++)
        ids[i] = views[i].id;
    if (!n)
        return OK;
    TRY(store_feed_weeks(&weeks, &len, c->a, c->store, ids, n, c->now_us - FEED_WEEKS * WEEK_US,
                         FEED_WEEKS));
    for (size_t i = 0; i < n; i++) {
        int64_t counts[FEED_WEEKS] = {0};
        for (at = 0; at < len; at++)
            if (weeks[at].feed_id == views[i].id && weeks[at].week >= 0 &&
                weeks[at].week < FEED_WEEKS)
                counts[weeks[at].week] = weeks[at].entries;
        draw_weeks(&views[i], c, counts);
    }
    return OK;
}

/* --- what was done ----------------------------------------------------------------------- */

static const struct {
    const char *done;
    enum ui_string one, several; /* with its name; with how many */
} DONE[] = {
    {"pause", UI_feed_done_pause, UI_feeds_done_pause},
    {"resume", UI_feed_done_resume, UI_feeds_done_resume},
    {"refetch", UI_feed_done_refetch, UI_feeds_done_refetch},
    {"remove", UI_feed_done_remove, UI_feeds_done_remove},
    {"restore", UI_feed_done_restore, UI_feeds_done_restore},
    {"move", UI_feed_done_move, UI_feeds_done_move},
    {"edit", UI_feed_done_edit, UI_feed_done_edit},
    {"add", UI_feed_done_add, UI_feeds_done_add},
    {"known", UI_feed_done_known, UI_feeds_done_add},
};

static int64_t number_of(const struct page_call *c, const char *name)
{
    int64_t n = 0;
    return str_to_i64(&n, http_query(c->request, name)) && n > 0 ? n : 0;
}

status feed_done(struct feed_done_view *out, struct page_call *c)
{
    str done = http_query(c->request, "done");
    int64_t id = number_of(c, "id"), n = number_of(c, "n"), at_us = number_of(c, "at");
    struct feed_row row;
    *out = (struct feed_done_view){0};
    if (!done.p)
        return OK;
    if (str_eq(done, S("nothing")))
        out->text = ui_text(UI_feeds_done_nothing);
    for (size_t i = 0; i < ARRAY_LEN(DONE); i++) {
        struct tpl_value value = {.number = n, .is_number = true};
        enum ui_string text = DONE[i].several;
        if (!str_eq(done, str_c(DONE[i].done)))
            continue;
        if (n == 1 && id) {
            status st = store_feed_row(&row, c->a, c->store, id, c->now_us);
            if (st == E_NOTFOUND)
                return OK;
            TRY(st);
            value = (struct tpl_value){.text = feed_row_name(&row)};
            text = DONE[i].one;
        }
        out->text = ui_format(c->a, text, &value, 1);
    }
    if (str_eq(done, S("remove")) && at_us)
        out->undo_at = str_printf(c->a, "%lld", (long long)at_us);
    return OK;
}

status feed_folder_choices(struct folder_choice_view_list *out, struct page_call *c, str chosen)
{
    struct feed_folder *rows;
    size_t n;
    TRY(store_feed_folders(&rows, &n, c->a, c->store));
    struct folder_choice_view *at = arena_array(c->a, n, struct folder_choice_view);
    for (size_t i = 0; i < n; i++)
        at[i] = (struct folder_choice_view){
            .value = rows[i].path,
            .name = feed_folder_text(c->a, rows[i].names),
            .chosen = str_eq(rows[i].path, chosen),
        };
    *out = (struct folder_choice_view_list){at, n};
    return OK;
}
