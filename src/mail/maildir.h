/*
 * A Maildir (one mail a file; new mails appear whole in new/): each is handed on, and moved to cur/
 * as seen when that was done. Killed in between, it is handed on again.
 */
#ifndef COURANT_MAIL_MAILDIR_H
#define COURANT_MAIL_MAILDIR_H

#include "base/err.h"
#include "base/str.h"

#define MAILDIR_FILES_MAX 1000  /* of one look; the rest at the next */
#define MAILDIR_KNOWN_MAX 10000 /* files that were left where they are, and are not tried again */

struct maildir;

struct maildir_options {
    const char *path;
    size_t size_max; /* bytes of a mail */
    /* OK: it is kept. E_INPUT, E_LIMIT, E_NOTFOUND: not this one, and never: it stays where it is,
     * and REFUSED is told once. E_CANCELLED: stop. Others: at the next look. */
    status (*deliver)(void *ctx, str mail);
    /* A file that is left in new/; WHY is err_text() as well. */
    void (*refused)(void *ctx, const char *name, const char *why);
    void *ctx;
};

/* E_INPUT: there is no Maildir. OPTIONS outlives it. */
status maildir_new(struct maildir **out, const struct maildir_options *options);
void maildir_free(struct maildir *m); /* NULL is allowed */

/* Hands on what is in new/, by name, which begins with the time. *N: how many were. What failed for
 * now ends the look with its failure. */
status maildir_look(size_t *n, struct maildir *m);

#endif
