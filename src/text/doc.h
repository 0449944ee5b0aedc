/*
 * text_doc: one article read once, for every analysis that follows. Title and body are cut into
 * paragraphs, sentences and words; words share one table of terms (stems) and one of surfaces
 * (spellings). Everything is in the caller's arena, in flat arrays with 32-bit indices, and does
 * not change after text_doc_read: analysis modules take it as const.
 *
 *     struct text_doc doc;
 *     text_doc_read(&doc, arena, reader, &input);
 *     for (uint32_t i = 0; i < doc.body.words_len; i++) {
 *         const struct text_word *w = &doc.body.words[i];
 *         if (!(w->flags & TEXT_STOP))
 *             weight[w->term] += ...;
 *     }
 *
 * Byte offsets refer to the UTF-8 text given, title and body each from 0.
 */
#ifndef COURANT_TEXT_DOC_H
#define COURANT_TEXT_DOC_H

#include "base/arena.h"
#include "base/str.h"
#include "text/dateline.h"

/* Limits. What comes after them has no words; sentences go on to the end. */
#define TEXT_WORDS_MAX ((uint32_t)1 << 20)
#define TEXT_BYTES_MAX ((size_t)64 << 20) /* longer texts are cut here */
#define TEXT_NONE UINT32_MAX

enum text_kind {
    TEXT_LETTERS, /* "summit" */
    TEXT_NUMBER,  /* "1,550,000" "3.5" "2025": one word, separators included */
    TEXT_MIXED,   /* "F16" "1980s" "5th" */
};

enum text_shape {
    TEXT_UNCASED, /* numbers, and scripts without capitals */
    TEXT_LOWER,   /* "summit" */
    TEXT_CAPITAL, /* "Summit", "I"; this one and those below have a capital */
    TEXT_UPPER,   /* "NATO": two letters or more, a possessive 's not counted */
    TEXT_CAMEL,   /* "WhatsApp", "iPhone", "McDonald" */
};

enum text_flag {
    TEXT_STOP = 1,       /* a function word of the language ("the", "which") */
    TEXT_FIRST = 2,      /* the first word of its sentence */
    TEXT_POSSESSIVE = 4, /* ends in 's or s' as English has it: see text_core */
    TEXT_QUOTE = 8,      /* an opening quotation mark stands right before it */
};

/* What lies between a word and the one before it in the same sentence. */
enum text_gap {
    TEXT_GAP_START,      /* nothing came before in this sentence */
    TEXT_GAP_NONE,       /* glued: scripts without spaces */
    TEXT_GAP_SPACE,      /* white space only */
    TEXT_GAP_HYPHEN,     /* one hyphen, no space: "black-and-white" */
    TEXT_GAP_APOSTROPHE, /* one apostrophe: "l'homme" */
    TEXT_GAP_DOT,        /* a full stop and perhaps space: "J. Smith", "U.S" */
    TEXT_GAP_AMPERSAND,  /* "&", with or without space: "Briggs & Co" */
    TEXT_GAP_COMMA,      /* a comma and space */
    TEXT_GAP_OTHER,      /* anything else: brackets, quotation marks, dashes, colons */
};

struct text_word {
    uint32_t begin, end; /* bytes of the part's text */
    uint32_t term;       /* in doc->terms */
    uint32_t surface;    /* in doc->surfaces */
    uint32_t sentence;   /* in the part's sentences */
    uint8_t kind;        /* enum text_kind */
    uint8_t shape;       /* enum text_shape */
    uint8_t flags;       /* enum text_flag */
    uint8_t gap;         /* enum text_gap */
};

/* Trimmed of white space. Words [words, words + words_len) of the part; may have none. */
struct text_sentence {
    uint32_t begin, end;
    uint32_t words, words_len;
    uint32_t paragraph;
};

struct text_paragraph {
    uint32_t begin, end;
    uint32_t sentences, sentences_len;
};

struct text_part {
    str text;
    struct text_word *words; /* never NULL, even when there are none */
    struct text_sentence *sentences;
    struct text_paragraph *paragraphs;
    uint32_t words_len, sentences_len, paragraphs_len;
};

/* A stem, as terms.h makes it (what the search index has), numbers excepted: those are their
 * digits, thousands separators left out ("1,550,000" and "1.550.000" are 1550000; "3,5" is 3.5). */
struct text_term {
    str text;
    uint32_t count;       /* in title and body */
    uint32_t title_count; /* in the title */
    uint32_t first_word;  /* in body.words, TEXT_NONE: only in the title */
    uint32_t surfaces;    /* its first spelling; follow surface->next */
    uint8_t kind;         /* enum text_kind */
    bool stop;            /* every spelling of it is a stop word */
};

/* A spelling, case and all. */
struct text_surface {
    str form;       /* bytes of title or body */
    str lower;      /* the same in lower case */
    uint32_t term;  /* in doc->terms */
    uint32_t count; /* in title and body */
    uint32_t next;  /* the next spelling of the same term, TEXT_NONE at the end */
    uint8_t kind, shape, flags;
    uint16_t date; /* what it means in dates, see date.h */
};

struct text_doc {
    struct text_part title, body;
    struct text_term *terms;
    struct text_surface *surfaces;
    uint32_t terms_len, surfaces_len;
    uint32_t *term_slots; /* for text_term_find */
    uint32_t term_slots_mask;
    str language;         /* ISO 639-1, without region; "" when unknown */
    int64_t published_us; /* what "yesterday" is measured from; TIME_NONE (INT64_MIN): unknown */
    struct text_dateline dateline; /* of the body, whose first sentence it is */
};

struct text_input {
    str title, text; /* UTF-8; paragraphs are separated by a blank line */
    str language;
    int64_t published_us;
};

/* Stemmers, word lists, ICU's breakers and a cache of words. Belongs to one thread; ~1.5 MB. */
struct text_reader;
struct text_reader *text_reader_new(void);
void text_reader_free(struct text_reader *r);

/* Reads IN. OUT borrows title and text; the rest is in A. Linear; measured at 0.09 ms for 500
 * English words on one core. */
void text_doc_read(struct text_doc *out, struct arena *a, struct text_reader *r,
                   const struct text_input *in);

/* The bytes of a word of PART, and those without an English possessive ("Russia" of "Russia's"). */
static inline str text_word_str(const struct text_part *part, const struct text_word *w)
{
    return str_sub(part->text, w->begin, w->end);
}
str text_word_core(const struct text_part *part, const struct text_word *w);

/* Whether the word is written with a capital, anywhere in it. */
static inline bool text_word_has_capital(const struct text_word *w)
{
    return w->shape >= TEXT_CAPITAL;
}

static inline str text_sentence_str(const struct text_part *part, const struct text_sentence *s)
{
    return str_sub(part->text, s->begin, s->end);
}

/* The sentence that byte AT of the body is in, or the next one; TEXT_NONE after the last. O(log n).
 */
uint32_t text_sentence_at(const struct text_part *part, uint32_t at);

/* The first word that ends after byte AT; words_len after the last. O(log n). */
uint32_t text_word_at(const struct text_part *part, uint32_t at);

/* The term of a stem, TEXT_NONE when the document has none. O(1). */
uint32_t text_term_find(const struct text_doc *doc, str stem);

/* The word lists, for modules that need them beyond the flags: see lexicon.h. */
struct lexicon;
struct lexicon *text_reader_lexicon(struct text_reader *r);
struct terms;
struct terms *text_reader_terms(struct text_reader *r);
struct name_tables;
struct name_tables *text_reader_names(struct text_reader *r);

#endif
