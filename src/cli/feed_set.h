/* KEY=VALUE of `courant feeds set`: what an operator sets for feeds. */
#ifndef COURANT_CLI_FEED_SET_H
#define COURANT_CLI_FEED_SET_H

#include "store/store.h"

enum feed_set_key {
    SET_TITLE,
    SET_URL,
    SET_FOLDERS,
    SET_USER_AGENT,
    SET_USERNAME,
    SET_PASSWORD,
    SET_COOKIE,
    SET_PROXY,
    SET_FULL_TEXT,
    SET_KEYS
};

struct feed_set {
    bool has[SET_KEYS];
    str value[SET_KEYS];
    struct strs folders;
    enum feed_full_text full_text;
    bool secrets_dropped; /* by feed_set_apply: the feed's address is another site's */
};

/* Whether WORD is a KEY=VALUE rather than a feed. */
bool feed_set_is(str word);

/* Takes one KEY=VALUE. Secrets are not arguments: "-" is a line of standard input (typed without
 * echo), "@FILE" the first line of a file, "" nothing any more. E_INPUT says what is expected.
 * OUT's texts are in A. */
status feed_set_read(struct feed_set *out, struct arena *a, str word);

/* In one transaction. What changes how the feed is read has it asked again. E_NOTFOUND, E_EXISTS as
 * store_feed_rename. */
status feed_set_apply(struct feed_set *set, struct arena *a, struct store *s, int64_t id,
                      int64_t now_us);

#endif
