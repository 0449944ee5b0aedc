/* The receiving side of LMTP and ESMTP: commands, the mail's bytes, what ends them and what does
 * not, limits. */
#include "testing.h"

#include "mail/lmtp.h"

#define SIZE_MAX_HERE 4000

struct post {
    struct arena *a;
    struct sbuf kept; /* "sender>address,address: mail\n" */
    status result;    /* of the next delivery */
    size_t data_now;
    struct lmtp_options options;
};

static status known(void *ctx, str address)
{
    (void)ctx;
    if (str_istarts(address, S("later")))
        return E_BUSY;
    return str_istarts(address, S("a")) ? OK : E_NOTFOUND;
}

static void deliver(void *ctx, status *results, const str *addresses, size_t n, str sender,
                    str mail)
{
    struct post *p = ctx;
    sbuf_printf(&p->kept, "%.*s>", STR_FMT(sender));
    for (size_t i = 0; i < n; i++) {
        bool gone = str_istarts(addresses[i], S("agone"));
        results[i] = gone ? E_NOTFOUND : p->result;
        sbuf_printf(&p->kept, "%s%.*s", i ? "," : "", STR_FMT(addresses[i]));
    }
    sbuf_put(&p->kept, S(": "));
    sbuf_put(&p->kept, mail);
}

static int setup(void **state)
{
    struct post *p = mem_calloc(1, sizeof *p);
    p->a = mem_alloc(sizeof *p->a);
    arena_init(p->a);
    sbuf_init(&p->kept, p->a, 1 << 20);
    p->options = (struct lmtp_options){.host = "here.example",
                                       .size_max = SIZE_MAX_HERE,
                                       .data_max = 1,
                                       .data_now = &p->data_now,
                                       .known = known,
                                       .deliver = deliver,
                                       .ctx = p};
    *state = p;
    return 0;
}

static int teardown(void **state)
{
    struct post *p = *state;
    arena_end(p->a);
    free(p->a);
    free(p);
    return 0;
}

/* The first digits of each reply's last line, but for the greeting: "250 354 250". */
static str codes(struct arena *a, str replies)
{
    struct sbuf b;
    sbuf_init(&b, a, 1 << 16);
    for (size_t n = 0; replies.p; n++) {
        str line = str_cut(&replies, '\n');
        if (line.len < 4 || line.p[3] == '-' || n == 0)
            continue;
        sbuf_printf(&b, "%s%.3s", b.len ? " " : "", line.p);
    }
    return sbuf_str(&b);
}

/* What is answered to BYTES that come in pieces of STEP. */
static str said(struct post *p, str bytes, size_t step)
{
    struct lmtp *l = lmtp_new(&p->options);
    sbuf_truncate(&p->kept, 0);
    for (size_t i = 0; i < bytes.len; i += step)
        lmtp_take(l, str_sub(bytes, i, i + step));
    str all = codes(p->a, lmtp_replies(l));
    lmtp_free(l);
    assert_int_equal(p->data_now, 0);
    return all;
}

#define ENVELOPE "LHLO c\r\nMAIL FROM:<s@x>\r\nRCPT TO:<a@y>\r\n"
#define ENVELOPE_SAID "250 250 250 354"

/* The same whatever the pieces are that it comes in. */
static void check(struct post *p, str bytes, const char *want, const char *kept)
{
    for (size_t step = 1; step <= 7; step++) {
        assert_str(said(p, bytes, step), want);
        assert_str(sbuf_str(&p->kept), kept);
    }
    assert_str(said(p, bytes, bytes.len), want);
    assert_str(sbuf_str(&p->kept), kept);
}

static void test_mail(void **state)
{
    struct post *p = *state;
    check(p, S(ENVELOPE "DATA\r\nSubject: x\r\n\r\nText\r\n.\r\nQUIT\r\nNOOP\r\n"),
          ENVELOPE_SAID " 250 221", "s@x>a@y: Subject: x\r\n\r\nText\r\n");
    check(p,
          S("EHLO c\r\nMAIL FROM:<> SIZE=100 BODY=8BITMIME SMTPUTF8\r\nRCPT TO:<a@y>\r\nRCPT "
            "TO:<ab@y>\r\nDATA\r\n.\r\nHELO c\r\nVRFY a\r\nRSET\r\nNOOP x\r\n"),
          "250 250 250 250 354 250 250 252 250 250", ">a@y,ab@y: ");
    check(p, S("helo c\r\nmail from: <@h1,@h2:s@x>\r\nrcpt to:<\"a >b\"@y>\r\ndata\r\nx\r\n.\r\n"),
          "250 250 550 554 500 500", "");
}

static void test_paths(void **state)
{
    struct post *p = *state;
    check(
        p,
        S("helo c\r\nmail from: <@h1,@h2:s@x>\r\nrcpt to:<a\"a >b\\\"\"@y>\r\ndata\r\nx\r\n.\r\n"),
        "250 250 250 354 250", "s@x>a\"a >b\\\"\"@y: x\r\n");
    check(p,
          S("EHLO c\r\nMAIL FROM:s@x\r\nMAIL FROM:<s@x\r\nMAIL FROM:<s x@x>\r\nMAIL FROM:<s@x>X\r\n"
            "MAIL TO:<s@x>\r\nMAIL FROM:<s@x> FOO=1\r\nMAIL FROM:<s@x> SIZE=x\r\nMAIL FROM:<s@x> "
            "SIZE=4001\r\nMAIL FROM:<s@x> BODY=BINARYMIME\r\n"),
          "250 501 501 501 501 501 555 501 552 501", "");
    check(p,
          S("EHLO c\r\nMAIL FROM:<s@x>\r\nRCPT TO:<>\r\nRCPT TO:<b@y>\r\nRCPT TO:<later@y>\r\nRCPT "
            "TO:<a@y> NOTIFY=NEVER\r\nDATA\r\n"),
          "250 250 501 550 451 555 554", "");
}

/* Only <CR><LF>.<CR><LF> ends a mail, and only a line's own first dot is taken off. */
static void test_ends(void **state)
{
    static const char *const inside[] = {
        "a\n.\nMAIL FROM:<evil@x>\r\n",
        "a\r\n.\nb\r\n",
        "a\n.\r\nb\r\n",
        "a\r.\rb\r\n",
        "a\r\n.\rb\r\n",
        "a\r.\r\nb\r\n",
        "a\r\r\n",
        "a\n\n.\n\n",
        "a\r\n.\r\r\n",
        "a\r\n. \r\n",
    };
    static const char *const kept[] = {
        "a\n.\nMAIL FROM:<evil@x>\r\n",
        "a\r\n\nb\r\n",
        "a\n.\r\nb\r\n",
        "a\r.\rb\r\n",
        "a\r\n\rb\r\n",
        "a\r.\r\nb\r\n",
        "a\r\r\n",
        "a\n\n.\n\n",
        "a\r\n\r\r\n",
        "a\r\n \r\n",
    };
    struct post *p = *state;
    for (size_t i = 0; i < ARRAY_LEN(inside); i++) {
        str bytes = str_printf(p->a, ENVELOPE "DATA\r\n%s\r\n.\r\nQUIT\r\n", inside[i]);
        str want = str_printf(p->a, "s@x>a@y: %s\r\n", kept[i]);
        check(p, bytes, ENVELOPE_SAID " 250 221", str_cstr(p->a, want));
    }
    check(p, S(ENVELOPE "DATA\r\n..\r\n...\r\n.a\r\n..b\r\n.\r\n"), ENVELOPE_SAID " 250",
          "s@x>a@y: .\r\n..\r\na\r\n.b\r\n");
    /* Nothing after the last byte is a mail. */
    check(p, S(ENVELOPE "DATA\r\nText\r\n."), ENVELOPE_SAID, "");
    check(p, S(ENVELOPE "DATA\r\nText\r\n.\r"), ENVELOPE_SAID, "");
}

static void test_lines(void **state)
{
    struct post *p = *state;
    check(p, S("NOOP\nNOOP\r\nNO\rOP\r\nNO\0OP\r\nFOO\r\n\r\nDATA x\r\n"),
          "500 250 500 500 500 500 501", "");
    struct sbuf b;
    sbuf_init(&b, p->a, 1 << 16);
    sbuf_put(&b, S("NOOP "));
    for (int i = 0; i < LMTP_LINE_MAX - 7; i++)
        sbuf_putc(&b, 'x');
    sbuf_put(&b, S("\r\nNOOP "));
    for (int i = 0; i < LMTP_LINE_MAX - 5; i++)
        sbuf_putc(&b, 'x');
    sbuf_put(&b, S("\r\nNOOP\r\n"));
    assert_str(said(p, sbuf_str(&b), 1000), "250 500 250");
}

static void test_order(void **state)
{
    struct post *p = *state;
    check(
        p,
        S("MAIL FROM:<s@x>\r\nRCPT TO:<a@y>\r\nDATA\r\nEHLO\r\nEHLO c\r\nRCPT TO:<a@y>\r\nDATA\r\n"
          "MAIL FROM:<s@x>\r\nMAIL FROM:<s@x>\r\nDATA\r\nRCPT TO:<a@y>\r\nEHLO c\r\nDATA\r\n"),
        "503 503 503 501 250 503 503 250 503 554 250 250 503", "");
}

/* In LMTP each recipient has its reply, in SMTP all have one: that of the worst. */
static void test_replies(void **state)
{
    struct post *p = *state;
    static const struct {
        status result;
        const char *lmtp, *smtp;
    } rows[] = {
        {OK, "250 550 250", "550"},      {E_BUSY, "451 550 451", "451"},
        {E_DB, "451 550 451", "451"},    {E_LIMIT, "452 550 452", "452"},
        {E_INPUT, "554 550 554", "554"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        p->result = rows[i].result;
        for (int smtp = 0; smtp < 2; smtp++) {
            str bytes = str_printf(p->a,
                                   "%s c\r\nMAIL FROM:<s@x>\r\nRCPT TO:<a@y>\r\nRCPT "
                                   "TO:<agone@y>\r\nRCPT TO:<ab@y>\r\nDATA\r\nx\r\n.\r\n",
                                   smtp ? "EHLO" : "LHLO");
            str want =
                str_printf(p->a, "250 250 250 250 250 354 %s", smtp ? rows[i].smtp : rows[i].lmtp);
            assert_str(said(p, bytes, bytes.len), str_cstr(p->a, want));
        }
    }
    p->result = OK;
}

static void test_limits(void **state)
{
    struct post *p = *state;
    struct sbuf b;
    /* A mail as large as may be, and one that is a byte larger. */
    for (size_t more = 0; more < 2; more++) {
        sbuf_init(&b, p->a, 1 << 20);
        sbuf_put(&b, S(ENVELOPE "DATA\r\n"));
        for (size_t i = 0; i < SIZE_MAX_HERE - 2 + more; i++)
            sbuf_putc(&b, 'x');
        sbuf_put(&b, S("\r\n.\r\nNOOP\r\n"));
        assert_str(said(p, sbuf_str(&b), 100),
                   more ? ENVELOPE_SAID " 552 250" : ENVELOPE_SAID " 250 250");
        assert_int_equal(p->kept.len > 0, !more);
    }
    /* Recipients. */
    sbuf_init(&b, p->a, 1 << 20);
    sbuf_put(&b, S("LHLO c\r\nMAIL FROM:<s@x>\r\n"));
    for (int i = 0; i <= LMTP_RECIPIENTS_MAX; i++)
        sbuf_printf(&b, "RCPT TO:<a%d@y>\r\n", i);
    str all = said(p, sbuf_str(&b), b.len);
    assert_true(str_ends(all, S("250 452")));
    /* Errors and commands. */
    sbuf_init(&b, p->a, 1 << 20);
    for (int i = 0; i <= LMTP_ERRORS_MAX; i++)
        sbuf_put(&b, S("FOO\r\n"));
    all = said(p, sbuf_str(&b), b.len);
    assert_int_equal(all.len, 4 * (LMTP_ERRORS_MAX + 1) - 1);
    assert_true(str_ends(all, S("500 421")));
    sbuf_init(&b, p->a, 1 << 20);
    for (int i = 0; i < LMTP_COMMANDS_MAX + 5; i++)
        sbuf_put(&b, S("NOOP\r\n"));
    all = said(p, sbuf_str(&b), b.len);
    assert_int_equal(all.len, 4 * (LMTP_COMMANDS_MAX + 1) - 1);
    assert_true(str_ends(all, S("250 421")));
}

/* Mails at the same time are counted over all conversations. */
static void test_together(void **state)
{
    struct post *p = *state;
    struct lmtp *one = lmtp_new(&p->options), *two = lmtp_new(&p->options);
    lmtp_take(one, S(ENVELOPE "DATA\r\nText\r\n"));
    assert_true(lmtp_in_data(one));
    lmtp_take(two, S(ENVELOPE "DATA\r\n"));
    assert_str(codes(p->a, lmtp_replies(two)), "250 250 250 452");
    lmtp_free(one); /* in the middle of it: nothing was kept */
    assert_int_equal(p->kept.len, 0);
    lmtp_take(two, S("DATA\r\nText\r\n.\r\n"));
    assert_str(codes(p->a, lmtp_replies(two)), "250 250 250 452 354 250");
    lmtp_replied(two, lmtp_replies(two).len);
    assert_int_equal(lmtp_replies(two).len, 0);
    lmtp_close(two, "stopping");
    assert_true(lmtp_over(two));
    assert_true(str_starts(lmtp_replies(two), S("421 4.3.2 stopping\r\n")));
    lmtp_free(two);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_mail, setup, teardown),
        cmocka_unit_test_setup_teardown(test_paths, setup, teardown),
        cmocka_unit_test_setup_teardown(test_ends, setup, teardown),
        cmocka_unit_test_setup_teardown(test_lines, setup, teardown),
        cmocka_unit_test_setup_teardown(test_order, setup, teardown),
        cmocka_unit_test_setup_teardown(test_replies, setup, teardown),
        cmocka_unit_test_setup_teardown(test_limits, setup, teardown),
        cmocka_unit_test_setup_teardown(test_together, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
