/* Reading comments: pages of threads, one thread, and the lists of feeds and moderators. Each page
 * is a range of an index, so it costs its comments, however many there are. */
#include "store/internal.h"

#define PAGE_MAX 200
#define LIST_MAX 1000
/* Comments of a thread that a page of threads shows in any case; more when there is room. */
#define PREVIEW ((int64_t)5)

/* Where a list begins that goes down. */
static int64_t below(int64_t after_id)
{
    return after_id ? after_id : INT64_MAX;
}

/* What a comment that is not shown has left: its place, and why a moderator removed it. */
static void veil(struct comment *c)
{
    if (c->state == COMMENT_SHOWN)
        return;
    c->user_id = c->role = c->vote = 0;
    c->name = c->source = c->quote = S("");
    if (c->state != COMMENT_REMOVED)
        c->reason = S("");
    c->body = (html){S("")};
    c->quote_begin = c->quote_end = c->quote_version = 0;
    c->votes_for = c->votes_against = c->score = 0;
}

static void veil_all(struct comment_page *page)
{
    for (size_t i = 0; i < page->n; i++)
        veil(&page->at[i]);
}

/* The row types of the three queries of threads are alike; one is read as the others. */
typedef struct q_comment_threads_new_row thread_row;
_Static_assert(sizeof(thread_row) == sizeof(struct q_comment_threads_old_row) &&
                   sizeof(thread_row) == sizeof(struct q_comment_threads_hot_row),
               "the queries of threads have the same columns");

static int64_t least(int64_t x, int64_t y)
{
    return x < y ? x : y;
}

/* How much room N threads take with EACH comments of each at most. */
static int64_t room(const thread_row *threads, size_t n, int64_t each)
{
    int64_t sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += least(1 + threads[i].replies, each);
    return sum;
}

/* Which of the N threads a page of LIMIT comments has, and how many comments of each: as many
 * threads as fit in short, then longer parts of them as long as there is room. */
static void share(size_t *threads_n, int64_t *each, const thread_row *threads, size_t n,
                  int64_t limit)
{
    size_t fit = 0;
    int64_t sum = 0;
    for (; fit < n; fit++) {
        sum += least(1 + threads[fit].replies, PREVIEW);
        if (fit && sum > limit)
            break;
    }
    int64_t low = least(PREVIEW, limit), high = limit;
    while (low < high) {
        int64_t middle = low + (high - low + 1) / 2;
        if (room(threads, fit, middle) <= limit)
            low = middle;
        else
            high = middle - 1;
    }
    *threads_n = fit;
    *each = low;
}

static status threads_read(thread_row **out, size_t *n, struct arena *a, struct store *s,
                           int64_t article_id, enum comment_order order,
                           const struct store_cursor *after, int64_t limit)
{
    struct q_comment_threads_old_row *old;
    struct q_comment_threads_hot_row *hot;
    switch (order) {
    case COMMENTS_NEW:
        return q_comment_threads_new(out, n, a, s->db, article_id, below(after->id), limit);
    case COMMENTS_OLD:
        TRY(q_comment_threads_old(&old, n, a, s->db, article_id, after->id, limit));
        *out = (thread_row *)(void *)old;
        return OK;
    case COMMENTS_HOT:
        TRY(q_comment_threads_hot(&hot, n, a, s->db, article_id,
                                  after->id ? after->sort_us : INT64_MAX, below(after->id), limit));
        *out = (thread_row *)(void *)hot;
        return OK;
    }
    return fail(E_INPUT, "comments: no order %d", (int)order);
}

static status page_read(struct comment_page *out, struct arena *a, struct store *s,
                        int64_t article_id, enum comment_order order,
                        const struct comment_list *list, int64_t threads, int64_t each)
{
    const struct store_cursor *after = &list->after;
    int64_t limit = (int64_t)list->limit, viewer = list->viewer_id;
    if (order == COMMENTS_NEW)
        return q_comment_page_new(&out->at, &out->n, a, s->db, article_id, below(after->id),
                                  threads, each, limit, viewer);
    if (order == COMMENTS_OLD)
        return q_comment_page_old(&out->at, &out->n, a, s->db, article_id, after->id, threads, each,
                                  limit, viewer);
    return q_comment_page_hot(&out->at, &out->n, a, s->db, article_id,
                              after->id ? after->sort_us : INT64_MAX, below(after->id), threads,
                              each, limit, viewer);
}

status store_comment_page(struct comment_page *out, struct arena *a, struct store *s,
                          int64_t article_id, enum comment_order order,
                          const struct comment_list *list)
{
    ASSERT(list->limit >= 1 && list->limit <= PAGE_MAX);
    *out = (struct comment_page){0};
    thread_row *threads;
    size_t n, fit;
    int64_t each;
    /* One more than there is room for tells whether there is more. */
    TRY(threads_read(&threads, &n, a, s, article_id, order, &list->after,
                     (int64_t)list->limit + 1));
    if (n == 0)
        return OK;
    share(&fit, &each, threads, n, (int64_t)list->limit);
    TRY(page_read(out, a, s, article_id, order, list, (int64_t)fit, each));
    out->more = fit < n;
    for (size_t i = 0; i < out->n; i++)
        if (out->at[i].depth == 0)
            out->next = (struct store_cursor){out->at[i].hot_us, out->at[i].id};
    /* Places without a text of their own are not in ->replies: they can take the last threads'
     * room. */
    out->more |= out->n > 0 && out->next.id != threads[fit - 1].id;
    veil_all(out);
    return OK;
}

status store_comment_thread(struct comment_page *out, struct arena *a, struct store *s,
                            int64_t root_id, const struct comment_list *list)
{
    ASSERT(list->limit >= 1 && list->limit <= PAGE_MAX);
    *out = (struct comment_page){0};
    TRY(q_comment_thread(&out->at, &out->n, a, s->db, root_id, list->after.id,
                         (int64_t)list->limit + 1, list->viewer_id));
    out->more = out->n > list->limit;
    if (out->more)
        out->n = list->limit;
    if (out->n)
        out->next.id = out->at[out->n - 1].id;
    veil_all(out);
    return OK;
}

status store_comment_place(int64_t *after_id, struct store *s, int64_t id, size_t back)
{
    struct q_comment_before_row row = {0};
    status st = q_comment_before(&row, &s->scratch, s->db, id,
                                 (int64_t)(back < PAGE_MAX ? back : PAGE_MAX));
    if (st != OK && st != E_NOTFOUND)
        return st;
    *after_id = row.id;
    return OK;
}

status store_comment_get(struct comment *out, struct arena *a, struct store *s, int64_t id,
                         int64_t viewer_id)
{
    status st = q_comment_get(out, a, s->db, id, viewer_id);
    return st == E_NOTFOUND ? fail(st, "there is no comment %lld", (long long)id) : st;
}

status store_comment_count(int64_t *out, struct store *s, int64_t article_id)
{
    struct q_discussion_count_row row;
    TRY(q_discussion_count(&row, &s->scratch, s->db, article_id));
    *out = row.shown;
    return OK;
}

status store_comment_newest(struct comment **out, size_t *n, struct arena *a, struct store *s,
                            int64_t article_id, int64_t after_id, size_t limit)
{
    ASSERT(limit >= 1 && limit <= LIST_MAX);
    if (article_id)
        return q_comment_newest_article(out, n, a, s->db, article_id, below(after_id),
                                        (int64_t)limit);
    return q_comment_newest(out, n, a, s->db, below(after_id), (int64_t)limit);
}

status store_comment_by_user(struct comment **out, size_t *n, struct arena *a, struct store *s,
                             int64_t user_id, bool everything, int64_t after_id, size_t limit)
{
    ASSERT(limit >= 1 && limit <= LIST_MAX);
    return q_comment_by_user(out, n, a, s->db, user_id, everything, below(after_id),
                             (int64_t)limit);
}

status store_comment_by_address(struct comment **out, size_t *n, struct arena *a, struct store *s,
                                str address, int64_t after_id, size_t limit)
{
    ASSERT(limit >= 1 && limit <= LIST_MAX);
    return q_comment_by_address(out, n, a, s->db, address, below(after_id), (int64_t)limit);
}

status store_comment_held_by(struct comment **out, size_t *n, struct arena *a, struct store *s,
                             int64_t article_id, int64_t user_id, size_t limit)
{
    ASSERT(limit >= 1 && limit <= LIST_MAX);
    return q_comment_held_by(out, n, a, s->db, article_id, user_id, (int64_t)limit);
}

status store_comment_queue(struct comment **out, size_t *n, struct arena *a, struct store *s,
                           enum comment_queue queue, int64_t after_id, size_t limit)
{
    ASSERT(limit >= 1 && limit <= LIST_MAX);
    if (queue == QUEUE_HELD)
        return q_comment_held(out, n, a, s->db, after_id, (int64_t)limit);
    if (queue == QUEUE_REPORTED)
        return q_comment_reported(out, n, a, s->db, after_id, (int64_t)limit);
    return q_comment_removed(out, n, a, s->db, below(after_id), (int64_t)limit);
}

status store_comment_waiting(int64_t *held, int64_t *reported, struct store *s)
{
    struct q_comment_waiting_row row;
    TRY(q_comment_waiting(&row, &s->scratch, s->db));
    *held = row.held;
    *reported = row.reported;
    return OK;
}

status store_comments_get(struct comment **out, size_t *n, struct arena *a, struct store *s,
                          const int64_t *ids, size_t len)
{
    ASSERT(len <= LIST_MAX);
    status st = q_comments_get(out, n, a, s->db, store_id_list(&s->scratch, ids, len));
    arena_reset(&s->scratch);
    return st;
}

status store_comment_reports(struct comment_report_row **out, size_t *n, struct arena *a,
                             struct store *s, const int64_t *ids, size_t len)
{
    ASSERT(len <= LIST_MAX);
    status st = q_comment_report_list(out, n, a, s->db, store_id_list(&s->scratch, ids, len));
    arena_reset(&s->scratch);
    return st;
}

status store_comment_export(struct comment **out, size_t *n, struct arena *a, struct store *s,
                            int64_t article_id, int64_t after_id, size_t limit)
{
    ASSERT(limit >= 1 && limit <= LIST_MAX);
    if (article_id)
        return q_comment_export_article(out, n, a, s->db, article_id, after_id, (int64_t)limit);
    return q_comment_export(out, n, a, s->db, after_id, (int64_t)limit);
}
