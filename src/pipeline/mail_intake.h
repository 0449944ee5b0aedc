/*
 * Mails on their way into the store: which newsletter is meant, whether it is published or held
 * (mail/newsletter.h), and that it is there once. What waits there is read by the fetch loop
 * (inbox.h).
 */
#ifndef COURANT_PIPELINE_MAIL_INTAKE_H
#define COURANT_PIPELINE_MAIL_INTAKE_H

#include "mail/message.h"
#include "store/store.h"

/* Subscribes to a newsletter called NAME (mail/newsletter.h); one that is subscribed to stays as it
 * is, and *made is false. *id is set either way. E_NOTFOUND: somebody has removed it. */
status mail_intake_subscribe(int64_t *id, bool *made, struct arena *a, struct store *s, str name,
                             str title);

/* OK: there is a newsletter of this address. E_NOTFOUND: there is none; others are the store's. */
status mail_intake_known(struct store *s, str address);

/* Keeps MAIL, which SENDER sent to ADDRESS, for the newsletter of that address. OK: it is
 * committed, or was there already. E_NOTFOUND: there is no such newsletter; E_INPUT: it is no mail;
 * E_LIMIT: it is too large, or too many wait. */
status mail_intake_put(struct store *s, str sender, str address, str mail, int64_t now_us);

/* The same for a mail out of a Maildir: for the newsletter of an address that it names; else of its
 * List-Id, or its sender, which is made if MAKE. */
status mail_intake_put_file(struct store *s, str mail, bool make, int64_t now_us);

/* From now on the mails of SENDERS (newsletter_sender; of anybody if there are none) are published,
 * as the source TITLE. E_NOTFOUND: no such newsletter. */
status mail_intake_publish(struct arena *a, struct store *s, const struct feed *feed, str title,
                           const str *senders, size_t n);

#endif
