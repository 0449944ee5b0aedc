/* Names across alphabets: the letters of a word as plain Latin ones, and its consonants as they
 * sound. */
#ifndef COURANT_RELATED_FOLD_H
#define COURANT_RELATED_FOLD_H

#include "base/str.h"

#define FOLD_MAX 64 /* bytes of a folded word */

/* WORD (lower case, accents of Latin letters gone, as terms are) in Latin letters, Cyrillic and
 * Greek ones transliterated: "путин" is putin. Other scripts stay. Returns the length; OUT has
 * FOLD_MAX bytes. */
size_t fold_latin(char *out, str word);

/* The consonants of WORD (from fold_latin) by how they sound, a vowel at its beginning kept as 'a':
 * "zelenskij", "zelensky" and "selenskyj" are "slnsk". 0 when it has fewer than three consonants
 * or other letters than Latin ones: too little to know a name by. */
size_t fold_sound(char *out, str word);

#endif
