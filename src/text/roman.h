/* Names across languages: what is left of a name when its spelling, script and case ending change.
 */
#ifndef COURANT_TEXT_ROMAN_H
#define COURANT_TEXT_ROMAN_H

#include "base/str.h"

#define ROMAN_MAX 12

/*
 * The skeleton of WORD (UTF-8, Latin or Cyrillic letters) into OUT, lower-case ASCII, ROMAN_MAX
 * bytes at most; returns its length. Vowels are left out but for one at the beginning, which is a;
 * so are h, kh and signs. Of consonants, those that change with the language are one letter: s for
 * all of s z ts sh zh ch j and soft c, v for f v w ph, k for k q and hard c, ks for x. Doubled ones
 * are single. "Putin", "Poutine" and "Путин" are ptn, "Khrushchev" and "Хрущёв" are rsv.
 */
size_t roman_skeleton(char out[ROMAN_MAX], str word);

/* Whether two skeletons may be the same name: equal, or alike up to a case ending of two consonants
 * at most after three that are equal. One letter is none. */
bool roman_same(str x, str y);

#endif
