/* Keyphrases by statistics of the article itself. */
#include "tags/keyphrase.h"

#include <math.h>

#include "base/hash.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "text/lexicon.h"

/* Weights, set on one half of each development set and checked on the other. */
#define POSITION_WORDS 8.0 /* words after which a place begins to count less */
#define POSITION 0.6
#define REPEATED 1.15 /* exponent of the number of occurrences */
#define PHRASE 0.75   /* several words against one */
#define PHRASE_REPEATED 1.3
#define PHRASE_LONGER 0.6 /* for each word beyond the second */
#define PHRASE_STOP 0.4   /* a function word within */
#define CAPITAL 1.5       /* a name of one word */
#define CAPITALS 2.0      /* of several */
#define COMMON 0.4        /* for each common word */
#define NUMBER 0.3
#define WEAKEST 0.6 /* how much the weakest word of a phrase holds it down */
#define SHORT 0.4   /* a word of one or two letters */
#define COVERED 0.6 /* a phrase that only occurs within one longer loses so much */
/* Documents after which their frequencies have half their effect. */
#define DF_TRUST 200.0

#define HASH_BEGIN 0x9e3779b97f4a7c15u

struct candidate {
    uint64_t hash;
    uint32_t word, words, count, capital;
    uint32_t covered; /* occurrences within one longer phrase, at most */
    uint16_t units;   /* words, those joined by hyphens counted once */
    bool in_title;
    double score;
};
struct candidates VEC(struct candidate);

struct phrase_search {
    struct arena *arena;
    const struct text_doc *doc;
    float *weight; /* by surface: what a word adds to a phrase, 0..2 */
    struct candidates found;
    uint32_t *slots; /* of found, position + 1 */
    uint32_t mask;
};

static double df_factor(const struct tags_df *df, str term)
{
    if (!df || !df->documents)
        return 1;
    double n = df->documents, trust = n / (n + DF_TRUST);
    double rarity = log((n + 1) / (df->lookup(df->ctx, term) + 0.5)) / log(50.0);
    rarity = fmin(fmax(rarity, 0.2), 2.0);
    return 1 + trust * (rarity - 1);
}

/* Letters of FORM, about: bytes for ASCII, code points beyond. */
static double length_factor(str form)
{
    double letters = (double)utf8_count(form);
    double x = fmin(1.4, 0.4 + letters / 10);
    return x * sqrt(x);
}

static void weigh_words(struct phrase_search *s, struct text_reader *r, const struct tags_df *df)
{
    const struct text_doc *doc = s->doc;
    const struct lexicon_language *lists = lexicon_language(text_reader_lexicon(r), doc->language);
    s->weight = arena_array(s->arena, doc->surfaces_len, float);
    for (uint32_t i = 0; i < doc->surfaces_len; i++) {
        const struct text_surface *f = &doc->surfaces[i];
        if (f->flags & TEXT_STOP)
            continue;
        double w = f->shape == TEXT_UNCASED && f->kind == TEXT_LETTERS ? 1 : length_factor(f->form);
        if (f->shape != TEXT_UNCASED && f->form.len < 3)
            w *= SHORT;
        if (f->kind != TEXT_LETTERS)
            w *= NUMBER;
        if (lexicon_word(lists, f->lower) & LEXICON_COMMON)
            w *= COMMON;
        s->weight[i] = (float)(w * df_factor(df, doc->terms[f->term].text));
    }
}

static void grow_slots(struct phrase_search *s)
{
    s->mask = s->mask ? s->mask * 4 + 3 : 2047;
    s->slots = arena_array(s->arena, (size_t)s->mask + 1, uint32_t);
    for (uint32_t i = 0; i < s->found.len; i++) {
        uint32_t at = (uint32_t)s->found.at[i].hash & s->mask;
        while (s->slots[at])
            at = (at + 1) & s->mask;
        s->slots[at] = i + 1;
    }
}

static struct candidate *find_candidate(const struct phrase_search *s, uint64_t hash)
{
    for (uint32_t at = (uint32_t)hash & s->mask; s->slots[at]; at = (at + 1) & s->mask)
        if (s->found.at[s->slots[at] - 1].hash == hash)
            return &s->found.at[s->slots[at] - 1];
    return NULL;
}

static struct candidate *candidate_of(struct phrase_search *s, uint64_t hash)
{
    if (s->found.len * 2 >= s->mask)
        grow_slots(s);
    struct candidate *known = find_candidate(s, hash);
    if (known)
        return known;
    uint32_t at = (uint32_t)hash & s->mask;
    while (s->slots[at])
        at = (at + 1) & s->mask;
    struct candidate *c = vec_push(&s->found, s->arena);
    c->hash = hash;
    s->slots[at] = (uint32_t)s->found.len;
    return c;
}

static bool goes_on(const struct text_word *w)
{
    return w->gap == TEXT_GAP_SPACE || w->gap == TEXT_GAP_HYPHEN || w->gap == TEXT_GAP_NONE ||
           w->gap == TEXT_GAP_APOSTROPHE || w->gap == TEXT_GAP_AMPERSAND;
}

/* Counts the candidates that begin at word AT. */
static void count_from(struct phrase_search *s, const struct text_part *part, uint32_t at)
{
    const struct text_word *words = part->words;
    uint64_t hash = HASH_BEGIN;
    bool capital = true;
    uint16_t units = 0;
    if ((words[at].flags & TEXT_STOP) || words[at].gap == TEXT_GAP_HYPHEN)
        return;
    for (uint32_t n = 0; at + n < part->words_len; n++) {
        const struct text_word *w = &words[at + n];
        if (n && !goes_on(w))
            return;
        units += n == 0 || w->gap != TEXT_GAP_HYPHEN;
        if (units > TAGS_PHRASE_WORDS || n >= 2 * TAGS_PHRASE_WORDS)
            return;
        hash = hash_join(hash, w->term + 1);
        bool stop = (w->flags & TEXT_STOP) != 0;
        capital &= text_word_has_capital(w) || stop;
        bool within = at + n + 1 < part->words_len && w[1].gap == TEXT_GAP_HYPHEN;
        if (stop || within)
            continue;
        struct candidate *c = candidate_of(s, hash);
        if (!c->count++) {
            c->word = at;
            c->words = n + 1;
            c->units = units;
            c->in_title = part == &s->doc->title;
        }
        c->capital += capital && (n > 0 || !(words[at].flags & TEXT_FIRST));
        if (w->flags & TEXT_POSSESSIVE)
            return;
    }
}

/* "Foreign" and "Affairs" where the text has only "Foreign Affairs": the longer one counts, when it
 * is a name or repeated. */
static void cover_parts(struct phrase_search *s, const struct candidate *c)
{
    const struct text_part *part = c->in_title ? &s->doc->title : &s->doc->body;
    if (c->units < 2 || (c->count < 2 && c->capital < c->count))
        return;
    for (uint32_t from = 0; from < c->words; from++) {
        uint64_t hash = HASH_BEGIN;
        for (uint32_t to = from; to < c->words && to - from + 1 < c->words; to++) {
            hash = hash_join(hash, part->words[c->word + to].term + 1);
            struct candidate *inner = find_candidate(s, hash);
            if (inner && inner->covered < c->count)
                inner->covered = c->count;
        }
    }
}

static void score(struct phrase_search *s, struct candidate *c)
{
    const struct text_part *part = c->in_title ? &s->doc->title : &s->doc->body;
    double place = c->in_title ? 0 : c->word + s->doc->title.words_len;
    double x = pow(c->count, REPEATED), weight = 0, least = 1;
    uint32_t words = 0;
    bool stop = false;
    for (uint32_t i = 0; i < c->words; i++) {
        const struct text_word *w = &part->words[c->word + i];
        if (w->flags & TEXT_STOP) {
            stop = true;
            continue;
        }
        double one = s->weight[w->surface];
        weight += one;
        least = fmin(least, one);
        words++;
    }
    /* The weakest word holds a phrase down: "last summit" is worth little more than "last". */
    x *= weight / words * (words > 1 ? 1 - WEAKEST + WEAKEST * least : 1);
    x /= 1 + POSITION * log1p(place / POSITION_WORDS);
    if (c->units > 1)
        x *= c->count > 1 ? PHRASE * PHRASE_REPEATED : PHRASE;
    for (uint32_t i = 2; i < c->units; i++)
        x *= PHRASE_LONGER;
    if (stop)
        x *= PHRASE_STOP;
    double capital = (double)c->capital / c->count;
    x *= 1 + ((c->units > 1 ? CAPITALS : CAPITAL) - 1) * capital;
    c->score = x * (1 - COVERED * fmin(1, (double)c->covered / c->count));
}

static int by_score(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    if (x->in_title != y->in_title)
        return x->in_title ? -1 : 1;
    if (x->word != y->word)
        return x->word < y->word ? -1 : 1;
    return x->words < y->words ? -1 : x->words > y->words;
}

/* Puts the MAX best of found in front, in order: one pass that keeps the best so far. */
static uint32_t choose(struct phrase_search *s, uint32_t max)
{
    struct candidate *at = s->found.at;
    uint32_t len = 0;
    for (uint32_t i = 0; i < s->found.len; i++) {
        struct candidate c = at[i];
        if (len == max && by_score(&at[len - 1], &c) < 0)
            continue;
        uint32_t k = len < max ? len++ : len - 1;
        if (k != i)
            at[i] = at[k];
        for (; k > 0 && by_score(&at[k - 1], &c) > 0; k--)
            at[k] = at[k - 1];
        at[k] = c;
    }
    return len;
}

void tags_keyphrases(struct tags_phrases *out, struct arena *a, struct text_reader *r,
                     const struct text_doc *doc, const struct tags_df *df, uint32_t max)
{
    struct phrase_search s = {.arena = a, .doc = doc};
    *out = (struct tags_phrases){0};
    weigh_words(&s, r, df);
    for (uint32_t i = 0; i < doc->title.words_len; i++)
        count_from(&s, &doc->title, i);
    for (uint32_t i = 0; i < doc->body.words_len; i++)
        count_from(&s, &doc->body, i);
    for (uint32_t i = 0; i < s.found.len; i++)
        cover_parts(&s, &s.found.at[i]);
    for (uint32_t i = 0; i < s.found.len; i++)
        score(&s, &s.found.at[i]);
    uint32_t len = choose(&s, max);
    struct tags_phrase *phrases = arena_array(a, len, struct tags_phrase);
    for (uint32_t i = 0; i < len; i++) {
        const struct candidate *c = &s.found.at[i];
        const struct text_part *part = c->in_title ? &doc->title : &doc->body;
        const struct text_word *last = &part->words[c->word + c->words - 1];
        str core = text_word_core(part, last);
        phrases[i] = (struct tags_phrase){
            .text = str_sub(part->text, part->words[c->word].begin, last->begin + core.len),
            .score = c->score,
            .word = c->word,
            .words = c->words,
            .count = c->count,
            .in_title = c->in_title,
        };
    }
    out->at = phrases;
    out->len = len;
}
