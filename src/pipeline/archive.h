/*
 * What an article is compared with: the desk's indexes in memory over the newest articles, and what
 * follows from them for the store: hashtags, copies, related articles. Belongs to the desk's
 * thread. The same articles in the same order give the same rows.
 *
 * Cards. An article gets those that the index finds. Each article found gets the new one among its
 * cards, if it belongs among the best ARCHIVE_CARDS there; a new version is taken off all cards
 * before, and offered to as many as the index can name. Where the index finds fewer than
 * ARCHIVE_CARDS_FEW and the store has more articles than it, the store is searched for
 * background.
 *
 * Batches that are rolled back: archive_undo takes out of memory what was taken since the last
 * archive_keep, and everything is as it was. There is one exception. An article that left the index
 * of related ones, or a word's list, because it was full does not come back, and one that had got a
 * new version comes back measured anew: scores are the same to 0.05 then, with a third of the
 * archive replaced.
 */
#ifndef COURANT_PIPELINE_ARCHIVE_H
#define COURANT_PIPELINE_ARCHIVE_H

#include "pipeline/analyse.h"
#include "store/store.h"

#define ARCHIVE_WINDOW 20000 /* articles, unless the setting related_articles says otherwise */
#define ARCHIVE_WINDOW_MAX ((size_t)2 << 20)
#define ARCHIVE_CARDS 6
#define ARCHIVE_CARDS_SOURCE 2 /* of one source */
#define ARCHIVE_CARDS_FEW 3

struct archive;

/* WHERE: the store, for the threads that fill it. WINDOW: how many articles, 0 for
 * ARCHIVE_WINDOW. Nothing is read yet. */
struct archive *archive_new(str where, unsigned threads, size_t window);
void archive_free(struct archive *x);

/* Reads the newest articles of the store into the indexes, on all threads; not within a
 * transaction of S. What fails leaves it empty. 0.05 ms of one core for each article that has marks
 * (marks.h), ten times that for others, which are analysed again. */
status archive_fill(struct archive *x, struct store *s);
bool archive_filled(const struct archive *x);

/* analyse_article on the caller's thread, into A: for an article that a read thread took for
 * unchanged, and that another one of the same address has changed since. */
void archive_analyse(struct analysed **out, struct archive *x, struct arena *a,
                     const struct article *article, struct strs outlets);

enum archive_reason {
    ARCHIVE_NEW,
    ARCHIVE_VERSION, /* its text has changed: what others say of it is found anew */
    ARCHIVE_AGAIN,   /* its text is the same, its analysis old or missing */
};
/* Keeps what was found in ARTICLE, which was just put or is in the store, and what follows from it.
 * Within the caller's transaction. FOUND outlives the batch. */
status archive_take(struct archive *x, struct store *s, struct analysed *found,
                    const struct article *article, enum archive_reason reason);

/* What was taken is committed. */
void archive_keep(struct archive *x);
/* What was taken is rolled back, in S already. */
void archive_undo(struct archive *x, struct store *s);

struct archive_stats {
    size_t articles;
    size_t bytes; /* of the indexes that grow with the window */
};
struct archive_stats archive_stats(const struct archive *x);

#endif
