/* Titles and their parts: comparing them, and taking off what sites put around a headline. */
#ifndef COURANT_PAGE_TITLE_PART_H
#define COURANT_PAGE_TITLE_PART_H

#include "page/phrase.h"

/* What a site is called: the name it states and the host it is read from; each "" when unknown. */
struct title_site {
    str name;
    str host;
};

/* TEXT folded, and of that only the letters and digits: what is left is the same however a title is
 * set. What follows compares titles in this form. */
void title_letters(struct phrase_fold *out, str text);

/* Whether NEEDLE, of six letters or more, stands in HAY. */
bool title_letters_have(const struct phrase_fold *hay, const struct phrase_fold *needle);

/* The same words, whatever the case, punctuation and spaces. */
bool title_same(str a, str b);

bool title_has(str hay, str needle);

bool title_ends(str s, str end);

size_t title_count_words(str s);

/* Whether PART of a title is only what the site is called: its name or a part of it, its host's
 * name, "name.tld". */
bool title_names_site(str part, const struct title_site *site);

/* TITLE without what sites put around it: "Headline | Section | Site". A part is taken off when it
 * is what the site is called, or a shorter rest behind a strong separator. HEADING, "" or what the
 * page shows as its heading, decides which part stays when it is one of them. */
str title_strip(str title, const struct title_site *site, str heading);

/* The part behind the title's last separator, and what is before it in *HEAD; "" when there is no
 * separator. */
str title_tail(str *head, str title);

#endif
