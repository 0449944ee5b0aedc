/* Removing the demo press, and looking for damage. */
#include "store/internal.h"

static status demo_remove(int64_t *removed, struct store *s)
{
    int64_t sources = 0;
    TRY(q_demo_search_delete(s->db));
    TRY(q_demo_articles_delete(removed, s->db));
    TRY(q_demo_sources_delete(&sources, s->db));
    if (*removed) {
        TRY(q_sources_recount(s->db));
        TRY(q_tags_recount(s->db));
        TRY(q_tags_drop_empty(s->db));
        TRY(q_copies_drop_singles(s->db));
    }
    s->changed |= *removed > 0 || sources > 0;
    return OK;
}

status store_demo_remove(int64_t *removed, struct store *s)
{
    bool own;
    *removed = 0;
    TRY(store_change_begin(&own, s));
    status st = store_source_flush(s);
    if (st == OK)
        st = demo_remove(removed, s);
    return store_change_end(s, own, st);
}

static status check_references(struct arena *a, struct store *s)
{
    struct q_foreign_keys_row *keys;
    struct q_article_incomplete_row *articles;
    struct q_source_miscounted_row *sources;
    size_t n;
    TRY(q_foreign_keys(&keys, &n, a, s->db));
    if (n)
        return fail(E_DB,
                    "store: %zu or more rows of '%.*s' refer to rows of '%.*s' that are not "
                    "there",
                    n, STR_FMT(keys[0].child), STR_FMT(keys[0].parent));
    TRY(q_article_incomplete(&articles, &n, a, s->db));
    if (n)
        return fail(E_DB, "store: article %lld has no text or is not in the search index",
                    (long long)articles[0].id);
    TRY(q_source_miscounted(&sources, &n, a, s->db));
    if (n)
        return fail(E_DB, "store: source '%.*s' counts %lld articles and has %lld",
                    STR_FMT(sources[0].key), (long long)sources[0].kept,
                    (long long)sources[0].counted);
    return OK;
}

static status check_tags(struct arena *a, struct store *s)
{
    struct q_tag_miscounted_row *tags;
    struct q_tag_misplaced_row *articles;
    size_t n;
    TRY(q_tag_miscounted(&tags, &n, a, s->db));
    if (n)
        return fail(E_DB, "store: tag '%.*s' counts %lld articles and has %lld",
                    STR_FMT(tags[0].canonical), (long long)tags[0].kept,
                    (long long)tags[0].counted);
    TRY(q_tag_misplaced(&articles, &n, a, s->db));
    if (n)
        return fail(E_DB, "store: article %lld has another place in the lists of its tags",
                    (long long)articles[0].article_id);
    return OK;
}

/* The counts kept with comments are what there is, and each stands where it says. */
static status check_comments(struct arena *a, struct store *s)
{
    struct q_comment_miscounted_row *counts;
    struct q_comment_misplaced_row *places;
    struct q_discussion_miscounted_row *articles;
    struct q_discussion_missing_row *missing;
    size_t n;
    TRY(q_comment_miscounted(&counts, &n, a, s->db));
    if (n)
        return fail(E_DB, "store: comment %lld counts other replies, votes or reports than it has",
                    (long long)counts[0].id);
    TRY(q_comment_misplaced(&places, &n, a, s->db));
    if (n)
        return fail(E_DB, "store: comment %lld does not stand below the one it answers",
                    (long long)places[0].id);
    TRY(q_discussion_miscounted(&articles, &n, a, s->db));
    if (n)
        return fail(E_DB, "store: article %lld counts other comments than it has",
                    (long long)articles[0].article_id);
    TRY(q_discussion_missing(&missing, &n, a, s->db));
    if (n)
        return fail(E_DB, "store: article %lld has comments and does not count them",
                    (long long)missing[0].article_id);
    return OK;
}

static status check_all(struct arena *a, struct store *s)
{
    struct q_integrity_row *findings;
    size_t n;
    TRY(q_integrity(&findings, &n, a, s->db));
    if (n != 1 || !str_eq(findings[0].finding, S("ok")))
        return fail(E_DB, "store: damaged: %.*s; 'courant restore' brings back a backup",
                    STR_FMT(n ? findings[0].finding : S("no answer")));
    status st = db_script(s->db, db_queries[Q_SEARCH_CHECK].sql[s->db->engine]);
    if (st != OK)
        return fail_in(st, "search index");
    TRY(check_references(a, s));
    TRY(check_tags(a, s));
    return check_comments(a, s);
}

status store_check(struct store *s)
{
    struct arena a;
    arena_init(&a);
    status st = store_source_flush(s);
    if (st == OK)
        st = check_all(&a, s);
    arena_end(&a);
    return st;
}
