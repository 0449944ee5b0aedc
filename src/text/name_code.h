/* Shared by the files that find names: name_find.c cuts runs of capitals into pieces, name_kind.c
 * votes for their kinds, name_join.c joins them, name_inflect.c their inflected forms,
 * name.c writes them down. */
#ifndef COURANT_TEXT_NAME_CODE_H
#define COURANT_TEXT_NAME_CODE_H

#include "base/vec.h"
#include "text/name.h"
#include "text/name_table.h"

/* A word's longest piece. */
#define NAME_WORDS_MAX 12

/* What is known about a spelling of the document. */
struct name_surface {
    uint32_t bits;  /* enum name_class */
    uint32_t inner; /* capitalised where it need not be: within sentences */
    uint32_t lower; /* times the word is written in lower case */
    bool owns;      /* a possessive with the same name always behind it: "Cobb's" of "Landing" */
    uint8_t head;   /* words of the longest known name that begins with it */
    str key;        /* what tables and joining go by */
};

/* A piece: words [word, word + words) of a part. */
struct name_piece {
    uint32_t word, words;
    uint32_t known; /* 0: not of general knowledge */
    uint32_t sign;  /* its own number; pieces of one spelling share it: see name_join.c */
    float votes[NAME_KINDS];
    bool in_title;
    bool doubtful; /* capitalised only because a sentence begins, or a heading */
    bool titled;   /* a person's title stands before it */
    bool hyphen;   /* joined by hyphens within */
    bool lead;     /* the first of its two words may only open the sentence: "Later Putin" */
};
struct name_pieces VEC(struct name_piece);

struct name_search {
    struct arena *arena;
    const struct text_doc *doc;
    const struct name_language *language;
    struct name_surface *surfaces; /* as doc->surfaces */
    struct name_pieces pieces;
    bool heading; /* the title's words nearly all have capitals, so that they tell nothing */
};

#define NAME_ALONE UINT32_MAX

/* Pieces of one spelling, or of one known name. */
struct name_group {
    str key, last, first; /* keys of all its words, the last and the first */
    float votes[NAME_KINDS];
    uint32_t known, into; /* into: the group it is a shorter form of, NAME_ALONE: none */
    uint32_t pieces, certain, words;
    uint32_t longest;    /* a piece that shows its fullest form */
    uint32_t determined; /* pieces after a determiner */
    bool dropped, upper, titled;
    bool hyphen; /* two words and a hyphen: "Solberg-Maas" */
    bool lead;   /* all its pieces are, see name_piece.lead */
};
struct name_groups VEC(struct name_group);

struct name_join {
    struct name_search *search;
    struct arena *arena;
    struct name_groups groups;
    struct map by_key, by_last, by_first; /* to position + 1; NAME_ALONE: several groups */
};

/* Cuts title and body into pieces. */
void name_find_pieces(struct name_search *s);

/* Votes of a piece by its own words and those around it. */
void name_vote(const struct name_search *s, struct name_piece *piece);

/* Groups the pieces of J->search and joins the groups that are forms of one name. */
void name_join_pieces(struct name_join *j);

/* Joins inflected forms to the plain one, in languages that have endings and no stems here. */
void name_join_inflected(struct name_join *j);

/* Whether the text's language is one of those. */
bool name_has_endings(str language);

/* The kind of a group, by its votes. */
enum name_kind name_group_kind(const struct name_group *g);

static inline const struct text_part *name_part(const struct name_search *s, bool in_title)
{
    return in_title ? &s->doc->title : &s->doc->body;
}

static inline const struct name_surface *name_surface_of(const struct name_search *s,
                                                         const struct text_word *w)
{
    return &s->surfaces[w->surface];
}

#endif
