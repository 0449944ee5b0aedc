/*
 * Names of people, places and organisations in an article, joined over it: "Robert Fico" and "Fico"
 * are one name, as are "US" and "United States", "Federal Security Service" and "FSB".
 *
 * Method: runs of capitalised words are cut at titles, nationalities and names of general knowledge
 * (name_place.def, name_group.def); what a piece is, is voted for by its own words ("... Ministry",
 * "Anna ...") and by those around it ("in", "watchdog", "said", "president"), over all its
 * mentions; a shorter form takes the kind of the longer one. A capital at the beginning of a
 * sentence counts as one only when the rest of the article bears it out. In German, where every
 * noun has one, a name needs a sign of its own. Scripts without capitals have the names of general
 * knowledge only.
 */
#ifndef COURANT_TEXT_NAME_H
#define COURANT_TEXT_NAME_H

#include "text/doc.h"

/* An article has at most this many names; later ones are left out. */
#define TEXT_NAMES_MAX 512

enum name_kind {
    NAME_PERSON,
    NAME_PLACE,
    NAME_ORGANISATION,
    NAME_OTHER, /* events, works, and what nothing tells about */
    NAME_KINDS,
};

struct name_mention {
    uint32_t begin, end;  /* bytes of the part's text, no title, no English possessive */
    uint32_t word, words; /* in the part's words */
    bool in_title;
};

struct name {
    str text;     /* the fullest form */
    str plain;    /* of general knowledge: the form its language has first; else "" */
    str *aliases; /* the other forms, as they are first written */
    const struct name_mention *mentions; /* title first, then the body, in their order */
    uint32_t aliases_len, mentions_len;
    uint32_t known; /* of general knowledge: the same for the same thing in any language; else 0 */
    uint8_t kind;   /* enum name_kind */
};

struct name_list {
    const struct name *at; /* most prominent first: by mentions, those in the title counting more */
    uint32_t len;
};

/* "person", "place", "organisation", "other" */
const char *name_kind_word(enum name_kind kind);

/* How little a Russian word's form looks like its plain one: 0 ends in a consonant, 1 in a, ya or
 * o, 2 else. A guess, for choosing among the forms a text has. */
int name_form_rank(str form);

/* Finds the names of DOC; in A. Linear in the words; measured at ~0.03 ms for 500. */
void name_find(struct name_list *out, struct arena *a, struct text_reader *r,
               const struct text_doc *doc);

#endif
