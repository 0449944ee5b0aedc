/* The words that the index knows, each with how many articles have it and a list of the newest of
 * them. */
#ifndef COURANT_RELATED_VOCABULARY_H
#define COURANT_RELATED_VOCABULARY_H

#include "related/table.h"

#define WORD_NONE TABLE_NONE
#define WORD_BLOCK 4096 /* words in one allocation */

/* An article in a word's list. Lists are ordered by day, the newest last. */
struct posting {
    uint32_t slot;   /* of the article */
    uint16_t weight; /* of the word in it: [0, 1] as 0 to 65535 */
    uint16_t day;    /* since 1970 */
};

struct word {
    uint64_t key;
    uint32_t refs;  /* articles that hold it, copies too; 0: free */
    uint32_t count; /* articles it was posted for: its document frequency */
    float prior;
    uint16_t len, cap; /* of the list; cap 0: the only posting is in here */
    union {
        struct posting one;
        struct posting *many;
        uint32_t next_free;
    } list;
};

struct vocabulary {
    struct table by_key;
    struct word **blocks;
    uint32_t len, free; /* free: the first one, WORD_NONE */
    size_t blocks_cap, list_bytes;
};

void vocabulary_init(struct vocabulary *w);
void vocabulary_end(struct vocabulary *w);

static inline struct word *vocabulary_at(const struct vocabulary *w, uint32_t id)
{
    return &w->blocks[id / WORD_BLOCK][id % WORD_BLOCK];
}

/* The id of KEY, WORD_NONE when no article has it. */
static inline uint32_t vocabulary_find(const struct vocabulary *w, uint64_t key)
{
    return table_get(&w->by_key, key);
}

/* Finds or makes KEY and holds it until vocabulary_drop. */
uint32_t vocabulary_hold(struct vocabulary *w, uint64_t key, float prior);
void vocabulary_drop(struct vocabulary *w, uint32_t id);

/* Counts an article and puts it into the list, where the oldest makes room for it. */
void vocabulary_post(struct vocabulary *w, uint32_t id, struct posting p);

/* Takes it back. */
void vocabulary_unpost(struct vocabulary *w, uint32_t id, uint32_t slot);

/* The list; *len is its length. */
static inline const struct posting *vocabulary_list(size_t *len, const struct word *word)
{
    *len = word->len;
    return word->cap ? word->list.many : &word->list.one;
}

size_t vocabulary_bytes(const struct vocabulary *w);

#endif
