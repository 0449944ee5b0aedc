/* Shared by the files of related: the articles of the index, and an article made ready to be
 * compared. */
#ifndef COURANT_RELATED_INTERNAL_H
#define COURANT_RELATED_INTERNAL_H

#include "related/related.h"
#include "related/vocabulary.h"

#define SLOT_NONE UINT32_MAX
#define SLOT_BLOCK 4096
#define DAY_US (INT64_C(86400) * 1000000)
/* A kind that only the index has: a name by its sound. */
#define KIND_SOUND (RELATED_NUMBER + 1)
#define ENTRIES_MAX (RELATED_TERMS_MAX + 2 * RELATED_NAMES_MAX + RELATED_NUMBERS_MAX)
/* Weights of terms are kept in 16 bits, in steps of 1/TERM_STEPS. */
#define TERM_STEPS 8192
#define NAME_STEPS 65535

struct slot {
    int64_t id, source_id, time_us;
    uint64_t copy_group;
    uint32_t *words;    /* of all sections, and behind them their weights, 16 bits each */
    float norm;         /* length of the vector of its terms */
    uint32_t next_copy; /* of its group, in order of arrival; free slots: the next free one */
    uint32_t copy_before;
    uint32_t heap_at;
    uint8_t words_len, terms_len; /* terms come first */
    uint16_t language;
    bool used, posted;
};

/* Of one copy group. */
struct group {
    uint32_t first, last; /* slots; group free: first is the next free one */
};

struct heap_item {
    int64_t time_us;
    uint32_t slot;
};

/* What one find adds up for an article. */
struct sum {
    uint32_t slot; /* + 1; 0: empty */
    uint16_t day;
    float score;
};
/* What a vector's length was before it was measured anew. */
struct measured {
    int64_t id;
    uint32_t slot;
    float norm;
};
#define SUMS_CAP 32768 /* more than twice RELATED_READ_MAX, a power of two */

struct related_index {
    size_t articles_max;
    struct vocabulary words;
    struct slot **blocks;
    size_t blocks_cap;
    uint32_t slots_len, slots_free;
    struct group *groups;
    size_t groups_cap;
    uint32_t groups_len, groups_free;
    struct table by_id, by_group;
    struct table by_language; /* posted articles of each */
    struct heap_item *heap;   /* the oldest first */
    size_t heap_cap, heap_len;
    size_t held_bytes;
    size_t posted; /* articles that count for how rare a word is */
    uint32_t refresh_at;
    struct measured *measured; /* since related_keep; the first one of each article is the oldest */
    size_t measured_cap, measured_len;
    uint32_t kept_slots, kept_refresh; /* slots_len and refresh_at then */
    struct sum *sums;                  /* SUMS_CAP, all empty between finds */
    uint32_t *sums_used;               /* RELATED_READ_MAX */
};

static inline uint16_t *slot_weights(const struct slot *s)
{
    return (uint16_t *)(s->words + s->words_len);
}

/* Of the word at I, as it was given. */
static inline float slot_weight(const struct slot *s, size_t i)
{
    return (float)slot_weights(s)[i] / (i < s->terms_len ? TERM_STEPS : NAME_STEPS);
}

static inline struct slot *slot_at(const struct related_index *x, uint32_t i)
{
    return &x->blocks[i / SLOT_BLOCK][i % SLOT_BLOCK];
}

/* A word of an article made ready. */
struct probe {
    const struct related_word *from;
    uint64_t key;
    uint32_t word; /* WORD_NONE: no article of the index has it */
    float rarity;  /* [0, 1] */
    float weight;
    uint8_t kind;
};

/* An article made ready: its strongest words, looked up. */
struct probes {
    struct probe at[ENTRIES_MAX];
    size_t len, terms_len; /* terms come first */
    double norm;
    uint16_t language;
    int64_t id, source_id, time_us;
    uint64_t copy_group;
};

/* A word that two articles share. */
struct match {
    const struct probe *probe;
    float weight; /* in the other one */
};

/* What scoring needs of the other article. */
struct other {
    int64_t id, source_id, time_us;
    uint16_t language;
    double norm;
};

/* How rare a word is that COUNT of ALL articles have. */
float related_rarity(size_t all, uint32_t count, float prior);
/* The articles that make words of LANGUAGE rare or not: the index's in it. */
size_t related_written(const struct related_index *x, uint16_t language);
uint16_t related_language_code(str language);
int64_t related_time_clamp(int64_t us);

void related_probes_make(struct probes *out, struct related_index *x,
                         const struct related_article *article);

/* Names found in everything tell nothing: what is left of a name's or number's rarity. */
double related_name_rarity(double rarity);
double related_decay(int64_t apart_us);

/* Makes the card of OTHER for what was made ready as P from what they share. */
void related_card_make(struct related_card *out, const struct probes *p, const struct other *other,
                       const struct match *matches, size_t len);

#endif
