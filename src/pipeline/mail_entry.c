/* From mail/ to the struct that feeds are read into. */
#include "pipeline/mail_entry.h"

#include "base/clock.h"
#include "base/hash.h"
#include "base/json.h"
#include "mail/body.h"

#define JSON_MAX ((size_t)64 << 20)
#define YEAR_US (365 * CLOCK_DAY_US)
#define FIRST_US (20 * YEAR_US) /* no mail is of before 1990 */

bool mail_entry_is(str content_type)
{
    return str_ieq(str_trim(str_sub(content_type, 0, str_chr(content_type, ';'))),
                   S(MAIL_CONTENT_TYPE));
}

static int64_t time_of(const struct mail_message *mail, int64_t received_us)
{
    bool can_be = mail->date_us >= FIRST_US && mail->date_us <= received_us + CLOCK_DAY_US;
    return can_be ? mail->date_us : received_us;
}

/* The same mail has the same, whenever it comes. */
static str made_id(struct arena *a, const struct mail_message *mail)
{
    uint64_t hash = hash_join(hash_str(mail->subject), hash_str(mail->from_address));
    vec_each (const struct mail_piece, piece, &mail->pieces)
        hash = hash_join(hash, hash_str(piece->text));
    return str_printf(a, "mail:%016llx",
                      (unsigned long long)hash_join(hash, (uint64_t)mail->date_us));
}

static void fill(struct feed_part *item, struct arena *a, const struct mail_message *mail,
                 const struct mail_body *body, str newsletter, int64_t received_us)
{
    item->id = str_empty(mail->message_id) ? made_id(a, mail) : mail->message_id;
    item->title = (struct feed_text){.text = str_empty(body->subject) ? newsletter : body->subject,
                                     .type = S("text/plain")};
    item->link = body->page;
    item->language = mail->language;
    item->published_us = time_of(mail, received_us);
    item->updated_us = item->created_us = item->expired_us = TIME_NONE;
    *vec_push(&item->contents, a) = (struct feed_text){
        .text = body->body.s, .type = S("text/html"), .language = mail->language};
    if (!str_empty(body->from_name))
        *vec_push(&item->authors, a) = (struct feed_person){.name = body->from_name};
}

/* A mail with a body, and what it comes from. */
static status read_mail(struct mail_message *mail, struct mail_body *body, str *newsletter,
                        struct arena *a, str bytes)
{
    TRY(mail_message_read(mail, a, bytes));
    if (mail->pieces.len == 0)
        return fail(E_INPUT, mail->encrypted ? "the mail is encrypted, which cannot be read here"
                             : mail->cut     ? "the mail's text is too long"
                                             : "the mail has no text");
    TRY(mail_body_read(body, a, mail));
    if (str_empty(str_trim(body->body.s)))
        return fail(E_INPUT, "the mail has no text");
    *newsletter = str_empty(mail->list_name) ? body->from_name : mail->list_name;
    if (str_empty(*newsletter))
        *newsletter = mail->from_address;
    return OK;
}

status mail_entry_read(struct feed_document **out, struct arena *a, str bytes, int64_t received_us)
{
    struct mail_message mail;
    struct mail_body body;
    str name;
    TRY(read_mail(&mail, &body, &name, a, bytes));
    struct feed_document *feed = *out = arena_new(a, struct feed_document);
    feed->kind = FEED_MAIL;
    feed->encoding = S("utf-8");
    feed->about.title = (struct feed_text){.text = name, .type = S("text/plain")};
    fill(vec_push(&feed->items, a), a, &mail, &body, name, received_us);
    return OK;
}

status mail_entry_json(str *out, struct arena *a, str bytes, int64_t received_us)
{
    struct mail_message mail;
    struct mail_body body;
    struct sbuf b;
    struct json j;
    str name;
    TRY(read_mail(&mail, &body, &name, a, bytes));
    sbuf_init(&b, a, JSON_MAX);
    json_init(&j, &b);
    json_object(&j);
    json_key_str(&j, "title", str_empty(body.subject) ? name : body.subject);
    json_key_str(&j, "html", body.body.s);
    json_key(&j, "published");
    json_time(&j, time_of(&mail, received_us));
    json_key_str_opt(&j, "authors", body.from_name);
    json_key_str_opt(&j, "site_name", name);
    json_key_str_opt(&j, "language", mail.language);
    json_end(&j);
    return sbuf_end(out, &b);
}
