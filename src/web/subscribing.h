/* What the pages of subscriptions need done that takes the network or pipeline/, which web/ does
 * not know: src/cli fills it in (cli/looking.h). Its functions may be called from every thread of
 * the server, and none of them waits for the network. */
#ifndef COURANT_WEB_SUBSCRIBING_H
#define COURANT_WEB_SUBSCRIBING_H

#include "base/arena.h"
#include "base/err.h"
#include "model/preview.h"

struct store;

enum look_state {
    LOOK_WAITS,  /* its turn has not come */
    LOOK_GOES,   /* it is being asked */
    LOOK_FOUND,  /* ->found is whole */
    LOOK_LISTED, /* from a list of feeds, taken at its word: only url, title, site and recipe of
                    ->found */
    LOOK_FAILED, /* ->error says why */
};

/* One address that was given. */
struct look_item {
    enum look_state state;
    str typed;
    str error; /* for people */
    struct feed_preview found;
    struct strs folders; /* where the list has it */
};

struct look {
    struct look_item *at;
    size_t n;
    size_t left; /* that are not done */
};

/* CTX of each function is the struct's own. */
struct subscribing {
    void *ctx;
    /* Begins to look at TEXT for a user: an address, several of them a line each, or a list of
     * subscriptions in OPML. CHOOSE is for a single address: which of its choices. *ID names it for
     * that user and some minutes. E_INPUT: there is nothing to look at in it; E_BUSY: too many
     * look already; E_LIMIT: it is too much at once. */
    status (*begin)(int64_t *id, void *ctx, int64_t user_id, str text, size_t choose);
    /* How far that is. E_NOTFOUND: it is not there any more, or somebody else's. */
    status (*get)(struct look *out, void *ctx, struct arena *a, int64_t user_id, int64_t id);
    /* Subscribes to what was found, within the caller's transaction; *made is false when it is
     * subscribed to already. */
    status (*subscribe)(int64_t *id, bool *made, void *ctx, struct arena *a, struct store *s,
                        const struct look_item *item, int64_t now_us);
    /* Where the mails of a newsletter are to be sent; in A. NULL: nobody knows. */
    str (*mail_address)(void *ctx, struct arena *a, const struct feed *newsletter);
    /* E_INPUT, with words for people, when a text of SETTINGS cannot be used. */
    status (*check)(const struct feed_settings *settings);
};

#endif
