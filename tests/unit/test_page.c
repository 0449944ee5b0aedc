/* The parts of page/ that read short texts: dates, credit lines, class names, captions; and
 * language/. What pages say about themselves is in test_page_meta.c. Whole pages are in
 * tests/golden. */
#include "test_arena.h"

#include "language/language.h"
#include "page/caption.h"
#include "page/clean.h"
#include "page/credit.h"
#include "page/evidence.h"
#include "page/image.h"
#include "page/page.h"
#include "page/phrase.h"
#include "text/written_date.h"

static str iso_of(str text, bool month_first, const char *language)
{
    const struct date_hints hints = {.language = str_c(language), .month_first = month_first};
    struct date_found found;
    if (!date_find(&found, text, &hints))
        return S("none");
    struct sbuf b;
    sbuf_init(&b, &arena, 64);
    clock_put_iso(&b, found.time_us);
    str iso = sbuf_str(&b);
    return found.has_time ? iso : str_sub(iso, 0, 10);
}

static void test_dates(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want;
    } rows[] = {
        {"2024-03-04T18:30:15+01:00", "2024-03-04T17:30:15Z"},
        {"2024-03-04T18:30:15.123Z", "2024-03-04T18:30:15Z"},
        {"2024-03-04T18:30:15-0500", "2024-03-04T23:30:15Z"},
        {"2024-03-04 18:30", "2024-03-04T18:30:00Z"},
        {"20240304", "2024-03-04"},
        {"Mon, 04 Mar 2024 18:30:15 GMT", "2024-03-04T18:30:15Z"},
        {"4 Mar 24 18:30 EST", "2024-03-04T23:30:00Z"},
        {"Published March 4, 2024, 6:30 p.m. ET", "2024-03-04T23:30:00Z"},
        {"Updated 4th of March 2024 at 12:05 am", "2024-03-04T00:05:00Z"},
        {"04.03.2024 - 18.30 Uhr", "2024-03-04T18:30:00Z"},
        {"Montag, 4. März 2024", "2024-03-04"},
        {"4. Jänner 2024", "2024-01-04"},
        {"Publié le 1er août 2023 à 8h05", "2023-08-01T08:05:00Z"},
        {"4 de marzo de 2024", "2024-03-04"},
        {"4 de março de 2024", "2024-03-04"},
        {"lunedì 4 marzo 2024", "2024-03-04"},
        {"maandag 4 maart 2024", "2024-03-04"},
        {"den 4 mars 2024", "2024-03-04"},
        {"4. marts 2024", "2024-03-04"},
        {"4. maaliskuuta 2024", "2024-03-04"},
        {"4 marca 2024", "2024-03-04"},
        {"4. března 2024", "2024-03-04"},
        {"2024. március 4.", "2024-03-04"},
        {"4 martie 2024", "2024-03-04"},
        {"4 марта 2024", "2024-03-04"},
        {"4 березня 2024", "2024-03-04"},
        {"4 Μαρτίου 2024", "2024-03-04"},
        {"4 Mart 2024", "2024-03-04"},
        {"4 מרץ 2024", "2024-03-04"},
        {"4 مارس 2024", "2024-03-04"},
        {"4 मार्च 2024", "2024-03-04"},
        {"2024年3月4日", "2024-03-04"},
        {"2024년 3월 4일", "2024-03-04"},
        {"4 listopada 2024", "2024-11-04"},
        {"3/4/2024", "2024-04-03"},
        {"25/4/2024", "2024-04-25"},
        {"4/25/2024", "2024-04-25"},
        {"31.02.2024", "none"},
        {"version 1.2.3 of 12 things", "none"},
        {"call 0800 2024 1234", "none"},
        {"page 3 of 2024", "none"},
        {"", "none"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        assert_str(iso_of(str_c(rows[i].text), false, ""), rows[i].want);
    assert_str(iso_of(S("3/4/2024"), true, "en-US"), "2024-03-04");
    assert_str(iso_of(S("4 listopada 2024"), false, "hr"), "2024-10-04");
}

/* The same day as pages of many languages, calendars and scripts write it. */
static void test_dates_of_the_world(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want;
    } rows[] = {
        {"Опубликовано: 3 марта 2021, 14:05", "2021-03-03T14:05:00Z"},
        {"2021年3月3日（水）14時05分", "2021-03-03T14:05:00Z"},
        {"2021年03月03日 下午2:05", "2021-03-03T14:05:00Z"},
        {"2021/03/03(水) 14:05", "2021-03-03T14:05:00Z"},
        {"令和3年3月3日", "2021-03-03"},
        {"令和元年12月3日", "2019-12-03"},
        {"平成31年3月3日", "2019-03-03"},
        {"中華民國110年3月3日", "2021-03-03"},
        {"２０２１年３月３日", "2021-03-03"},
        {"2021. 3. 3. 오후 2:05", "2021-03-03T14:05:00Z"},
        {"2021년 3월 3일 수요일", "2021-03-03"},
        {"3 Μαρτίου 2021", "2021-03-03"},
        {"3 ΜΑΡΤΙΟΥ 2021", "2021-03-03"},
        {"٣ مارس ٢٠٢١", "2021-03-03"},
        {"الأربعاء، ٣ مارس، ٢٠٢١ ٢:٠٥ مساءً", "2021-03-03T14:05:00Z"},
        {"3 آذار / مارس 2021", "2021-03-03"},
        {"3 مارس/آذار 2021", "2021-03-03"},
        {"3 كانون الثاني 2021", "2021-01-03"},
        {"3 كانون الأول 2021", "2021-12-03"},
        {"3 تشرين الثاني 2021", "2021-11-03"},
        {"3 تشرين الأول 2021", "2021-10-03"},
        {"۱۳ اسفند ۱۳۹۹", "2021-03-03"},
        {"چهارشنبه ۱۳ اسفند ۱۳۹۹ - ۱۴:۰۵", "2021-03-03T14:05:00Z"},
        {"13 اسفند 1399", "2021-03-03"},
        {"۱۳۹۹/۱۲/۱۳", "2021-03-03"},
        {"30 اسفند 1399", "2021-03-20"},
        {"1 فروردین 1400", "2021-03-21"},
        {"30 اسفند 1400", "none"},
        {"1 حمل 1400", "2021-03-21"},
        {"۳ مارس ۲۰۲۱", "2021-03-03"},
        {"3 مارچ 2021", "2021-03-03"},
        {"३ मार्च २०२१", "2021-03-03"},
        {"৩ মার্চ ২০২১", "2021-03-03"},
        {"3 மார்ச் 2021", "2021-03-03"},
        {"3 มีนาคม 2564", "2021-03-03"},
        {"3 มี.ค. 2564 14:05 น.", "2021-03-03T14:05:00Z"},
        {"3 มี.ค. 64", "2021-03-03"},
        {"วันที่ 3 มีนาคม พ.ศ. 2564", "2021-03-03"},
        {"03/03/2564", "2021-03-03"},
        {"3 ມີນາ 2021", "2021-03-03"},
        {"ថ្ងៃទី៣ ខែមីនា ឆ្នាំ២០២១", "2021-03-03"},
        {"3 במרץ 2021, 14:05", "2021-03-03T14:05:00Z"},
        {"3 Mart 2021 Çarşamba 14:05", "2021-03-03"},
        {"3 EKİM 2021", "2021-10-03"},
        {"3 KASIM 2021", "2021-11-03"},
        {"3 marca 2021 r.", "2021-03-03"},
        {"3. 3. 2021", "2021-03-03"},
        {"3. března 2021", "2021-03-03"},
        {"2021. március 3. 14:05", "2021-03-03T14:05:00Z"},
        {"2021. 03. 03.", "2021-03-03"},
        {"3.3.2021 klo 14.05", "2021-03-03T14:05:00Z"},
        {"Thứ tư, ngày 3 tháng 3 năm 2021", "2021-03-03"},
        {"3 tháng 3, 2021", "2021-03-03"},
        {"3 thg 3, 2021", "2021-03-03"},
        {"3 Maret 2021 pukul 14.05 WIB", "2021-03-03T07:05:00Z"},
        {"3 Mac 2021", "2021-03-03"},
        {"3 березня 2021 р., 14:05", "2021-03-03T14:05:00Z"},
        {"3 март 2021 г.", "2021-03-03"},
        {"3 Machi 2021", "2021-03-03"},
        {"3 Maart 2021", "2021-03-03"},
        {"3. mars 2021 kl. 14:05", "2021-03-03T14:05:00Z"},
        {"3. marts 2021 kl. 14.05", "2021-03-03T14:05:00Z"},
        {"2021 m. kovo 3 d.", "2021-03-03"},
        {"2021. gada 3. martā", "2021-03-03"},
        {"3. märts 2021", "2021-03-03"},
        {"3. ožujka 2021.", "2021-03-03"},
        {"3. марта 2021.", "2021-03-03"},
        {"3 сакавіка 2021", "2021-03-03"},
        {"3 наурыз 2021", "2021-03-03"},
        {"3 მარტი 2021", "2021-03-03"},
        {"3 մարտի 2021", "2021-03-03"},
        {"3 mart 2021-ci il", "2021-03-03"},
        {"2021 оны 3 дугаар сарын 3", "2021-03-03"},
        {"3 Mars 2021", "2021-03-03"},
        {"2021eko martxoaren 3a", "2021-03-03"},
        {"3 de març de 2021", "2021-03-03"},
        {"3 Mawrth 2021", "2021-03-03"},
        {"3 Marso 2021", "2021-03-03"},
        {"26 | 03 | 2021", "2021-03-26"},
        {"13 Mar 2021, 22:11 GMT+10", "2021-03-13T12:11:00Z"},
        {"13 Mar 2021, 22:11 (UTC+5:30)", "2021-03-13T16:41:00Z"},
        {"6. Oktober um 04:00", "none"},
        {"6 October at 04h00", "none"},
        /* Spans that only a style sheet sets apart. */
        {"Mar 132021", "2021-03-13"},
        {"13Mar2021", "2021-03-13"},
        {"13.03.2114:05", "2021-03-13T14:05:00Z"},
        {"13.03.202114:05", "2021-03-13T14:05:00Z"},
        {"March 152", "none"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        assert_str(iso_of(str_c(rows[i].text), false, ""), rows[i].want);
    assert_str(iso_of(S("1399/12/13"), false, "fa-IR"), "2021-03-03");
    assert_str(iso_of(S("1442/07/19"), false, "ar"), "none");
}

/* Every form of the table is found, which needs its order. */
static void test_months(void **state)
{
    (void)state;
    static const struct {
        int month;
        const char *form, *year;
    } rows[] = {
#define MONTH(number, form) {number, form, "2021"},
#define SOLAR(number, form) {0, form, "1399"},
#define DOTTED(number, form) {number, form, "2564"},
#include "text/months.def"
#undef MONTH
#undef SOLAR
#undef DOTTED
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        str iso = iso_of(str_printf(&arena, "3 %s %s", rows[i].form, rows[i].year), false, "");
        if (rows[i].month)
            assert_str(iso, str_cstr(&arena, str_printf(&arena, "2021-%02d-03", rows[i].month)));
        else
            assert_true(str_starts(iso, S("202")));
    }
}

static void test_date_values(void **state)
{
    (void)state;
    const struct date_hints hints = {.language = S("")};
    struct date_found found;
    assert_true(date_parse(&found, S(" 1709573415 "), &hints));
    assert_int_equal(found.time_us, 1709573415 * CLOCK_SECOND_US);
    assert_true(date_parse(&found, S("1709573415000"), &hints));
    assert_int_equal(found.time_us, 1709573415 * CLOCK_SECOND_US);
    assert_true(date_parse(&found, S("2024-03-04T18:30:00-05:00"), &hints));
    assert_int_equal(found.zone_min, -300);
    assert_false(date_parse(&found, S("a page that was last seen by us on 2024-03-04"), &hints));
    int64_t time_us;
    assert_true(date_of_url(&time_us, S("https://x.example/2024/03/04/wall")));
    assert_int_equal(time_us, 1709510400 * CLOCK_SECOND_US);
    assert_true(date_of_url(&time_us, S("https://x.example/news-20240304.html")));
    assert_int_equal(time_us, 1709510400 * CLOCK_SECOND_US);
    static const char *const addresses[] = {
        "https://x.example/2024/0304/c1-2.html", "https://x.example/2024-03/04/c_1.htm",
        "https://x.example/202403/04/t1.html",   "https://x.example/2024/mar/04/wall",
        "https://x.example/a20240304183015.htm", "https://x.example/a/202403041830.htm",
        "https://x.example/2024/3/4/wall",       "https://x.example/wall-2024-03-04"};
    for (size_t i = 0; i < ARRAY_LEN(addresses); i++) {
        assert_true(date_of_url(&time_us, str_c(addresses[i])));
        assert_int_equal(time_us, 1709510400 * CLOCK_SECOND_US);
    }
    assert_false(date_of_url(&time_us, S("https://x.example/2024/03/wall")));
    assert_false(date_of_url(&time_us, S("https://x.example/2024/0304-wall")));
    assert_false(date_of_url(&time_us, S("https://x.example/202403049915")));
    assert_false(date_of_url(&time_us, S("https://x.example/2024030412345/")));
    assert_false(date_of_url(&time_us, S("https://x.example/120240304/")));
    assert_false(date_of_url(&time_us, S("https://x.example/2024/13/44/")));
}

static void test_credits(void **state)
{
    (void)state;
    static const struct {
        const char *before, *credit;
    } rows[] = {
        {"",
         "This article was first published by Vessel newspaper and was translated and edited by "
         "the Ledger team."},
        {"The sea is calm.", "This story was originally published by The Quay."},
        {"The sea is calm. ", "(Northern Wire)"},
        {"“It is calm.” ", "(NW/dpw)"},
        {"Das Meer ist ruhig. ", "Dieser Text erschien zuerst im Küstenblatt."},
        {"La mer est calme. ",
         "Cet article a été initialement publié par Le Quai, traduit par Anne."},
        {"El mar está en calma. ", "Este artículo fue publicado originalmente en La Costa."},
        {"Il mare è calmo. ", "Questo articolo è stato pubblicato per la prima volta su Il Molo."},
        {"O mar está calmo. ", "Este artigo foi publicado originalmente no Cais."},
        {"Море спокойно. ", "Эта статья была впервые опубликована в газете «Берег»."},
        {"Море спокойно.", "Перевод с английского: перевод Анны Лунд."},
        {"Das Meer ist ruhig. ",
         "Dieser Artikel erschien zuerst bei Molo und wurde vom Team des Boten übersetzt."},
        {"", "First published by The Quay. Translated and edited by the Ledger team."},
        {"De zee is kalm. ", "Dit artikel verscheen eerst in De Kade, vertaling Anna Lund."},
        {"Havet är lugnt. ", "Denna artikel publicerades först i Kajen."},
        {"Morze jest spokojne. ", "Ten artykuł ukazał się w piśmie Molo."},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        str text = str_printf(&arena, "%s%s", rows[i].before, rows[i].credit);
        assert_int_equal(credit_find(text), strlen(rows[i].before));
    }
    static const char *const none[] = {
        "The sea is calm.",
        "The article that he published in 1990 made him known in every port of the coast.",
        "This article of the treaty is the one that the fleet is afraid of, says the captain.",
        "He sold the boat (a small one).",
        "The fleet (forty boats)",
        "Переводчик в ту ночь больше ничего не переворачивал.",
        "Переводы между банками остановлены, сообщил директор.",
        "Der Textilhafen ist übersetzungsfrei.",
        "This storyteller translates the sea into numbers.",
        "",
    };
    for (size_t i = 0; i < ARRAY_LEN(none); i++)
        assert_true(credit_find(str_c(none[i])) == STR_NPOS);
}

/* The page's text, or its lead image, out of a page in one string. */
static struct page read_page(const char *source)
{
    struct html_tree tree;
    struct page page;
    assert_int_equal(html_parse(&tree, &arena, str_c(source), &html_limits_default), OK);
    assert_int_equal(page_read(&page, &arena, &tree, S("https://quay.example/a/wall")), OK);
    return page;
}

#define SEA "The sea is calm today, and the harbour, which was closed for a week, is open again. "
#define PARAGRAPH "<p>" SEA SEA SEA SEA "</p>"

/* A saved page of unknown address: what it declares is the base of its links. */
static void test_saved_page(void **state)
{
    (void)state;
    struct html_tree tree;
    struct page page;
    str source = S("<title>The wall</title><link rel=canonical href=https://quay.example/a/wall>"
                   "<article><h1>The wall</h1>" PARAGRAPH "<p><a href=/b>" SEA "</a> " SEA
                   "</p>" PARAGRAPH "</article>");
    assert_ok(html_parse(&tree, &arena, source, &html_limits_default));
    assert_ok(page_read(&page, &arena, &tree, S("")));
    assert_true(str_has(page.body.s, S("href=\"https://quay.example/b\"")));
    source = str_skip(source, str_find(source, S("<article")));
    assert_ok(html_parse(&tree, &arena, source, &html_limits_default));
    assert_ok(page_read(&page, &arena, &tree, S("")));
    assert_true(str_has(page.body.s, S("The sea is calm")));
    assert_false(str_has(page.body.s, S("href")));
}

static void test_layout(void **state)
{
    (void)state;
    const char *wanted = SEA SEA SEA SEA;
    str paragraph = str_trim(str_c(wanted));
    str text = str_printf(&arena, "%.*s\n\n%.*s\n\n%.*s", STR_FMT(paragraph), STR_FMT(paragraph),
                          STR_FMT(paragraph));
    static const char *const pages[] = {
        /* Columns of a table. */
        "<title>A wall for Eastmere</title><table><tr><td>Rates: crown 11,42, thaler 9,87, wind 3.</td>"
        "<td><a href=/>Home</a> / City<h1>A wall for Eastmere</h1>" PARAGRAPH PARAGRAPH PARAGRAPH
        "</td><td>Weather: rain, wind, more rain.</td></tr></table>",
        /* A motto above the headline, boxes between and below. */
        "<title>A wall for Eastmere</title><div>Daily since 1871. Printed at the quay, read at sea."
        "</div><div><h1>A wall for Eastmere</h1><div>" PARAGRAPH
        "<p><b>Also with us:</b> <a href=/b>The ferry that never came back to port</a></p>" PARAGRAPH
        "<div>Sign up for our letter</div>" PARAGRAPH "</div></div><div>Made by four people, for "
        "forty thousand readers.</div>",
        /* Outside the only main element. */
        "<title>A wall for Eastmere</title><main><h1>A wall for Eastmere</h1>" PARAGRAPH PARAGRAPH
            PARAGRAPH "</main><p>If you like it, bring us a coffee. We are four.</p>",
        /* A picture with its caption, no class. */
        "<title>A wall for Eastmere</title><h1>A wall for Eastmere</h1>" PARAGRAPH
        "<div><img src=/i/wall.jpg alt=W><div>The wall at noon. <span>Ann Lund</span></div></div>" PARAGRAPH
            PARAGRAPH,
    };
    for (size_t i = 0; i < ARRAY_LEN(pages); i++) {
        struct page page = read_page(pages[i]);
        assert_str(str_printf(&arena, "%zu: %.*s", i, STR_FMT(page.text)),
                   str_printf(&arena, "%zu: %.*s%c", i, STR_FMT(text), 0).p);
    }
    struct page page = read_page(pages[3]);
    assert_true(str_eq(page.image.caption, S("The wall at noon.")));
    assert_true(str_eq(page.image.credit, S("Ann Lund")));
    assert_true(str_eq(page.image.url, S("https://quay.example/i/wall.jpg")));
}

static void test_read_also_keeps_the_end(void **state)
{
    (void)state;
    struct page page = read_page(
        "<h1>A wall for Eastmere</h1><div><div class=x>" SEA SEA "</div><div class=x>" SEA SEA
        "</div><div class=x>" SEA SEA "</div><div class=x>" SEA SEA
        "</div><div class=y><div>Read also</div><a href=/b>The ferry never came</a></div>"
        "<div class=x>The board adjourned.</div></div>");
    assert_true(str_ends(page.text, S("\n\nThe board adjourned.")));
    assert_false(str_has(page.text, S("ferry")));
}

static void test_evidence(void **state)
{
    (void)state;
    struct evidence_words words;
    evidence_init(&words);
    static const struct {
        const char *names;
        uint32_t has, has_not;
    } rows[] = {
        {"article-body", EV_BODY, EV_COMMENT},
        {"ArticleBody", EV_BODY, 0},
        {"entry-content clearfix", EV_BODY, 0},
        {"comment-list", EV_COMMENT, EV_BODY},
        {"has-sidebar no-comments", 0, EV_SIDE | EV_COMMENT},
        {"l-sidebar", EV_SIDE, 0},
        {"authorBox", EV_BIO, 0},
        {"read-more-links", EV_RELATED, 0},
        {"hentry tag-newsletter category-news", EV_POSTCLASS, 0},
        {"shadow header2", EV_HEAD, EV_SHARE},
        {"advertisement-slot", EV_PROMO, 0},
        {"adventure", 0, EV_PROMO},
        {"a-very-long-word-thatisnotinanylistatallbecauseitistoolong", 0, 0xffffff},
        {"", 0, 0xffffffff},
    };
    for (int round = 0; round < 2; round++) /* the second one from memory */
        for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
            uint32_t ev = evidence_of_names(&words, str_c(rows[i].names)).flags;
            assert_int_equal(ev & rows[i].has, rows[i].has);
            assert_int_equal(ev & rows[i].has_not, 0);
        }
    assert_int_equal(evidence_of_names(&words, S("item-12 wide")).shape,
                     evidence_of_names(&words, S("item-3 wide")).shape);
}

static void test_phrases(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum phrase_kind kind;
    } rows[] = {
        {"Read also: The flood of 2009", PHRASE_MORE},
        {"» Lesen Sie auch:", PHRASE_MORE},
        {"ЧИТАЙТЕ ТАКЖЕ", PHRASE_MORE},
        {"À lire aussi :", PHRASE_MORE},
        {"Advertisement", PHRASE_WEAK},
        {"Share prices fell on Monday.", PHRASE_WEAK},
        {"Follow us on the channel", PHRASE_LINE},
        {"Διαβάστε επίσης: Η πλημμύρα", PHRASE_MORE},
        {"یہ بھی پڑھیں: سیلاب", PHRASE_MORE},
        {"延伸閱讀", PHRASE_MORE},
        {"บทความที่เกี่ยวข้อง", PHRASE_MORE},
        {"التعليقات", PHRASE_TALK},
        {"Advertisements are dear.", PHRASE_NONE},
        {"Comments (12)", PHRASE_TALK},
        {"The harbour", PHRASE_NONE},
    };
    struct phrase_index phrases;
    phrase_index_init(&phrases);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct phrase_fold folded;
        size_t len;
        phrase_fold(&folded, str_c(rows[i].text));
        assert_int_equal(phrase_find(&len, &phrases, &folded), rows[i].kind);
    }
}

static void test_captions(void **state)
{
    (void)state;
    str caption = S("The quay, seen from the lighthouse. (Photo: Lena Vik)"), credit = {0};
    image_split_credit(&caption, &credit);
    assert_str(caption, "The quay, seen from the lighthouse.");
    assert_str(credit, "Lena Vik");
    caption = S("Die Mole © Jürgen Maß");
    credit = (str){0};
    image_split_credit(&caption, &credit);
    assert_str(caption, "Die Mole");
    assert_str(credit, "© Jürgen Maß");
    assert_true(
        image_same(S("/a/quay-1200x630.jpg"), S("https://x.example/b/quay-640x336.jpg?w=3")));
    assert_false(image_same(S("/a/quay.jpg"), S("/a/wall.jpg")));
}

static void test_clean(void **state)
{
    (void)state;
    assert_str(clean_value(&arena, S("  A &amp; B\n <b>C</b>\xc2\xa0 D &#8211; E ")),
               "A & B C D – E");
    assert_str(clean_value(&arena, S("plain")), "plain");
    assert_str(clean_value(&arena, S("a < b and c &unknown; d")), "a < b and c &unknown; d");
    /* A limit of bytes never cuts a character. */
    struct html_tree t;
    assert_ok(html_parse_fragment(&t, &arena, S("<p>ab\xc3\xa9\xc3\xa9"), HTML_TAG_DIV,
                                  HTML_NS_HTML, &html_limits_default));
    assert_str(clean_node_text(&arena, &t, 0, 5), "ab\xc3\xa9");
    assert_true(clean_is_placeholder(S("{{title}}")));
    assert_false(clean_is_placeholder(S("A title")));
}

static void test_language(void **state)
{
    (void)state;
    str english =
        S("The harbour will get a new breakwater before the winter storms, the council said, "
          "and the work begins when the fleet has left for the northern grounds in spring.");
    str german =
        S("Der Hafen bekommt vor den Winterstürmen eine neue Mole, teilte der Stadtrat mit, und "
          "die Arbeiten beginnen, wenn die Flotte im Frühjahr nach Norden gefahren ist.");
    assert_str(language_detect(english).code, "en");
    assert_str(language_detect(german).code, "de");
    assert_str(language_choose(S("en"), german), "de");
    assert_str(language_choose(S("de"), german), "de");
    assert_str(language_choose(S(""), english), "en");
    assert_str(language_choose(S("fr"), S("OK")), "fr");
    assert_str(language_choose(S(""), S("")), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_dates, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_dates_of_the_world, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_months, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_date_values, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_saved_page, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_layout, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_read_also_keeps_the_end, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_credits, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_evidence, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_phrases, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_captions, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_clean, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_language, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
