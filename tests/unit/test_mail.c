/* Mails to articles' bodies: encodings, broken MIME, what is left out of newsletters and why. */
#include "testing.h"

#include "base/asan.h"
#include "base/clock.h"
#include "mail/body.h"
#include "mail/redact.h"

#define SHOWN_MAX ((size_t)4 << 20)

static int setup(void **state)
{
    struct arena *a = mem_alloc(sizeof *a);
    arena_init(a);
    *state = a;
    return 0;
}

static int teardown(void **state)
{
    arena_end(*state);
    free(*state);
    return 0;
}

/* What mail_rows.def says of a mail. */
static str shown(struct arena *a, str bytes)
{
    struct mail_message mail;
    struct mail_body body;
    struct sbuf b;
    assert_ok(mail_message_read(&mail, a, bytes));
    assert_ok(mail_body_read(&body, a, &mail));
    sbuf_init(&b, a, SHOWN_MAX);
    sbuf_printf(&b, "%.*s <%.*s> | %.*s\n", STR_FMT(body.from_name), STR_FMT(mail.from_address),
                STR_FMT(body.subject));
    sbuf_put(&b, str_trim(body.body.s));
    if (mail.encrypted)
        sbuf_put(&b, S("(encrypted)"));
    return sbuf_str(&b);
}

struct row {
    const char *name;
    str mail;
    const char *want;
};
static const struct row rows[] = {
#define MAIL_ROW(name, mail, want) {#name, {mail, sizeof(mail) - 1}, want},
#include "mail_rows.def"
#undef MAIL_ROW
};

static void test_rows(void **state)
{
    size_t wrong = 0;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        str got = shown(*state, rows[i].mail);
        if (str_eq(got, str_c(rows[i].want)))
            continue;
        wrong++;
        print_error("%s:\ngot  \"%.*s\"\nwant \"%s\"\n", rows[i].name, STR_FMT(got), rows[i].want);
    }
    assert_int_equal(wrong, 0);
    assert_true(ARRAY_LEN(rows) >= 25);
}

/* AddressSanitizer makes each of gmime's and the reader's larger blocks a mapping: two minutes for
 * every byte. */
#ifdef COURANT_ASAN
#define CUT_STEP 11
#else
#define CUT_STEP 1
#endif

/* Nothing is read beyond a mail's end, wherever it ends. */
static void test_cut_anywhere(void **state)
{
    struct arena *a = *state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        for (size_t n = i % CUT_STEP; n <= rows[i].mail.len; n += CUT_STEP) {
            struct arena_mark mark = arena_mark(a);
            char *exact = mem_alloc(n + 1);
            memcpy(exact, rows[i].mail.p, n);
            struct mail_message mail;
            struct mail_body body;
            if (mail_message_read(&mail, a, str_of(exact, n)) == OK)
                assert_ok(mail_body_read(&body, a, &mail));
            free(exact);
            arena_rewind(a, mark);
        }
    }
}

/* --- what tells the recipient ---------------------------------------------------------------- */

#define TOKEN "k3jm7tq2pw8x"
#define ADDRESS TOKEN "@mail.reader.example"
#define LETTER                                                                                     \
    "From: Brook Weekly <weekly@brook.example>\r\nTo: " ADDRESS "\r\nSubject: Hello " ADDRESS      \
    "\r\nList-Id: Brook Weekly <weekly.brook.example>\r\n"                                         \
    "List-Unsubscribe: <mailto:leave-77abc@brook.example>,\r\n"                                    \
    " <https://send.example/unsub?u=pub12345&e=reader9876>\r\n"                                    \
    "Content-Type: text/html; charset=utf-8\r\n\r\n"
/* Enough to read that what stands below it is its foot. */
#define STORY_TEXT                                                                                 \
    "The weir above the old mill was opened on Friday, for the first time in nine years, because " \
    "the water stood high after a week of steady rain over the hills. The keeper of the mill "     \
    "said that it held, and that it will be closed again when the river has gone down by as "      \
    "much as a foot, which may take until the middle of next week."
#define STORY "<h2>High water</h2><p>" STORY_TEXT "</p>"

static void assert_body(struct arena *a, const char *inside, const char *want)
{
    struct sbuf b;
    sbuf_init(&b, a, SHOWN_MAX);
    sbuf_printf(&b, LETTER "%s", inside);
    str got = shown(a, sbuf_str(&b));
    size_t line = str_chr(got, '\n');
    assert_str(str_skip(got, line + 1), want);
}

/* Every way that mailing programs write a recipient into a mail. */
static void test_nothing_of_the_recipient(void **state)
{
    static const char *const forms[] = {
        ADDRESS,
        TOKEN,
        TOKEN "%40mail.reader.example",
        TOKEN "%2540mail.reader.example",
        "K3JM7TQ2PW8X@MAIL.READER.EXAMPLE",
        /* base64, hex, MD5, SHA-1 and SHA-256 of the address */
        "azNqbTd0cTJwdzh4QG1haWwucmVhZGVyLmV4YW1wbGU",
        "6b336a6d3774713270773878406d61696c2e7265616465722e6578616d706c65",
        "cd54f25dea6ab605b6c10000eefd0ec4",
        "71c0b27e3b7f5a4e8b37a7a10eeb25d6284659a8",
        "b65df5845ec85a4a44f88865b7c67b0c3dc4bcf9ac7f37f2b0adcb6beb1b14f8",
    };
    static const char *const places[] = {
        "<p>A %s here</p>",
        "<p><a href='https://brook.example/%s'>A link</a></p>",
        "<p><a href='https://brook.example/a?x=1&r=%s&y=2'>A link</a></p>",
        "<p><a href='https://brook.example/a#%s'>A link</a></p>",
        "<p><a href='https://%s.brook.example/'>A link</a></p>",
        "<p><a href='mailto:bounce-%s@brook.example'>A link</a></p>",
        "<p><img src='https://brook.example/%s.png' alt=x></p>",
        "<p><img src='https://brook.example/a.png?%s' alt='for %s'></p>",
        "<p><img srcset='https://brook.example/%s.png 2x' alt=x></p>",
        "<p><img data-src='https://brook.example/%s.png' alt=x></p>",
        "<p title='%s'>x</p><video src='https://brook.example/%s.mp4'></video>",
        "<p><img src='cid:x' alt='for %s'></p>",
        "<table background='https://brook.example/%s'><tr><td>x</table>",
    };
    struct arena *a = *state;
    for (size_t i = 0; i < ARRAY_LEN(forms); i++)
        for (size_t k = 0; k < ARRAY_LEN(places); k++) {
            struct arena_mark mark = arena_mark(a);
            struct sbuf b;
            sbuf_init(&b, a, SHOWN_MAX);
            sbuf_put(&b, S(LETTER STORY));
            str place = str_c(places[k]);
            while (place.p) {
                size_t hole = str_find(place, S("%s"));
                sbuf_put(&b, str_sub(place, 0, hole));
                if (hole != STR_NPOS)
                    sbuf_put(&b, str_c(forms[i]));
                place = hole == STR_NPOS ? STR_NONE : str_skip(place, hole + 2);
            }
            str got = shown(a, sbuf_str(&b));
            if (str_ihas(got, str_c(forms[i])) || str_ihas(got, S(TOKEN))) {
                print_error("'%s' in '%s' is shown: %.*s\n", forms[i], places[k], STR_FMT(got));
                assert_true(false);
            }
            assert_true(str_has(got, S("High water")));
            arena_rewind(a, mark);
        }
}

static void test_links(void **state)
{
    /* Only what tells the reader is left out of them. */
    assert_body(*state,
                "<p><a href='https://send.example/click?u=pub12345&id=7&e=reader9876'>L</a>",
                "<p><a href=\"https://send.example/click?u=pub12345&amp;id=7\" rel=\"noopener "
                "noreferrer\">L</a></p>");
    assert_body(
        *state, "<p><a href='https://brook.example/a?p=1&utm_source=mail&mc_eid=77#top'>L</a>",
        "<p><a href=\"https://brook.example/a?p=1#top\" rel=\"noopener noreferrer\">L</a></p>");
    assert_body(
        *state, "<p><a href='https://brook.example/A%20b/?'>L</a>",
        "<p><a href=\"https://brook.example/A%20b/\" rel=\"noopener noreferrer\">L</a></p>");
    /* By its address, whatever it is called. */
    assert_body(*state, STORY "<p><a href='https://send.example/unsub?u=1'>Here</a></p>",
                "<h2>High water</h2>"
                "<p>" STORY_TEXT "</p>");
    assert_body(*state, STORY "<p><a href='mailto:leave-77abc@brook.example'>Here</a></p>",
                "<h2>High water</h2>"
                "<p>" STORY_TEXT "</p>");
}

static void test_foot(void **state)
{
    /* With all that stands around it. */
    assert_body(*state,
                STORY "<table><tr><td><p>You get this because you are " ADDRESS
                      ".</p><p>1 Mill Lane</p><p><a href='https://x.example/u/1'>Unsubscribe</a> | "
                      "<a href='https://x.example/p'>Forward</a></p></td></tr></table>",
                "<h2>High water</h2>"
                "<p>" STORY_TEXT "</p>");
    /* In the middle of a long text only the link itself goes. */
    assert_body(*state,
                "<p>" STORY_TEXT " To <a href='https://x.example/1'>unsubscribe</a>, click.</p>",
                "<p>" STORY_TEXT " To , click.</p>");
    /* The link to the page goes too. */
    assert_body(*state, "<div><a href='https://x.example/v/1'>View in browser</a></div>" STORY,
                "<h2>High water</h2>"
                "<p>" STORY_TEXT "</p>");
    /* Words about it that are no link stay. */
    assert_body(*state, "<p>How to unsubscribe from the river</p>",
                "<p>How to unsubscribe from the river</p>");
}

static void test_tables(void **state)
{
    assert_body(
        *state,
        "<table role=presentation><tr><td>A</td><td>B</td></tr><tr><td>C</td><td>D</td></tr></table>",
        "<div>A</div><div>B</div><div>C</div><div>D</div>");
    assert_body(
        *state,
        "<table><tr><th>Day</th><th>Level</th></tr><tr><td>Friday</td><td>2 m</td></tr></table>",
        "<table><tbody><tr><th>Day</th><th>Level</th></tr><tr><td>Friday</td><td>2 m</td></tr>"
        "</tbody></table>");
    /* The data stays a table within one that lays out. */
    assert_body(
        *state,
        "<table><tr><td><table><tr><td>Fri</td><td>2 m</td></tr><tr><td>Sat</td><td>1 m</td></tr>"
        "</table></td></tr></table>",
        "<div><table><tbody><tr><td>Fri</td><td>2 m</td></tr><tr><td>Sat</td><td>1 m</td>"
        "</tr></tbody></table></div>");
}

/* --- the page of a mail ---------------------------------------------------------------------- */

static void test_page(void **state)
{
    static const struct {
        const char *header, *body, *want;
    } pages[] = {
        {"Archived-At: <https://brook.example/2026/high-water>\r\n", "x",
         "https://brook.example/2026/high-water"},
        {"Archived-At: <https://lists.brook.example/m/77?utm_source=x>\r\n", "x",
         "https://lists.brook.example/m/77"},
        {"Archived-At: <https://other.example/2026/high-water>\r\n", "x", ""},
        {"Archived-At: <javascript:alert(1)>\r\n", "x", ""},
        {"Archived-At: <https://brook.example/>\r\n", "x", ""},
        {"Archived-At: <https://brook.example/m?id=7>\r\n", "x", ""},
        {"Archived-At: <https://brook.example/" TOKEN ">\r\n", "x", ""},
        {"", "<a href='https://www.brook.example/p/high-water?utm_medium=e'>View in browser</a>",
         "https://www.brook.example/p/high-water"},
        {"", "<a href='https://brook.example/v/9f86d081884c7d659a2feaa0'>View in browser</a>", ""},
        {"", "<a href='https://send.example/p/high-water'>View in browser</a>", ""},
        {"", "<a href='https://brook.example/p/high-water'>Read more</a>", ""},
    };
    struct arena *a = *state;
    for (size_t i = 0; i < ARRAY_LEN(pages); i++) {
        struct mail_message mail;
        struct mail_body body;
        str bytes = str_printf(
            a, "From: w@brook.example\r\nTo: " ADDRESS "\r\n%sContent-Type: text/html\r\n\r\n%s",
            pages[i].header, pages[i].body);
        assert_ok(mail_message_read(&mail, a, bytes));
        assert_ok(mail_body_read(&body, a, &mail));
        assert_str(body.page, pages[i].want);
    }
}

static void test_headers(void **state)
{
    struct mail_message m;
    assert_ok(mail_message_read(
        &m, *state,
        S("Return-Path: <b@x.example>\r\nDelivered-To: courant+ab12@h.example\r\nFrom: A, B "
          "<c@d.example>\r\nTo: undisclosed-recipients:;\r\nCc: G: one@h.example, Two "
          "<two@h.example>;\r\nList-Id: \"Brook, weekly\" <Weekly.Brook.example>\r\n"
          "Date: Sun, 22 Nov 2026 09:00:00 +0100\r\nMessage-ID:  <m1@d.example> \r\n"
          "List-Unsubscribe: <mailto:l@d.example?subject=x>,\r\n <https://d.example/\r\n u>\r\n"
          "Content-Language: de\r\n\r\nx")));
    assert_str(m.return_path, "b@x.example");
    assert_int_equal(m.recipients.len, 3);
    assert_str(m.recipients.at[0], "courant+ab12@h.example");
    assert_str(m.recipients.at[1], "one@h.example");
    assert_str(m.recipients.at[2], "two@h.example");
    assert_str(m.list_id, "weekly.brook.example");
    assert_str(m.list_name, "Brook, weekly");
    assert_str(m.message_id, "m1@d.example");
    assert_str(m.language, "de");
    assert_int_equal(m.date_us, 1795334400 * CLOCK_SECOND_US);
    assert_int_equal(m.unsubscribe.len, 2);
    assert_str(m.unsubscribe.at[0], "mailto:l@d.example?subject=x");
    assert_str(m.unsubscribe.at[1], "https://d.example/u");
    assert_str(mail_address_token(*state, S("courant+Ab12@h.example")), "ab12");
    assert_str(mail_address_token(*state, S("Ab12@h.example")), "ab12");
    assert_str(mail_address_token(*state, S("ab12")), "");
}

/* --- limits ---------------------------------------------------------------------------------- */

static void test_no_mail(void **state)
{
    struct mail_message m;
    assert_int_equal(mail_message_read(&m, *state, S("")), E_INPUT);
    assert_int_equal(mail_message_read(&m, *state, S(" \r\n\r\n")), E_INPUT);
    assert_int_equal(mail_message_read(&m, *state, str_of("x", MAIL_BYTES_MAX + 1)), E_LIMIT);
}

/* Parts in parts, thousands of parts, headers and links: each within its limit, all in the time
 * that their bytes take. */
static void test_large(void **state)
{
    struct arena *a = *state;
    struct sbuf groups, deep, wide, headers, links, cells;
    sbuf_init(&deep, a, MAIL_BYTES_MAX);
    sbuf_init(&wide, a, MAIL_BYTES_MAX);
    sbuf_init(&headers, a, MAIL_BYTES_MAX);
    sbuf_init(&links, a, MAIL_BYTES_MAX);
    sbuf_init(&cells, a, MAIL_BYTES_MAX);
    sbuf_put(&deep, S("From: a@b.example\r\n"));
    for (int i = 0; i < 2000; i++)
        sbuf_printf(&deep, "Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n", i, i);
    sbuf_put(&wide, S("From: a@b.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"));
    for (int i = 0; i < 19000; i++)
        sbuf_put(&wide, S("--b\r\n\r\nx\r\n"));
    for (int i = 0; i < 20000; i++)
        sbuf_printf(&headers, "X-%d: y\r\nTo: a%d@b.example\r\n", i, i);
    sbuf_put(&headers, S("\r\nText"));
    sbuf_put(&links, S(LETTER));
    for (int i = 0; i < 20000; i++)
        sbuf_put(&links, S("<div><a href='https://a.example/?e=1'>unsubscribe</a>"));
    sbuf_put(&cells, S(LETTER));
    for (int i = 0; i < 20000; i++)
        sbuf_put(&cells, S("<table><tr><td style='font-size:0'>x"));
    /* Groups of addresses in groups would be entered on the stack. */
    sbuf_init(&groups, a, MAIL_BYTES_MAX);
    sbuf_put(&groups, S("From: a@b.example\r\nTo: "));
    for (int i = 0; i < 1000000; i++)
        sbuf_put(&groups, S("a:"));
    sbuf_put(&groups, S("\r\nCc :"));
    for (int i = 0; i < 1000000; i++)
        sbuf_put(&groups, S("\r\n a:"));
    sbuf_put(&groups, S("\r\n\r\nText"));
    const str mails[] = {sbuf_str(&groups),  sbuf_str(&deep),  sbuf_str(&wide),
                         sbuf_str(&headers), sbuf_str(&links), sbuf_str(&cells)};
    for (size_t i = 0; i < ARRAY_LEN(mails); i++) {
        struct mail_message mail;
        struct mail_body body;
        assert_ok(mail_message_read(&mail, a, mails[i]));
        assert_ok(mail_body_read(&body, a, &mail));
        assert_true(mail.pieces.len <= MAIL_PARTS_MAX);
        assert_true(mail.recipients.len <= MAIL_ADDRESSES_MAX);
    }
    struct mail_message mail;
    for (int i = 0; i < 2000; i++)
        sbuf_put(&wide, S("--b\r\n\r\nx\r\n"));
    assert_int_equal(mail_message_read(&mail, a, sbuf_str(&wide)), E_LIMIT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_rows, setup, teardown),
        cmocka_unit_test_setup_teardown(test_cut_anywhere, setup, teardown),
        cmocka_unit_test_setup_teardown(test_nothing_of_the_recipient, setup, teardown),
        cmocka_unit_test_setup_teardown(test_links, setup, teardown),
        cmocka_unit_test_setup_teardown(test_foot, setup, teardown),
        cmocka_unit_test_setup_teardown(test_tables, setup, teardown),
        cmocka_unit_test_setup_teardown(test_page, setup, teardown),
        cmocka_unit_test_setup_teardown(test_headers, setup, teardown),
        cmocka_unit_test_setup_teardown(test_no_mail, setup, teardown),
        cmocka_unit_test_setup_teardown(test_large, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
