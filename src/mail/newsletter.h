/*
 * A newsletter as a subscription: a feed of kind FEED_OF_MAIL whose url is "mail:NAME". NAME is
 * what stands before '@' in the address it is sent to ("courant+NAME@..." means the same), or for
 * one that was found in a Maildir its List-Id or its sender.
 *
 * Whether its mails are published is in the feed's recipe: "" they are held, because the first ones
 * ask to confirm the subscription by a link that nobody else must see; "publish" of anybody;
 * "publish list:ID from:ADDRESS ..." of these only. What is of others is held, too: who finds out
 * the address must not be able to write on the site.
 */
#ifndef COURANT_MAIL_NEWSLETTER_H
#define COURANT_MAIL_NEWSLETTER_H

#include "mail/message.h"

#define NEWSLETTER_RECIPE_MAX ((size_t)8 << 10)

/* "mail:NAME"; NAME is "" for addresses that are none. */
str newsletter_url(struct arena *a, str name);
/* NAME of "mail:NAME"; "" of other addresses. */
str newsletter_name(str address);

/* How a sender stands in a recipe: "list:ID" where the mail has one, else "from:ADDRESS"; "" when
 * it has neither. */
str newsletter_sender(struct arena *a, const struct mail_message *mail);

/* Whether MAIL is published by RECIPE. */
bool newsletter_publishes(str recipe, const struct mail_message *mail);

/* A recipe that publishes SENDERS (those that are "" are left out), or anybody when there are none.
 */
status newsletter_recipe(str *out, struct arena *a, const str *senders, size_t n);

/* What a mail that names none of our addresses is filed under: its List-Id, or its sender. "" when
 * it has neither. */
str newsletter_name_of(struct arena *a, const struct mail_message *mail);

#endif
