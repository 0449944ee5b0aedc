/* Dates of feeds: each dialect, and what is none. */
#include "testing.h"

#include "feed/date.h"

#define check(text, iso) check_at((text), (iso), __LINE__)

/* ISO NULL: TEXT is no date. */
static void check_at(const char *text, const char *iso, int line)
{
    int64_t want = 0, got = 0;
    bool is_date = iso && clock_from_iso(&want, str_c(iso));
    bool found = feed_date_parse(&got, str_c(text));
    if (found == is_date && (!found || got == want))
        return;
    print_error("'%s': %s, %lld s off\n", text, found ? "a date" : "no date",
                (long long)((got - want) / CLOCK_SECOND_US));
    _fail(__FILE__, line);
}

static void test_w3c(void **state)
{
    (void)state;
    check("2021-05-06T07:08:09Z", "2021-05-06T07:08:09Z");
    check("2021-05-06t07:08:09.25+02:00", "2021-05-06T05:08:09Z");
    check("2021-05-06T07:08+0530", "2021-05-06T01:38:00Z");
    check("2021-05-06 07:08:09 -03", "2021-05-06T10:08:09Z");
    check("2021-05-06T07:08:09 UTC", "2021-05-06T07:08:09Z");
    check(" 2021-05 ", "2021-05-01T00:00:00Z");
    check("2021-12-31T24:00:00Z", "2022-01-01T00:00:00Z");
    check("2021-02-29", NULL);
    check("2021-13-01", NULL);
    check("2021-05-06T07", NULL);
    check("2021-05-06T07:08:09+99:00", NULL);
    check("2021-05-06Tseven", NULL);
}

static void test_mail(void **state)
{
    (void)state;
    check("Thu, 06 May 2021 07:08:09 GMT", "2021-05-06T07:08:09Z");
    check("6 May 21 07:08 EDT", "2021-05-06T11:08:00Z");
    check("Thu,6 May 2021 07:08:09 +0200 (CEST)", "2021-05-06T05:08:09Z");
    check("Thursday, 06-May-21 07:08:09 UTC", "2021-05-06T07:08:09Z");
    check("Thu May  6 07:08:09 2021", "2021-05-06T07:08:09Z");
    check("Thu May 06 07:08:09 +0200 2021", "2021-05-06T05:08:09Z");
    check("May 6, 2021, 7:08 pm", "2021-05-06T19:08:00Z");
    check("May 6th, 2021 12:08am", "2021-05-06T00:08:00Z");
    check("2021/05/06 07:08:09 PST", "2021-05-06T15:08:09Z");
    check("6.5.2021 07:08", "2021-05-06T07:08:00Z");
    check("05/06/2021 07:08:09", "2021-05-06T07:08:09Z");
    check("25/12/2021", "2021-12-25T00:00:00Z");
    check("Thu, 06 May 2021 07:08:09 GMT+1", "2021-05-06T06:08:09Z");
    check("Thu, 06 May 2021 07:08:09 Nowhere", "2021-05-06T07:08:09Z");
    check("Thu, 06 May 1999", "1999-05-06T00:00:00Z");
    check("Thu, 31 Jun 2021 07:08:09 GMT", NULL);
    check("Thu, 06 2021 07:08:09 GMT", NULL);
    check("06 May 2021 07:08:09 +x2", NULL);
    check("yesterday", NULL);
    check("12", NULL);
    check("", NULL);
    check("06 May 2021 06 May 2021", NULL);
}

static void test_languages(void **state)
{
    (void)state;
    check("Do, 6 Mai 2021 07:08:09 MESZ", "2021-05-06T05:08:09Z");
    check("jeu., 6 août 2020 07:08:09 +0200", "2020-08-06T05:08:09Z");
    check("mar, 12 mar 2024 10:00:00 GMT", "2024-03-12T10:00:00Z");
    check("6 мая 2021 07:08", "2021-05-06T07:08:00Z");
    check("Πεμ, 06 Μάι 2021 07:08:09 EET", "2021-05-06T05:08:09Z");
    check("2021-május-6T7:08+02:00", "2021-05-06T05:08:00Z");
    check("2021년 5월 6일 오후 7:08:09", "2021-05-06T10:08:09Z");
    check("2021-05-06 오전 07:08:09", "2021-05-05T22:08:09Z");
    check("2021年5月6日 7:08", "2021-05-06T07:08:00Z");
    check("2021年5月6日", "2021-05-06T00:00:00Z");
}

static void test_iso(void **state)
{
    (void)state;
    check("20210506", "2021-05-06T00:00:00Z");
    check("20210506T070809Z", "2021-05-06T07:08:09Z");
    check("210506", "2021-05-06T00:00:00Z");
    check("2021-126", "2021-05-06T00:00:00Z");
    check("2021-126T07:08:09+01:00", "2021-05-06T06:08:09Z");
    check("2021-400", NULL);
    check("1620284889", "2021-05-06T07:08:09Z");
    check("1620284889000", "2021-05-06T07:08:09Z");
    check("162028488", NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_w3c),
        cmocka_unit_test(test_mail),
        cmocka_unit_test(test_languages),
        cmocka_unit_test(test_iso),
    };
    return cmocka_run_group_tests_name("feed_date", tests, NULL, NULL);
}
