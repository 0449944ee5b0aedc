/* When a page was published: visible dates in many languages, labels, cards, threads, calendars'
 * leaves, and which of several dates is believed. Small pages of our own. */
#include "test_arena.h"

#include "base/clock.h"
#include "page/page.h"

#define ADDRESS "https://www.harbour-ledger.example/a/wall"
#define SEA                                                                                        \
    "The harbour gets a wall of granite before the winter, the council said, and work begins. "
#define PARAGRAPH "<p>" SEA SEA SEA "</p>"
#define TEXT PARAGRAPH PARAGRAPH PARAGRAPH
#define CARD(title, date) "<li class=teaser><a href=/x>" title "</a><p>" date "</p></li>"

static str day_of(int64_t time_us, int zone_min)
{
    struct sbuf b;
    sbuf_init(&b, &arena, 64);
    if (time_us == TIME_NONE)
        return S("none");
    clock_put_iso(&b, time_us + zone_min * 60 * CLOCK_SECOND_US);
    return str_sub(sbuf_str(&b), 0, 10);
}

static struct page page_of(str source, const char *address)
{
    struct html_tree tree;
    struct page page;
    assert_ok(html_parse(&tree, &arena, source, &html_limits_default));
    assert_ok(page_read(&page, &arena, &tree, str_c(address)));
    return page;
}

/* A row's page is a headline with what the row has. */
struct row {
    const char *head, *body, *published, *updated;
};

static void check(const struct row *rows, size_t count, const char *address)
{
    for (size_t i = 0; i < count; i++) {
        str source = str_printf(&arena, "<html><head>%s</head><body><h1>A wall for Eastmere</h1>%s",
                                rows[i].head, rows[i].body);
        struct page page = page_of(source, address);
        assert_str(day_of(page.published_us, page.published_zone_min), rows[i].published);
        assert_str(day_of(page.updated_us, page.updated_zone_min), rows[i].updated);
    }
}

/* "Published" and "updated" with a date, in one line each, whatever the order. */
static void test_languages(void **state)
{
    (void)state;
    static const struct {
        const char *language, *published, *updated;
    } rows[] = {
        {"en", "Published 3 March 2021", "Last updated 5 March 2021"},
        {"fr", "Publié le 3 mars 2021 à 14h05", "Mis à jour le 5 mars 2021 à 8h00"},
        {"de", "Veröffentlicht am 3. März 2021", "Aktualisiert: 05.03.2021, 08:00"},
        {"es", "Publicado: 3 de marzo de 2021", "Actualizado: 5 de marzo de 2021"},
        {"pt", "Publicado em 03/03/2021 às 14h05", "Atualizado em 05/03/2021 às 8h00"},
        {"it", "Pubblicato il 3 marzo 2021", "Aggiornato il 5 marzo 2021"},
        {"nl", "Gepubliceerd op 3 maart 2021", "Bijgewerkt op 5 maart 2021"},
        {"sv", "Publicerad 3 mars 2021", "Uppdaterad 5 mars 2021"},
        {"fi", "Julkaistu 3.3.2021 klo 14.05", "Päivitetty 5.3.2021 klo 8.00"},
        {"pl", "Opublikowano: 3 marca 2021", "Aktualizacja: 5 marca 2021"},
        {"cs", "Publikováno: 3. března 2021", "Aktualizováno: 5. března 2021"},
        {"hu", "Megjelent: 2021. március 3.", "Frissítve: 2021. március 5."},
        {"ro", "Publicat: 3 martie 2021", "Actualizat: 5 martie 2021"},
        {"tr", "Yayınlanma: 3 Mart 2021", "Güncelleme: 5 Mart 2021"},
        {"ru", "Опубликовано: 3 марта 2021", "Обновлено: 5 марта 2021"},
        {"uk", "Опубліковано: 3 березня 2021", "Оновлено: 5 березня 2021"},
        {"bg", "Публикувано: 3 март 2021", "Обновена: 5 март 2021"},
        {"el", "Δημοσιεύτηκε: 3 Μαρτίου 2021", "Τελευταία ενημέρωση: 5 Μαρτίου 2021"},
        {"ar", "تاريخ النشر: ٣ مارس ٢٠٢١", "آخر تحديث: ٥ مارس ٢٠٢١"},
        {"fa", "تاریخ انتشار: ۱۳ اسفند ۱۳۹۹", "به‌روزرسانی: ۱۵ اسفند ۱۳۹۹"},
        {"he", "פורסם: 3 במרץ 2021", "עודכן: 5 במרץ 2021"},
        {"hi", "प्रकाशित: ३ मार्च २०२१", "अपडेट: ५ मार्च २०२१"},
        {"bn", "প্রকাশ: ৩ মার্চ ২০২১", "আপডেট: ৫ মার্চ ২০২১"},
        {"th", "เผยแพร่: 3 มี.ค. 2564", "ปรับปรุง: 5 มี.ค. 2564"},
        {"zh", "发布时间：2021年3月3日", "更新时间：2021年3月5日"},
        {"ja", "公開日：令和3年3月3日", "更新日：令和3年3月5日"},
        {"ja", "2021年3月3日（水）公開", "2021年3月5日（金）更新"},
        {"ko", "입력 2021.03.03. 오후 2:05", "수정 2021.03.05. 오전 8:00"},
        {"vi", "Đăng ngày 3 tháng 3 năm 2021", "Cập nhật ngày 5 tháng 3 năm 2021"},
        {"id", "Diterbitkan 3 Maret 2021", "Diperbarui 5 Maret 2021"},
        {"sw", "Imechapishwa 3 Machi 2021", "Imesasishwa 5 Machi 2021"},
        {"lt", "Paskelbta 2021 m. kovo 3 d.", "Atnaujinta 2021 m. kovo 5 d."},
        {"lv", "Publicēts 2021. gada 3. martā", "Atjaunots 2021. gada 5. martā"},
        {"et", "Avaldatud 3. märts 2021", "Uuendatud 5. märts 2021"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        for (int order = 0; order < 4; order++) {
            bool swapped = order & 1, one_line = order & 2;
            str source = str_printf(
                &arena, "<html lang=%s><body><h1>A wall for Eastmere</h1><p>%s%s%s</p>" TEXT,
                rows[i].language, swapped ? rows[i].updated : rows[i].published,
                one_line ? " | " : "</p><p>", swapped ? rows[i].published : rows[i].updated);
            struct page page = page_of(source, ADDRESS);
            assert_str(day_of(page.published_us, page.published_zone_min), "2021-03-03");
            assert_str(day_of(page.updated_us, page.updated_zone_min), "2021-03-05");
        }
}

static void test_shown(void **state)
{
    (void)state;
    static const struct row rows[] = {
        /* Between headline and text, before what stands below. */
        {"", "<div>24.01.2022 11:38<br>Town</div>" TEXT "<p class=date>09.10.2021</p>",
         "2022-01-24", "none"},
        /* The zone of the page decides about the day. */
        {"", "<p>13 Jan 2020, 22:11 GMT+10</p>" TEXT, "2020-01-13", "none"},
        {"", "<p>13 Jan 2020, 00:11 GMT+10</p>" TEXT, "2020-01-13", "none"},
        /* A label in a box beside the article, against what the system wrote. */
        {"<meta name=date content=2021-10-15>",
         TEXT TEXT TEXT "<aside><p>Erschienen am:</p><p>13.10.2021</p></aside>", "2021-10-13",
         "none"},
        /* An opening that is a stamp, after a subhead and a byline. */
        {"",
         "<h2>What the council said of it</h2>" PARAGRAPH
         "<p>By Ann Example</p><p>27.1.2022 - " SEA SEA SEA "</p>" TEXT,
         "2022-01-27", "none"},
        /* A meeting to come, and the foot that says when the page was changed. */
        {"",
         PARAGRAPH "<p>The next meeting is on Wednesday, 5 February 2020 at the town hall.</p>" TEXT
                   "<footer>This page was last edited on 29 January 2020, at 13:22.</footer>",
         "2020-01-29", "none"},
        /* Month, day and year apart. */
        {"", "<div class=datum><div>Feb</div><div>18</div><div>2009</div></div>" TEXT, "2009-02-18",
         "none"},
        {"", "<p class=datum><b class=m>Feb</b><b>18</b><b>2009</b></p>" TEXT, "2009-02-18",
         "none"},
        /* The article among the cards that lead to others. */
        {"",
         TEXT "<ul>" CARD("The sea", "4 May 2021") CARD("A wall for Eastmere", "3 March 2021")
             CARD("The sky", "5 May 2021") CARD("The wind", "6 May 2021")
                 CARD("The rain", "7 May 2021") "</ul>",
         "2021-03-03", "none"},
        {"",
         TEXT "<ul>" CARD("The sea", "4 May 2021") CARD("The ships", "3 March 2021")
             CARD("The sky", "5 May 2021") CARD("The wind", "6 May 2021")
                 CARD("The rain", "7 May 2021") "</ul>",
         "none", "none"},
        /* A thread: its first post's. */
        {"",
         "<div class=comment><span>28.09.19</span><span>12:44</span></div>" TEXT
         "<div class=comment><span>30.09.19</span></div>",
         "2019-09-28", "none"},
        /* Far away from the article, in somebody's sentence. */
        {"",
         TEXT TEXT "<footer><p>All about the harbour and what has been published on its many "
                   "walls since 3 March 2013</p></footer>",
         "none", "none"},
    };
    check(rows, ARRAY_LEN(rows), ADDRESS);
}

static void test_believed(void **state)
{
    (void)state;
    static const struct row rows[] = {
        /* A year alone, filled in. */
        {"<meta itemprop=dateCreated content=01/01/2004>", "<p>Updated June 13, 2019</p>" TEXT,
         "2019-06-13", "none"},
        /* No zone is ten hours behind for the sake of the address. */
        {"<meta property=article:published_time content=2024-03-05T10:04:00Z>"
         "<link rel=canonical href=/2024/03/04/wall>",
         TEXT, "2024-03-05", "none"},
        {"<meta property=article:published_time content=2024-03-05T04:04:00Z>"
         "<link rel=canonical href=/2024/03/04/wall>",
         TEXT, "2024-03-04", "none"},
        /* The address that the page declares. */
        {"<link rel=canonical href=https://press.example/wall-20240304>", TEXT, "2024-03-04",
         "none"},
        /* Written anew with each change; what is shown stays. */
        {"<meta property=article:published_time content=2024-03-09T08:01:00Z>"
         "<meta property=article:modified_time content=2024-03-09T08:00:10Z>",
         "<header><time datetime=2024-03-04>4 March</time></header>" TEXT, "2024-03-04",
         "2024-03-09"},
        {"<meta property=article:published_time content=2024-03-09T08:00:10Z>"
         "<meta property=article:modified_time content=2024-03-09T08:00:10Z>",
         "<header><time datetime=2024-03-04>4 March</time></header>" TEXT, "2024-03-09", "none"},
    };
    check(rows, ARRAY_LEN(rows), ADDRESS);
}

/* A page of a picture: its description stands for the text where all else says it is an article. */
static void test_picture_page(void **state)
{
    (void)state;
    static const char head[] = "<meta property=og:type content=article><meta name=description "
                               "content='The new wall of Eastmere, seen from the sea at noon.'>";
    struct page page =
        page_of(str_printf(&arena,
                           "%s<meta property=article:published_time content=2024-03-04>"
                           "<img src=/wall.jpg>",
                           head),
                ADDRESS);
    assert_str(page.text, "The new wall of Eastmere, seen from the sea at noon.");
    assert_int_equal(page.kind, PAGE_ARTICLE);
    page = page_of(str_printf(&arena, "%s<img src=/wall.jpg>", head), ADDRESS);
    assert_int_equal(page.kind, PAGE_EMPTY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_languages, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_shown, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_believed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_picture_page, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
