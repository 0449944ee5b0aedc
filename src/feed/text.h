/* Text of a feed: types, people and what looks like HTML. */
#ifndef COURANT_FEED_TEXT_H
#define COURANT_FEED_TEXT_H

#include "base/sbuf.h"
#include "model/feed.h"

/* "html" to "text/html" and so on (RFC 4287, section 3.1.1); lower case. TYPE itself, lower case,
 * when it is a media type; FALLBACK when it is empty. */
str feed_media_type(struct arena *a, str type, str fallback);
bool feed_is_markup(str type);

/* Whether text that claims to be plain is HTML after all: an end tag or a character reference, and
 * no tag but those of HTML. */
bool feed_looks_like_html(str text);

/* Base64 with white space and without errors; false when it is none. */
bool feed_base64(str *out, struct arena *a, str text);

/* "Name (a@b.example)", "a@b.example (Name)", "Name <a@b.example>": what is not said before. */
void feed_person_read(struct feed_person *person, struct arena *a, str text);

/* A language tag with hyphens: "en_US" is "en-US". */
str feed_language(struct arena *a, str tag);

/* &, < and > escaped. */
void feed_put_escaped(struct sbuf *b, str text);

#endif
