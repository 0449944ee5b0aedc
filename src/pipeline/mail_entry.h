/* A mail as a feed of one entry, for harvest.c: its body is cleaned and names no recipient. */
#ifndef COURANT_PIPELINE_MAIL_ENTRY_H
#define COURANT_PIPELINE_MAIL_ENTRY_H

#include "base/arena.h"
#include "base/err.h"
#include "model/feed.h"

/* What a delivery's content_type says of a mail. */
#define MAIL_CONTENT_TYPE "message/rfc822"

bool mail_entry_is(str content_type);

/* The entry's id is the Message-ID, its time what the mail says unless that cannot be, then
 * RECEIVED_US; its link is the mail's web page where there certainly is one. E_INPUT: no mail, or
 * no text in it that could be read. */
status mail_entry_read(struct feed_document **out, struct arena *a, str bytes, int64_t received_us);

/* The same as an article that json_article.h reads: of a file (.eml) that somebody imports. */
status mail_entry_json(str *out, struct arena *a, str bytes, int64_t received_us);

#endif
