/* Translations by the order of numbers and names. */
#include "identity/translated.h"

#include "text/roman.h"

/* A translation: so much of the anchors in order, of texts of comparable length. */
#define ORDER_TRANSLATED 0.66
#define ORDER_CREDITED 0.42
#define LENGTH_MIN 0.4
/* The same story: so many of the distinct anchors shared. */
#define SHARED_SAME 0.55

struct anchor {
    char skeleton[ROMAN_MAX];
    uint8_t len;
    bool number;
    bool repeated; /* stood in the text before */
    str digits;
};

static bool same(const struct anchor *x, const struct anchor *y)
{
    if (x->number != y->number)
        return false;
    if (x->number)
        return str_eq(x->digits, y->digits);
    return roman_same(str_of(x->skeleton, x->len), str_of(y->skeleton, y->len));
}

static bool anchor_of(struct anchor *out, const struct text_doc *doc, const struct text_word *w)
{
    *out = (struct anchor){.number = w->kind == TEXT_NUMBER};
    if (out->number) {
        out->digits = doc->terms[w->term].text;
        return out->digits.len >= 2;
    }
    if (w->shape < TEXT_CAPITAL || (w->flags & (TEXT_FIRST | TEXT_STOP)))
        return false;
    out->len = (uint8_t)roman_skeleton(out->skeleton, doc->surfaces[w->surface].lower);
    return out->len >= 2;
}

static uint32_t anchors_read(struct anchor **out, struct arena *a, const struct text_doc *doc)
{
    struct anchor *at = arena_array(a, TRANSLATED_ANCHORS_MAX, struct anchor);
    uint32_t n = 0;
    for (uint32_t i = 0; i < doc->body.words_len && n < TRANSLATED_ANCHORS_MAX; i++) {
        if (!anchor_of(&at[n], doc, &doc->body.words[i]))
            continue;
        for (uint32_t k = 0; k < n && !at[n].repeated; k++)
            at[n].repeated = same(&at[k], &at[n]);
        n++;
    }
    *out = at;
    return n;
}

/* The longest common subsequence, by rows. */
static uint32_t in_order(struct arena *a, const struct anchor *x, uint32_t x_len,
                         const struct anchor *y, uint32_t y_len)
{
    uint32_t *row = arena_array(a, y_len + 1, uint32_t);
    for (uint32_t i = 0; i < x_len; i++) {
        uint32_t diagonal = 0;
        for (uint32_t k = 1; k <= y_len; k++) {
            uint32_t above = row[k];
            if (same(&x[i], &y[k - 1]))
                row[k] = diagonal + 1;
            else if (row[k - 1] > row[k])
                row[k] = row[k - 1];
            diagonal = above;
        }
    }
    return row[y_len];
}

/* Of X's distinct anchors, those that Y has. */
static double share(const struct anchor *x, uint32_t x_len, const struct anchor *y, uint32_t y_len)
{
    uint32_t all = 0, there = 0;
    for (uint32_t i = 0; i < x_len; i++) {
        if (x[i].repeated)
            continue;
        all++;
        for (uint32_t k = 0; k < y_len; k++) {
            if (same(&x[i], &y[k])) {
                there++;
                break;
            }
        }
    }
    return all ? (double)there / all : 0;
}

void translated_compare(struct translated *out, struct arena *a, const struct text_doc *x,
                        const struct text_doc *y, bool credited)
{
    struct anchor *one, *two;
    uint32_t one_len = anchors_read(&one, a, x), two_len = anchors_read(&two, a, y);
    uint32_t less = one_len < two_len ? one_len : two_len;
    *out = (struct translated){.anchors = less};
    if (less == 0)
        return;
    double of_one = one_len <= two_len ? share(one, one_len, two, two_len) : 0;
    double of_two = two_len <= one_len ? share(two, two_len, one, one_len) : 0;
    out->shared = of_one > of_two ? of_one : of_two; /* of the one with fewer, or of either */
    out->in_order = (double)in_order(a, one, one_len, two, two_len) / less;
    double x_words = x->body.words_len, y_words = y->body.words_len;
    out->length = x_words < y_words ? x_words / y_words : y_words / x_words;
    bool enough = less >= TRANSLATED_ANCHORS_MIN && out->length >= LENGTH_MIN;
    out->translation = enough && out->in_order >= (credited ? ORDER_CREDITED : ORDER_TRANSLATED);
    /* Few anchors prove little: two that are missing are added. */
    double sure = out->shared * less / (less + 2.0);
    out->likeness = sure < SHARED_SAME ? sure * 0.5 / SHARED_SAME
                                       : 0.5 + (sure - SHARED_SAME) * 0.5 / (1 - SHARED_SAME);
    if (out->translation && out->likeness < 0.5 + out->in_order / 2)
        out->likeness = 0.5 + out->in_order / 2;
}
