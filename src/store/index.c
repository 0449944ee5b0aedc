/*
 * The search index: what an article's terms look like to each engine. SQLite's FTS5 gets three
 * columns of terms with spaces between; PostgreSQL gets one tsvector literal in three parts,
 * the title's terms with weight A. Both index the same terms, TEXT_TERMS_MAX at most, because
 * a tsvector cannot number more than 16,383 positions.
 */
#include "base/sbuf.h"
#include "store/internal.h"

#define TITLE_TERMS_MAX 200
#define TEXT_TERMS_MAX 15000
#define INDEX_MAX ((size_t)4 << 20)
#define POSITION_GAP 2 /* so that no phrase reaches from the title into the text */

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

static void put_terms(struct index_text *x, const struct term_vec *terms, bool title)
{
    struct sbuf *b = title ? &x->title : &x->text;
    vec_each (const struct term, t, terms) {
        if (x->engine == DB_POSTGRES) {
            put_lexeme(b, t->text, ++x->position, title);
            if (t->variant.len)
                put_lexeme(&x->variants, t->variant, 0, false);
            continue;
        }
        if (b->len)
            sbuf_putc(b, ' ');
        sbuf_put(b, t->text);
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
    put_terms(&x, &title, true);
    put_terms(&x, &text, false);
    if (replace)
        TRY(q_search_delete(s->db, article->id));
    return q_search_insert(s->db, article->id, sbuf_str(&x.title), sbuf_str(&x.text),
                           sbuf_str(&x.variants));
}
