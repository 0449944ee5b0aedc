/* Adding subscriptions: what is given is looked at in the background, shown, and subscribed to. */
#include "base/map.h"
#include "base/url.h"
#include "base/utf8.h"
#include "web/access.h"
#include "web/cards.h"
#include "web/forms.h"
#include "web/paths.h"
#include "web/strings.h"
#include "web/subscription_form.h"
#include "web/templates.h"

#define REFRESH_S 2      /* while something is looked at */
#define ITEMS_SHOWN 500  /* of a list; those that are not shown are subscribed to with the rest */
#define PICKS_MAX 200    /* of a list of which single ones can be chosen */
#define TEXT_SHOWN 20000 /* bytes of what was typed that come back into the form */

static const struct subscribing *subscribing(const struct page_call *c)
{
    return &site_options_of(c->site)->subscribing;
}

/* "The site answered 404." of an error. */
static str as_sentence(struct page_call *c, const char *text)
{
    return feed_sentence(c->a, str_dup(c->a, str_c(text)));
}

/* --- what is to be added ----------------------------------------------------------------- */

static status show_add(struct page_call *c, str text, str problem)
{
    struct add_view v = {
        .frame = page_frame(c, ui_text(UI_feeds_add_long)),
        .token = access_token(c),
        .list = path_subscriptions(c->a, S("")),
        .able = subscribing(c)->begin != NULL,
        .text = str_sub(text, 0, TEXT_SHOWN),
        .problem = problem,
    };
    v.frame.no_index = v.frame.in_admin = v.frame.in_sources = true;
    tpl_subscription_add(page_body(c), &v);
    return page_end(c);
}

status page_subscription_add(struct page_call *c)
{
    str text = http_query(c->request, "url");
    return show_add(c, text.p ? text : S(""), S(""));
}

status page_subscription_add_post(struct page_call *c)
{
    int64_t id, choose = 0;
    str text = form_field(c, "text"), file = http_file(c->request, "file");
    if (!str_empty(file))
        text = utf8_repair(c->a, file);
    if (!str_to_i64(&choose, form_field(c, "choose")) || choose < 0)
        choose = 0;
    if (str_empty(str_trim(text)))
        return show_add(c, S(""), ui_text(UI_problem_add_empty));
    if (!subscribing(c)->begin)
        return show_add(c, text, S(""));
    status st =
        subscribing(c)->begin(&id, subscribing(c)->ctx, c->visitor.user.id, text, (size_t)choose);
    if (st == E_INPUT || st == E_LIMIT || st == E_BUSY)
        return show_add(c, file.p ? S("") : text, as_sentence(c, err_text()));
    TRY(st);
    page_redirect(c, path_subscription_look(c->a, id));
    return OK;
}

/* --- what was found ---------------------------------------------------------------------- */

static const enum ui_string HOW[] = {
    [PREVIEW_ITSELF] = UI_add_how_itself,   [PREVIEW_DECLARED] = UI_add_how_declared,
    [PREVIEW_LINKED] = UI_add_how_linked,   [PREVIEW_RULE] = UI_add_how_rule,
    [PREVIEW_GUESSED] = UI_add_how_guessed, [PREVIEW_LIST] = UI_add_how_list,
};

static str place_of(struct page_call *c, const struct feed_preview *p)
{
    str site = str_empty(p->site_url) ? p->url : p->site_url;
    url parsed;
    return url_parse(&parsed, c->a, site, NULL) == OK ? url_site(parsed) : site;
}

/* The page of the feed at ADDRESS; an empty path when there is none. KNOWN has ids by address. */
static path known_of(struct page_call *c, const struct map *known, str address)
{
    const uint64_t *id = map_get(known, address);
    return id ? path_subscription(c->a, (int64_t)*id) : (path){S("")};
}

static str whole_text(struct page_call *c, const struct feed_preview *p)
{
    struct tpl_value value = {.number = (int64_t)p->whole, .is_number = true};
    if (!p->entries)
        return ui_text(UI_add_no_entries);
    if (p->whole == p->entries)
        return ui_text(UI_add_whole);
    return p->whole ? ui_format(c->a, UI_add_whole_some, &value, 1) : ui_text(UI_add_whole_none);
}

static struct offer_view offer_of(struct page_call *c, const struct feed_preview *p)
{
    struct offered_entry_view *entries =
        arena_array(c->a, p->newest.len, struct offered_entry_view);
    struct offered_choice_view *choices =
        arena_array(c->a, p->choices.len, struct offered_choice_view);
    for (size_t i = 0; i < p->newest.len; i++) {
        const struct preview_entry *e = &p->newest.at[i];
        entries[i] = (struct offered_entry_view){
            .title = str_empty(e->title) ? e->url : e->title,
            .address = card_url(e->url),
            .published = page_moment(c, e->published_us),
            .whole = e->whole,
        };
    }
    for (size_t i = 0; i < p->choices.len; i++) {
        const struct preview_choice *x = &p->choices.at[i];
        choices[i] = (struct offered_choice_view){
            .number = (int64_t)i,
            .title = str_empty(x->title) ? x->url : x->title,
            .address = x->url,
            .how = ui_text(HOW[x->found]),
            .chosen = i == p->chosen,
        };
    }
    return (struct offer_view){
        .title = str_empty(p->title) ? place_of(c, p) : p->title,
        .place = place_of(c, p),
        .home = card_url(p->site_url),
        .address = p->url,
        .kind = ui_text(p->kind == FEED_OF_PAGE ? UI_add_kind_page : UI_add_kind_feed),
        .whole = whole_text(c, p),
        .entries = (int64_t)p->entries,
        .newest = {entries, p->newest.len},
        .choices = {choices, p->choices.len > 1 ? p->choices.len : 0},
    };
}

static struct looked_view looked_of(struct page_call *c, const struct look_item *item,
                                    size_t number)
{
    const struct feed_preview *p = &item->found;
    bool good = item->state == LOOK_FOUND || item->state == LOOK_LISTED;
    struct looked_view v = {
        .number = (int64_t)number,
        .name = !good                 ? item->typed
                : str_empty(p->title) ? p->url
                                      : p->title,
        .address = good ? p->url : S(""),
        .folder = feed_folder_text(c->a, item->folders),
        .mark = HEALTH_FAILING,
        .good = good,
        .bad = item->state == LOOK_FAILED,
        .waits = item->state == LOOK_WAITS || item->state == LOOK_GOES,
    };
    if (v.bad)
        v.error = feed_sentence(c->a, item->error);
    if (v.waits)
        v.state = ui_text(item->state == LOOK_GOES ? UI_add_looks : UI_add_waits);
    else if (item->state == LOOK_FOUND)
        v.state = ui_text(p->kind == FEED_OF_PAGE ? UI_add_kind_page : UI_add_kind_feed);
    return v;
}

/* Those that are subscribed to. One statement. */
static status known_among(struct map *known, struct page_call *c, const struct look *look)
{
    struct feed_known *rows;
    size_t n;
    str *addresses = arena_array(c->a, look->n, str);
    size_t len = 0;
    for (size_t i = 0; i < look->n; i++)
        if (!str_empty(look->at[i].found.url))
            addresses[len++] = look->at[i].found.url;
    map_init(known, c->a);
    if (!len)
        return OK;
    TRY(store_feed_known(&rows, &n, c->a, c->store, (struct strs){addresses, len}));
    for (size_t i = 0; i < n; i++)
        if (!rows[i].removed)
            *map_put(known, rows[i].address) = (uint64_t)rows[i].id;
    return OK;
}

static void fill_items(struct look_view *v, struct page_call *c, const struct look *look,
                       const struct map *known)
{
    size_t shown = look->n > ITEMS_SHOWN ? ITEMS_SHOWN : look->n;
    struct looked_view *at = arena_array(c->a, shown, struct looked_view);
    for (size_t i = 0; i < shown; i++) {
        at[i] = looked_of(c, &look->at[i], i);
        at[i].known = known_of(c, known, at[i].address);
    }
    v->items = (struct looked_view_list){at, shown};
    v->hidden = (int64_t)(look->n - shown);
    for (size_t i = 0; i < look->n; i++) {
        bool good = look->at[i].state == LOOK_FOUND || look->at[i].state == LOOK_LISTED;
        v->good += good && !map_get(known, look->at[i].found.url);
        v->listed |= look->at[i].state == LOOK_LISTED;
    }
    v->picks = look->n <= PICKS_MAX && !v->busy;
    struct tpl_value values[2] = {{.number = (int64_t)(look->n - look->left), .is_number = true},
                                  {.number = (int64_t)look->n, .is_number = true}};
    v->counts = v->busy ? ui_format(c->a, UI_add_progress, values, 2)
                        : ui_format(c->a, UI_add_counts, &values[1], 1);
}

static status show_look(struct page_call *c, int64_t id, const struct look *look, str problem)
{
    struct map known;
    TRY(known_among(&known, c, look));
    const struct look_item *first = &look->at[0];
    struct look_view v = {
        .frame = page_frame(c, ui_text(UI_feeds_add_long)),
        .token = access_token(c),
        .list = path_subscriptions(c->a, S("")),
        .again = path_subscription_add(),
        .self = path_subscription_look(c->a, id),
        .problem = problem,
        .typed = first->typed,
        .busy = look->left > 0,
        .one = look->n == 1 && first->state != LOOK_LISTED,
        .full_text = subscription_text_choices(c, FEED_TEXT_AUTO),
    };
    v.frame.no_index = v.frame.in_admin = v.frame.in_sources = true;
    if (v.busy)
        v.frame.refresh = REFRESH_S;
    v.failed = v.one && first->state == LOOK_FAILED;
    if (v.failed)
        v.said = feed_sentence(c->a, first->error);
    if (v.one && first->state == LOOK_FOUND) {
        v.offer = offer_of(c, &first->found);
        v.offer.known = known_of(c, &known, first->found.url);
    } else if (!v.one) {
        fill_items(&v, c, look, &known);
    }
    TRY(feed_folder_choices(&v.folders, c, S("")));
    tpl_subscription_look(page_body(c), &v);
    return page_end(c);
}

/* What is looked at; one that was forgotten leads back to the form: then *there is false. */
static status find_look(struct look *look, bool *there, struct page_call *c)
{
    const struct subscribing *s = subscribing(c);
    *there = false;
    status st = !s->get
                    ? E_NOTFOUND
                    : s->get(look, s->ctx, c->a, c->visitor.user.id, http_param_int(c->request, 0));
    if (st == E_NOTFOUND) {
        page_redirect(c, path_subscription_add());
        return OK;
    }
    TRY(st);
    *there = look->n > 0;
    return *there ? OK : fail(E_NOTFOUND, "nothing was given to look at");
}

status page_subscription_look(struct page_call *c)
{
    struct look look;
    bool there;
    TRY(find_look(&look, &there, c));
    return there ? show_look(c, http_param_int(c->request, 0), &look, S("")) : OK;
}

/* --- subscribing ------------------------------------------------------------------------- */

static bool is_picked(const struct page_call *c, size_t number)
{
    const struct http_pairs *form = &c->request->form;
    int64_t value;
    for (size_t i = 0; i < form->len; i++)
        if (str_eq(form->at[i].name, S("pick")) && str_to_i64(&value, form->at[i].value) &&
            value == (int64_t)number)
            return true;
    return false;
}

/* Into the folder that was typed, with the choice about full texts. */
static status file(struct page_call *c, int64_t id, const struct look_item *item)
{
    str folder = str_trim(form_field(c, "folder"));
    int64_t full_text = subscription_text_read(form_field(c, "full_text"));
    if (!str_empty(folder)) {
        struct feed feed;
        TRY(store_feed_get(&feed, c->a, c->store, id));
        struct strs inner = item->folders;
        struct strs outer = feed_folder_read(c->a, folder);
        str *at = arena_array(c->a, outer.len + inner.len, str);
        if (outer.len)
            memcpy(at, outer.at, outer.len * sizeof *at);
        if (inner.len)
            memcpy(at + outer.len, inner.at, inner.len * sizeof *at);
        feed.folders = (struct strs){at, outer.len + inner.len};
        TRY(store_feed_rename(c->store, &feed, c->now_us));
    }
    if (full_text == FEED_TEXT_AUTO)
        return OK;
    struct feed_settings settings;
    TRY(store_feed_settings_get(&settings, c->a, c->store, id));
    settings.full_text = full_text;
    return store_feed_settings_put(c->store, &settings);
}

struct subscribed {
    size_t made, known;
    int64_t last_id;
};

/* An address of a list that is none is left out. */
static status subscribe_all(struct subscribed *did, struct page_call *c, const struct look *look)
{
    const struct subscribing *s = subscribing(c);
    bool picks = look->n > 1 && look->n <= PICKS_MAX;
    for (size_t i = 0; i < look->n; i++) {
        const struct look_item *item = &look->at[i];
        int64_t id;
        bool made;
        if ((item->state != LOOK_FOUND && item->state != LOOK_LISTED) ||
            (picks && !is_picked(c, i)))
            continue;
        status st = s->subscribe(&id, &made, s->ctx, c->a, c->store, item, c->now_us);
        if (st == E_INPUT)
            continue;
        TRY(st);
        did->last_id = id;
        *(made ? &did->made : &did->known) += 1;
        if (made)
            TRY(file(c, id, item));
    }
    return OK;
}

status page_subscription_look_post(struct page_call *c)
{
    struct look look;
    struct subscribed did = {0};
    bool there;
    TRY(find_look(&look, &there, c));
    if (!there)
        return OK;
    TRY(store_begin(c->store));
    status st = subscribe_all(&did, c, &look);
    if (st == OK)
        st = store_commit(c->store);
    else
        store_rollback(c->store);
    TRY(st);
    size_t n = did.made + did.known;
    if (!n)
        return show_look(c, http_param_int(c->request, 0), &look, ui_text(UI_problem_add_none));
    path to = n == 1 ? path_subscription(c->a, did.last_id) : path_subscriptions(c->a, S(""));
    page_redirect(c, path_subscription_done(c->a, to, did.made ? "add" : "known", did.last_id,
                                            n == 1 ? 1 : (int64_t)did.made, 0));
    return OK;
}
