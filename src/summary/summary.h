/*
 * What an article or a story says, in its own sentences: the summary of one article, its key
 * points, the summary of several texts about one event, and the sentences that answer a question.
 * Nothing is written here, only chosen: each answer is a sentence of a text_doc, named by its
 * number and byte range, with the reason it was taken. Equal input gives equal output.
 *
 * The method is weighted coverage (Lin and Bilmes, "A class of submodular functions for document
 * summarization", 2011; Gillick and Favre, "A scalable global model for summarization", 2009):
 * the words and pairs of words of the text have weights, a set of sentences is worth the weights
 * of all it contains, each counted once, and sentences are taken one by one, that with the highest
 * gain for its length first. What has been said once is worth little the second time, which keeps
 * repetitions out. Sentences that lean on what came before (stand.h) are not candidates.
 */
#ifndef COURANT_SUMMARY_SUMMARY_H
#define COURANT_SUMMARY_SUMMARY_H

#include "base/vec.h"
#include "text/doc.h"

/* Limits: sentences of a summary, key points, and what is looked at. */
#define SUMMARY_SENTENCES_MAX 4
#define SUMMARY_POINTS_MIN 3
#define SUMMARY_POINTS_MAX 6
#define SUMMARY_LOOK_MAX 2000 /* sentences of one article; those after them are not looked at */
#define SUMMARY_DOCUMENTS_MAX 1000 /* texts of one story */
#define SUMMARY_TERMS_MAX 4
#define SUMMARY_ANSWERS_MAX 20

/* Why a sentence was taken. */
enum summary_reason {
    SUMMARY_LEAD = 1,     /* it is among the first of its text */
    SUMMARY_TITLE = 2,    /* it takes up words of the headline */
    SUMMARY_CENTRAL = 4,  /* it has words the text keeps coming back to */
    SUMMARY_NAMES = 8,    /* it names someone or something */
    SUMMARY_NUMBERS = 16, /* it gives a figure or date */
    SUMMARY_SHARED = 32,  /* several texts of the story say it */
};

struct summary_sentence {
    uint32_t document;   /* place in the documents given; 0 for one article */
    uint32_t sentence;   /* in that document's body */
    uint32_t begin, end; /* its bytes of the body's text */
    uint32_t reasons;    /* enum summary_reason */
    /* The terms it was taken for, in that document, the weightiest first. */
    uint32_t terms[SUMMARY_TERMS_MAX], terms_len;
    double score; /* what it added; comparable within one answer only */
};
struct summary_vec VEC(struct summary_sentence);

/* The summary of DOC: 2 to SUMMARY_SENTENCES_MAX sentences in the order of the text, about 90
 * words; fewer when fewer can stand alone; none when the text has fewer than three sentences.
 * OUT is in A. O(words), about 0.02 ms for 500. */
void summary_article(struct summary_vec *out, struct arena *a, const struct text_doc *doc);

/* The same, and the key points beside it: SUMMARY_POINTS_MIN to SUMMARY_POINTS_MAX short sentences
 * in the order of the text, about different things, none of them in the summary; none at all when
 * the article is too short to have any. O(words), at most 0.1 ms for 500. */
void summary_and_points(struct summary_vec *summary, struct summary_vec *points, struct arena *a,
                        const struct text_doc *doc);

/* The summary of LEN texts about one event within WORDS words (as white space separates them; in
 * scripts without spaces those of the reader): older texts first, each in its own order. OUT is in
 * A. O(words of all + sentences chosen x sentences). */
void summary_story(struct summary_vec *out, struct arena *a, const struct text_doc *docs,
                   size_t len, size_t words);

/* The sentences of DOCS that answer QUESTION, best first, MAX at most (SUMMARY_ANSWERS_MAX is the
 * limit). The question is its body, read in the language of the texts. None is an answer: nothing
 * here answers that. score is 0..1: the share of the question's weight the sentence meets, lowered
 * where what is asked for (a name, a number, a date) is missing, and raised a little where it says
 * not much else. OUT is in A. */
void summary_ask(struct summary_vec *out, struct arena *a, const struct text_doc *docs, size_t len,
                 const struct text_doc *question, size_t max);

#endif
