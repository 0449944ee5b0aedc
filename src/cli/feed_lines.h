/* Subscriptions as the terminal shows them: a line of a table, all about one, a JSON object.
 * Nothing here says a password or a cookie. */
#ifndef COURANT_CLI_FEED_LINES_H
#define COURANT_CLI_FEED_LINES_H

#include "base/sbuf.h"
#include "store/feed_health.h"

#define FEED_LINES_COLUMNS 80

/* Of newsletters, row->feed.recipe is needed. HUB: who pushes the feed, or NULL. */
void feed_lines_head(struct sbuf *b);
/* Number, health, last success, next try, name; what is wrong in lines of its own. */
void feed_lines_row(struct sbuf *b, struct arena *a, const struct feed_row *row,
                    const struct feed_hub *hub, int64_t now_us);

/* What is told about one feed. */
struct feed_told {
    struct feed_row row;
    struct feed_settings settings;
    const struct feed_hub *hub;
    struct feed_entry_counts counts;
    const struct feed_entry *newest;
    size_t newest_len;
};

/* Label and value a line. */
void feed_lines_show(struct sbuf *b, struct arena *a, const struct feed_told *told, int64_t now_us);

/* One line. Without entries when COUNTS is NULL. */
void feed_lines_json(struct sbuf *b, struct arena *a, const struct feed_row *row,
                     const struct feed_settings *settings, const struct feed_entry_counts *counts,
                     const struct feed_hub *hub, int64_t now_us);

/* "auto", "always", "never". */
const char *feed_full_text_name(int64_t full_text);

#endif
