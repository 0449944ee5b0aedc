/*
 * Newsletters: MB/s of whole mails, from bytes to the message (MIME, charsets), and on to the body
 * of an article (tree, cleaning, redaction, sanitiser), in one run.
 *
 *     bench_mail
 *
 * Made-up newsletters of 100 KB as mailing programs build them: tables in tables, styles, links by
 * way of a counter, in quoted-printable and in base64.
 */
#include <stdio.h>
#include <time.h>

#include "base/sbuf.h"
#include "mail/body.h"

#define ROUNDS 9
#define MAIL_BYTES ((size_t)100 << 10)
#define MAILS 20

static uint64_t state = 88172645463325252u;

static uint64_t draw(uint64_t n)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state % n;
}

static void put_words(struct sbuf *b, size_t n)
{
    static const char *const parts[] = {"ka", "lo", "mi",  "ren", "ta",  "su", "vor", "el",
                                        "in", "da", "pre", "no",  "mar", "ti", "con", "qui"};
    for (size_t i = 0; i < n; i++) {
        for (uint64_t k = draw(3) + 1; k; k--)
            sbuf_put(b, str_c(parts[draw(16)]));
        sbuf_putc(b, ' ');
    }
}

static str markup(struct arena *a)
{
    struct sbuf b;
    sbuf_init(&b, a, 4 * MAIL_BYTES);
    sbuf_put(&b, S("<html><head><style>td{font:14px/20px Georgia}</style></head><body><div "
                   "style=\"display:none;max-height:0\">"));
    put_words(&b, 12);
    sbuf_put(&b, S("</div><table role=\"presentation\" width=\"100%\"><tr><td>"));
    while (b.len < MAIL_BYTES / 2) {
        sbuf_put(&b,
                 S("<table width=\"600\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"><tr><td "
                   "style=\"padding:10px 20px;font-size:16px;color:#222222\"><h2>"));
        put_words(&b, 6);
        sbuf_put(&b, S("</h2><img src=\"https://i.example/p.jpg\" width=\"560\" alt=\"x\">"));
        for (int i = 0; i < 4; i++) {
            sbuf_put(&b, S("<p style=\"margin:0 0 12px;line-height:24px\">"));
            put_words(&b, 40);
            sbuf_printf(&b,
                        "<a href=\"https://send.example/click?u=pub1&id=%llu&e=reader99\" "
                        "style=\"color:#0055aa\">",
                        (unsigned long long)draw(1000000));
            put_words(&b, 3);
            sbuf_put(&b, S("</a></p>"));
        }
        sbuf_put(&b, S("</td></tr></table>"));
    }
    sbuf_put(&b, S("<p>k3jm7tq2pw8x@mail.example <a href=\"https://send.example/u?e=reader99\">"
                   "Unsubscribe</a></p></td></tr></table></body></html>"));
    return sbuf_str(&b);
}

static void put_quoted(struct sbuf *b, str s)
{
    for (size_t i = 0, column = 0; i < s.len; i++) {
        if (column > 70) {
            sbuf_put(b, S("=\r\n"));
            column = 0;
        }
        if (s.p[i] == '=')
            sbuf_put(b, S("=3D"));
        else
            sbuf_putc(b, s.p[i]);
        column += s.p[i] == '=' ? 3 : 1;
    }
}

static void put_base64(struct sbuf *b, str s)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i + 3 <= s.len; i += 3) {
        uint32_t w = (uint32_t)(unsigned char)s.p[i] << 16 |
                     (uint32_t)(unsigned char)s.p[i + 1] << 8 | (unsigned char)s.p[i + 2];
        for (int k = 18; k >= 0; k -= 6)
            sbuf_putc(b, letters[w >> k & 63]);
        if (i % 57 == 54)
            sbuf_put(b, S("\r\n"));
    }
}

static str mail(struct arena *a, bool base64)
{
    struct sbuf b;
    str text = markup(a);
    sbuf_init(&b, a, 8 * MAIL_BYTES);
    sbuf_put(&b,
             S("From: Brook <w@brook.example>\r\nTo: k3jm7tq2pw8x@mail.example\r\nSubject: News\r\n"
               "List-Unsubscribe: <https://send.example/u?e=reader99>\r\nMIME-Version: "
               "1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: "
               "text/plain; charset=utf-8\r\n\r\n"));
    put_words(&b, 2000);
    sbuf_printf(&b,
                "\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n"
                "Content-Transfer-Encoding: %s\r\n\r\n",
                base64 ? "base64" : "quoted-printable");
    if (base64)
        put_base64(&b, text);
    else
        put_quoted(&b, text);
    sbuf_put(&b, S("\r\n--b--\r\n"));
    return sbuf_str(&b);
}

static double cpu_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Seconds for MAILS, the best of ROUNDS. */
static double measure(const str *mails, bool body_too)
{
    double best = 1e9;
    for (int round = 0; round < ROUNDS; round++) {
        double begin = cpu_s();
        for (size_t i = 0; i < MAILS; i++) {
            struct arena a;
            struct mail_message message;
            struct mail_body body;
            arena_init(&a);
            if (mail_message_read(&message, &a, mails[i]) != OK ||
                (body_too && mail_body_read(&body, &a, &message) != OK))
                printf("failed: %s\n", err_text());
            arena_end(&a);
        }
        double took = cpu_s() - begin;
        best = took < best ? took : best;
    }
    return best;
}

int main(void)
{
    struct arena a;
    arena_init(&a);
    for (int base64 = 0; base64 < 2; base64++) {
        str mails[MAILS];
        size_t bytes = 0;
        for (size_t i = 0; i < MAILS; i++) {
            mails[i] = mail(&a, base64);
            bytes += mails[i].len;
        }
        double message = measure(mails, false), all = measure(mails, true);
        printf("%-17s %5.0f KB each: MIME %6.1f MB/s, with the body %6.1f MB/s, %.2f ms a mail\n",
               base64 ? "base64" : "quoted-printable", (double)bytes / MAILS / 1e3,
               (double)bytes / 1e6 / message, (double)bytes / 1e6 / all, all / MAILS * 1e3);
    }
    arena_end(&a);
    return 0;
}
