/*
 * The search index: what an article's terms look like to each engine. SQLite's FTS5 gets three
 * columns of terms with spaces between; PostgreSQL gets one tsvector literal in three parts,
 * the title's terms with weight A. Both index the same terms: a tsvector numbers 16,383
 * positions at most and 256 of one term, so neither engine gets more.
 */
#include "base/map.h"
#include "base/sbuf.h"
#include "store/internal.h"

#define TITLE_TERMS_MAX 200
#define TEXT_TERMS_MAX 15000
#define TERM_PLACES_MAX 250
/* Stands where a term is left out, so that its neighbours do not become a phrase; no query has
 * a term of this private-use character. */
#define GAP S("\xee\x80\x82")
#define INDEX_MAX ((size_t)4 << 20)
#define REINDEX_PAGE 64 /* articles in memory at a time */
#define POSITION_GAP 2  /* so that no phrase reaches from the title into the text */

struct index_text {
    enum db_engine engine;
    struct sbuf title, text, variants;
    int64_t position;
};

static void put_lexeme(struct sbuf *b, str term, int64_t position, bool title)
{
    sbuf_put(b, S(" '"));
    sbuf_put(b, term);
    sbuf_putc(b, '\'');
    if (position) {
        sbuf_putc(b, ':');
        sbuf_put_i64(b, position);
        if (title)
            sbuf_putc(b, 'A');
    }
}

/* Whether some term may come more than TERM_PLACES_MAX times: counts by first byte and length,
 * which costs a tenth of counting terms and says no for nearly every article. */
static bool may_repeat(const struct term_vec *terms)
{
    uint16_t counts[256 * 8] = {0};
    for (size_t i = 0; terms->len > TERM_PLACES_MAX && i < terms->len; i++) {
        str t = terms->at[i].text;
        if (++counts[(unsigned char)t.p[0] * 8u + (t.len & 7)] > TERM_PLACES_MAX)
            return true;
    }
    return false;
}

/* Empties the terms that have come TERM_PLACES_MAX times already: the commonest words of very
 * long texts. */
static void leave_out_frequent(struct arena *a, struct term_vec *terms)
{
    struct map places;
    if (!may_repeat(terms))
        return;
    map_init(&places, a);
    for (size_t i = 0; i < terms->len; i++)
        if (++*map_put(&places, terms->at[i].text) > TERM_PLACES_MAX)
            terms->at[i].text = terms->at[i].variant = S("");
}

static void put_terms(struct index_text *x, const struct term_vec *terms, bool title)
{
    struct sbuf *b = title ? &x->title : &x->text;
    vec_each (const struct term, t, terms) {
        if (x->engine == DB_POSTGRES) {
            x->position++;
            if (t->text.len)
                put_lexeme(b, t->text, x->position, title);
            if (t->variant.len)
                put_lexeme(&x->variants, t->variant, 0, false);
            continue;
        }
        if (b->len)
            sbuf_putc(b, ' ');
        sbuf_put(b, t->text.len ? t->text : GAP);
        if (t->variant.len) {
            sbuf_put(&x->variants, t->variant);
            sbuf_putc(&x->variants, ' ');
        }
    }
    x->position += POSITION_GAP;
}

status store_index_article(struct store *s, const struct article *article, bool replace)
{
    struct arena *a = &s->scratch;
    struct index_text x = {.engine = s->db->engine};
    sbuf_init(&x.title, a, INDEX_MAX);
    sbuf_init(&x.text, a, INDEX_MAX);
    sbuf_init(&x.variants, a, INDEX_MAX);
    struct term_vec title = {0}, text = {0};
    terms_read(&title, a, s->terms, article->title, article->language, TITLE_TERMS_MAX);
    terms_read(&text, a, s->terms, article->text, article->language, TEXT_TERMS_MAX);
    leave_out_frequent(a, &text);
    put_terms(&x, &title, true);
    put_terms(&x, &text, false);
    if (replace)
        TRY(q_search_delete(s->db, article->id));
    return q_search_insert(s->db, article->id, sbuf_str(&x.title), sbuf_str(&x.text),
                           sbuf_str(&x.variants));
}

status store_index_all(struct store *s)
{
    struct arena a;
    arena_init(&a);
    int64_t after = 0;
    size_t n;
    status st = q_search_clear(s->db);
    do {
        struct article *articles;
        n = 0;
        arena_reset(&a);
        if (st == OK)
            st = q_search_articles(&articles, &n, &a, s->db, after, REINDEX_PAGE);
        for (size_t i = 0; i < n && st == OK; i++) {
            st = store_index_article(s, &articles[i], false);
            arena_reset(&s->scratch);
            after = articles[i].id;
        }
    } while (n && st == OK);
    arena_end(&a);
    return st;
}

status store_reindex(struct store *s)
{
    bool own;
    TRY(store_change_begin(&own, s));
    s->changed = true;
    return store_change_end(s, own, store_index_all(s));
}
