/*
 * What is known about names beforehand, by language: places and organisations of general
 * knowledge (name_place.def, name_group.def), and words that tell what the name beside them is
 * (name_word.def). Built for a language when it is first met. Internal to text/.
 */
#ifndef COURANT_TEXT_NAME_TABLE_H
#define COURANT_TEXT_NAME_TABLE_H

#include "base/map.h"
#include "text/terms.h"

/* Classes of words. */
#define NAME_CLASSES(X)                                                                            \
    X(TITLE)         /* of persons: "president" */                                                 \
    X(ORG_HEAD)      /* the word an organisation's name ends in, or begins with: "ministry" */     \
    X(PLACE_HEAD)    /* the same for places: "river" */                                            \
    X(PLACE_FIRST)   /* begins a place's name: "lake" */                                           \
    X(PLACE_BEFORE)  /* stands before a place: "exclave of" */                                     \
    X(PLACE_AFTER)   /* stands after a place: "residents" */                                       \
    X(ORG_BEFORE)    /* stands before an organisation: "watchdog" */                               \
    X(ORG_AFTER)     /* stands after one: "newspaper" */                                           \
    X(SAY)           /* verbs of saying */                                                         \
    X(IN)            /* prepositions of places */                                                  \
    X(TO)            /* the same, weaker */                                                        \
    X(ON)            /* prepositions of media */                                                   \
    X(PERSON_BEFORE) /* verbs that have people for their object: "met" */                          \
    X(OTHER_BEFORE)  /* stands before what is none of the three: "comet", "storm" */               \
    X(PLACE_OWNS)    /* what a country or town has: "its parliament" */                            \
    X(EVENT)         /* heads of names that are none of the three: "war" */                        \
    X(OF)            /* joins parts of an organisation's name */                                   \
    X(INNER)         /* may follow one of those, or join two: "the", "and" */                      \
    X(NOT_NAME)      /* capitalised, but no name: days, months */                                  \
    X(DEMONYM)       /* "Slovak" */                                                                \
    X(PARTICLE)      /* within persons' names: "von" */                                            \
    X(ARTICLE)       /* may follow one: "von der" */                                               \
    X(DETERMINER)    /* before common nouns, where those have capitals as well */                  \
    X(ROMAN)         /* numbers of rulers */                                                       \
    X(GIVEN)         /* given names */                                                             \
    X(WELL_KNOWN)    /* family names that need no other sign */

enum name_class_bit {
#define X(name) NAME_BIT_##name,
    NAME_CLASSES(X)
#undef X
        NAME_BITS,
};
enum name_class {
#define X(name) NAME_##name = 1 << NAME_BIT_##name,
    NAME_CLASSES(X)
#undef X
};

/* How many words a name in the tables has at most. */
#define NAME_KNOWN_WORDS 8

/* A place or organisation of general knowledge. */
struct name_known {
    uint32_t id;   /* all its forms have the same; never 0 */
    bool group;    /* an organisation */
    bool capitals; /* only met in capitals: "US" */
};

struct name_language {
    char code[4];
    bool by_stem;       /* keys are stems, as words are inflected */
    bool nouns_capital; /* German: every noun has a capital */
    struct map words;   /* key: a word, to enum name_class bits */
    struct map known;   /* key: words joined by a space, to what name_known_of unpacks */
    const str *forms;   /* by id: the plain form, as inflected ones stand in texts */
    struct map heads;   /* key: the first word of a known name, to the words of the longest */
};

/* Belongs to one thread. */
struct name_tables;
struct name_tables *name_tables_new(void);
void name_tables_free(struct name_tables *t);

/* The tables of LANGUAGE (ISO 639-1); a language without tables has the English forms. */
const struct name_language *name_tables_language(struct name_tables *t, struct terms *terms,
                                                 str language);

/* Unpacks a value of name_language.known. */
static inline struct name_known name_known_of(uint64_t value)
{
    return (struct name_known){(uint32_t)(value >> 2), (value & 1) != 0, (value & 2) != 0};
}

#endif
