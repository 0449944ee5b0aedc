/*
 * Everything that one article says by itself, found on a read thread: sentences, summary, names,
 * provenance, what may be its hashtags, and what the desk's indexes compare it with others by.
 * What depends on other articles, the desk adds (archive.h).
 */
#ifndef COURANT_PIPELINE_ANALYSE_H
#define COURANT_PIPELINE_ANALYSE_H

#include "model/analysis.h"
#include "related/related.h"
#include "tags/frequency.h"
#include "text/minhash.h"

/* The number of these methods: raised when they find something else, so that `courant migrate
 * --reanalyse` and `courant doctor` know what is old. */
#define ANALYSE_METHOD 1

/* Limits: what comes after them is left out. */
#define ANALYSE_SENTENCES_MAX 20000
#define ANALYSE_NAMES_MAX 200
#define ANALYSE_MENTIONS_MAX 200 /* of one name */

struct analysed {
    struct article_analysis found; /* without article_id and version, which the desk knows */
    struct hashtags candidates;
    struct related_article related; /* without id, source_id, time_us, copy_group */
    struct frequency_words words;
    struct minhash signature;
    str marks; /* of these three: see marks.h */
};

/* Analyses ARTICLE (its title, text, language, credit_line, url, canonical_url, published_us).
 * OUTLETS: names of known sources. OUT and all in it is in A; SCRATCH holds what is needed while
 * it works, and is left as it then is. Linear; see docs/BENCHMARKS.md. */
void analyse_article(struct analysed **out, struct arena *a, struct arena *scratch,
                     struct text_reader *reader, const struct article *article,
                     struct strs outlets);

/* What indexes are filled with: related, words and signature only. */
void analyse_for_index(struct analysed **out, struct arena *a, struct arena *scratch,
                       struct text_reader *reader, const struct article *article);

/* The sentence of the body that says who or what NAME is: the first that has a fuller form of it
 * with a title or role before it, or with an apposition after it ("Ana Silva, the harbour
 * master,"); else the one of its first mention. Places and the like: the latter. Empty when the
 * body does not mention it. O(mentions). */
struct text_range analyse_introduction(const struct text_doc *doc, const struct name *name);

#endif
