/* A conversation: the same replies and mails however its bytes are cut into pieces, and a mail is
 * only what stands before <CR><LF>.<CR><LF>. The first byte says how long the pieces are. */
#include "mail/lmtp.h"

#define KEPT_MAX ((size_t)1 << 22)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static status known(void *ctx, str address)
{
    (void)ctx;
    return str_istarts(address, S("x")) ? E_NOTFOUND : OK;
}

static void deliver(void *ctx, status *results, const str *addresses, size_t n, str sender,
                    str mail)
{
    struct sbuf *kept = ctx;
    ASSERT(n > 0 && n <= LMTP_RECIPIENTS_MAX && sender.len <= LMTP_ADDRESS_MAX);
    ASSERT(mail.len <= 1000 && (mail.len == 0 || str_ends(mail, S("\r\n"))));
    for (size_t i = 0; i < n; i++) {
        ASSERT(addresses[i].len > 0 && addresses[i].len <= LMTP_ADDRESS_MAX);
        results[i] = OK;
    }
    sbuf_put(kept, mail);
    sbuf_putc(kept, '|');
}

static void talk(struct sbuf *kept, struct sbuf *replies, str bytes, size_t step)
{
    size_t now = 0;
    const struct lmtp_options options = {.host = "h",
                                         .size_max = 1000,
                                         .data_max = 1,
                                         .data_now = &now,
                                         .known = known,
                                         .deliver = deliver,
                                         .ctx = kept};
    struct lmtp *l = lmtp_new(&options);
    for (size_t i = 0; i < bytes.len; i += step)
        lmtp_take(l, str_sub(bytes, i, i + step));
    sbuf_put(replies, lmtp_replies(l));
    ASSERT(lmtp_in_data(l) == (now == 1));
    lmtp_free(l);
    ASSERT(now == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sbuf kept[2], replies[2];
    if (size == 0)
        return 0;
    str bytes = str_of((const char *)data + 1, size - 1);
    for (int i = 0; i < 2; i++) {
        sbuf_init_heap(&kept[i], KEPT_MAX);
        sbuf_init_heap(&replies[i], KEPT_MAX);
        talk(&kept[i], &replies[i], bytes, i ? size : (size_t)data[0] % 16 + 1);
    }
    ASSERT(str_eq(sbuf_str(&kept[0]), sbuf_str(&kept[1])));
    ASSERT(str_eq(sbuf_str(&replies[0]), sbuf_str(&replies[1])));
    for (int i = 0; i < 2; i++) {
        sbuf_free(&kept[i]);
        sbuf_free(&replies[i]);
    }
    return 0;
}
