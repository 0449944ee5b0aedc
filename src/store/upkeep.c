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
    return check_tags(a, s);
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
