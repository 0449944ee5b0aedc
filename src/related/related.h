/*
 * related: what else to read. An index in memory over the articles of a recent window finds, for
 * one article, those about the same event, people, places or subject, and says by which words.
 *
 *     struct related_index *index = related_new(0);
 *     related_read(&article, arena, reader, &doc, &names);
 *     article.id = ..., article.source_id = ..., article.time_us = ..., article.copy_group = ...;
 *     related_add(index, &article);
 *     related_find(&cards, &n, arena, index, &article, NULL);
 *     related_expire(index, now_us - window_us);
 *
 * Pure: no store, no clock; the same calls in the same order give the same cards. An index belongs
 * to one thread.
 *
 * Method. An article is three small sets of weighted words: terms (stems), names and numbers.
 * A word's rarity is learned from the articles in the index (a normalised inverse document
 * frequency, in [0, 1]) above a prior by length, short words being the common ones (Zipf's law of
 * abbreviation), so that it is sensible from the first article on. Each word has a list of the
 * RELATED_LIST_MAX newest articles that have it; a find reads the lists of the article's strongest
 * words, RELATED_READ_MAX entries at most, then compares the RELATED_CANDIDATES_MAX best in full.
 * None of these grows with the archive. Of the copies of a text only the first is in the lists;
 * when it goes, the next takes its place.
 *
 * Across languages terms say nothing. There names count, letters folded to Latin without accents
 * ("Путин" is putin), or by their consonants as they sound ("Трамп" and "Trump", "Zelensky" and
 * "Selenskyj"), and numbers.
 *
 * Beyond the window the store has the articles. Where related_find leaves room, ask related_query
 * for the words to search for, give them to the store's search, related_read what it finds, rank it
 * by related_compare and take what passes, as background.
 */
#ifndef COURANT_RELATED_RELATED_H
#define COURANT_RELATED_RELATED_H

#include "base/arena.h"
#include "base/str.h"
#include "text/name.h"

/* Limits: what comes after them is not used. */
#define RELATED_GIVEN_MAX 160     /* terms of an article that are looked at */
#define RELATED_TERMS_MAX 40      /* of them kept, the strongest */
#define RELATED_NAMES_MAX 20      /* names of an article */
#define RELATED_NUMBERS_MAX 6     /* numbers of an article */
#define RELATED_LIST_MAX 255      /* articles in a word's list */
#define RELATED_READ_MAX 10240    /* entries of lists one find reads */
#define RELATED_CANDIDATES_MAX 96 /* articles one find compares in full */
#define RELATED_ARTICLES_MAX ((size_t)2 << 20)
#define RELATED_CARDS_MAX 16
#define RELATED_WORDS_MAX 4 /* words of a reason */

enum related_word_kind {
    RELATED_TERM,
    RELATED_PERSON,
    RELATED_PLACE,
    RELATED_ORGANISATION,
    RELATED_NAME, /* of a kind nobody knows */
    RELATED_NUMBER,
};

/* A term, a name or a number. */
struct related_word {
    str text;       /* as a reader would write it: what reasons show */
    uint64_t key;   /* equal for what counts as the same; terms have their language in it */
    uint64_t sound; /* names: equal for what sounds alike in another language; 0: none */
    float weight;   /* terms: 1 to ~5. names and numbers: importance to the article, (0, 1] */
    float prior;    /* share of all articles thought to have it before any is known */
    uint8_t kind;   /* enum related_word_kind */
};

struct related_words {
    const struct related_word *at;
    size_t len;
};

struct related_article {
    int64_t id; /* unique */
    int64_t source_id;
    int64_t time_us;     /* published, else first seen */
    uint64_t copy_group; /* the same for copies of one text; 0: it has none */
    str language;        /* ISO 639-1; "": unknown */
    struct related_words terms, names, numbers;
};

/* Makes OUT's language, words and time of DOC; its id, source and group are left 0 for the caller.
 * Words in the title weigh most, then those of the first sentences. NAMES are those of DOC; NULL:
 * finds them. Texts are borrowed from DOC and NAMES, the rest is in A. */
void related_read(struct related_article *out, struct arena *a, struct text_reader *reader,
                  const struct text_doc *doc, const struct name_list *names);

struct related_index;

/* An index of at most ARTICLES_MAX articles (0: RELATED_ARTICLES_MAX); one more removes the oldest
 * by time. Free it with related_free. */
struct related_index *related_new(size_t articles_max);
void related_free(struct related_index *index);

/* Puts ARTICLE in; one of the same id is replaced. Nothing of it is borrowed. O(words). */
void related_add(struct related_index *index, const struct related_article *article);

/* False when no article has ID. */
bool related_remove(struct related_index *index, int64_t id);

/* For callers that may take back what they put in: related_keep says that what is there stays;
 * related_undo, after they have removed what came since, the last first, brings back what the index
 * measured meanwhile, and it is as it was. It is not where one that came since had made an old
 * article leave the index or a word's list, or had replaced one. */
void related_keep(struct related_index *index);
void related_undo(struct related_index *index);

/* Removes all older than BEFORE_US and returns their number. O(removed). */
size_t related_expire(struct related_index *index, int64_t before_us);

enum related_kind {
    RELATED_SAME_EVENT, /* at the time, or what came of it later */
    RELATED_SAME_PEOPLE,
    RELATED_SAME_PLACE,
    RELATED_BACKGROUND, /* older, of the same matter */
    RELATED_SAME_TOPIC,
};

/* How the score came about. All in [0, 1] but age_us. */
struct related_parts {
    double terms;   /* cosine of the weighted terms */
    double names;   /* rare names in common */
    double numbers; /* rare numbers in common */
    double people;  /* the share of the score that comes from people */
    double places;  /* and from places */
    double decay;   /* by the time between the two; already in the score */
    int64_t age_us; /* how much older than the asking article the card's is; may be negative */
};

struct related_card {
    int64_t id;
    int64_t source_id;
    int64_t time_us;
    double score; /* (0, 1], comparable between articles; symmetric */
    enum related_kind kind;
    str words[RELATED_WORDS_MAX]; /* borrowed from the asking article, strongest first */
    uint8_t word_kinds[RELATED_WORDS_MAX];
    size_t words_len;
    bool same_language;
    struct related_parts parts;
};

struct related_limits {
    size_t cards;      /* 0: 6; at most RELATED_CARDS_MAX */
    size_t per_source; /* 0: 2 */
    double score_min;  /* 0: RELATED_SCORE_MIN */
};
#define RELATED_SCORE_MIN 0.13

/* The cards of ARTICLE, best first, in A: never the article itself (its id) or a copy of it, no two
 * copies of one text. The article need not be in the index. LIMITS may be NULL. Its cost does not
 * grow with the index: see docs/BENCHMARKS.md. */
void related_find(struct related_card **out, size_t *n, struct arena *a,
                  struct related_index *index, const struct related_article *article,
                  const struct related_limits *limits);

/* Compares two articles, in the index or not, by what it has learned: OUT is the card of OTHER for
 * ARTICLE. The score may be 0. */
void related_compare(struct related_card *out, struct related_index *index,
                     const struct related_article *article, const struct related_article *other);

/* The card as the other article would show it: what CARD, found for ARTICLE, says of ARTICLE. Keeps
 * the cards of older articles true without finding them anew. */
void related_turn(struct related_card *out, const struct related_card *card,
                  const struct related_article *article);

/* Words for the store's search that every text of ARTICLE's matter should have: its two or three
 * strongest, as they are written, separated by spaces. ATTEMPT 0 is the strictest, each further one
 * asks less; "" when there are no more (attempts 0 to 2). */
str related_query(struct arena *a, struct related_index *index,
                  const struct related_article *article, unsigned attempt);

struct related_stats {
    size_t articles; /* in the index */
    size_t words;    /* distinct */
    size_t bytes;    /* taken from malloc, without malloc's own overhead */
};
struct related_stats related_stats(const struct related_index *index);

#endif
