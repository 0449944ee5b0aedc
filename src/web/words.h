/* Times, languages and lists in words, for people. Pure: the present is an argument. */
#ifndef COURANT_WEB_WORDS_H
#define COURANT_WEB_WORDS_H

#include "base/sbuf.h"
#include "base/str.h"

/* "just now" (also for the near future), "5 minutes ago", "3 hours ago", "yesterday",
 * "4 days ago" up to a week, then "12 March" and, in another year, "12 March 2024". Texts: the
 * time_* entries of strings.def; web/js/site.js counts by the same steps. TIME_NONE: nothing. */
void words_put_relative(struct sbuf *b, int64_t us, int64_t now_us);

/* "22 November 2026, 16:07 UTC"; TIME_NONE: nothing. */
void words_put_absolute(struct sbuf *b, int64_t us);

/* "Sunday, 22 November 2026"; TIME_NONE: nothing. */
void words_put_day(struct sbuf *b, int64_t us);

/* The language's own name for an ISO 639-1 code: "Deutsch"; the code itself when unknown. */
str words_language(str code);

/* "rtl" or "ltr", by the script a language is usually written in. */
str words_direction(str code);

/* "A", "A and B", "A, B and C". */
str words_list(struct arena *a, const str *at, size_t len);

/* TEXT in BYTES at most, and an ellipsis where it is cut: anywhere, but not within a character. */
str words_cut(struct arena *a, str text, size_t bytes);

/* The same, cut between words when that costs less than half of it. */
str words_cut_between(struct arena *a, str text, size_t bytes);

/* CODE when it has the shape of a language tag, else "" (so that lang="" means unknown). */
str words_language_tag(str code);

#endif
