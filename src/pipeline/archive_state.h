/* What the archive consists of; for its own files. */
#ifndef COURANT_PIPELINE_ARCHIVE_STATE_H
#define COURANT_PIPELINE_ARCHIVE_STATE_H

#include "base/vec.h"
#include "identity/copies.h"
#include "pipeline/archive.h"

/* What was put into the indexes since the last commit. */
struct archive_entry {
    int64_t id;
    const struct analysed *found;
    enum archive_reason reason;
    bool counted; /* its words are in the frequencies */
};

struct archive {
    str where;
    unsigned threads;
    size_t window;
    bool filled;
    bool beyond; /* the store has articles that the indexes have not */
    struct related_index *related;
    struct copies *copies;
    struct frequency *frequency;
    struct text_reader *reader; /* for what is read again */
    struct arena arena;         /* for one article */
    struct arena journal_arena; /* for one batch */
    struct VEC(struct archive_entry) journal;
};

/* Sets what the indexes know an article by. */
void archive_identify(struct analysed *found, const struct article *article, uint64_t group);
/* What the indexes would know the article of CARD by, identified and without a group: by its marks,
 * else by its text. In the archive's arena. */
status archive_known(struct analysed **found, struct archive *x, struct store *s,
                     const struct article_card *card);
/* Puts an article that was identified into the indexes. */
void archive_put(struct archive *x, const struct analysed *found);

/* Finds the cards of FOUND, which is in the indexes, keeps them, and puts it among the cards of
 * those found. GROUP: that of its copies, 0 when it has none. */
status archive_cards(struct archive *x, struct store *s, const struct analysed *found,
                     int64_t group, enum archive_reason reason);

#endif
