/* A mail's bytes: what is shown of it is well-formed, names no recipient, and stays as it is when
 * it is cleaned again. */
#include "base/utf8.h"
#include "html/sanitize.h"
#include "mail/body.h"
#include "mail/redact.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(struct arena *a, const struct mail_message *mail, const struct mail_body *body)
{
    html again;
    str shown = body->body.s;
    const struct html_sanitize_options options = {.out_max = 2 * shown.len + 1024,
                                                  .absolute_only = true};
    ASSERT(utf8_valid_prefix(shown) == shown.len && str_chr(shown, '\0') == STR_NPOS);
    ASSERT(utf8_valid_prefix(body->subject) == body->subject.len);
    ASSERT(body->subject.len <= 3 * MAIL_VALUE_MAX);
    status done = html_sanitize(&again, a, shown, &options);
    ASSERT(done == OK && str_eq(again.s, shown));
    for (size_t i = 0; i < mail->recipients.len && i < REDACT_ADDRESSES_MAX; i++)
        ASSERT(mail->recipients.at[i].len < 12 || !str_ihas(body->subject, mail->recipients.at[i]));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;
    struct mail_message mail;
    struct mail_body body;
    arena_init(&a);
    status done = mail_message_read(&mail, &a, str_of((const char *)data, size));
    ASSERT(done == OK || done == E_INPUT || done == E_LIMIT);
    if (done == OK && mail_body_read(&body, &a, &mail) == OK)
        check(&a, &mail, &body);
    arena_end(&a);
    return 0;
}
