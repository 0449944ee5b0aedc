/* Dates in running text, in the seven languages of date.def. All texts are of Friday, 2026-11-20.
 */
#include "testing.h"

#include "base/clock.h"
#include "text/date.h"

static const struct {
    const char *language, *text, *want;
} cases[] = {
    {"en", "", ""},
    {"en", "Talks began on Monday and ended on Wednesday.",
     "on Monday=2026-11-16 on Wednesday=2026-11-18"},
    {"en", "They met on Friday.", "on Friday=2026-11-20"},
    {"en", "The court will rule on Monday.", "on Monday=2026-11-23"},
    {"en", "She invited ministers to meet her on Tuesday.", "on Tuesday=2026-11-24"},
    {"en", "He said according to officials on Tuesday.", "on Tuesday=2026-11-17"},
    {"en", "On Sunday, the council will vote.", "On Sunday=2026-11-22"},
    {"en", "Shops open early on Black Friday.", ""},
    {"en", "Last Friday it rained; next Friday it may snow.",
     "Last Friday=2026-11-13 next Friday=2026-11-27"},
    {"en", "Born on August 15, 1950, he died Aug. 2.",
     "August 15, 1950=1950-08-15 Aug. 2=2026-08-02"},
    {"en", "The 3rd of March 2020 was a Tuesday.",
     "3rd of March 2020=2020-03-03 Tuesday=2026-11-17"},
    {"en", "It opened 4 July 2019 and closed in October 2023.",
     "4 July 2019=2019-07-04 October 2023=2023-10"},
    {"en", "Prices rose in May. They may march in December.", "in May=2026-05 in December=2026-12"},
    {"en", "They may march again.", ""},
    {"en", "Friday, November 13, 2026 was cold.", "Friday, November 13, 2026=2026-11-13"},
    {"en", "Yesterday she left; today he follows.", "Yesterday=2026-11-19 today=2026-11-20"},
    {"en", "It began two days ago and three years ago.",
     "two days ago=2026-11-18 three years ago=2023"},
    {"en", "In 1815 peace came; five years later, war.", "1815=1815 five years later=1820"},
    {"en", "The 1648 Peace and the 1807 meeting.", "1648=1648 1807=1807"},
    {"en", "About 2000 people paid $1999 for 1,800 tickets.", ""},
    {"en", "The fashions of the 1980s.", "1980s=1980/1989"},
    {"en", "In the third century and the 19th century.",
     "third century=0201/0300 19th century=1801/1900"},
    {"en", "Last week, this month, next year.",
     "Last week=2026-11-09/2026-11-15 this month=2026-11 next year=2027"},
    {"en", "In the last three years sales fell.", "In the last three years=2023/2026"},
    {"en", "The next few days will be dry.", "The next few days=2026-11-20/.."},
    {"en", "On Tuesday they met. Earlier in the day it snowed. That year was wet.",
     "On Tuesday=2026-11-17 Earlier in the day=2026-11-17 That year=2026"},
    {"en", "In a post on Tuesday he wrote: 'We won yesterday.' Yesterday it rained.",
     "on Tuesday=2026-11-17 yesterday=2026-11-16 Yesterday=2026-11-19"},
    {"en", "Dated 2026-02-30, 2026-02-28, 31/12/2025 and 3/4/2025.",
     "2026-02-28=2026-02-28 31/12/2025=2025-12-31"},
    {"de", "Am 15. August und am Montag, dem 3. M\xc3\xa4rz 2025.",
     "15. August=2026-08-15 am Montag, dem 3. M\xc3\xa4rz 2025=2025-03-03"},
    {"de", "Vor zwei Tagen, gestern und im Oktober 2023.",
     "Vor zwei Tagen=2026-11-18 gestern=2026-11-19 Oktober 2023=2023-10"},
    {"de", "Letzte Woche; im 19. Jahrhundert; am 01.02.2024.",
     "Letzte Woche=2026-11-09/2026-11-15 19. Jahrhundert=1801/1900 01.02.2024=2024-02-01"},
    {"fr", "Lundi 2 mars 2026, il y a trois jours, en octobre 2023.",
     "Lundi 2 mars 2026=2026-03-02 il y a trois jours=2026-11-17 octobre 2023=2023-10"},
    {"fr",
     "La semaine derni\xc3\xa8re, aujourd'hui, au XIXe si\xc3\xa8"
     "cle.",
     "La semaine derni\xc3\xa8re=2026-11-09/2026-11-15 aujourd'hui=2026-11-20 XIXe si\xc3\xa8"
     "cle=1801/1900"},
    {"es",
     "El 15 de agosto de 2025, hace dos d\xc3\xad"
     "as, ayer, en el siglo XIX.",
     "15 de agosto de 2025=2025-08-15 hace dos d\xc3\xad"
     "as=2026-11-18 ayer=2026-11-19 siglo XIX=1801/1900"},
    {"es",
     "El lunes pasado por la ma\xc3\xb1"
     "ana.",
     "El lunes=2026-11-16"},
    {"it", "Il 2 giugno 1946, tre giorni fa, luned\xc3\xac.",
     "2 giugno 1946=1946-06-02 tre giorni fa=2026-11-17 luned\xc3\xac=2026-11-16"},
    {"pt", "Em 7 de setembro de 2022, na segunda-feira, ontem, h\xc3\xa1 dois dias.",
     "7 de setembro de 2022=2022-09-07 na segunda-feira=2026-11-16 ontem=2026-11-19 h\xc3\xa1 dois dias=2026-11-18"},
    {"ru",
     "\xd0\x92 \xd0\xbf\xd1\x8f\xd1\x82\xd0\xbd\xd0\xb8\xd1\x86\xd1\x83, 15 \xd0\xb0\xd0\xb2\xd0\xb3\xd1\x83\xd1\x81\xd1\x82\xd0\xb0 2025 \xd0\xb3\xd0\xbe\xd0\xb4\xd0\xb0.",
     "\xd0\x92 \xd0\xbf\xd1\x8f\xd1\x82\xd0\xbd\xd0\xb8\xd1\x86\xd1\x83, 15 \xd0\xb0\xd0\xb2\xd0\xb3\xd1\x83\xd1\x81\xd1\x82\xd0\xb0 2025=2025-08-15"},
    {"de",
     "Am Montag; zwei Tage sp\xc3\xa4ter; n\xc3\xa4"
     "chste Woche.",
     "Am Montag=2026-11-16 zwei Tage sp\xc3\xa4ter=2026-11-18 n\xc3\xa4"
     "chste Woche=2026-11-23/2026-11-29"},
    {"fr",
     "Ces trois derni\xc3\xa8res ann\xc3\xa9"
     "es.",
     "Ces trois derni\xc3\xa8res ann\xc3\xa9"
     "es=2023/2026"},
    {"en-GB", "They left last week.", "last week=2026-11-09/2026-11-15"},
    {"pl", "Na 2024-05-06 i 06.05.2024.", "2024-05-06=2024-05-06 06.05.2024=2024-05-06"},
};

/* "text=date" of each date found. */
static str dates_of(struct arena *a, struct text_reader *r, const char *language, const char *text,
                    int64_t published_us)
{
    struct text_doc doc;
    struct text_date_vec dates = {0};
    struct text_input in = {S(""), str_c(text), str_c(language), published_us};
    struct sbuf b;
    text_doc_read(&doc, a, r, &in);
    text_dates_find(&dates, a, &doc);
    sbuf_init(&b, a, 10000);
    vec_each (struct text_date, d, &dates) {
        if (b.len)
            sbuf_putc(&b, ' ');
        sbuf_put(&b, str_sub(doc.body.text, d->begin, d->end));
        sbuf_putc(&b, '=');
        text_date_put(&b, d);
    }
    return sbuf_str(&b);
}

static void test_dates(void **state)
{
    (void)state;
    struct arena a;
    int64_t published_us;
    struct text_reader *r = text_reader_new();
    arena_init(&a);
    assert_true(clock_from_iso(&published_us, S("2026-11-20T09:00:00Z")));
    size_t wrong = 0;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        str got = dates_of(&a, r, cases[i].language, cases[i].text, published_us);
        if (!str_eq(got, str_c(cases[i].want))) {
            print_error("%s\n got  %.*s\n want %s\n", cases[i].text, STR_FMT(got), cases[i].want);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
    arena_end(&a);
    text_reader_free(r);
}

/* Without a day of publication, only what says its own date. */
static void test_undated(void **state)
{
    (void)state;
    struct arena a;
    struct text_reader *r = text_reader_new();
    arena_init(&a);
    assert_str(
        dates_of(&a, r, "en", "On Friday, May 9, last week, in 1999: March 1, 2020.", INT64_MIN),
        "1999=1999 March 1, 2020=2020-03-01");
    arena_end(&a);
    text_reader_free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_undated),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
