/*
 * The summary and the key points of one article. A word weighs more the more often it comes,
 * with damping, when the headline has it and when it names something; sentences near the
 * beginning have a bonus, for news is written with the most important first.
 */
#include "summary/summary.h"

#include <math.h>

#include "summary/cover.h"
#include "summary/reason.h"
#include "summary/stand.h"

/* Measured against the descriptions that editors wrote; see docs/BENCHMARKS.md. */
#define TITLE_FACTOR 2.5f
#define NAME_FACTOR 1.3f
#define NUMBER_FACTOR 0.7f
#define LEAD_BONUS 4.0f /* of the first sentence: its gain is multiplied by 1 + bonus */
#define LEAD_FADES 0.5f /* of the others: 1 + bonus / (1 + fades x place) */
#define COST 0.6f
#define AGAIN 0.4f
#define GAIN_MIN 0.15f /* share of the first choice's gain */
#define WORDS_AIM 100

#define SENTENCES_LEAST 3 /* fewer are no text to sum up */
#define OVERLAP_MAX 0.6f
#define TWIN_MAX 0.7f
#define PERSON_FACTOR 0.5f /* "I" and "we" outside quotation marks */
#define LENGTH_LEAST 7     /* words */
#define LENGTH_MOST 60

/* Key points: an article of fewer sentences or words than this has none. */
#define POINTS_SENTENCES_LEAST 8
#define POINTS_WORDS_LEAST 150
#define POINTS_SENTENCES_EACH 4 /* one for so many sentences */
#define POINT_LENGTH_LEAST 7
#define POINT_LENGTH_MOST 32
#define POINT_COST 0.5f
#define POINT_AGAIN 0.15f
#define POINT_GROUP_FACTOR 0.6f
#define POINT_LEAD_BONUS 0.3f
#define POINT_ONCE_FACTOR 0.5f /* a word that comes once and is not in the headline */
#define POINT_NAME_FACTOR 1.15f
#define POINT_NUMBER_FACTOR 1.2f

struct reading {
    const struct text_doc *doc;
    const uint8_t *faults;
    uint32_t *places; /* by sentence: its place among those that are none of headline or caption */
    uint32_t len;     /* sentences looked at */
    uint32_t words;   /* of them all */
    struct cover cover;
};

static void weigh_terms(struct cover *cover, struct arena *a, const struct text_doc *doc)
{
    cover->weights_len = doc->terms_len;
    cover->weights = arena_array(a, doc->terms_len ? doc->terms_len : 1, float);
    for (uint32_t i = 0; i < doc->terms_len; i++) {
        const struct text_term *t = &doc->terms[i];
        float w = log2f(1 + (float)t->count);
        const struct text_surface *s =
            t->surfaces == TEXT_NONE ? NULL : &doc->surfaces[t->surfaces];
        if (t->stop)
            continue;
        if (t->title_count)
            w *= TITLE_FACTOR;
        if (t->kind == TEXT_NUMBER)
            w *= NUMBER_FACTOR;
        else if (s && s->shape >= TEXT_CAPITAL)
            w *= NAME_FACTOR;
        cover->weights[i] = w;
    }
}

static void read_sentence(struct reading *r, struct arena *a, uint32_t *seen, uint32_t i)
{
    const struct text_sentence *ts = &r->doc->body.sentences[i];
    struct cover_sentence *s = vec_push(&r->cover.sentences, a);
    s->concepts = (uint32_t)r->cover.concepts.len;
    s->group = ts->paragraph;
    s->length = reason_length(&r->doc->body, ts);
    for (uint32_t k = 0; k < ts->words_len; k++) {
        const struct text_word *w = &r->doc->body.words[ts->words + k];
        if (w->flags & TEXT_STOP || seen[w->term] == i + 1)
            continue;
        seen[w->term] = i + 1;
        *vec_push(&r->cover.concepts, a) = w->term;
    }
    s->concepts_len = (uint32_t)r->cover.concepts.len - s->concepts;
    r->words += s->length;
}

static void reading_make(struct reading *r, struct arena *a, const struct text_doc *doc)
{
    uint32_t len = doc->body.sentences_len, place = 0;
    len = len < SUMMARY_LOOK_MAX ? len : SUMMARY_LOOK_MAX;
    *r = (struct reading){.doc = doc, .len = len};
    r->faults = stand_read(a, doc, len);
    r->places = arena_array(a, len ? len : 1, uint32_t);
    uint32_t *seen = arena_array(a, doc->terms_len ? doc->terms_len : 1, uint32_t);
    weigh_terms(&r->cover, a, doc);
    r->cover.overlap_max = OVERLAP_MAX;
    r->cover.twin_max = TWIN_MAX;
    for (uint32_t i = 0; i < len; i++) {
        read_sentence(r, a, seen, i);
        r->places[i] = place;
        place += !(r->faults[i] & STAND_BROKEN);
    }
}

/* What a sentence's gain is multiplied by; 0 when it cannot be taken. */
static float bonus_of(const struct reading *r, uint32_t i, float lead, uint32_t least,
                      uint32_t most)
{
    uint32_t length = r->cover.sentences.at[i].length;
    if (r->faults[i] & ~(uint32_t)STAND_PERSON || length < least || length > most)
        return 0;
    float bonus = 1 + lead / (1 + LEAD_FADES * (float)r->places[i]);
    return r->faults[i] & STAND_PERSON ? bonus * PERSON_FACTOR : bonus;
}

/* The chosen in the order of the text. */
static void answer(struct summary_vec *out, struct arena *a, const struct reading *r,
                   const struct cover_choice_vec *chosen, const float *weights)
{
    vec_each (struct cover_choice, c, chosen) {
        struct summary_sentence s =
            reason_sentence(r->doc, 0, c->sentence, r->places[c->sentence], weights);
        s.score = c->gain;
        size_t at = out->len;
        (void)vec_push(out, a);
        for (; at && out->at[at - 1].sentence > s.sentence; at--)
            out->at[at] = out->at[at - 1];
        out->at[at] = s;
    }
}

static float *copy_weights(struct arena *a, const struct cover *c)
{
    return (float *)(void *)arena_dup(a, c->weights, size_mul(c->weights_len, sizeof *c->weights));
}

static void choose_summary(struct summary_vec *out, struct arena *a, struct reading *r,
                           const float *weights)
{
    struct cover_choice_vec chosen = {0};
    r->cover.again = AGAIN;
    r->cover.cost = COST;
    r->cover.group_factor = 1;
    for (uint32_t i = 0; i < r->len; i++)
        r->cover.sentences.at[i].bonus = bonus_of(r, i, LEAD_BONUS, LENGTH_LEAST, LENGTH_MOST);
    /* No more than half the text: else it would sum up nothing. */
    uint32_t most = (r->len + 1) / 2;
    struct cover_limit limit = {
        WORDS_AIM, most < SUMMARY_SENTENCES_MAX ? most : SUMMARY_SENTENCES_MAX, GAIN_MIN};
    cover_choose(&chosen, a, &r->cover, &limit);
    answer(out, a, r, &chosen, weights);
}

void summary_article(struct summary_vec *out, struct arena *a, const struct text_doc *doc)
{
    struct reading r;
    *out = (struct summary_vec){0};
    if (doc->body.sentences_len < SENTENCES_LEAST)
        return;
    reading_make(&r, a, doc);
    choose_summary(out, a, &r, copy_weights(a, &r.cover));
}

/* Starts the weights anew for the points: what comes once counts less, what the summary said too.
 */
static void weigh_points(struct reading *r, const float *weights, const struct summary_vec *summary)
{
    for (uint32_t i = 0; i < r->cover.weights_len; i++) {
        const struct text_term *t = &r->doc->terms[i];
        bool once = t->count < 2 && !t->title_count;
        r->cover.weights[i] = once ? weights[i] * POINT_ONCE_FACTOR : weights[i];
    }
    r->cover.again = POINT_AGAIN;
    vec_each (struct summary_sentence, s, summary)
        cover_say(&r->cover, s->sentence);
}

static float point_bonus(const struct reading *r, uint32_t i)
{
    float bonus = bonus_of(r, i, POINT_LEAD_BONUS, POINT_LENGTH_LEAST, POINT_LENGTH_MOST);
    uint32_t reasons = reason_sentence(r->doc, 0, i, i, NULL).reasons;
    if (reasons & SUMMARY_NAMES)
        bonus *= POINT_NAME_FACTOR;
    if (reasons & SUMMARY_NUMBERS)
        bonus *= POINT_NUMBER_FACTOR;
    return bonus;
}

static void choose_points(struct summary_vec *out, struct arena *a, struct reading *r,
                          const float *weights, const struct summary_vec *summary)
{
    struct cover_choice_vec chosen = {0};
    r->cover.cost = POINT_COST;
    r->cover.group_factor = POINT_GROUP_FACTOR;
    for (uint32_t i = 0; i < r->len; i++)
        r->cover.sentences.at[i].bonus = point_bonus(r, i);
    vec_each (struct summary_sentence, s, summary)
        r->cover.sentences.at[s->sentence].bonus = 0;
    weigh_points(r, weights, summary);
    uint32_t most = r->len / POINTS_SENTENCES_EACH;
    most = most < SUMMARY_POINTS_MIN ? SUMMARY_POINTS_MIN : most;
    most = most > SUMMARY_POINTS_MAX ? SUMMARY_POINTS_MAX : most;
    struct cover_limit limit = {UINT32_MAX, most, 0};
    cover_choose(&chosen, a, &r->cover, &limit);
    if (chosen.len >= SUMMARY_POINTS_MIN)
        answer(out, a, r, &chosen, weights);
}

void summary_and_points(struct summary_vec *summary, struct summary_vec *points, struct arena *a,
                        const struct text_doc *doc)
{
    struct reading r;
    *summary = *points = (struct summary_vec){0};
    if (doc->body.sentences_len < SENTENCES_LEAST)
        return;
    reading_make(&r, a, doc);
    const float *weights = copy_weights(a, &r.cover);
    choose_summary(summary, a, &r, weights);
    if (r.len >= POINTS_SENTENCES_LEAST && r.words >= POINTS_WORDS_LEAST)
        choose_points(points, a, &r, weights, summary);
}
