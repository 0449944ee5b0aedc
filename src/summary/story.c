/*
 * The summary of several texts about one event. A word or a pair of words weighs as much as the
 * texts that have it, and more where they have it early: what most texts say first is the news.
 */
#include "summary/summary.h"

#include <math.h>

#include "base/hash.h"
#include "summary/cover.h"
#include "summary/reason.h"

#include "summary/stand.h"

/* Measured on 30 stories in three languages; what each does is in docs/BENCHMARKS.md. */
#define PAIR_WEIGHT 1.0f /* two words in a row, one of them no function word */
#define WORD_WEIGHT 0.25f
#define EARLY_FADES                                                                                \
    0.25f                /* a text gives a concept 1 / (1 + fades x place of its first sentence)   \
                          */
#define TEXTS_POWER 1.4f /* the weight is the sum of what texts give, to this power */
#define LEAD_BONUS 1.0f  /* of a text's first sentence: its gain is doubled */
#define AGAIN 0.2f
#define COST 0.8f
#define OVERLAP_MAX 0.9f
#define TWIN_MAX 0.6f      /* share of words with one chosen sentence: more says the same */
#define PERSON_FACTOR 0.5f /* "I" and "we" outside quotation marks */
#define LENGTH_LEAST 6     /* words */

/* A concept's weight while the texts are read. */
struct tally {
    float sum;          /* of what each text gives it */
    uint32_t document;  /* the last text that had it, plus 1 */
    uint32_t documents; /* how many have it */
    bool pair;
};
struct tally_vec VEC(struct tally);

struct origin {
    uint32_t document, sentence, place; /* place: among the sentences of its text that count */
};
struct origin_vec VEC(struct origin);

struct story {
    struct arena *arena;
    const struct text_doc *docs;
    struct cover_keys keys;
    struct tally_vec tallies;
    struct origin_vec origins; /* by sentence of cover */
    struct cover cover;
};

static void add_concept(struct story *st, struct cover_sentence *s, uint64_t key, bool pair,
                        const struct origin *o)
{
    uint32_t c = cover_key(&st->keys, key);
    if (c == st->tallies.len)
        vec_push(&st->tallies, st->arena)->pair = pair;
    struct tally *t = &st->tallies.at[c];
    if (t->document != o->document + 1) {
        t->document = o->document + 1;
        t->documents++;
        t->sum += 1 / (1 + EARLY_FADES * (float)o->place);
    }
    for (uint32_t i = s->concepts; i < st->cover.concepts.len; i++)
        if (st->cover.concepts.at[i] == c)
            return;
    *vec_push(&st->cover.concepts, st->arena) = c;
    s->concepts_len++;
}

/* The words of a sentence, or of a title, and the pairs of them. */
static void read_concepts(struct story *st, struct cover_sentence *s, const struct text_doc *doc,
                          const struct text_word *words, uint32_t len, const struct origin *o)
{
    uint64_t before = 0;
    bool before_stop = true;
    s->concepts = (uint32_t)st->cover.concepts.len;
    for (uint32_t i = 0; i < len; i++) {
        uint64_t key = hash_str(doc->terms[words[i].term].text);
        bool stop = (words[i].flags & TEXT_STOP) != 0;
        if (!stop)
            add_concept(st, s, key, false, o);
        if (i && !(stop && before_stop))
            add_concept(st, s, hash_join(before, key), true, o);
        before = key;
        before_stop = stop;
    }
}

/* The headline is no candidate, but what it has counts as said first. */
static void read_title(struct story *st, uint32_t document)
{
    const struct text_doc *doc = &st->docs[document];
    struct origin o = {document, 0, 0};
    struct cover_sentence *s = vec_push(&st->cover.sentences, st->arena);
    *vec_push(&st->origins, st->arena) = o;
    s->group = UINT32_MAX;
    read_concepts(st, s, doc, doc->title.words, doc->title.words_len, &o);
}

static float bonus_of(uint32_t faults, uint32_t length, uint32_t place)
{
    if (faults & ~(uint32_t)STAND_PERSON || length < LENGTH_LEAST)
        return 0;
    float bonus = 1 + LEAD_BONUS / (1 + (float)place);
    return faults & STAND_PERSON ? bonus * PERSON_FACTOR : bonus;
}

static void read_document(struct story *st, uint32_t document)
{
    const struct text_doc *doc = &st->docs[document];
    uint32_t len = doc->body.sentences_len, place = 0;
    len = len < SUMMARY_LOOK_MAX ? len : SUMMARY_LOOK_MAX;
    const uint8_t *faults = stand_read(st->arena, doc, len);
    read_title(st, document);
    for (uint32_t i = 0; i < len; i++) {
        const struct text_sentence *ts = &doc->body.sentences[i];
        struct origin o = {document, i, place};
        struct cover_sentence *s = vec_push(&st->cover.sentences, st->arena);
        *vec_push(&st->origins, st->arena) = o;
        s->group = UINT32_MAX;
        s->length = reason_length(&doc->body, ts);
        s->bonus = bonus_of(faults[i], s->length, place);
        read_concepts(st, s, doc, doc->body.words + ts->words, ts->words_len, &o);
        place += !(faults[i] & STAND_BROKEN);
    }
}

static void weigh(struct story *st)
{
    size_t n = st->tallies.len;
    st->cover.weights = arena_array(st->arena, n ? n : 1, float);
    st->cover.weights_len = (uint32_t)n;
    bool *is_pair = arena_array(st->arena, n ? n : 1, bool);
    st->cover.is_pair = is_pair;
    for (size_t i = 0; i < n; i++) {
        const struct tally *t = &st->tallies.at[i];
        is_pair[i] = t->pair;
        st->cover.weights[i] = (t->pair ? PAIR_WEIGHT : WORD_WEIGHT) * powf(t->sum, TEXTS_POWER);
    }
}

/* Whether a quarter of the pairs of a sentence, two at least, are in other texts as well: then more
 * than one says it. */
static bool is_shared(const struct story *st, uint32_t sentence)
{
    const struct cover_sentence *s = &st->cover.sentences.at[sentence];
    uint32_t shared = 0, pairs = 0;
    for (uint32_t i = 0; i < s->concepts_len; i++) {
        const struct tally *t = &st->tallies.at[st->cover.concepts.at[s->concepts + i]];
        pairs += t->pair;
        shared += t->pair && t->documents > 1;
    }
    return shared * 4 >= pairs && shared > 1;
}

/* Older texts first; those without a time where they stand among the others. */
static bool comes_before(const struct text_doc *docs, const struct summary_sentence *x,
                         const struct summary_sentence *y)
{
    int64_t tx = docs[x->document].published_us, ty = docs[y->document].published_us;
    if (tx != ty && tx != INT64_MIN && ty != INT64_MIN)
        return tx < ty;
    if (x->document != y->document)
        return x->document < y->document;
    return x->sentence < y->sentence;
}

void summary_story(struct summary_vec *out, struct arena *a, const struct text_doc *docs,
                   size_t len, size_t words)
{
    struct story st = {.arena = a, .docs = docs};
    struct cover_choice_vec chosen = {0};
    cover_keys_init(&st.keys, a);
    st.cover.again = AGAIN;
    st.cover.cost = COST;
    st.cover.overlap_max = OVERLAP_MAX;
    st.cover.twin_max = TWIN_MAX;
    st.cover.group_factor = 1;
    len = len < SUMMARY_DOCUMENTS_MAX ? len : SUMMARY_DOCUMENTS_MAX;
    for (size_t i = 0; i < len; i++)
        read_document(&st, (uint32_t)i);
    weigh(&st);
    struct cover_limit limit = {(uint32_t)(words < UINT32_MAX ? words : UINT32_MAX), UINT32_MAX, 0};
    cover_choose(&chosen, a, &st.cover, &limit);
    *out = (struct summary_vec){0};
    vec_each (struct cover_choice, c, &chosen) {
        const struct origin *o = &st.origins.at[c->sentence];
        struct summary_sentence one =
            reason_sentence(&docs[o->document], o->document, o->sentence, o->place, NULL);
        one.score = c->gain;
        one.reasons |= is_shared(&st, c->sentence) ? SUMMARY_SHARED : 0;
        size_t at = out->len;
        (void)vec_push(out, a);
        while (at && comes_before(docs, &one, &out->at[at - 1])) {
            out->at[at] = out->at[at - 1];
            at--;
        }
        out->at[at] = one;
    }
}
