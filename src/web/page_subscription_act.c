/* What may be done with subscriptions, one or many: pausing, asking now, removing and back, filing.
 */
#include "base/clock.h"
#include "web/forms.h"
#include "web/paths.h"
#include "web/subscription_list.h"

#define PICKED_MAX 100000 /* in one go: the whole list */

/* Back to where the form stood, a page of the subscriptions, which says what was done. */
static void back(struct page_call *c, const char *done, int64_t id, size_t n, int64_t at_us)
{
    str to = form_field(c, "back");
    bool ours = str_eq(to, S("/admin/feeds")) || str_starts(to, S("/admin/feeds?")) ||
                str_starts(to, S("/admin/feeds/"));
    path page = ours ? path_back(to) : path_subscriptions(c->a, S(""));
    page_redirect(c, path_subscription_done(c->a, page, done, id, (int64_t)n, at_us));
}

static status pause_feed(struct page_call *c, int64_t id)
{
    return store_feed_pause(c->store, id, c->now_us);
}

static status resume_feed(struct page_call *c, int64_t id)
{
    return store_feed_resume(c->store, id, c->now_us);
}

static status refetch_feed(struct page_call *c, int64_t id)
{
    return store_feed_ask(c->store, id, c->now_us, false);
}

static status remove_feed(struct page_call *c, int64_t id)
{
    return store_feed_remove(c->store, id, c->now_us);
}

static status restore_feed(struct page_call *c, int64_t id)
{
    return store_feed_restore(c->store, id);
}

static status move_feed(struct page_call *c, int64_t id)
{
    struct feed feed;
    TRY(store_feed_get(&feed, c->a, c->store, id));
    feed.folders = feed_folder_read(c->a, form_field(c, "to"));
    return store_feed_rename(c->store, &feed, c->now_us);
}

struct feed_act {
    const char *name;
    status (*act)(struct page_call *c, int64_t id);
};
static const struct feed_act ACTS[] = {
    {"pause", pause_feed},   {"resume", resume_feed},   {"refetch", refetch_feed},
    {"remove", remove_feed}, {"restore", restore_feed}, {"move", move_feed},
};

static const struct feed_act *act_named(str name)
{
    for (size_t i = 0; i < ARRAY_LEN(ACTS); i++)
        if (str_eq(name, str_c(ACTS[i].name)))
            return &ACTS[i];
    return NULL;
}

static status no_act(str name)
{
    return fail(E_NOTFOUND, "'%.*s' is nothing to do with a feed", STR_FMT(str_sub(name, 0, 60)));
}

status page_subscription_act_post(struct page_call *c)
{
    const struct feed_act *act = act_named(http_param(c->request, 1));
    int64_t id = http_param_int(c->request, 0);
    if (!act)
        return no_act(http_param(c->request, 1));
    TRY(act->act(c, id));
    back(c, act->name, id, 1, act->act == remove_feed ? c->now_us : 0);
    return OK;
}

/* --- several ----------------------------------------------------------------------------- */

/* All that one of the lists has, or those removed at a time. */
static status ids_of_list(int64_t **ids, size_t *n, struct page_call *c,
                          const struct feed_list *list, int64_t at_us)
{
    struct feed_row *rows;
    struct feed_query query = {.now_us = c->now_us,
                               .health = list->health,
                               .folder = list->folder,
                               .text = list->text,
                               .at_us = at_us,
                               .limit = PICKED_MAX};
    TRY(store_feed_rows(&rows, n, c->a, c->store, &query));
    *ids = arena_array(c->a, *n, int64_t);
    for (size_t i = 0; i < *n; i++)
        (*ids)[i] = rows[i].feed.id;
    return OK;
}

/* Those whose boxes were ticked. */
static void ids_of_form(int64_t **ids, size_t *n, struct page_call *c)
{
    const struct http_pairs *form = &c->request->form;
    *ids = arena_array(c->a, form->len, int64_t);
    *n = 0;
    for (size_t i = 0; i < form->len; i++)
        if (str_eq(form->at[i].name, S("feed")) && str_to_i64(&(*ids)[*n], form->at[i].value))
            ++*n;
}

/* One that has gone meanwhile, or cannot be asked, is left out. */
static status act_on(size_t *did, struct page_call *c, const struct feed_act *act,
                     const int64_t *ids, size_t n)
{
    *did = 0;
    for (size_t i = 0; i < n; i++) {
        status st = act->act(c, ids[i]);
        if (st != OK && st != E_NOTFOUND)
            return st;
        *did += st == OK;
    }
    return OK;
}

/* All of them or, when something fails, none. */
static status act_on_all(size_t *did, struct page_call *c, const struct feed_act *act,
                         const int64_t *ids, size_t n)
{
    TRY(store_begin(c->store));
    status st = act_on(did, c, act, ids, n);
    if (st == OK)
        return store_commit(c->store);
    store_rollback(c->store);
    return st;
}

status page_subscriptions_act_post(struct page_call *c)
{
    const struct feed_act *act = act_named(form_field(c, "act"));
    struct feed_list list = feed_list_read(c->a, &c->request->form);
    int64_t *ids;
    size_t n, did;
    if (!act)
        return no_act(form_field(c, "act"));
    if (http_form(c->request, "all").p)
        TRY(ids_of_list(&ids, &n, c, &list, 0));
    else
        ids_of_form(&ids, &n, c);
    TRY(act_on_all(&did, c, act, ids, n));
    back(c, did ? act->name : "nothing", n == 1 ? ids[0] : 0, did,
         act->act == remove_feed ? c->now_us : 0);
    return OK;
}

status page_subscriptions_undo_post(struct page_call *c)
{
    const struct feed_list removed = {.health = HEALTH_REMOVED, .folder = S(""), .text = S("")};
    int64_t *ids, at_us;
    size_t n, did;
    if (!str_to_i64(&at_us, form_field(c, "at")) || at_us <= 0)
        return fail(E_INPUT, "there is nothing to be undone");
    TRY(ids_of_list(&ids, &n, c, &removed, at_us));
    TRY(act_on_all(&did, c, act_named(S("restore")), ids, n));
    back(c, did ? "restore" : "nothing", n == 1 ? ids[0] : 0, did, 0);
    return OK;
}
