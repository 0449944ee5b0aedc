/* Newsletters in the store. */
#include "pipeline/mail_intake.h"

#include "base/utf8.h"
#include "mail/newsletter.h"
#include "pipeline/mail_entry.h"
#include "pipeline/origin.h"
#include "store/newsletter.h"

#define TITLE_MAX 300

/* Until it is published, no list of sources shows what it is called. */
static status unpublished_source(int64_t *id, struct store *s)
{
    const struct source source = {.key = S("newsletters"), .name = S("Newsletters")};
    return store_source_ensure(id, s, &source);
}

status mail_intake_subscribe(int64_t *id, bool *made, struct arena *a, struct store *s, str name,
                             str title)
{
    struct feed row = {.url = newsletter_url(a, name),
                       .title = str_sub(title, 0, utf8_floor(title, TITLE_MAX)),
                       .kind = FEED_OF_MAIL,
                       .next_check_us = TIME_NONE};
    *made = false;
    TRY(store_feed_taken(id, s, row.url));
    if (*id) {
        struct feed there;
        return store_feed_get(&there, a, s, *id);
    }
    *made = true;
    TRY(unpublished_source(&row.source_id, s));
    return store_feed_ensure(id, s, &row);
}

static status find(struct feed *out, struct arena *a, struct store *s, str name)
{
    int64_t id;
    if (str_empty(name) || utf8_valid_prefix(name) < name.len || str_chr(name, '\0') != STR_NPOS)
        return fail(E_NOTFOUND, "there is no such newsletter");
    TRY(store_feed_by_url(&id, s, newsletter_url(a, name)));
    return store_feed_get(out, a, s, id);
}

status mail_intake_known(struct store *s, str address)
{
    struct arena a;
    struct feed feed;
    arena_init(&a);
    status found = find(&feed, &a, s, mail_address_token(&a, address));
    arena_end(&a);
    return found;
}

static status keep(struct store *s, const struct feed *feed, const struct mail_message *mail,
                   str body, int64_t now_us)
{
    bool waits;
    struct delivery delivery = {.feed_id = feed->id,
                                .received_us = now_us,
                                .content_type = S(MAIL_CONTENT_TYPE),
                                .body = body,
                                .held = !newsletter_publishes(feed->recipe, mail)};
    TRY(store_newsletter_waits(&waits, s, feed->id, body));
    return waits ? OK : store_delivery_put(s, &delivery);
}

static status put(struct arena *a, struct store *s, str sender, str address, str bytes,
                  int64_t now_us)
{
    struct mail_message mail;
    struct feed feed;
    struct sbuf b;
    str body;
    TRY(find(&feed, a, s, mail_address_token(a, address)));
    TRY(mail_message_read(&mail, a, bytes));
    /* The server that a mail ends at says for whom it was (RFC 5321, 4.4). */
    sbuf_init(&b, a, DELIVERY_BYTES_MAX);
    sbuf_printf(&b, "Return-Path: <%.*s>\r\nDelivered-To: %.*s\r\n", STR_FMT(sender),
                STR_FMT(address));
    sbuf_put(&b, bytes);
    TRY(sbuf_end(&body, &b));
    return keep(s, &feed, &mail, body, now_us);
}

status mail_intake_put(struct store *s, str sender, str address, str mail, int64_t now_us)
{
    struct arena a;
    arena_init(&a);
    status done = put(&a, s, sender, address, mail, now_us);
    arena_end(&a);
    return done;
}

/* By an address it names, by its list, by its sender. */
static status find_of(struct feed *out, struct arena *a, struct store *s,
                      const struct mail_message *mail, bool make)
{
    int64_t id;
    bool made;
    for (size_t i = 0; i < mail->recipients.len; i++) {
        status found = find(out, a, s, mail_address_token(a, mail->recipients.at[i]));
        if (found != E_NOTFOUND)
            return found;
    }
    str name = newsletter_name_of(a, mail);
    status found = find(out, a, s, name);
    if (found != E_NOTFOUND || !make || str_empty(name))
        return found;
    str title = str_empty(mail->list_name) ? mail->from_name : mail->list_name;
    TRY(mail_intake_subscribe(&id, &made, a, s, name, str_empty(title) ? name : title));
    return store_feed_get(out, a, s, id);
}

status mail_intake_put_file(struct store *s, str bytes, bool make, int64_t now_us)
{
    struct arena a;
    struct mail_message mail;
    struct feed feed;
    arena_init(&a);
    status done = mail_message_read(&mail, &a, bytes);
    if (done == OK)
        done = find_of(&feed, &a, s, &mail, make);
    if (done == OK)
        done = keep(s, &feed, &mail, bytes, now_us);
    arena_end(&a);
    return done;
}

status mail_intake_publish(struct arena *a, struct store *s, const struct feed *feed, str title,
                           const str *senders, size_t n)
{
    str recipe;
    int64_t source_id;
    if (str_empty(title))
        return fail(E_INPUT, "the newsletter has no name");
    struct source source = {.key = str_printf(a, "newsletter-%.*s", STR_FMT(origin_key(a, title))),
                            .name = title};
    TRY(newsletter_recipe(&recipe, a, senders, n));
    TRY(store_source_ensure(&source_id, s, &source));
    return store_newsletter_recipe(s, feed->id, recipe, source_id);
}
