/* An article as text in the formats of `courant extract`; the command and the shared library
 * answer with the same bytes. */
#ifndef COURANT_EXTRACT_FORMAT_H
#define COURANT_EXTRACT_FORMAT_H

#include "base/err.h"
#include "base/sbuf.h"
#include "model/article.h"

enum extract_format { EXTRACT_JSON, EXTRACT_TEXT, EXTRACT_MARKDOWN, EXTRACT_HTML };

/* "json", "text", "markdown" or "html"; E_INPUT for another name, the text lists them. */
status extract_format_of_name(enum extract_format *out, str name);

/* One line of JSON as CLI.md has it, with its line end; ID and FILE are left out when empty. */
void extract_put_json(struct sbuf *out, const struct article *article, str id, str file);

/* "2026-11-22T18:07:00+02:00": in the zone the page wrote it in, so that the day is the page's;
 * nothing for TIME_NONE. */
void extract_put_time(struct sbuf *out, int64_t time_us, int zone_min);

/* ARTICLE in FORMAT, ending in one line end. A is working memory. E_LIMIT: the body passes the
 * limits of parsing (Markdown). */
status extract_put(struct sbuf *out, struct arena *a, enum extract_format format,
                   const struct article *article, str id, str file);

#endif
