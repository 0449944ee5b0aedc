/* Newsletters: what is held of them until a person says that it may be published. Results and
 * failures are as store/store.h says. */
#ifndef COURANT_STORE_NEWSLETTER_H
#define COURANT_STORE_NEWSLETTER_H

#include "store/store.h"

/* A mail that waits, without its body. */
struct newsletter_mail {
    int64_t id, feed_id;
    int64_t received_us;
    int64_t size;
    int64_t tries; /* to read it that failed, */
    str error;     /* and why */
    bool held;
};
/* Of one newsletter, or 0: of all; by id, those after AFTER_ID; limit 1..1000. */
status store_newsletter_mails(struct newsletter_mail **out, size_t *n, struct arena *a,
                              struct store *s, int64_t feed_id, int64_t after_id, size_t limit);
/* Whether one with this very body waits for the feed: it was sent again because its sender did not
 * hear that it was kept. Reads the feed's mails. */
status store_newsletter_waits(bool *waits, struct store *s, int64_t feed_id, str body);
/* A mail that is held goes on to be read. E_NOTFOUND: there is none, or it is not held. */
status store_newsletter_release(struct store *s, int64_t delivery_id);
/* Takes away all that are held of a newsletter; *dropped counts them. */
status store_newsletter_drop_held(int64_t *dropped, struct store *s, int64_t feed_id);
/* What is published of it from here on (mail/newsletter.h), and as which source. E_NOTFOUND: there
 * is no such newsletter. */
status store_newsletter_recipe(struct store *s, int64_t feed_id, str recipe, int64_t source_id);

#endif
