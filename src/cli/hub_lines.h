/* Who pushes a feed, as the terminal shows it. HUB may be NULL: nobody. Tokens and secrets are not
 * said. */
#ifndef COURANT_CLI_HUB_LINES_H
#define COURANT_CLI_HUB_LINES_H

#include "base/json.h"
#include "store/store.h"

/* The hub of a feed, NULL when it has none. */
status hub_lines_get(const struct feed_hub **out, struct arena *a, struct store *s,
                     int64_t feed_id);

/* "websub": {...}, nothing without a hub. */
void hub_lines_json(struct json *j, const struct feed_hub *hub, int64_t now_us);
/* What is to be said in a line: "live, by https://...", "". */
str hub_lines_text(struct arena *a, const struct feed_hub *hub, int64_t now_us);
/* Whether the feed is pushed at the moment. */
bool hub_lines_pushed(const struct feed_hub *hub, int64_t now_us);

#endif
