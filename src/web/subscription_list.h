/* Which subscriptions a list shows and how, as its address says it; and one of them as a view. */
#ifndef COURANT_WEB_SUBSCRIPTION_LIST_H
#define COURANT_WEB_SUBSCRIPTION_LIST_H

#include "store/feed_health.h"
#include "web/page.h"

#define FEED_LIST_ROWS 50 /* on a page */
#define FEED_WEEKS 12     /* bars of a feed */

struct feed_list {
    int health; /* enum feed_health, or HEALTH_ANY */
    str folder, text;
    enum feed_sort sort;
    bool reverse;
    int64_t page; /* from 1 */
};

/* What a query or a form of the list has; what it does not know is left out. */
struct feed_list feed_list_read(struct arena *a, const struct http_pairs *pairs);
/* The same as an address. */
path feed_list_path(struct arena *a, const struct feed_list *list);
/* The words of an address for a health and a sort: "failing", "name". */
const char *feed_health_key(int health);
const char *feed_sort_key(enum feed_sort sort);

/* Its title, or else its source's name. */
str feed_row_name(const struct feed_row *row);
/* "Failing". */
str feed_health_name(int64_t health);
/* "Europe / Sport"; "" at the top. */
str feed_folder_text(struct arena *a, struct strs folders);
/* What was typed for that: the names between slashes. */
struct strs feed_folder_read(struct arena *a, str typed);
/* "The site answered 404." of an error as programs say it. */
str feed_sentence(struct arena *a, str text);
/* "in 3 minutes". */
str feed_time_text(struct arena *a, int64_t us, int64_t now_us);

/* What the address of a page says was done, in words, and how to undo it; "" when nothing was. One
 * statement at most. */
status feed_done(struct feed_done_view *out, struct page_call *c);

/* All folders, the CHOSEN one (as feed_folder.path) marked. One statement. */
status feed_folder_choices(struct folder_choice_view_list *out, struct page_call *c, str chosen);

/* Without its weeks. */
struct feed_view feed_view_of(struct page_call *c, const struct feed_row *row);
/* Fills in what came in the last weeks. One statement. */
status feed_view_weeks(struct feed_view *views, size_t n, struct page_call *c);

#endif
