/*
 * The sentences that answer a question. The words of the question weigh the more the rarer they
 * are among the sentences; a sentence is worth the share of that weight it has itself or that its
 * headline and the sentence before it supply, lowered when what the question asks for is missing:
 * who wants a name, when a date, how many a figure. Below a threshold nothing answers.
 */
#include <math.h>

#include "summary/reason.h"
#include "summary/rules.h"
#include "summary/stand.h"
#include "summary/summary.h"

enum kind {
    WHO = 1,
    WHERE = 2,
    WHEN = 4,
    COUNT = 8,
    WHY = 16,
    WHAT = 32,
    DATE = 64,
    NUMERAL = 128,
    AT = 256,
    CAUSE = 512,
};
#define ASKS ((uint32_t)(WHO | WHERE | WHEN | COUNT | WHY | WHAT))

#define QUESTION_TERMS_MAX 32
#define THRESHOLD 0.55    /* a sentence below it is no answer */
#define OF_BEST 0.7       /* nor one below this share of the best */
#define OWN_LEAST 0.34    /* share of the question's weight a sentence must have itself */
#define TITLE_SHARE 0.6   /* of a word's weight when only the headline has it */
#define BEFORE_SHARE 0.6  /* ... when only the sentence before has it */
#define KIN_SHARE 0.8     /* ... when a word of the same beginning has it */
#define KIN_BYTES_LEAST 5 /* "resigned" and "resignation" */
#define MISSING_FACTOR 0.4
#define NO_CAUSE_FACTOR 0.75 /* a cause can be told without any such word */
#define FAULT_FACTOR 0.3     /* a question, half a quotation, a headline */
/* Between sentences that meet the question alike: the earlier, and the one that says little else.
 */
#define EARLY_BONUS 0.03
#define DENSE_BONUS 0.2 /* times matched words / square root of all words */

static const struct rules_list lists[] = {
#define ASK(language, kind, words)                                                                 \
    {{language, sizeof(language) - 1}, kind, {words, sizeof(words) - 1}},
#include "summary/ask.def"
#undef ASK
};

struct question {
    struct rules rules;
    uint32_t asks; /* WHO ... WHY */
    str terms[QUESTION_TERMS_MAX];
    double weights[QUESTION_TERMS_MAX];
    uint32_t found[QUESTION_TERMS_MAX]; /* sentences that have it */
    uint32_t len;
    bool cased; /* its script has capitals, so names can be told */
    double total;
};

/* A sentence and the question's terms it has, as bits: exactly, and of the same beginning. */
struct match {
    uint32_t document, sentence, exact, kin;
};
struct match_vec VEC(struct match);

static void add_term(struct question *q, str term)
{
    for (uint32_t i = 0; i < q->len; i++)
        if (str_eq(q->terms[i], term))
            return;
    if (q->len < QUESTION_TERMS_MAX)
        q->terms[q->len++] = term;
}

/* "Who is Robert Fico?" asks for no other name: when all its words are names, any sentence about
 * them answers. */
static void question_read(struct question *q, struct arena *a, const struct text_doc *doc)
{
    const struct text_part *body = &doc->body;
    bool names_only = true;
    *q = (struct question){0};
    rules_read(&q->rules, a, lists, ARRAY_LEN(lists), doc->language);
    for (uint32_t i = 0; i < body->words_len;) {
        const struct text_word *w = &body->words[i];
        uint32_t kinds[RULES_PHRASE_WORDS], skip = 0, asks = 0;
        uint32_t n = rules_phrases(kinds, &q->rules, doc, w, body->words_len - i);
        for (uint32_t k = 0; k < n; k++) {
            if (!(kinds[k] & ASKS))
                continue;
            skip = k + 1;
            asks = kinds[k] & ASKS;
        }
        q->cased |= w->shape != TEXT_UNCASED;
        q->asks |= asks;
        i += skip ? skip : 1;
        if (skip || w->flags & TEXT_STOP)
            continue;
        names_only &= reason_is_name(w);
        add_term(q, doc->terms[w->term].text);
    }
    if (names_only)
        q->asks &= ~(uint32_t)WHO;
}

static size_t common_prefix(str x, str y)
{
    size_t n = 0;
    while (n < x.len && n < y.len && x.p[n] == y.p[n])
        n++;
    return n;
}

static bool is_kin(str x, str y)
{
    size_t n = common_prefix(x, y), shorter = x.len < y.len ? x.len : y.len;
    return n >= KIN_BYTES_LEAST && n * 10 >= shorter * 8;
}

/* Which of the question's terms each term of DOC is: exact in the low half, kin in the high one. */
static uint64_t *term_bits(struct arena *a, const struct question *q, const struct text_doc *doc)
{
    uint64_t *bits = arena_array(a, doc->terms_len ? doc->terms_len : 1, uint64_t);
    for (uint32_t i = 0; i < q->len; i++) {
        uint32_t term = text_term_find(doc, q->terms[i]);
        if (term != TEXT_NONE)
            bits[term] |= (uint64_t)1 << i;
        for (uint32_t t = 0; t < doc->terms_len; t++)
            if (t != term && doc->terms[t].kind == TEXT_LETTERS && !doc->terms[t].stop &&
                is_kin(q->terms[i], doc->terms[t].text))
                bits[t] |= (uint64_t)1 << (i + 32);
    }
    return bits;
}

static void match_document(struct match_vec *out, struct arena *a, struct question *q,
                           const struct text_doc *doc, uint32_t document)
{
    const uint64_t *bits = term_bits(a, q, doc);
    for (uint32_t i = 0; i < doc->body.sentences_len && i < SUMMARY_LOOK_MAX; i++) {
        const struct text_sentence *s = &doc->body.sentences[i];
        uint64_t has = 0;
        for (uint32_t k = 0; k < s->words_len; k++)
            has |= bits[doc->body.words[s->words + k].term];
        struct match *m = vec_push(out, a);
        *m = (struct match){document, i, (uint32_t)has, (uint32_t)(has >> 32)};
        for (uint32_t k = 0; k < q->len; k++)
            q->found[k] += ((m->exact | m->kin) >> k & 1) != 0;
    }
}

static void question_weigh(struct question *q, size_t sentences)
{
    for (uint32_t i = 0; i < q->len; i++) {
        q->weights[i] = log(1 + ((double)sentences + 1) / ((double)q->found[i] + 0.5));
        q->total += q->weights[i];
    }
}

/* Whether the sentence has what is asked for. */
static bool has_asked(const struct question *q, const struct text_doc *doc,
                      const struct text_sentence *s, uint32_t ask)
{
    uint32_t before = 0;
    for (uint32_t i = 0; i < s->words_len; i++) {
        const struct text_word *w = &doc->body.words[s->words + i];
        uint32_t kinds = rules_word(&q->rules, doc, w);
        bool known = false, number = w->kind == TEXT_NUMBER &&
                                     ascii_is_digit((unsigned char)doc->terms[w->term].text.p[0]);
        for (uint32_t k = 0; k < q->len; k++)
            known |= str_eq(q->terms[k], doc->terms[w->term].text);
        bool name = (reason_is_name(w) || (w->flags & TEXT_FIRST && text_word_has_capital(w) &&
                                           !(w->flags & TEXT_STOP))) &&
                    !known && !(kinds & DATE);
        if ((ask == WHO && name) || (ask == WHERE && name && before & AT) ||
            (ask == WHEN && !known && (number || kinds & DATE)) ||
            (ask == COUNT && !known && (number || kinds & NUMERAL)) ||
            (ask == WHY && kinds & CAUSE))
            return true;
        before = kinds | (before & AT && w->flags & TEXT_STOP ? AT : 0);
    }
    return false;
}

static double asked_factor(const struct question *q, const struct text_doc *doc,
                           const struct text_sentence *s)
{
    double factor = 1;
    for (uint32_t ask = WHO; ask <= WHY; ask <<= 1) {
        if (!(q->asks & ask) || (!q->cased && (ask == WHO || ask == WHERE)))
            continue;
        if (!has_asked(q, doc, s, ask))
            factor *= ask == WHY ? NO_CAUSE_FACTOR : MISSING_FACTOR;
    }
    return factor;
}

/* The worth of sentence M, whose predecessor in the text is BEFORE (NULL: there is none). */
static double score_of(const struct question *q, const struct text_doc *doc, const struct match *m,
                       const struct match *before, uint8_t faults)
{
    const struct text_sentence *s = &doc->body.sentences[m->sentence];
    double own = 0, lent = 0;
    for (uint32_t i = 0; i < q->len; i++) {
        uint32_t title = text_term_find(doc, q->terms[i]);
        if (m->exact >> i & 1)
            own += q->weights[i];
        else if (m->kin >> i & 1)
            own += q->weights[i] * KIN_SHARE;
        else if (title != TEXT_NONE && doc->terms[title].title_count)
            lent += q->weights[i] * TITLE_SHARE;
        else if (before && (before->exact | before->kin) >> i & 1)
            lent += q->weights[i] * BEFORE_SHARE;
    }
    if (own < OWN_LEAST * q->total)
        return 0;
    double score = (own + lent) / q->total * asked_factor(q, doc, s);
    if (faults & (STAND_QUESTION | STAND_BROKEN | STAND_READER))
        score *= FAULT_FACTOR;
    return score;
}

static double order_bonus(const struct text_doc *doc, const struct match *m)
{
    double words = doc->body.sentences[m->sentence].words_len + 1.0;
    double matched = __builtin_popcount(m->exact | m->kin);
    return EARLY_BONUS / (1 + m->sentence) + DENSE_BONUS * matched / sqrt(words);
}

/* Puts S in its place, best first; of equal ones the earlier is first. */
static void insert(struct summary_vec *out, struct arena *a, struct summary_sentence s)
{
    size_t at = out->len;
    (void)vec_push(out, a);
    for (; at && out->at[at - 1].score < s.score; at--)
        out->at[at] = out->at[at - 1];
    out->at[at] = s;
}

void summary_ask(struct summary_vec *out, struct arena *a, const struct text_doc *docs, size_t len,
                 const struct text_doc *question, size_t max)
{
    struct question q;
    struct match_vec matches = {0};
    const uint8_t *faults = NULL;
    *out = (struct summary_vec){0};
    len = len < SUMMARY_DOCUMENTS_MAX ? len : SUMMARY_DOCUMENTS_MAX;
    max = max < SUMMARY_ANSWERS_MAX ? max : SUMMARY_ANSWERS_MAX;
    question_read(&q, a, question);
    if (!q.len)
        return;
    for (size_t i = 0; i < len; i++)
        match_document(&matches, a, &q, &docs[i], (uint32_t)i);
    question_weigh(&q, matches.len);
    vec_each (struct match, m, &matches) {
        const struct text_doc *doc = &docs[m->document];
        uint32_t looked = doc->body.sentences_len;
        if (m->sentence == 0)
            faults = stand_read(a, doc, looked < SUMMARY_LOOK_MAX ? looked : SUMMARY_LOOK_MAX);
        double score = score_of(&q, doc, m, m->sentence ? m - 1 : NULL, faults[m->sentence]);
        if (score < THRESHOLD)
            continue;
        struct summary_sentence s =
            reason_sentence(doc, m->document, m->sentence, m->sentence, NULL);
        s.score = score + order_bonus(doc, m);
        insert(out, a, s);
    }
    while (out->len && (out->len > max || out->at[out->len - 1].score < OF_BEST * out->at[0].score))
        out->len--;
    vec_each (struct summary_sentence, s, out)
        s->score = fmin(1, s->score);
}
