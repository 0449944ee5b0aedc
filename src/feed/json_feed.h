/* JSON Feed 1 and 1.1 (jsonfeed.org). */
#ifndef COURANT_FEED_JSON_FEED_H
#define COURANT_FEED_JSON_FEED_H

#include "base/arena.h"
#include "base/err.h"
#include "model/feed.h"

/* TEXT is UTF-8. E_INPUT when it is no JSON Feed. */
status feed_read_json(struct feed_document *doc, struct arena *a, str text, str base);

#endif
