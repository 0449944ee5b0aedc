/* Several words written as one, as hashtags are: "Alaska summit" is "AlaskaSummit". */
#ifndef COURANT_TEXT_CAMEL_H
#define COURANT_TEXT_CAMEL_H

#include "base/str.h"

/* The letters and digits of PHRASE, each word beginning with a capital where its script has them
 * ("WhatsApp" and "NATO" stay as they are); what lies between words is left out, as are English
 * possessives. "" when it has no letter or digit. */
str text_camel(struct arena *a, str phrase);

#endif
