/* Sentences cut into words, spaces and signs, and compared. */
#include "text/changes_words.h"

#include "text/changes.h"
#include "text/char.h"

struct token {
    uint32_t begin, end;
    bool word;
};
struct token_vec VEC(struct token);

static bool is_space(uint32_t c)
{
    return char_is_blank(c) || c == '\n' || c == '\r' || c == '\v' || c == '\f';
}

/* Whether C joins the letters or digits around it to one word: "don't", "1,500", "3.5". */
static bool joins(uint32_t before, uint32_t c, uint32_t after)
{
    if (char_is_apostrophe(c))
        return char_is_letter(before) && char_is_letter(after);
    return (c == ',' || c == '.') && char_is_digit(before) && char_is_digit(after);
}

static size_t word_end(str s, size_t at)
{
    uint32_t last = char_at(s, at, &at);
    if (char_is_unspaced(last)) {
        for (size_t next; char_is_mark(char_at(s, at, &next)); at = next)
            ;
        return at;
    }
    while (at < s.len) {
        size_t next, after;
        uint32_t c = char_at(s, at, &next);
        bool word = char_is_word(c) && !char_is_unspaced(c);
        if (!word && !joins(last, c, char_at(s, next, &after)))
            break;
        last = c;
        at = next;
    }
    return at;
}

/* The token at byte AT: a word, a run of white space, or a single sign. */
static struct token token_at(str s, size_t at)
{
    size_t next;
    uint32_t c = char_at(s, at, &next);
    if (char_is_word(c))
        return (struct token){(uint32_t)at, (uint32_t)word_end(s, at), true};
    if (is_space(c))
        for (size_t more = next; more < s.len && is_space(char_at(s, next, &more)); next = more)
            ;
    return (struct token){(uint32_t)at, (uint32_t)next, false};
}

static uint32_t number_of(struct map *known, str word)
{
    uint64_t *id = map_put(known, word);
    if (!*id)
        *id = known->len;
    return (uint32_t)*id;
}

static int by_number(const void *x, const void *y)
{
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return a < b ? -1 : a > b;
}

void word_bag_fill(struct word_bag *out, struct arena *a, struct map *known, str text,
                   uint32_t words_max)
{
    struct u32_vec words = {0};
    for (size_t at = 0; at < text.len && words.len < words_max;) {
        struct token t = token_at(text, at);
        if (t.word)
            *vec_push(&words, a) = number_of(known, str_sub(text, t.begin, t.end));
        at = t.end;
    }
    if (words.len)
        qsort(words.at, words.len, sizeof *words.at, by_number);
    *out = (struct word_bag){words.at, (uint32_t)words.len};
}

uint32_t word_bag_shared(const struct word_bag *x, const struct word_bag *y)
{
    uint32_t i = 0, j = 0, shared = 0;
    while (i < x->len && j < y->len) {
        uint32_t a = x->words[i], b = y->words[j];
        shared += a == b;
        i += a <= b;
        j += b <= a;
    }
    return x->len + y->len ? 2000 * shared / (x->len + y->len) : 0;
}

/* --- marks ------------------------------------------------------------------------------- */

/* Both sentences in tokens, and what has changed since the last part that stayed. */
struct marker {
    struct change_mark_vec *out;
    struct arena *a;
    str before, after;
    struct token_vec old, new;
    uint32_t old_begin, old_end, new_begin, new_end; /* tokens that are not put yet */
};

static uint32_t *tokens_of(struct token_vec *out, struct arena *a, struct map *known, str text)
{
    struct u32_vec ids = {0};
    for (size_t at = 0; at < text.len;) {
        struct token t = token_at(text, at);
        *vec_push(out, a) = t;
        *vec_push(&ids, a) = number_of(known, str_sub(text, t.begin, t.end));
        at = t.end;
    }
    return ids.at;
}

static str tokens_text(str text, const struct token_vec *tokens, uint32_t begin, uint32_t end)
{
    return begin == end ? S("") : str_sub(text, tokens->at[begin].begin, tokens->at[end - 1].end);
}

static void put_mark(struct marker *m, enum diff_kind kind, str text)
{
    if (!str_empty(text))
        *vec_push(m->out, m->a) = (struct change_mark){text, (uint8_t)kind};
}

static void put_changed(struct marker *m)
{
    put_mark(m, DIFF_REMOVE, tokens_text(m->before, &m->old, m->old_begin, m->old_end));
    put_mark(m, DIFF_ADD, tokens_text(m->after, &m->new, m->new_begin, m->new_end));
}

static bool has_word(const struct token_vec *tokens, uint32_t begin, uint32_t len)
{
    for (uint32_t i = begin; i < begin + len; i++)
        if (tokens->at[i].word)
            return true;
    return false;
}

void changes_mark_words(struct change_mark_vec *out, struct arena *a, str before, str after)
{
    struct marker m = {.out = out, .a = a, .before = before, .after = after};
    struct diff_run_vec runs = {0};
    struct map known;
    map_init(&known, a);
    const uint32_t *old = tokens_of(&m.old, a, &known, before);
    const uint32_t *new = tokens_of(&m.new, a, &known, after);
    diff_lists(&runs, a, old, (uint32_t)m.old.len, new, (uint32_t)m.new.len);
    for (size_t r = 0; r < runs.len; r++) {
        const struct diff_run *run = &runs.at[r];
        bool between = r > 0 && r + 1 < runs.len;
        if (run->kind == DIFF_KEEP && !(between && !has_word(&m.old, run->a, run->len))) {
            put_changed(&m);
            put_mark(&m, DIFF_KEEP, tokens_text(before, &m.old, run->a, run->a + run->len));
            m.old_begin = m.old_end = run->a + run->len;
            m.new_begin = m.new_end = run->b + run->len;
            continue;
        }
        m.old_end = run->kind == DIFF_ADD ? m.old_end : run->a + run->len;
        m.new_end = run->kind == DIFF_REMOVE ? m.new_end : run->b + run->len;
    }
    put_changed(&m);
}
