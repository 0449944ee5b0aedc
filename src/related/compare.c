/* Two articles compared: what they share, how much that is worth, and what a card says of it. */
#include <math.h>

#include "related/internal.h"

/* How the parts add up. Set on ECB+ and the demo press: see docs/BENCHMARKS.md, "Related". */
#define TERMS_SHARE .60
#define NAMES_SHARE .32
#define NUMBERS_SHARE .08
/* Across languages there are no terms. */
#define ACROSS_NAMES_SHARE .70
#define ACROSS_NUMBERS_SHARE .15
#define TERMS_HALF .30 /* the cosine that is worth half */
#define NAMES_HALF .60 /* rarity times importance that is worth half */
#define NUMBERS_HALF .80
#define SOUND_SHARE .75 /* a name known by its sound alone */
#define RARITY_COMMON .30
/* Half of what time can take is gone after this many days; all that it can take is TIME_SHARE. */
#define DECAY_DAYS 4.
#define TIME_SHARE .45
/* Kinds: how alike, without time, and how far apart. */
#define EVENT_SCORE .33
#define EVENT_DAYS 3
#define SEQUEL_DAYS 30 /* what comes later of the same event */
#define BACKGROUND_SCORE .26
#define NAMES_REASON .30 /* of the score must come from people or places to be the reason */

double related_name_rarity(double rarity)
{
    return rarity <= RARITY_COMMON ? 0 : (rarity - RARITY_COMMON) / (1 - RARITY_COMMON);
}

double related_decay(int64_t apart_us)
{
    double days = fabs((double)apart_us) / (double)DAY_US;
    return 1 - TIME_SHARE * (1 - exp2(-days / DECAY_DAYS));
}

static double saturated(double x, double half)
{
    return x / (x + half);
}

/* Without time. */
static double likeness(const struct related_parts *p, bool same_language)
{
    double terms = saturated(p->terms, TERMS_HALF);
    if (same_language)
        return TERMS_SHARE * terms + NAMES_SHARE * p->names + NUMBERS_SHARE * p->numbers;
    return ACROSS_NAMES_SHARE * p->names + ACROSS_NUMBERS_SHARE * p->numbers;
}

/* --- making ready --- */

struct strong {
    float strength;
    uint32_t at;
    struct probe probe;
};

static int stronger(const void *x, const void *y)
{
    const struct strong *a = x, *b = y;
    if (a->strength != b->strength)
        return a->strength > b->strength ? -1 : 1;
    return a->at < b->at ? -1 : 1;
}

static struct probe probe_of(const struct related_index *x, const struct related_word *w,
                             uint64_t key, uint8_t kind, size_t all)
{
    uint32_t id = vocabulary_find(&x->words, key);
    uint32_t count = id == WORD_NONE ? 0 : vocabulary_at(&x->words, id)->count;
    float rarity = related_rarity(all, count, w->prior);
    return (struct probe){w, key, id, rarity, w->weight, kind};
}

static void probes_put(struct probes *out, const struct probe *probe)
{
    for (size_t i = 0; i < out->len; i++)
        if (out->at[i].key == probe->key)
            return;
    out->at[out->len++] = *probe;
}

static void put_terms(struct probes *out, const struct related_index *x,
                      const struct related_words *words)
{
    struct strong found[RELATED_GIVEN_MAX];
    size_t n = words->len < RELATED_GIVEN_MAX ? words->len : RELATED_GIVEN_MAX;
    size_t written = related_written(x, out->language);
    for (size_t i = 0; i < n; i++) {
        const struct related_word *w = &words->at[i];
        found[i].probe = probe_of(x, w, w->key, RELATED_TERM, written);
        found[i].strength = w->weight * found[i].probe.rarity;
        found[i].at = (uint32_t)i;
    }
    if (n)
        qsort(found, n, sizeof *found, stronger);
    double sum = 0;
    for (size_t i = 0; i < n && out->len < RELATED_TERMS_MAX; i++) {
        size_t before = out->len;
        probes_put(out, &found[i].probe);
        if (out->len > before)
            sum += (double)found[i].strength * found[i].strength;
    }
    out->norm = sqrt(sum);
    out->terms_len = out->len;
}

void related_probes_make(struct probes *out, struct related_index *x,
                         const struct related_article *article)
{
    *out = (struct probes){
        .id = article->id,
        .source_id = article->source_id,
        .time_us = related_time_clamp(article->time_us),
        .copy_group = article->copy_group,
        .language = related_language_code(article->language),
    };
    put_terms(out, x, &article->terms);
    for (size_t i = 0; i < article->names.len && i < RELATED_NAMES_MAX; i++) {
        const struct related_word *w = &article->names.at[i];
        struct probe probe = probe_of(x, w, w->key, w->kind, x->posted);
        probes_put(out, &probe);
        if (!w->sound)
            continue;
        probe = probe_of(x, w, w->sound, KIND_SOUND, x->posted);
        probes_put(out, &probe);
    }
    for (size_t i = 0; i < article->numbers.len && i < RELATED_NUMBERS_MAX; i++) {
        const struct related_word *w = &article->numbers.at[i];
        struct probe probe = probe_of(x, w, w->key, RELATED_NUMBER, x->posted);
        probes_put(out, &probe);
    }
}

/* --- what is shared --- */

struct share {
    const struct related_word *word;
    double worth;
    size_t order;
};

struct tally {
    struct share shares[ENTRIES_MAX];
    size_t len;
    double dot, names, numbers, people, places;
    size_t names_len;
};

/* The worth of a shared name or number: as important as it is to the one that cares less. */
static double worth_of(const struct match *m)
{
    double weight = m->weight < m->probe->weight ? m->weight : m->probe->weight;
    return weight * related_name_rarity(m->probe->rarity);
}

static bool counted(const struct tally *t, const struct related_word *word)
{
    for (size_t i = 0; i < t->len; i++)
        if (t->shares[i].word == word)
            return true;
    return false;
}

static void tally_put(struct tally *t, const struct related_word *word, double worth)
{
    t->shares[t->len] = (struct share){word, worth, t->len};
    t->len++;
}

static void tally_name(struct tally *t, const struct match *m, double worth)
{
    const struct related_word *word = m->probe->from;
    if (counted(t, word))
        return;
    t->names += worth;
    t->names_len++;
    t->people += word->kind == RELATED_PERSON ? worth : 0;
    t->places += word->kind == RELATED_PLACE ? worth : 0;
    tally_put(t, word, NAMES_SHARE / NAMES_HALF * worth);
}

static void tally_make(struct tally *t, const struct probes *p, const struct other *other,
                       const struct match *matches, size_t len)
{
    double norms = p->norm * other->norm;
    t->len = t->names_len = 0;
    t->dot = t->names = t->numbers = t->people = t->places = 0;
    for (size_t i = 0; i < len; i++) {
        const struct match *m = &matches[i];
        const struct probe *probe = m->probe;
        if (probe->kind == RELATED_TERM) {
            double worth = (double)probe->weight * m->weight * probe->rarity * probe->rarity;
            worth = norms > 0 ? worth / norms : 0;
            t->dot += worth;
            tally_put(t, probe->from, TERMS_SHARE / TERMS_HALF * worth);
        } else if (probe->kind == RELATED_NUMBER) {
            t->numbers += worth_of(m);
            tally_put(t, probe->from, NUMBERS_SHARE / NUMBERS_HALF * worth_of(m));
        } else if (probe->kind != KIND_SOUND) {
            tally_name(t, m, worth_of(m));
        }
    }
    /* Sounds come last: a name that is known by its letters is not counted again. */
    for (size_t i = 0; i < len && p->language != other->language; i++)
        if (matches[i].probe->kind == KIND_SOUND)
            tally_name(t, &matches[i], SOUND_SHARE * worth_of(&matches[i]));
}

static int worthier(const void *x, const void *y)
{
    const struct share *a = x, *b = y;
    if (a->worth != b->worth)
        return a->worth > b->worth ? -1 : 1;
    return a->order < b->order ? -1 : 1;
}

static bool is_part_of_word(str s, size_t at)
{
    return at < s.len && (ascii_is_alnum((unsigned char)s.p[at]) || (unsigned char)s.p[at] >= 0x80);
}

/* Whether INNER stands in OUTER as whole words; ASCII case ignored. */
static bool has_words(str outer, str inner)
{
    size_t at = str_ifind(outer, inner);
    return at != STR_NPOS && (at == 0 || !is_part_of_word(outer, at - 1)) &&
           !is_part_of_word(outer, at + inner.len);
}

static bool says(const struct related_card *card, str text)
{
    for (size_t i = 0; i < card->words_len; i++)
        if (has_words(card->words[i], text) || has_words(text, card->words[i]))
            return true;
    return false;
}

/* The strongest shared words; ONLY: those of one kind. */
static void put_words(struct related_card *card, struct tally *t, int only)
{
    if (t->len)
        qsort(t->shares, t->len, sizeof *t->shares, worthier);
    for (size_t i = 0; i < t->len && card->words_len < RELATED_WORDS_MAX; i++) {
        const struct related_word *w = t->shares[i].word;
        if ((only >= 0 && w->kind != only) || w->text.len == 0 || says(card, w->text))
            continue;
        card->word_kinds[card->words_len] = w->kind;
        card->words[card->words_len++] = w->text;
    }
}

static enum related_kind kind_of(const struct related_card *card, double like)
{
    double days = (double)card->parts.age_us / (double)DAY_US;
    if (like >= EVENT_SCORE && days <= EVENT_DAYS && days >= -SEQUEL_DAYS)
        return RELATED_SAME_EVENT;
    if (like >= BACKGROUND_SCORE && days > EVENT_DAYS)
        return RELATED_BACKGROUND;
    double from_people = card->parts.people, from_places = card->parts.places;
    if (from_people >= NAMES_REASON && from_people >= from_places)
        return RELATED_SAME_PEOPLE;
    if (from_places >= NAMES_REASON)
        return RELATED_SAME_PLACE;
    return RELATED_SAME_TOPIC;
}

void related_card_make(struct related_card *out, const struct probes *p, const struct other *other,
                       const struct match *matches, size_t len)
{
    struct tally t;
    bool same_language = p->language == other->language;
    tally_make(&t, p, other, matches, len);
    *out = (struct related_card){
        .id = other->id,
        .source_id = other->source_id,
        .time_us = other->time_us,
        .same_language = same_language,
        .parts = {.terms = t.dot < 1 ? t.dot : 1,
                  .names = saturated(t.names, NAMES_HALF),
                  .numbers = saturated(t.numbers, NUMBERS_HALF),
                  .people = t.names > 0 ? t.people / t.names : 0,
                  .places = t.names > 0 ? t.places / t.names : 0,
                  .age_us = p->time_us - other->time_us},
    };
    out->parts.decay = related_decay(out->parts.age_us);
    /* One name in common across languages may be chance, or a homonym. */
    if (!same_language && t.names_len < 2 && t.numbers == 0)
        out->parts.names *= .5;
    double like = likeness(&out->parts, same_language);
    out->score = like * out->parts.decay;
    double by_names = (same_language ? NAMES_SHARE : ACROSS_NAMES_SHARE) * out->parts.names;
    out->parts.people *= like > 0 ? by_names / like : 0;
    out->parts.places *= like > 0 ? by_names / like : 0;
    out->kind = kind_of(out, like);
    int only = out->kind == RELATED_SAME_PEOPLE  ? RELATED_PERSON
               : out->kind == RELATED_SAME_PLACE ? RELATED_PLACE
                                                 : -1;
    put_words(out, &t, only);
}

void related_compare(struct related_card *out, struct related_index *x,
                     const struct related_article *article, const struct related_article *other)
{
    struct probes p, q;
    struct match matches[ENTRIES_MAX];
    size_t n = 0;
    related_probes_make(&p, x, article);
    related_probes_make(&q, x, other);
    for (size_t i = 0; i < p.len; i++)
        for (size_t j = 0; j < q.len; j++)
            if (p.at[i].key == q.at[j].key)
                matches[n++] = (struct match){&p.at[i], q.at[j].weight};
    struct other o = {q.id, q.source_id, q.time_us, q.language, q.norm};
    related_card_make(out, &p, &o, matches, n);
}

void related_turn(struct related_card *out, const struct related_card *card,
                  const struct related_article *article)
{
    *out = *card;
    out->id = article->id;
    out->source_id = article->source_id;
    out->time_us = related_time_clamp(article->time_us);
    out->parts.age_us = -card->parts.age_us;
    out->kind = kind_of(out, likeness(&out->parts, card->same_language));
}
