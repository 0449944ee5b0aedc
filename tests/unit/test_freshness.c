/* How long an answer stays good, by its headers. */
#include "testing.h"

#include "base/clock.h"
#include "fetch/freshness.h"

static void test_rows(void **state)
{
    (void)state;
    static const struct {
        str control, age;
        int64_t expires_s, date_s, want_s;
    } rows[] = {
        {S(""), S(""), -1, -1, 0},
        {S("max-age=600"), S(""), -1, -1, 600},
        {S("public, Max-Age = \"600\""), S(""), -1, -1, 600},
        {S("max-age=600"), S("100"), -1, -1, 500},
        {S("max-age=600"), S("700"), -1, -1, 0},
        {S("max-age=600, no-cache"), S(""), -1, -1, 0},
        {S("no-store"), S(""), 2000, 1000, 0},
        {S("max-age=0"), S(""), 2000, 1000, 0},
        {S("max-age=junk"), S(""), 2000, 1000, 1000},
        {S("s-maxage=900, max-age"), S(""), -1, -1, 0},
        {S(""), S(""), 2000, 1000, 1000},
        {S(""), S("400"), 2000, 1000, 600},
        {S(""), S(""), 1000, 2000, 0},
        {S(""), S(""), 2000, -1, 0},
        {S("max-age=99999999999999999999"), S(""), -1, -1, 0},
        {S("max-age=999999999999"), S(""), -1, -1, 366 * 86400},
        {S("max-age=-5"), S("-5"), -1, -1, 0},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        int64_t got =
            fetch_fresh_us(rows[i].control, rows[i].age, rows[i].expires_s, rows[i].date_s);
        if (got != rows[i].want_s * CLOCK_SECOND_US)
            print_error("row %zu\n", i);
        assert_int_equal(got, rows[i].want_s * CLOCK_SECOND_US);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
