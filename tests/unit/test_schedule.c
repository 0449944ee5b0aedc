/* When a feed is asked next: tables of what is known and what follows. */
#include "testing.h"

#include "source/schedule.h"

#define MINUTE (60 * CLOCK_SECOND_US)
#define HOUR (60 * MINUTE)
#define DAY CLOCK_DAY_US
#define NOW ((int64_t)1795363200 * CLOCK_SECOND_US)

struct row {
    const char *what;
    struct schedule_check check;
    int64_t least, most; /* wait; the lot may take a tenth off, or add 3 % to what was asked */
};

static void test_waits(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"nothing known", {.newest_us = TIME_NONE}, 54 * MINUTE, HOUR},
        {"posts each hour", {.gap_us = HOUR, .newest_us = NOW - HOUR}, 27 * MINUTE, 30 * MINUTE},
        {"posts all the time",
         {.gap_us = MINUTE, .newest_us = NOW},
         5 * MINUTE,
         5 * MINUTE + 9000000},
        {"posts each week", {.gap_us = 7 * DAY, .newest_us = NOW - DAY}, DAY - DAY / 10, DAY},
        {"fell silent", {.gap_us = HOUR, .newest_us = NOW - 2 * DAY}, 324 * MINUTE, 6 * HOUR},
        {"silent for years", {.gap_us = HOUR, .newest_us = NOW - 2000 * DAY}, DAY - DAY / 10, DAY},
        {"newest is in the future",
         {.gap_us = HOUR, .newest_us = NOW + DAY},
         27 * MINUTE,
         30 * MINUTE},
        {"fresh for longer",
         {.gap_us = HOUR, .newest_us = NOW, .fresh_us = 2 * HOUR},
         2 * HOUR,
         124 * MINUTE},
        {"fresh for less",
         {.gap_us = 8 * HOUR, .newest_us = NOW, .fresh_us = HOUR},
         216 * MINUTE,
         4 * HOUR},
        {"fresh for ever", {.newest_us = TIME_NONE, .fresh_us = INT64_MAX}, DAY, DAY + DAY / 33},
        {"fresh for less than nothing",
         {.newest_us = TIME_NONE, .fresh_us = INT64_MIN},
         54 * MINUTE,
         HOUR},
        {"429 without a time",
         {.outcome = SCHEDULE_REFUSED, .failures = 1, .newest_us = TIME_NONE},
         4 * HOUR,
         248 * MINUTE},
        {"429 in 2 minutes",
         {.outcome = SCHEDULE_REFUSED,
          .failures = 1,
          .retry_us = 2 * MINUTE,
          .newest_us = TIME_NONE},
         5 * MINUTE,
         5 * MINUTE + 9000000},
        {"429 in 2 hours",
         {.outcome = SCHEDULE_REFUSED, .failures = 1, .retry_us = 2 * HOUR, .newest_us = TIME_NONE},
         2 * HOUR,
         124 * MINUTE},
        {"429 in a year",
         {.outcome = SCHEDULE_REFUSED,
          .failures = 1,
          .retry_us = 365 * DAY,
          .newest_us = TIME_NONE},
         DAY,
         DAY + DAY / 33},
        {"403 again and again",
         {.outcome = SCHEDULE_REFUSED, .failures = 20, .newest_us = TIME_NONE},
         6 * DAY,
         7 * DAY},
        {"first error",
         {.outcome = SCHEDULE_FAILED, .failures = 1, .newest_us = TIME_NONE},
         54 * MINUTE,
         HOUR},
        {"first error of a busy one",
         {.outcome = SCHEDULE_FAILED, .failures = 1, .gap_us = MINUTE, .newest_us = NOW},
         13 * MINUTE,
         15 * MINUTE},
        {"fifth error",
         {.outcome = SCHEDULE_FAILED, .failures = 5, .newest_us = TIME_NONE},
         216 * MINUTE,
         4 * HOUR},
        {"hundredth error",
         {.outcome = SCHEDULE_FAILED, .failures = 100, .newest_us = TIME_NONE},
         6 * DAY,
         7 * DAY},
        {"pushed",
         {.gap_us = HOUR, .newest_us = NOW, .pushed_until_us = NOW + 9 * DAY},
         DAY - DAY / 10,
         DAY},
        {"pushed for a while",
         {.gap_us = HOUR, .newest_us = NOW, .pushed_until_us = NOW + 5 * HOUR},
         270 * MINUTE,
         5 * HOUR},
        {"hardly pushed any more",
         {.gap_us = HOUR, .newest_us = NOW, .pushed_until_us = NOW + MINUTE},
         27 * MINUTE,
         30 * MINUTE},
        {"not pushed any more",
         {.gap_us = HOUR, .newest_us = NOW, .pushed_until_us = NOW - 1},
         27 * MINUTE,
         30 * MINUTE},
        {"pushed for ever",
         {.newest_us = TIME_NONE, .pushed_until_us = INT64_MAX},
         DAY - DAY / 10,
         DAY},
        {"pushed, but the site fails",
         {.outcome = SCHEDULE_FAILED,
          .failures = 5,
          .newest_us = TIME_NONE,
          .pushed_until_us = NOW + 9 * DAY},
         216 * MINUTE,
         4 * HOUR},
        {"error, and a time",
         {.outcome = SCHEDULE_FAILED, .failures = 1, .retry_us = 3 * HOUR, .newest_us = TIME_NONE},
         3 * HOUR,
         186 * MINUTE},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        for (int64_t id = 1; id < 200; id++) {
            struct schedule_check check = rows[i].check;
            check.feed_id = id;
            check.now_us = NOW;
            int64_t wait = schedule_next(&check) - NOW;
            if (wait < rows[i].least || wait > rows[i].most) {
                print_error("%s, feed %d: %lld s\n", rows[i].what, (int)id,
                            (long long)(wait / CLOCK_SECOND_US));
                _fail(__FILE__, __LINE__);
            }
        }
    }
    struct schedule_check gone = {.outcome = SCHEDULE_GONE, .now_us = NOW, .newest_us = TIME_NONE};
    assert_true(schedule_next(&gone) == TIME_NONE);
}

/* The same feed gets the same lot; a thousand feeds checked at once do not come back at once. */
static void test_lots(void **state)
{
    (void)state;
    struct schedule_check check = {.now_us = NOW, .newest_us = TIME_NONE};
    int64_t minutes[7] = {0};
    for (int64_t id = 1; id <= 1000; id++) {
        check.feed_id = id;
        int64_t next = schedule_next(&check);
        assert_int_equal(next, schedule_next(&check));
        minutes[(next - NOW - 54 * MINUTE) / MINUTE]++;
    }
    for (size_t i = 0; i < 6; i++)
        assert_in_range(minutes[i], 100, 240);
    check.feed_id = 7;
    int64_t first = schedule_next(&check) - check.now_us;
    check.now_us += 5 * HOUR;
    assert_true(schedule_next(&check) - check.now_us != first);
}

static void test_habits(void **state)
{
    (void)state;
    int64_t newest = 0;
    int64_t hourly[] = {NOW - HOUR, TIME_NONE, NOW - 3 * HOUR, NOW - 2 * HOUR, NOW + DAY};
    assert_int_equal(schedule_gap(&newest, hourly, ARRAY_LEN(hourly), NOW), HOUR);
    assert_int_equal(newest, NOW - HOUR);
    int64_t one[] = {NOW - HOUR, TIME_NONE};
    assert_int_equal(schedule_gap(&newest, one, 2, NOW), 0);
    assert_int_equal(newest, NOW - HOUR);
    assert_int_equal(schedule_gap(&newest, one, 0, NOW), 0);
    assert_true(newest == TIME_NONE);
    /* An archive of years behind a busy month does not make the feed slow. */
    int64_t many[SCHEDULE_POSTS_MAX + 50];
    for (size_t i = 0; i < ARRAY_LEN(many); i++)
        many[i] = i < SCHEDULE_POSTS_MAX ? NOW - (int64_t)i * HOUR : NOW - 3000 * DAY;
    assert_int_equal(schedule_gap(&newest, many, ARRAY_LEN(many), NOW), HOUR);
}

static void test_said(void **state)
{
    (void)state;
    static const struct {
        str ttl, period, frequency;
        int64_t want;
    } rows[] = {
        {S("60"), S(""), S(""), HOUR},
        {S(" 60 \n"), S(""), S(""), HOUR},
        {S("0"), S(""), S(""), 0},
        {S("-5"), S(""), S(""), 0},
        {S("soon"), S(""), S(""), 0},
        {S("99999999999999999"), S(""), S(""), DAY},
        {S(""), S("hourly"), S(""), HOUR},
        {S(""), S("Hourly"), S("2"), 30 * MINUTE},
        {S(""), S("daily"), S("4"), 6 * HOUR},
        {S(""), S("yearly"), S("1"), DAY},
        {S(""), S("daily"), S("0"), DAY},
        {S(""), S("sometimes"), S("9"), 0},
        {S("30"), S("hourly"), S("1"), HOUR},
        {S("120"), S("hourly"), S("1"), 2 * HOUR},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        assert_int_equal(schedule_said(rows[i].ttl, rows[i].period, rows[i].frequency),
                         rows[i].want);
}

static void test_clock_jumps(void **state)
{
    (void)state;
    /* Sound plans stay as they are, overdue ones too. */
    assert_int_equal(schedule_mend(NOW + HOUR, NOW - HOUR, NOW), NOW + HOUR);
    assert_int_equal(schedule_mend(NOW - DAY, NOW - 2 * DAY, NOW), NOW - DAY);
    assert_int_equal(schedule_mend(NOW + HOUR, TIME_NONE, NOW), NOW + HOUR);
    assert_true(schedule_mend(TIME_NONE, NOW + DAY, NOW) == TIME_NONE);
    /* Checked in a future that is not to be: as long as was meant, from now on. */
    assert_int_equal(schedule_mend(NOW + 900 * DAY + HOUR, NOW + 900 * DAY, NOW), NOW + HOUR);
    assert_int_equal(schedule_mend(INT64_MAX, NOW + DAY, NOW), NOW + SCHEDULE_BACKOFF_MAX_US);
    assert_int_equal(schedule_mend(INT64_MIN + 1, NOW + DAY, NOW), NOW + SCHEDULE_USUAL_US);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_waits),       cmocka_unit_test(test_lots),
        cmocka_unit_test(test_habits),      cmocka_unit_test(test_said),
        cmocka_unit_test(test_clock_jumps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
