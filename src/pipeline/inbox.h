/*
 * The inbox of the fetch loop: what came by itself (pushed feeds, mails) waits in the store, is
 * read as if a feed had answered with it, and is gone in the transaction that keeps its entries. So
 * it may be stopped at any moment: nothing is lost, and nothing is there twice.
 */
#ifndef COURANT_PIPELINE_INBOX_H
#define COURANT_PIPELINE_INBOX_H

#include "pipeline/collect_code.h"

/* Bytes of deliveries on their way to the desk: beyond, none is taken; one of any size always is.
 */
#define INBOX_BYTES_MAX ((size_t)32 << 20)

/* On the fetch loop: hands on what waits, as far as there are docs and room. *FOUND is set when
 * something waits, *MORE when there was no doc or no room for some of it. */
status inbox_look(bool *found, bool *more, struct collect *c);

/* At the desk, in its transaction: the delivery of H is done with, or could not be read. The feed's
 * plan stays as it is, that it was heard of is noted. */
status inbox_keep(struct store *s, struct feed *feed, const struct harvest *h);

/* After the commit, on the desk's thread. */
void inbox_kept(struct collect *c, const struct harvest *h, str address);

#endif
