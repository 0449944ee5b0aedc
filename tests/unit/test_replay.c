/* Time placeholders of the demo press, in every format and language. */
#include "testing.h"

#include "base/clock.h"
#include "pipeline/replay.h"

static const struct civil NOW = {
    .year = 2026, .month = 3, .day = 1, .hour = 10, .minute = 15, .second = 7};

static void assert_expands(const char *from, const char *to)
{
    struct arena a;
    arena_init(&a);
    struct sbuf out;
    sbuf_init(&out, &a, 10000);
    assert_ok(replay_expand(&out, str_c(from), clock_from_civil(&NOW)));
    assert_str(sbuf_str(&out), to);
    arena_end(&a);
}

static void test_formats(void **state)
{
    (void)state;
    assert_expands("", "");
    assert_expands("no {{ placeholder }} here", "no {{ placeholder }} here");
    assert_expands("a{{t 0m iso}}b{{t 7s iso}}", "a2026-03-01T10:15:07Zb2026-03-01T10:15:00Z");
    assert_expands("{{t 1d2h5m isotz}}", "2026-02-28T09:10:07+01:00");
    assert_expands("{{t 11h rfc822}}", "Sat, 28 Feb 2026 23:15:07 GMT");
    assert_expands("{{t 11h time}} {{t 10h15m time}}", "23:15 00:00");
    assert_expands("/{{t 1d ymd}}/{{t 61d compact}}/", "/2026/02/28/20251230/");
    /* Midnight an hour east is another day. */
    assert_expands("{{t 10h30m isotz}}", "2026-03-01T00:45:07+01:00");
}

static void test_languages(void **state)
{
    (void)state;
    assert_expands("{{t 1d date:en}}", "28 February 2026");
    assert_expands("{{t 0m datetime:en}}", "1 March 2026 10:15");
    assert_expands("{{t 0m date:de}}", "1. M&#228;rz 2026");
    assert_expands("{{t 1d datetime:de}}", "28. Februar 2026 10:15");
    assert_expands("{{t 1d date:fr}}", "28 f&#233;vrier 2026");
    assert_expands("{{t 1d date:es}}", "28 de febrero de 2026");
    assert_expands("{{t 0m date:ru}}", "1 &#1084;&#1072;&#1088;&#1090;&#1072; 2026");
    /* 1 March 2026 is a Sunday. */
    assert_expands("{{t 0m weekday:en}} {{t 2d weekday:de}} {{t 3d weekday:fr}}",
                   "Sunday Freitag jeudi");
    assert_expands("{{t 1d weekday:es}}", "s&#225;bado");
    assert_expands("{{t 4d weekday:ru}}", "&#1089;&#1088;&#1077;&#1076;&#1091;");
}

static void test_malformed(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "{{t 1d}}",         "{{t iso}}",        "{{t 1d iso",
        "{{t 1x iso}}",     "{{t 1h1d iso}}",   "{{t 1d date}}",
        "{{t 1d date:xx}}", "{{t 1d year:en}}", "{{t 1234567d iso}}"};
    struct arena a;
    arena_init(&a);
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        struct sbuf out;
        sbuf_init(&out, &a, 10000);
        assert_int_equal(replay_expand(&out, str_c(wrong[i]), 0), E_INPUT);
        assert_true(str_has(str_c(err_text()), S("bad time placeholder '{{t ")));
    }
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_formats),
        cmocka_unit_test(test_languages),
        cmocka_unit_test(test_malformed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
