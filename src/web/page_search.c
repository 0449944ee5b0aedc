/* Search: the form, the hits with their matches marked, and what to try when there are none. */
#include "base/utf8.h"
#include "base/vec.h"
#include "web/cards.h"
#include "web/page_lists.h"
#include "web/paths.h"
#include "web/strings.h"
#include "web/templates.h"

#define SEARCH_HITS 20 /* on one page */
#define SEARCH_QUERY_MAX 300

/* store_search marks matches with these private-use characters. */
#define MATCH_BEGIN S("\xee\x80\x80")
#define MATCH_END S("\xee\x80\x81")

struct segment_vec VEC(struct segment_view);

static void add_segment(struct segment_vec *v, struct arena *a, str text, bool match)
{
    if (!str_empty(text))
        *vec_push(v, a) = (struct segment_view){text, match};
}

static struct segment_view_list snippet_segments(struct arena *a, str snippet)
{
    struct segment_vec v = {0};
    for (;;) {
        size_t begin = str_find(snippet, MATCH_BEGIN);
        add_segment(&v, a, str_sub(snippet, 0, begin), false);
        if (begin == STR_NPOS)
            break;
        snippet = str_skip(snippet, begin + MATCH_BEGIN.len);
        size_t end = str_find(snippet, MATCH_END);
        add_segment(&v, a, str_sub(snippet, 0, end), true);
        if (end == STR_NPOS)
            break;
        snippet = str_skip(snippet, end + MATCH_END.len);
    }
    return (struct segment_view_list){v.at, v.len};
}

str page_search_query(const struct http_request *r)
{
    str query = str_trim(http_query(r, "q"));
    return str_sub(query, 0, utf8_floor(query, SEARCH_QUERY_MAX));
}

int64_t page_search_offset(const struct http_request *r)
{
    int64_t offset;
    if (!str_to_i64(&offset, http_query(r, "from")) || offset < 0)
        return 0;
    return offset > SEARCH_OFFSET_MAX ? SEARCH_OFFSET_MAX : offset;
}

static void set_hits(struct search_view *v, struct page_call *c, const struct search_hit *hits,
                     size_t n)
{
    struct hit_view *at = arena_array(c->a, n, struct hit_view);
    for (size_t i = 0; i < n; i++)
        at[i] = (struct hit_view){
            .card = card_make(c, &hits[i].card, S("en")),
            .snippet = snippet_segments(c->a, hits[i].snippet),
        };
    v->hits = (struct hit_view_list){at, n};
}

static void set_pages(struct search_view *v, struct arena *a, int64_t offset)
{
    int64_t next = offset + SEARCH_HITS;
    if (next < v->total && next <= SEARCH_OFFSET_MAX)
        v->next = path_search_at(a, v->query, next);
    else if (next < v->total)
        v->paged_max = next;
    if (offset > 0)
        v->previous = path_search_at(a, v->query, offset > SEARCH_HITS ? offset - SEARCH_HITS : 0);
}

status page_search(struct page_call *c)
{
    str query = page_search_query(c->request);
    struct search_view v = {.query = query};
    v.frame = page_frame(c, str_empty(query) ? ui_text(UI_search_title)
                                             : ui_format(c->a, UI_search_title_for,
                                                         &(struct tpl_value){.text = query}, 1));
    v.frame.no_index = true;
    v.frame.query = query;
    int64_t offset = page_search_offset(c->request);
    if (!str_empty(query)) {
        v.frame.feeds = page_feeds(c, path_search_at(c->a, query, 0), v.frame.title);
        struct search_hit *hits;
        size_t n;
        struct store_search search = {
            .query = query, .limit = SEARCH_HITS, .offset = (size_t)offset};
        status did = store_search(&hits, &n, &v.total, c->a, c->store, &search);
        if (did == E_INPUT)
            v.problem = str_dup(c->a, str_c(err_text()));
        else
            TRY(did);
        if (did == OK)
            set_hits(&v, c, hits, n);
        set_pages(&v, c->a, offset);
    }
    tpl_search(page_body(c), &v);
    return page_end(c);
}
