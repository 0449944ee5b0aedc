/* A count-min sketch of words by article, and hashtags chosen by it. */
#include "tags/frequency.h"

#include <math.h>

#include "base/hash.h"

#define PRIOR_ARTICLES 50.
#define PRIOR .01 /* share of the articles a word is thought to be in that nothing is known of */
#define LANGUAGES_MAX 256 /* a power of two; those beyond share a count */
#define TAGS_LEAST 5      /* below this, weaker names and phrases are let in */
#define TAGS_FEW 3        /* and below this phrases that occur once, where frequencies are known */

struct frequency {
    uint32_t counts[FREQUENCY_ROWS][FREQUENCY_WIDTH];
    struct {
        uint64_t language;
        uint32_t articles;
    } languages[LANGUAGES_MAX];
};

struct frequency *frequency_new(void)
{
    return mem_calloc(1, sizeof(struct frequency));
}

void frequency_free(struct frequency *f)
{
    free(f);
}

void frequency_read(struct frequency_words *out, struct arena *a, const struct text_doc *doc)
{
    uint64_t *at = arena_array(a, doc->terms_len, uint64_t);
    *out = (struct frequency_words){.at = at, .language = hash_str(doc->language)};
    for (uint32_t i = 0; i < doc->terms_len; i++) {
        const struct text_term *t = &doc->terms[i];
        if (!t->stop && t->kind != TEXT_NUMBER)
            at[out->len++] = hash_short(hash_join(out->language, hash_str(t->text)));
    }
}

static size_t place_of(size_t row, uint64_t key)
{
    return hash_u64(key + row) % FREQUENCY_WIDTH;
}

/* Where the articles of a language are counted. */
static size_t language_at(const struct frequency *f, uint64_t language)
{
    size_t at = language % LANGUAGES_MAX;
    for (size_t i = 0; i + 1 < LANGUAGES_MAX; i++) {
        if (!f->languages[at].language || f->languages[at].language == language)
            break;
        at = (at + 1) % LANGUAGES_MAX;
    }
    return at;
}

void frequency_add(struct frequency *f, const struct frequency_words *words)
{
    size_t at = language_at(f, words->language);
    f->languages[at].language = words->language;
    f->languages[at].articles++;
    for (size_t i = 0; i < words->len; i++)
        for (size_t row = 0; row < FREQUENCY_ROWS; row++)
            f->counts[row][place_of(row, words->at[i])]++;
}

void frequency_remove(struct frequency *f, const struct frequency_words *words)
{
    f->languages[language_at(f, words->language)].articles--;
    for (size_t i = 0; i < words->len; i++)
        for (size_t row = 0; row < FREQUENCY_ROWS; row++)
            f->counts[row][place_of(row, words->at[i])]--;
}

double frequency_share(const struct frequency *f, uint64_t language, uint64_t key, double prior)
{
    uint32_t least = UINT32_MAX;
    for (size_t row = 0; row < FREQUENCY_ROWS; row++) {
        uint32_t count = f->counts[row][place_of(row, key)];
        least = count < least ? count : least;
    }
    double articles = f->languages[language_at(f, language)].articles;
    return (least + prior * PRIOR_ARTICLES) / (articles + PRIOR_ARTICLES);
}

/* The share of the articles that have the rarest word of T. */
static double rarest(const struct frequency *f, uint64_t language, const struct hashtag *t)
{
    double least = 1;
    for (uint32_t i = 0; i < t->terms_len; i++) {
        double share = frequency_share(f, language, t->terms[i], PRIOR);
        least = share < least ? share : least;
    }
    return least;
}

/* The candidates that stay, phrases with their rarity in the score, those of one stage in the order
 * of it. Insertion keeps equals in order, and they are few. */
static uint32_t weigh(struct hashtag *out, const struct frequency *f, uint64_t language,
                      const struct hashtags *candidates)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < candidates->len; i++) {
        struct hashtag t = candidates->at[i];
        uint32_t at = n;
        if (f && t.terms_len) {
            double share = rarest(f, language, &t);
            if (share > (t.terms_len > 1 ? FREQUENCY_GENERIC : FREQUENCY_GENERIC_WORD))
                continue;
            t.score *= log(1 / share);
            for (; at && out[at - 1].stage == t.stage && out[at - 1].score < t.score; at--)
                out[at] = out[at - 1];
        }
        out[at] = t;
        n++;
    }
    return n;
}

/* An alias two tags have, or that is another tag itself, goes. */
static void drop_ambiguous(struct hashtag *tags, uint32_t len)
{
    for (uint32_t i = 0; i < len; i++) {
        struct hashtag *t = &tags[i];
        uint32_t kept = 0;
        for (uint32_t k = 0; k < t->aliases_len; k++) {
            bool other = false;
            for (uint32_t o = 0; o < len && !other; o++)
                other = o != i && hashtag_means(&tags[o], t->aliases[k]);
            if (!other)
                t->aliases[kept++] = t->aliases[k];
        }
        t->aliases_len = kept;
    }
}

/* How many tags there may be before one of this stage is taken. */
static uint32_t room_of(int stage, bool known)
{
    if (stage == TAG_ANY_PHRASE && known)
        return TAGS_FEW;
    if (stage >= TAG_WEAK_NAME)
        return TAGS_LEAST;
    return stage == TAG_PHRASE ? TAGS_HASHTAGS_MAX - 1 : TAGS_HASHTAGS_MAX;
}

void frequency_choose(struct hashtags *out, struct arena *a, const struct frequency *f,
                      uint64_t language, const struct hashtags *candidates)
{
    struct hashtag *weighed = arena_array(a, candidates->len, struct hashtag);
    struct hashtag *tags = arena_array(a, TAGS_HASHTAGS_MAX, struct hashtag);
    uint32_t n = weigh(weighed, f, language, candidates), len = 0;
    for (uint32_t i = 0; i < n; i++)
        if (len < room_of(weighed[i].stage, f))
            tags[len++] = weighed[i];
    drop_ambiguous(tags, len);
    *out = (struct hashtags){tags, len};
}
