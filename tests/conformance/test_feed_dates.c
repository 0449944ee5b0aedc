/* The published cases of feed dates, each by the dialect it is a case of. Skipped without data. */
#include "shared.h"
#include "testing.h"

#include "base/json_in.h"
#include "feed/date.h"

static enum feed_date_dialect dialect_of(str format)
{
    if (str_eq(format, S("w3dtf")))
        return FEED_DATE_W3C;
    if (str_eq(format, S("iso8601")))
        return FEED_DATE_ISO;
    if (str_eq(format, S("onblog")) || str_eq(format, S("nate")))
        return FEED_DATE_ASIAN;
    return FEED_DATE_MAIL;
}

static void test_dates(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    if (!shared_there("feeds")) {
        arena_end(&a);
        skip();
    }
    FILE *f = fopen(str_printf(&a, "%s/dates.jsonl", shared_folder(&a, "feeds")).p, "r");
    assert_non_null(f);
    size_t count = 0, wrong = 0;
    char buffer[4096];
    while (fgets(buffer, sizeof buffer, f)) {
        str line = str_trim(str_c(buffer));
        if (line.len == 0)
            continue;
        struct json_value *v CLEANUP(json_in_end) = NULL;
        assert_int_equal(json_in_parse(&v, line), OK);
        str input = json_in_str(v, "input"), expected = json_in_str(v, "expected");
        int64_t want = 0, got = 0;
        bool is_date = expected.len && clock_from_iso(&want, expected);
        assert_int_equal(is_date, expected.len > 0);
        bool found = feed_date_read(&got, input, dialect_of(json_in_str(v, "fmt")));
        if (found != is_date || (found && got / CLOCK_SECOND_US != want / CLOCK_SECOND_US)) {
            print_message("wrong: %.*s '%.*s'\n", STR_FMT(json_in_str(v, "fmt")), STR_FMT(input));
            wrong++;
        }
        count++;
    }
    print_message("%zu of %zu dates right\n", count - wrong, count);
    assert_true(count > 0);
    assert_int_equal(wrong, 0);
    fclose(f);
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_dates)};
    return cmocka_run_group_tests_name("feed_dates", tests, NULL, NULL);
}
