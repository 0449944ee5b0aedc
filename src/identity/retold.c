/* The same story in other words: evidence from terms, titles, names and sentences. */
#include "identity/retold.h"

#include "identity/repeated.h"

#include <math.h>

/* Weights of the evidence, and where the sum of it says "the same". */
#define WEIGHT_WORDS 1.0
#define WEIGHT_TITLE 1.5
#define WEIGHT_NAMES 1.5
#define WEIGHT_MOMENT 0.5
#define TOLD_WEIGHT 0.2
#define NUMBERS_COST 0.15
#define REPEATED_COST 0.2
#define SUM_SAME 0.49
#define SUM_MAX (1 + TOLD_WEIGHT / 2)
/* A name's share of the evidence is as if this many more names had been seen. */
#define NAMES_PRIOR 2.0
/* Fewer numbers prove nothing. */
#define NUMBERS_MIN 3
#define SERIES_COST 0.5
#define SERIES_ALIKE 0.75
#define OUTLET_COST 0.05
#define DAY_COST 0.03
#define DAYS_FREE 2.0
#define DAYS_COST_MAX 0.2
/* What counts as the lead; an article without title has its first words for one. */
#define LEAD_SENTENCES 3
#define TITLE_WORDS 15
#define NAME_FACTOR 1.5
/* A name in the title counts as if it stood there so often more. */
#define NAME_IN_TITLE 2.0

struct view {
    const struct text_doc *doc;
    const struct text_part *title; /* the body when there is no title */
    uint32_t title_len;            /* words of it */
    float *weight;                 /* of each term, 0: function words */
    float *value;                  /* in the cosine */
    bool *name;
    const uint32_t *seen; /* how often each term stands in title and body */
    uint32_t *mark;       /* of each term: the last sentence it was seen in, plus one */
    double norm;
};

static size_t characters(str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++)
        n += ((unsigned char)s.p[i] & 0xc0) != 0x80;
    return n;
}

/* A long word says more than a short one, up to ten letters. */
static float word_weight(const struct text_doc *doc, const struct text_word *w)
{
    if (w->flags & TEXT_STOP)
        return 0;
    size_t n = characters(doc->surfaces[w->surface].lower);
    if (w->kind == TEXT_NUMBER)
        return n >= 3 ? 1.5f : 0.6f;
    double letters = n < 2 ? 1 : n > 10 ? 9 : (double)n - 1;
    return (float)pow(letters / 5, 0.7);
}

struct tally {
    float *count; /* with title and lead counted more */
    uint32_t *seen, *capital;
};

static void tally_part(struct view *v, struct tally *t, const struct text_part *part, bool title)
{
    for (uint32_t i = 0; i < part->words_len; i++) {
        const struct text_word *w = &part->words[i];
        float weight = word_weight(v->doc, w);
        if (weight == 0)
            continue;
        if (weight > v->weight[w->term])
            v->weight[w->term] = weight;
        t->seen[w->term]++;
        t->capital[w->term] += text_word_has_capital(w) && !(w->flags & TEXT_FIRST);
        t->count[w->term] += title ? 3 : w->sentence < LEAD_SENTENCES ? 2 : 1;
    }
}

static void view_init(struct view *v, struct arena *a, const struct text_doc *doc)
{
    uint32_t n = doc->terms_len;
    bool titled = doc->title.words_len > 0;
    *v = (struct view){.doc = doc, .title = titled ? &doc->title : &doc->body};
    v->title_len = v->title->words_len;
    if (!titled && v->title_len > TITLE_WORDS)
        v->title_len = TITLE_WORDS;
    v->weight = arena_array(a, n, float);
    v->value = arena_array(a, n, float);
    v->name = arena_array(a, n, bool);
    v->mark = arena_array(a, n, uint32_t);
    struct tally t = {arena_array(a, n, float), arena_array(a, n, uint32_t),
                      arena_array(a, n, uint32_t)};
    tally_part(v, &t, &doc->title, true);
    tally_part(v, &t, &doc->body, false);
    v->seen = t.seen;
    double sum = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (t.seen[i] == 0)
            continue;
        v->name[i] = t.capital[i] * 2 > t.seen[i];
        if (v->name[i])
            v->weight[i] = (v->weight[i] > 1 ? v->weight[i] : 1) * (float)NAME_FACTOR;
        v->value[i] = v->weight[i] * (float)(1 + log(t.count[i]));
        sum += (double)v->value[i] * v->value[i];
    }
    v->norm = sqrt(sum);
}

/* For each term of X the same term of Y, TEXT_NONE when Y does not have it. */
static uint32_t *joined(struct arena *a, const struct text_doc *x, const struct text_doc *y)
{
    uint32_t *to = arena_array(a, x->terms_len, uint32_t);
    for (uint32_t i = 0; i < x->terms_len; i++)
        to[i] = text_term_find(y, x->terms[i].text);
    return to;
}

static bool seen(const struct view *v, uint32_t term)
{
    return term != TEXT_NONE && v->weight[term] > 0;
}

static double cosine(const struct view *x, const struct view *y, const uint32_t *to)
{
    double sum = 0;
    for (uint32_t i = 0; i < x->doc->terms_len; i++)
        if (to[i] != TEXT_NONE)
            sum += (double)x->value[i] * y->value[to[i]];
    return x->norm > 0 && y->norm > 0 ? sum / (x->norm * y->norm) : 0;
}

/* Each term of the title once: marks are sentence numbers, so the title takes the last. */
static bool first_in_title(struct view *x, const struct text_word *w)
{
    bool first = x->mark[w->term] != TEXT_NONE;
    x->mark[w->term] = TEXT_NONE;
    return first && x->weight[w->term] > 0;
}

static void unmark(struct view *x)
{
    for (uint32_t i = 0; i < x->title_len; i++)
        x->mark[x->title->words[i].term] = 0;
}

/* What X's title weighs, and of that, what is anywhere in Y. */
static double title_share(struct view *x, const struct view *y, const uint32_t *to, double *weight)
{
    double there = 0;
    *weight = 0;
    for (uint32_t i = 0; i < x->title_len; i++) {
        const struct text_word *w = &x->title->words[i];
        if (!first_in_title(x, w))
            continue;
        *weight += x->weight[w->term];
        if (seen(y, to[w->term]))
            there += x->weight[w->term];
    }
    unmark(x);
    return *weight > 0 ? there / *weight : 0;
}

/* The most of X's title that one sentence of PART has; TO goes from Y's terms to X's. */
static double best_sentence(struct view *x, struct view *y, const struct text_part *part,
                            const uint32_t *to, const bool *in_title)
{
    double best = 0, sum = 0;
    uint32_t sentence = TEXT_NONE;
    for (uint32_t i = 0; i < part->words_len; i++) {
        const struct text_word *w = &part->words[i];
        if (w->sentence != sentence) {
            sentence = w->sentence;
            sum = 0;
        }
        uint32_t term = to[w->term];
        if (term == TEXT_NONE || !in_title[term] || y->mark[w->term] == sentence + 1)
            continue;
        y->mark[w->term] = sentence + 1;
        sum += x->weight[term];
        if (sum > best)
            best = sum;
    }
    for (uint32_t i = 0; i < part->words_len; i++)
        y->mark[part->words[i].term] = 0;
    return best;
}

static double moment_share(struct arena *a, struct view *x, struct view *y, const uint32_t *back,
                           double weight)
{
    if (weight <= 0)
        return 0;
    bool *in_title = arena_array(a, x->doc->terms_len, bool);
    for (uint32_t i = 0; i < x->title_len; i++)
        in_title[x->title->words[i].term] = true;
    double title = best_sentence(x, y, &y->doc->title, back, in_title);
    double body = best_sentence(x, y, &y->doc->body, back, in_title);
    return (title > body ? title : body) / weight;
}

/* Of X's names, each weighed by how often it stands there, those that Y has. */
static double told_names(const struct view *x, const struct view *y, const uint32_t *to,
                         double prior)
{
    double all = 0, there = 0;
    for (uint32_t i = 0; i < x->doc->terms_len; i++) {
        if (!x->name[i])
            continue;
        bool title = x->doc->terms[i].title_count > 0;
        double weight = log(1 + x->seen[i] + (title ? NAME_IN_TITLE : 0));
        all += weight;
        if (to[i] != TEXT_NONE && y->name[to[i]])
            there += weight;
    }
    return (there + NAMES_PRIOR * prior) / (all + NAMES_PRIOR);
}

static double name_share(const struct view *x, const struct view *y, const uint32_t *to,
                         const uint32_t *back, double prior)
{
    uint32_t mine = 0, theirs = 0, both = 0;
    for (uint32_t i = 0; i < x->doc->terms_len; i++) {
        mine += x->name[i];
        both += x->name[i] && to[i] != TEXT_NONE && y->name[to[i]];
    }
    for (uint32_t i = 0; i < y->doc->terms_len; i++)
        theirs += y->name[i];
    uint32_t less = mine < theirs ? mine : theirs;
    double distinct = (both + NAMES_PRIOR * prior) / (less + NAMES_PRIOR);
    double told = fmax(told_names(x, y, to, prior), told_names(y, x, back, prior));
    return (distinct + told) / 2;
}

/* Adds what the names of X's title weigh, and of that, what is anywhere in Y. */
static void title_names(struct view *x, const struct view *y, const uint32_t *to, double *weight,
                        double *there)
{
    for (uint32_t i = 0; i < x->title_len; i++) {
        const struct text_word *w = &x->title->words[i];
        if (!first_in_title(x, w) || !x->name[w->term])
            continue;
        *weight += x->weight[w->term];
        if (seen(y, to[w->term]))
            *there += x->weight[w->term];
    }
    unmark(x);
}

/* As if two more names had been there, one of them told. */
static double told_share(struct view *x, struct view *y, const uint32_t *to, const uint32_t *back)
{
    double weight = NAMES_PRIOR, there = NAMES_PRIOR / 2;
    title_names(x, y, to, &weight, &there);
    title_names(y, x, back, &weight, &there);
    return there / weight;
}

static bool is_number(const struct view *x, uint32_t term)
{
    return x->doc->terms[term].kind == TEXT_NUMBER && x->weight[term] > 0;
}

/* One more number counts as shared, so that three that differ do not yet say all. */
static double number_share(const struct view *x, const struct view *y, const uint32_t *to)
{
    uint32_t mine = 0, theirs = 0, both = 0;
    for (uint32_t i = 0; i < x->doc->terms_len; i++) {
        mine += is_number(x, i);
        both += is_number(x, i) && seen(y, to[i]);
    }
    for (uint32_t i = 0; i < y->doc->terms_len; i++)
        theirs += is_number(y, i);
    uint32_t less = mine < theirs ? mine : theirs;
    return less < NUMBERS_MIN ? 1 : (both + 1.0) / (less + 1.0);
}

/* Titles of one series: the same words, and numbers that are all different. */
static bool is_series(struct view *x, const struct view *y, const uint32_t *to)
{
    uint32_t words = 0, shared = 0, numbers = 0, shared_numbers = 0, their_words = 0;
    uint32_t their_numbers = 0;
    for (uint32_t i = 0; i < x->title_len; i++) {
        const struct text_word *w = &x->title->words[i];
        if (!first_in_title(x, w))
            continue;
        bool there = to[w->term] != TEXT_NONE && y->doc->terms[to[w->term]].title_count > 0;
        *(w->kind == TEXT_NUMBER ? &numbers : &words) += 1;
        *(w->kind == TEXT_NUMBER ? &shared_numbers : &shared) += there;
    }
    unmark(x);
    for (uint32_t i = 0; i < y->title_len; i++) {
        const struct text_word *w = &y->title->words[i];
        if (y->weight[w->term] > 0)
            *(w->kind == TEXT_NUMBER ? &their_numbers : &their_words) += 1;
    }
    uint32_t more = words > their_words ? words : their_words;
    return numbers && their_numbers && !shared_numbers && shared && shared >= more * SERIES_ALIKE;
}

static double combine(const struct retold *r, double days, bool same_outlet)
{
    double sum = WEIGHT_WORDS * r->words + WEIGHT_TITLE * r->title + WEIGHT_NAMES * r->names +
                 WEIGHT_MOMENT * r->moment;
    sum /= WEIGHT_WORDS + WEIGHT_TITLE + WEIGHT_NAMES + WEIGHT_MOMENT;
    sum += TOLD_WEIGHT * (r->told - 0.5) - NUMBERS_COST * (1 - r->numbers) -
           REPEATED_COST * r->repeated;
    if (r->series)
        sum -= SERIES_COST;
    if (same_outlet)
        sum -= OUTLET_COST;
    if (days > DAYS_FREE)
        sum -= fmin(DAYS_COST_MAX, DAY_COST * (days - DAYS_FREE));
    if (sum < 0)
        return 0;
    return sum < SUM_SAME
               ? sum * RETOLD_SAME / SUM_SAME
               : RETOLD_SAME + (sum - SUM_SAME) * (1 - RETOLD_SAME) / (SUM_MAX - SUM_SAME);
}

void retold_compare(struct retold *out, struct arena *a, const struct text_doc *x,
                    const struct text_doc *y, double days, bool same_outlet)
{
    *out = (struct retold){0};
    if (x->terms_len == 0 || y->terms_len == 0)
        return;
    struct view one, two;
    view_init(&one, a, x);
    view_init(&two, a, y);
    uint32_t *to = joined(a, x, y), *back = joined(a, y, x);
    double weight_one, weight_two;
    out->words = cosine(&one, &two, to);
    out->title =
        (title_share(&one, &two, to, &weight_one) + title_share(&two, &one, back, &weight_two)) / 2;
    out->names = name_share(&one, &two, to, back, (out->words + out->title) / 2);
    out->moment = (moment_share(a, &one, &two, back, weight_one) +
                   moment_share(a, &two, &one, to, weight_two)) /
                  2;
    out->told = told_share(&one, &two, to, back);
    out->numbers = number_share(&one, &two, to);
    uint32_t run = repeated_run(a, x, y, RETOLD_RUN);
    if (run >= RETOLD_RUN_MIN)
        out->repeated = (double)run / RETOLD_RUN * (1 - out->moment);
    out->series = x->title.words_len && y->title.words_len && is_series(&one, &two, to);
    out->likeness = combine(out, days, same_outlet);
}
