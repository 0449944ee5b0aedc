/* What may be done with subscriptions, one or many: pausing, asking now, removing, and back. */
#include "web/feed_list.h"
#include "web/forms.h"
#include "web/paths.h"

/* Back to where the form stood, a page of the subscriptions, which says what was done. */
static void back(struct page_call *c, const char *done, int64_t id, int64_t n, int64_t at_us)
{
    str to = form_field(c, "back");
    bool ours = str_eq(to, S("/admin/feeds")) || str_starts(to, S("/admin/feeds?")) ||
                str_starts(to, S("/admin/feeds/"));
    page_redirect(c, path_feed_done(c->a, ours ? path_back(to) : path_feeds(c->a, S("")), done, id,
                                    n, at_us));
}

static status refetch(struct page_call *c, int64_t id)
{
    struct feed_row row;
    TRY(store_feed_row(&row, c->a, c->store, id, c->now_us));
    return store_feed_plan(c->store, id, c->now_us, row.feed.checked_us);
}

static const struct {
    const char *name;
    status (*act)(struct page_call *c, int64_t id);
} ACTS[] = {
    {"refetch", refetch},
};

status page_feed_act_post(struct page_call *c)
{
    int64_t id = http_param_int(c->request, 0);
    for (size_t i = 0; i < ARRAY_LEN(ACTS); i++)
        if (str_eq(http_param(c->request, 1), str_c(ACTS[i].name))) {
            TRY(ACTS[i].act(c, id));
            back(c, ACTS[i].name, id, 1, 0);
            return OK;
        }
    return fail(E_NOTFOUND, "'%.*s' is nothing to do with a feed",
                STR_FMT(str_sub(http_param(c->request, 1), 0, 60)));
}
