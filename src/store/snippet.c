/* Choosing and marking the part of a text that shows why it was found. */
#include "store/snippet.h"

#include "base/utf8.h"

#define WORDS_READ_MAX 20000
#define CONTEXT 60 /* bytes shown before the first match */

/* A word of the text that was searched for, and which of the marks it is. */
struct match {
    uint32_t begin, end;
    uint32_t mark;
};
struct match_vec VEC(struct match);

static bool mark_fits(const struct search_mark *m, const struct term *t)
{
    if (m->prefix)
        return str_starts(t->text, m->term);
    return str_eq(t->text, m->term) || (t->variant.len && str_eq(t->variant, m->term));
}

static void find_matches(struct match_vec *out, struct arena *a, const struct term_vec *words,
                         const struct search_mark_vec *marks)
{
    vec_each (const struct term, t, words) {
        for (size_t i = 0; i < marks->len; i++) {
            if (!mark_fits(&marks->at[i], t))
                continue;
            *vec_push(out, a) = (struct match){t->begin, t->end, (uint32_t)i};
            break;
        }
    }
}

/* The match to begin with: the window from it on holds the most different marks, then the most
 * matches. The earliest wins. */
static size_t best_start(const struct match_vec *m)
{
    size_t best = 0, best_score = 0;
    for (size_t i = 0; i < m->len; i++) {
        uint64_t seen = 0;
        size_t count = 0;
        for (size_t j = i; j < m->len && m->at[j].end - m->at[i].begin < SNIPPET_MAX - CONTEXT;
             j++) {
            seen |= (uint64_t)1 << (m->at[j].mark & 63);
            count++;
        }
        size_t score = (size_t)__builtin_popcountll(seen) * 100 + (count < 100 ? count : 99);
        if (score > best_score) {
            best = i;
            best_score = score;
        }
    }
    return best;
}

/* The beginning of the word at AT or the first after it, not past LIMIT; AT itself (a code
 * point's beginning) where words have no spaces between them. */
static size_t word_start(str text, size_t at, size_t limit)
{
    if (at == 0)
        return 0;
    for (size_t i = at; i < limit; i++)
        if (ascii_is_space((unsigned char)text.p[i - 1]))
            return i;
    return utf8_floor(text, at);
}

static size_t word_stop(str text, size_t at, size_t limit)
{
    if (at >= text.len)
        return text.len;
    for (size_t i = at; i > limit; i--)
        if (ascii_is_space((unsigned char)text.p[i]))
            return i;
    return utf8_floor(text, at);
}

/* Whether a mark's own character stands in the text at I: it would look like a match. */
static bool is_mark_char(str text, size_t i)
{
    return i + 3 <= text.len && text.p[i] == '\xee' && text.p[i + 1] == '\x80' &&
           (text.p[i + 2] == '\x80' || text.p[i + 2] == '\x81');
}

/* Copies BEGIN..END with white space squeezed. */
static void put_squeezed(struct sbuf *b, str text, size_t begin, size_t end)
{
    for (size_t i = begin; i < end; i++) {
        if (is_mark_char(text, i)) {
            i += 2;
            continue;
        }
        bool space = ascii_is_space((unsigned char)text.p[i]);
        if (!space)
            sbuf_putc(b, text.p[i]);
        else if (b->len && b->p[b->len - 1] != ' ')
            sbuf_putc(b, ' ');
    }
}

str snippet_make(struct arena *a, struct terms *terms, str text, str language,
                 const struct search_mark_vec *marks)
{
    struct term_vec words = {0};
    struct match_vec matches = {0};
    if (marks->len)
        terms_read(&words, a, terms, text, language, WORDS_READ_MAX);
    find_matches(&matches, a, &words, marks);
    size_t first = best_start(&matches), begin = 0, last = 0;
    if (matches.len) {
        size_t at = matches.at[first].begin;
        begin = at < CONTEXT * 2 ? 0 : word_start(text, at - CONTEXT, at);
        last = matches.at[first].end;
    }
    size_t end = word_stop(text, begin + SNIPPET_MAX, last > begin ? last : begin);
    if (end < last)
        end = last;
    struct sbuf b;
    sbuf_init(&b, a, SNIPPET_MAX * 10);
    if (begin)
        sbuf_put(&b, S("\xe2\x80\xa6"));
    size_t at = begin;
    for (size_t i = 0; i < matches.len; i++) {
        const struct match *m = &matches.at[i];
        if (m->begin < at || m->end > end)
            continue;
        put_squeezed(&b, text, at, m->begin);
        sbuf_put_utf8(&b, 0xe000);
        put_squeezed(&b, text, m->begin, m->end);
        sbuf_put_utf8(&b, 0xe001);
        at = m->end;
    }
    put_squeezed(&b, text, at, end);
    if (end < text.len)
        sbuf_put(&b, S("\xe2\x80\xa6"));
    return str_trim(sbuf_str(&b));
}
