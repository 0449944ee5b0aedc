/* The page of one subscription: how it has been doing, what it announced, its settings. */
#include "base/clock.h"
#include "store/newsletter.h"
#include "web/access.h"
#include "web/cards.h"
#include "web/forms.h"
#include "web/paths.h"
#include "web/strings.h"
#include "web/subscription_form.h"
#include "web/templates.h"
#include "websub/hub.h"

#define ENTRIES 20
#define FACTS_MAX 16
#define REFRESH_S 3 /* while it is being asked */

static void fact(struct fact_view_list *list, struct fact_view *at, enum ui_string name,
                 struct fact_view fact)
{
    fact.name = ui_text(name);
    ASSERT(list->len < FACTS_MAX);
    at[list->len++] = fact;
}

/* "every 3 hours", in the largest unit that says enough. */
static str gap_text(struct arena *a, int64_t us)
{
    int64_t minutes = us / (60 * CLOCK_SECOND_US);
    struct tpl_value value = {.number = minutes < 1 ? 1 : minutes, .is_number = true};
    if (minutes < 90)
        return ui_format(a, UI_feed_gap_minutes, &value, 1);
    value.number = (minutes + 30) / 60;
    if (value.number < 48)
        return ui_format(a, UI_feed_gap_hours, &value, 1);
    value.number = (minutes + 720) / 1440;
    return ui_format(a, UI_feed_gap_days, &value, 1);
}

static struct fact_view_list facts(struct fact_view *at, struct page_call *c,
                                   const struct feed_row *row)
{
    const struct feed *f = &row->feed;
    struct fact_view_list list = {at, 0};
    struct tpl_value times = {.number = f->failures, .is_number = true};
    const struct subscribing *s = &site_options_of(c->site)->subscribing;
    if (f->kind == FEED_OF_MAIL && s->mail_address)
        fact(&list, at, UI_feed_fact_delivery,
             (struct fact_view){.text = s->mail_address(s->ctx, c->a, f)});
    else if (f->kind != FEED_OF_MAIL)
        fact(&list, at, f->kind == FEED_OF_PAGE ? UI_feed_fact_page : UI_feed_fact_address,
             (struct fact_view){.text = f->url, .address = card_url(f->url)});
    if (!str_empty(f->site_url))
        fact(&list, at, UI_feed_fact_site,
             (struct fact_view){.text = f->site_url, .address = card_url(f->site_url)});
    fact(
        &list, at, UI_feed_fact_source,
        (struct fact_view){.text = str_empty(row->source_name) ? row->source_key : row->source_name,
                           .link = path_source(c->a, row->source_key)});
    if (f->folders.len)
        fact(&list, at, UI_feeds_folder,
             (struct fact_view){.text = feed_folder_text(c->a, f->folders)});
    fact(&list, at, UI_feed_fact_asked,
         (struct fact_view){.text = f->checked_us == TIME_NONE ? ui_text(UI_feed_never) : S(""),
                            .when = page_moment(c, f->checked_us)});
    fact(&list, at, UI_feed_fact_success,
         (struct fact_view){.text = f->succeeded_us == TIME_NONE ? ui_text(UI_feed_never) : S(""),
                            .when = page_moment(c, f->succeeded_us)});
    if (f->failures)
        fact(&list, at, UI_feed_fact_failures,
             (struct fact_view){.text = ui_format(c->a, UI_feed_fact_times, &times, 1)});
    if (f->newest_us != TIME_NONE)
        fact(&list, at, UI_feed_fact_newest,
             (struct fact_view){.when = page_moment(c, f->newest_us)});
    if (f->gap_us > 0)
        fact(&list, at, UI_feed_fact_gap, (struct fact_view){.text = gap_text(c->a, f->gap_us)});
    if (f->said_us > 0)
        fact(&list, at, UI_feed_fact_said, (struct fact_view){.text = gap_text(c->a, f->said_us)});
    if (f->moved_us != TIME_NONE && !str_empty(f->moved_url))
        fact(&list, at, UI_feed_fact_moved,
             (struct fact_view){.text = f->moved_url, .address = card_url(f->moved_url)});
    if (f->paused_us != TIME_NONE)
        fact(&list, at, UI_feed_fact_paused,
             (struct fact_view){.when = page_moment(c, f->paused_us)});
    if (f->removed_us != TIME_NONE)
        fact(&list, at, UI_feed_fact_removed,
             (struct fact_view){.when = page_moment(c, f->removed_us)});
    return list;
}

/* Whether it is pushed, by whom. */
static status hub_fact(struct fact_view_list *list, struct fact_view *at, struct page_call *c,
                       int64_t id)
{
    static const struct {
        const char *word;
        enum ui_string text;
    } WORDS[] = {{"live", UI_feed_hub_live},     {"asked", UI_feed_hub_asked},
                 {"wanted", UI_feed_hub_wanted}, {"lapsed", UI_feed_hub_lapsed},
                 {"denied", UI_feed_hub_denied}, {"leaving", UI_feed_hub_leaving}};
    struct feed_hub hub;
    status st = store_hub_get(&hub, c->a, c->store, id);
    if (st == E_NOTFOUND)
        return OK;
    TRY(st);
    str word = hub_word(&hub, c->now_us);
    struct tpl_value values[2] = {{.text = hub.hub_url}, {.text = hub.error}};
    for (size_t i = 0; i < ARRAY_LEN(WORDS); i++)
        if (str_eq(word, str_c(WORDS[i].word)))
            values[0].text = ui_format(c->a, WORDS[i].text, values, 1);
    str text =
        str_empty(hub.error) ? values[0].text : ui_format(c->a, UI_feed_hub_error, values, 2);
    fact(list, at, UI_feed_fact_hub, (struct fact_view){.text = text});
    return OK;
}

/* Mails that wait for a person's word. */
static status held_mails(str *out, struct page_call *c, const struct feed *f)
{
    struct newsletter_mail *mails;
    struct tpl_value value = {.is_number = true};
    size_t n;
    *out = S("");
    if (f->kind != FEED_OF_MAIL)
        return OK;
    TRY(store_newsletter_mails(&mails, &n, c->a, c->store, f->id, 0, DELIVERIES_MAX));
    for (size_t i = 0; i < n; i++)
        value.number += mails[i].held;
    if (value.number)
        *out = ui_format(c->a, UI_feed_held, &value, 1);
    return OK;
}

static struct announced_view announced(struct page_call *c, const struct feed_entry *e)
{
    struct tpl_value tries = {.number = e->tries, .is_number = true};
    struct announced_view v = {
        .title = !str_empty(e->title) ? e->title
                 : !str_empty(e->url) ? e->url
                                      : S("…"),
        .address = card_url(e->url),
        .published =
            page_moment(c, e->published_us == TIME_NONE ? e->first_seen_us : e->published_us),
    };
    if (e->article_id) {
        v.article = path_article(c->a, e->article_id);
        v.became = ui_text(UI_feed_entry_article);
    } else if (e->waits) {
        v.became = e->tries ? ui_format(c->a, UI_feed_entry_tried, &tries, 1)
                            : ui_text(UI_feed_entry_waits);
        v.next = page_moment(c, e->next_try_us);
        v.next_text = feed_time_text(c->a, e->next_try_us, c->now_us);
    } else {
        v.became = ui_text(UI_feed_entry_nothing);
    }
    return v;
}

static status entries(struct subscription_view *v, struct page_call *c, int64_t id)
{
    struct feed_entry *rows;
    struct feed_entry_counts counts;
    size_t n;
    TRY(store_feed_entries(&rows, &n, c->a, c->store, id, ENTRIES));
    TRY(store_feed_entry_counts(&counts, c->store, id));
    struct announced_view *at = arena_array(c->a, n, struct announced_view);
    for (size_t i = 0; i < n; i++)
        at[i] = announced(c, &rows[i]);
    v->entries = (struct announced_view_list){at, n};
    struct tpl_value values[3] = {{.number = counts.entries, .is_number = true},
                                  {.number = counts.articles, .is_number = true},
                                  {.number = counts.waiting, .is_number = true}};
    v->counts = ui_format(c->a, counts.waiting ? UI_feed_counts_waiting : UI_feed_counts, values,
                          counts.waiting ? 3 : 2);
    return OK;
}

static status show(struct page_call *c, int64_t id, const struct subscription_form *form)
{
    struct feed_row row;
    TRY(store_feed_row(&row, c->a, c->store, id, c->now_us));
    struct fact_view *at = arena_array(c->a, FACTS_MAX, struct fact_view);
    struct subscription_view v = {
        .frame = page_frame(c, feed_row_name(&row)),
        .token = access_token(c),
        .back = path_subscription(c->a, id).s,
        .list = path_subscriptions(c->a, S("")),
        .weeks_len = FEED_WEEKS,
        .feed = feed_view_of(c, &row),
        .facts = facts(at, c, &row),
        .form = subscription_form_view(c, form),
    };
    v.frame.no_index = v.frame.in_admin = v.frame.in_sources = true;
    if (v.feed.asking)
        v.frame.refresh = REFRESH_S;
    TRY(hub_fact(&v.facts, at, c, id));
    TRY(held_mails(&v.held, c, &row.feed));
    TRY(feed_done(&v.done, c));
    TRY(feed_view_weeks(&v.feed, 1, c));
    TRY(feed_folder_choices(&v.form.folders, c, S("")));
    TRY(entries(&v, c, id));
    c->out->status = str_empty(form->problem) ? 200 : 400;
    tpl_subscription(page_body(c), &v);
    return page_end(c);
}

status page_subscription(struct page_call *c)
{
    struct subscription_form form;
    int64_t id = http_param_int(c->request, 0);
    status st = subscription_form_load(&form, c, id);
    /* One that is removed has a page, which says so, but no settings. */
    if (st != E_NOTFOUND)
        TRY(st);
    return show(c, id, &form);
}

status page_subscription_edit_post(struct page_call *c)
{
    struct subscription_form form;
    int64_t id = http_param_int(c->request, 0);
    TRY(subscription_form_load(&form, c, id));
    subscription_form_take(&form, c);
    if (str_empty(form.problem))
        TRY(subscription_form_keep(&form, c));
    if (!str_empty(form.problem))
        return show(c, id, &form);
    page_redirect(c, path_subscription_done(c->a, path_subscription(c->a, id), "edit", id, 1, 0));
    return OK;
}
