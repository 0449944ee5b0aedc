/* Full-text search: the typed query becomes an expression of terms, the engine finds and ranks,
 * and the snippet is made here. */
#include "base/utf8.h"
#include "store/internal.h"
#include "store/snippet.h"

#define PAGE_MAX 200

struct plan {
    struct search_query query;
    int64_t source_id;
    bool nothing; /* nothing was asked for, or of a source that is not there */
};

static status plan_make(struct plan *plan, struct arena *a, struct store *s, str typed)
{
    struct q_search_languages_row *rows;
    size_t n;
    *plan = (struct plan){0};
    TRY(q_search_languages(&rows, &n, a, s->db));
    str *languages = arena_array(a, n, str);
    for (size_t i = 0; i < n; i++)
        languages[i] = rows[i].language;
    search_query_parse(&plan->query, a, s->terms, s->db->engine, typed, languages, n);
    plan->nothing = !plan->query.any;
    if (plan->nothing || str_empty(plan->query.source))
        return OK;
    struct q_source_id_row source;
    status st = q_source_id(&source, a, s->db, plan->query.source);
    plan->nothing = st == E_NOTFOUND;
    plan->source_id = st == OK ? source.id : 0;
    return st == E_NOTFOUND ? OK : st;
}

static status run(struct search_row **rows, size_t *n, int64_t *total, struct arena *a,
                  struct store *s, const struct plan *plan, const struct store_search *search)
{
    const struct search_query *q = &plan->query;
    int64_t page = (int64_t)search->limit, skip = (int64_t)search->offset;
    if (str_empty(q->match)) {
        struct q_search_newest_count_row count;
        TRY(q_search_newest(rows, n, a, s->db, q->without, plan->source_id, q->language, page,
                            skip));
        TRY(q_search_newest_count(&count, a, s->db, q->without, plan->source_id, q->language));
        *total = count.count;
        return OK;
    }
    struct q_search_match_count_row count;
    if (search->newest)
        TRY(q_search_match_newest(rows, n, a, s->db, q->match, plan->source_id, q->language, page,
                                  skip));
    else
        TRY(q_search_match(rows, n, a, s->db, q->match, plan->source_id, q->language, page, skip));
    TRY(q_search_match_count(&count, a, s->db, q->match, plan->source_id, q->language));
    *total = count.count;
    return OK;
}

status store_search(struct search_hit **out, size_t *n, int64_t *total, struct arena *a,
                    struct store *s, const struct store_search *search)
{
    ASSERT(search->limit >= 1 && search->limit <= PAGE_MAX);
    struct plan plan;
    struct search_row *rows;
    *out = NULL;
    *n = 0;
    *total = 0;
    str typed = utf8_repair(a, search->query);
    TRY(plan_make(&plan, a, s, typed));
    if (plan.nothing)
        return OK;
    TRY(run(&rows, n, total, a, s, &plan, search));
    *out = arena_array(a, *n, struct search_hit);
    for (size_t i = 0; i < *n; i++) {
        struct search_hit *hit = &(*out)[i];
        hit->card = rows[i].card;
        hit->score = rows[i].score;
        hit->snippet =
            snippet_make(a, s->terms, rows[i].text, hit->card.language, &plan.query.marks);
    }
    return OK;
}
