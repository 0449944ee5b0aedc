/* Encodings: labels, the prescan, decoding of each encoding, whom to believe. */
#include "testing.h"

#include "base/utf8.h"
#include "html/charset.h"

static str bytes(const char *p, size_t len)
{
    return str_of(p, len);
}

/* The same short text in every encoding that can write it. */
static const struct {
    const char *name, *bytes;
    size_t len;
    const char *text;
} samples[] = {
    {"IBM866", "\x8f\xe0\xa8\xa2\xa5\xe2", 6, "\xd0\x9f\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5\xd1\x82"},
    {"ISO-8859-2", "Za\xbf\xf3\xb3\xe6 g\xea\xb6l\xb1 ja\xbc\xf1", 17,
     "Za\xc5\xbc\xc3\xb3\xc5\x82\xc4\x87 g\xc4\x99\xc5\x9bl\xc4\x85 ja\xc5\xba\xc5\x84"},
    {"ISO-8859-3",
     "\xc6iu\xbc"
     "a\xfd"
     "de",
     8,
     "\xc4\x88iu\xc4\xb5"
     "a\xc5\xad"
     "de"},
    {"ISO-8859-4", "\xf3\xef\xb9\xf9", 4, "\xc4\xb7\xc4\xab\xc5\xa1\xc5\xb3"},
    {"ISO-8859-5", "\xbf\xe0\xd8\xd2\xd5\xe2", 6,
     "\xd0\x9f\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5\xd1\x82"},
    {"ISO-8859-6", "\xe5\xd1\xcd\xc8\xc7", 5, "\xd9\x85\xd8\xb1\xd8\xad\xd8\xa8\xd8\xa7"},
    {"ISO-8859-7", "\xca\xe1\xeb\xe7\xec\xdd\xf1\xe1", 8,
     "\xce\x9a\xce\xb1\xce\xbb\xce\xb7\xce\xbc\xce\xad\xcf\x81\xce\xb1"},
    {"ISO-8859-8", "\xf9\xec\xe5\xed", 4, "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d"},
    {"ISO-8859-10", "\xfe\xe1\xbf\xbb", 4, "\xc3\xbe\xc3\xa1\xc5\x8b\xc5\xa7"},
    {"ISO-8859-13", "\xd0iauli\xf8\xfe", 8, "\xc5\xa0iauli\xc5\xb3\xc5\xbe"},
    {"ISO-8859-14", "\xf0\xfe\xa2", 3, "\xc5\xb5\xc5\xb7\xe1\xb8\x83"},
    {"ISO-8859-15", "c\xbdur \xa4", 6, "c\xc5\x93ur \xe2\x82\xac"},
    {"ISO-8859-16", "Bucure\xbati \xfe\xba", 12, "Bucure\xc8\x99ti \xc8\x9b\xc8\x99"},
    {"KOI8-R", "\xf0\xd2\xc9\xd7\xc5\xd4", 6, "\xd0\x9f\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5\xd1\x82"},
    {"KOI8-U", "\xeb\xc9\xa7\xd7", 4, "\xd0\x9a\xd0\xb8\xd1\x97\xd0\xb2"},
    {"macintosh", "caf\x8e", 4, "caf\xc3\xa9"},
    {"windows-874", "\xca\xc7\xd1\xca\xb4\xd5", 6,
     "\xe0\xb8\xaa\xe0\xb8\xa7\xe0\xb8\xb1\xe0\xb8\xaa\xe0\xb8\x94\xe0\xb8\xb5"},
    {"windows-1250", "P\xf8\xedli\x9a \x9elu\x9dou\xe8k\xfd", 16,
     "P\xc5\x99\xc3\xadli\xc5\xa1 \xc5\xbelu\xc5\xa5ou\xc4\x8dk\xc3\xbd"},
    {"windows-1251", "\xcf\xf0\xe8\xe2\xe5\xf2", 6,
     "\xd0\x9f\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5\xd1\x82"},
    {"windows-1252",
     "\x93"
     "caf\xe9\x94 \x80",
     8,
     "\xe2\x80\x9c"
     "caf\xc3\xa9\xe2\x80\x9d \xe2\x82\xac"},
    {"windows-1253", "\xca\xe1\xeb\xe7\xec\xdd\xf1\xe1", 8,
     "\xce\x9a\xce\xb1\xce\xbb\xce\xb7\xce\xbc\xce\xad\xcf\x81\xce\xb1"},
    {"windows-1254", "I\xfe\xfdk", 4, "I\xc5\x9f\xc4\xb1k"},
    {"windows-1255", "\xf9\xec\xe5\xed", 4, "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d"},
    {"windows-1256", "\xe3\xd1\xcd\xc8\xc7", 5, "\xd9\x85\xd8\xb1\xd8\xad\xd8\xa8\xd8\xa7"},
    {"windows-1257", "\xd0iauli\xf8\xfe", 8, "\xc5\xa0iauli\xc5\xb3\xc5\xbe"},
    {"windows-1258", "Vi\xeat", 4, "Vi\xc3\xaat"},
    {"GBK", "\xd0\xc2\xce\xc5\x80", 5, "\xe6\x96\xb0\xe9\x97\xbb\xe2\x82\xac"},
    {"gb18030",
     "\xd0\xc2\xce\xc5\x95"
     "4\xb2"
     "5",
     8, "\xe6\x96\xb0\xe9\x97\xbb\xf0\xa0\xae\xb7"},
    {"Big5",
     "\xb7s\xbb"
     "D",
     4, "\xe6\x96\xb0\xe8\x81\x9e"},
    {"EUC-JP", "\xc6\xfc\xcb\xdc\xb8\xec\xa5\xcb\xa5\xe5\xa1\xbc\xa5\xb9", 14,
     "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\xe3\x83\x8b\xe3\x83\xa5\xe3\x83\xbc\xe3\x82\xb9"},
    {"ISO-2022-JP",
     "\x1b$BF|K\x5c"
     "8l\x1b(B",
     12, "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e"},
    {"Shift_JIS", "\x93\xfa\x96{\x8c\xea\x83j\x83\x85\x81[\x83X", 14,
     "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\xe3\x83\x8b\xe3\x83\xa5\xe3\x83\xbc\xe3\x82\xb9"},
    {"EUC-KR", "\xc7\xd1\xb1\xb9\xbe\xee \xb4\xba\xbd\xba", 11,
     "\xed\x95\x9c\xea\xb5\xad\xec\x96\xb4 \xeb\x89\xb4\xec\x8a\xa4"},
    {"UTF-16LE", "h\x00\xe9\x00l\x00l\x00o\x00 \x00=\xd8\x00\xde", 16,
     "h\xc3\xa9llo \xf0\x9f\x98\x80"},
    {"UTF-16BE", "\x00h\x00\xe9\x00l\x00l\x00o\x00 \xd8=\xde\x00", 16,
     "h\xc3\xa9llo \xf0\x9f\x98\x80"},
    {"x-mac-cyrillic", "\x8f\xf0\xe8\xe2\xe5\xf2", 6,
     "\xd0\x9f\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5\xd1\x82"},
};

static str decode(struct arena *a, struct html_charset *used, str input, const char *type)
{
    str text;
    assert_ok(html_decode(&text, used, a, input, str_c(type), 1 << 20));
    assert_int_equal(utf8_valid_prefix(text), text.len);
    return text;
}

static void test_samples(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    for (size_t i = 0; i < ARRAY_LEN(samples); i++) {
        struct html_charset used;
        str type = str_printf(&a, "text/html; charset=%s", samples[i].name);
        str text = decode(&a, &used, bytes(samples[i].bytes, samples[i].len), str_cstr(&a, type));
        assert_str(used.name, samples[i].name);
        assert_int_equal(used.by, HTML_CHARSET_BY_HEADER);
        assert_str(text, samples[i].text);
    }
    arena_end(&a);
}

/* The standard's own corrections of what converters do. */
static void test_standard_bytes(void **state)
{
    (void)state;
    static const struct {
        const char *name, *bytes, *text;
    } table[] = {
        {"windows-1252", "\x80\x81\x8d\x9f\xff", "€\xc2\x81\xc2\x8dŸÿ"},
        {"iso-8859-1", "\x93x\x94", "“x”"},
        {"windows-1253", "\xaax", "\xef\xbf\xbdx"},
        {"windows-1255", "\xca", "\xd6\xba"},
        {"windows-874", "\x80\xdb\xa1", "€\xef\xbf\xbdก"},
        {"koi8-u", "\xae\xbe", "ўЎ"},
        {"macintosh", "\xdb", "€"},
        {"x-user-defined", "a\x80\xff", "a\xef\x9e\x80\xef\x9f\xbf"},
        {"gbk", "\xa3\xa0\xa6\xd9", "\xe3\x80\x80\xef\xb8\x90"},
        {"shift_jis", "\x1a\x1c\x7f\\~\x80", "\x1a\x1c\x7f\\~\xc2\x80"},
        {"shift_jis", "\xb1\x81\x60", "ｱ～"},
        {"euc-kr", "\xc9\xa1\xb0\xa1", "\xef\xbf\xbd가"},
        {"big5", "\xfa\x40", "\xf0\xa0\x95\x87"},
        {"hz-gb-2312", "~{<html>", "\xef\xbf\xbd"},
        {"iso-2022-kr", "", ""},
    };
    struct arena a;
    arena_init(&a);
    for (size_t i = 0; i < ARRAY_LEN(table); i++) {
        str type = str_printf(&a, "text/html;charset=\"%s\"", table[i].name);
        str text = decode(&a, NULL, str_c(table[i].bytes), str_cstr(&a, type));
        assert_str(text, table[i].text);
    }
    arena_end(&a);
}

static void test_labels(void **state)
{
    (void)state;
    int labels = 0, names = 0;
    str name = S("");
#define CHARSET(constant, its_name, kind, icu)                                                     \
    name = S(its_name);                                                                            \
    names++;                                                                                       \
    assert_str(html_charset_of_label(name), its_name);
#define CHARSET_LABEL(constant, label)                                                             \
    labels++;                                                                                      \
    assert_true(str_eq(html_charset_of_label(S(label)), name));
#define CHARSET_BYTE(constant, first, last, code_point)
#define CHARSET_UNIT(constant, from, to)
#include "html/charset.def"
    assert_int_equal(names, 40);
    assert_int_equal(labels, 228);
    assert_str(html_charset_of_label(S(" \tLatin1\n")), "windows-1252");
    assert_str(html_charset_of_label(S("SHIFT-jis")), "Shift_JIS");
    assert_str(html_charset_of_label(S("utf-7")), "");
    assert_str(html_charset_of_label(S("")), "");
    assert_str(html_charset_of_label(S("\vutf-8")), "");
}

static void test_prescan(void **state)
{
    (void)state;
    static const char *const table[][2] = {
        {"<meta charset=koi8-r>", "KOI8-R"},
        {"<META CHARSET = 'KOI8-R' >", "KOI8-R"},
        {"<meta/charset=\"koi8-r\"/>", "KOI8-R"},
        {"<metacharset=koi8-r>", ""},
        {"<meta charset=koi8-r", ""},
        {"<meta charset=nonsense><meta charset=big5>", "Big5"},
        {"<meta charset=utf-16>", "UTF-8"},
        {"<meta charset=x-user-defined>", "windows-1252"},
        {"<meta content='text/html; charset=big5'>", ""},
        {"<meta http-equiv=content-type content='text/html; charset=big5'>", "Big5"},
        {"<meta content='text/html; charset=big5' http-equiv=Content-Type>", "Big5"},
        {"<meta http-equiv=refresh content='text/html; charset=big5'>", ""},
        {"<meta http-equiv=content-type content='charset charset = \"big5\"'>", "Big5"},
        {"<meta http-equiv=content-type content='charset=\"big5'>", ""},
        {"<meta http-equiv=content-type content=\"charset='big5' x\">", "Big5"},
        {"<meta http-equiv=content-type content=\"charset=big5;x\">", "Big5"},
        {"<meta http-equiv=content-type content=\"charset=big5 x\">", "Big5"},
        {"<meta http-equiv=content-type content=\"charset=\">", ""},
        {"<meta charset=big5 charset=koi8-r>", "Big5"},
        {"<meta charset=big5 http-equiv=content-type content='charset=koi8-r'>", "Big5"},
        {"<meta http-equiv=content-type content='charset=koi8-r' charset=big5>", "Big5"},
        {"<!-- <meta charset=big5> --><meta charset=koi8-r>", "KOI8-R"},
        {"<!--><meta charset=koi8-r>-->", "KOI8-R"},
        {"<!-- <meta charset=big5>", ""},
        {"<p title='<meta charset=big5>'><meta charset=koi8-r>", "KOI8-R"},
        {"<p title=\"<meta charset=big5>", ""},
        {"</p <meta charset=big5><meta charset=koi8-r>", "KOI8-R"},
        {"<!doctype x><?php > <meta charset=koi8-r>", "KOI8-R"},
        {"<script>var x = '<meta charset=big5>'</script>", "Big5"},
        {"< meta charset=big5>", ""},
        {"<?xml version='1.0' encoding='koi8-r'?>", "KOI8-R"},
        {"<?xml encoding = \"utf-16\" ?>", "UTF-8"},
        {"<?xml encoding='koi8-r'?><meta charset=big5>", "Big5"},
        {"<?xml encoding='koi8 -r'?>", ""},
        {"<?xml encoding=koi8-r?>", ""},
        {"<?xml ?> encoding='koi8-r'", ""},
        {" <?xml encoding='koi8-r'?>", ""},
        {"", ""},
        {"<", ""},
        {"<m", ""},
        {"<meta", ""},
    };
    for (size_t i = 0; i < ARRAY_LEN(table); i++)
        assert_str(html_charset_prescan(str_c(table[i][0])), table[i][1]);
    assert_str(html_charset_prescan(bytes("<\0?\0x\0", 6)), "UTF-16LE");
    assert_str(html_charset_prescan(bytes("\0<\0?\0x", 6)), "UTF-16BE");
    struct arena a;
    arena_init(&a);
    struct sbuf b;
    sbuf_init(&b, &a, 4000);
    for (int i = 0; i < 1020; i++)
        sbuf_putc(&b, ' ');
    sbuf_put(&b, S("<meta charset=koi8-r>"));
    assert_str(html_charset_prescan(sbuf_str(&b)), "");
    assert_str(html_charset_sniff(sbuf_str(&b), S("")).name, "KOI8-R");
    assert_str(html_charset_prescan(str_skip(sbuf_str(&b), 17)), "KOI8-R");
    assert_str(html_charset_prescan(str_skip(sbuf_str(&b), 16)), "");
    arena_end(&a);
}

static void check_sniff(str input, const char *type, const char *name, enum html_charset_by by)
{
    struct html_charset got = html_charset_sniff(input, str_c(type));
    assert_str(got.name, name);
    assert_int_equal(got.by, by);
}

static void test_whom_to_believe(void **state)
{
    (void)state;
    const str russian = S("\xcf\xf0\xe8\xe2\xe5\xf2, \xec\xe8\xf0! \xdd\xf2\xee "
                          "\xf2\xe5\xea\xf1\xf2 \xed\xe0 \xf0\xf3\xf1\xf1\xea\xee\xec "
                          "\xff\xe7\xfb\xea\xe5, \xea\xee\xf2\xee\xf0\xfb\xe9 "
                          "\xed\xe8\xea\xf2\xee \xed\xe5 "
                          "\xee\xe1\xfa\xff\xe2\xe8\xeb.");
    const str utf8 = S("<meta charset=iso-8859-1>Gr\xc3\xbc\xc3\x9f"
                       "e");
    check_sniff(S("plain"), "", "windows-1252", HTML_CHARSET_BY_DEFAULT);
    check_sniff(S(""), "", "windows-1252", HTML_CHARSET_BY_DEFAULT);
    check_sniff(S("\xef\xbb\xbfx"), "text/html;charset=big5", "UTF-8", HTML_CHARSET_BY_BOM);
    check_sniff(S("\xff\xfex"), "", "UTF-16LE", HTML_CHARSET_BY_BOM);
    check_sniff(S("\xfe\xffx"), "", "UTF-16BE", HTML_CHARSET_BY_BOM);
    check_sniff(S("x"), "text/html; Charset=KOI8-R; x=y", "KOI8-R", HTML_CHARSET_BY_HEADER);
    check_sniff(S("<meta charset=big5>"), "text/html; charset=koi8-r", "KOI8-R",
                HTML_CHARSET_BY_HEADER);
    check_sniff(S("<meta charset=big5>"), "text/html; charset=none-such", "Big5",
                HTML_CHARSET_BY_META);
    check_sniff(S("Gr\xc3\xbc\xc3\x9f"
                  "e"),
                "", "UTF-8", HTML_CHARSET_BY_STATISTICS);
    /* Refuted declarations: UTF-8 called Latin 1, Cyrillic called UTF-8, a wrong header. */
    check_sniff(utf8, "", "UTF-8", HTML_CHARSET_BY_STATISTICS);
    check_sniff(utf8, "text/html; charset=iso-8859-15", "UTF-8", HTML_CHARSET_BY_STATISTICS);
    check_sniff(russian, "text/html; charset=utf-8", "windows-1251", HTML_CHARSET_BY_STATISTICS);
    check_sniff(russian, "", "windows-1251", HTML_CHARSET_BY_STATISTICS);
    check_sniff(S("<meta charset=koi8-u>\xf0\xd2\xc9\xd7\xc5\xd4"), "text/html; charset=utf-8",
                "KOI8-U", HTML_CHARSET_BY_META);
    check_sniff(S("x\xe4y"), "text/html; charset=utf-16", "windows-1252", HTML_CHARSET_BY_DEFAULT);
    /* One capital with an accent before a quotation mark is no UTF-8. */
    check_sniff(S("CAF\xc9\xbb"), "text/html; charset=iso-8859-1", "windows-1252",
                HTML_CHARSET_BY_HEADER);
    /* A few broken bytes, or a cut-off end, do not make a page another encoding. */
    check_sniff(S("\xc3\xa4\xc3\xb6\xc3\xbc \xe4 x"), "text/html; charset=utf-8", "UTF-8",
                HTML_CHARSET_BY_HEADER);
    check_sniff(S("caf\xc3"), "text/html; charset=utf-8", "UTF-8", HTML_CHARSET_BY_HEADER);
    check_sniff(S("x \x1b$BF|K\\8l\x1b(B"), "", "ISO-2022-JP", HTML_CHARSET_BY_STATISTICS);
    check_sniff(bytes("<\0p\0>\0x\0", 8), "", "UTF-16LE", HTML_CHARSET_BY_STATISTICS);
    check_sniff(bytes("\0<\0p\0>\0x", 8), "", "UTF-16BE", HTML_CHARSET_BY_STATISTICS);
}

static void test_no_copy(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    struct html_charset used;
    const str ascii = S("plain"), utf8 = S("\xef\xbb\xbfGr\xc3\xbc\xc3\x9f"
                                           "e");
    assert_true(decode(&a, &used, ascii, "").p == ascii.p);
    assert_true(decode(&a, &used, ascii, "text/html; charset=gbk").p == ascii.p);
    str text = decode(&a, &used, utf8, "");
    assert_true(text.p == utf8.p + 3 && text.len == utf8.len - 3);
    assert_int_equal(a.used, 0);
    arena_end(&a);
}

static void test_broken_and_limits(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    str text;
    assert_str(decode(&a, NULL, S("äöü\xff\xe2\x82x"), "x;charset=utf-8"),
               "äöü\xef\xbf\xbd\xef\xbf\xbdx");
    assert_str(decode(&a, NULL, bytes("\x3d\xd8x\0y", 5), "x;charset=utf-16le"),
               "\xef\xbf\xbdx\xef\xbf\xbd");
    /* A lead byte must not swallow the quotation mark after it. */
    assert_str(decode(&a, NULL,
                      S("\xc6\xfc\xcb\xdc\xb8\xec\xc6\xfc\xcb\xdc\xb8\xec"
                        "\xc6\xfc\xcb\xdc\xb8\xec\xc6\xfc\xcb\xdc\xb8\xec\xc6\">"),
                      "x;charset=euc-jp"),
               "日本語日本語日本語日本語\xef\xbf\xbd\">");
    assert_int_equal(html_decode(&text, NULL, &a, S("12345"), S(""), 4), E_LIMIT);
    assert_ok(html_decode(&text, NULL, &a, S("12345"), S(""), 5));
    assert_int_equal(html_decode(&text, NULL, &a, S("\xe4\xe4"), S("x;charset=latin1"), 3),
                     E_LIMIT);
    assert_int_equal(html_decode(&text, NULL, &a, S("\xc8\xd5\xb1\xbe"), S("x;charset=gbk"), 5),
                     E_LIMIT);
    arena_end(&a);
}

/* Longer than one round of the converter, and halves of surrogate pairs at its end. */
static void test_long(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    for (int shift = 0; shift < 2; shift++) {
        struct sbuf in, want;
        sbuf_init(&in, &a, 1 << 20);
        sbuf_init(&want, &a, 1 << 20);
        if (shift) {
            sbuf_put(&in, str_of("x\0", 2));
            sbuf_putc(&want, 'x');
        }
        for (int i = 0; i < 20000; i++) {
            sbuf_put(&in, str_of("\x3d\xd8\x00\xde", 4));
            sbuf_put(&want, S("\xf0\x9f\x98\x80"));
        }
        str text = decode(&a, NULL, sbuf_str(&in), "x;charset=utf-16le");
        assert_true(str_eq(text, sbuf_str(&want)));
    }
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_samples),
        cmocka_unit_test(test_standard_bytes),
        cmocka_unit_test(test_labels),
        cmocka_unit_test(test_prescan),
        cmocka_unit_test(test_whom_to_believe),
        cmocka_unit_test(test_no_copy),
        cmocka_unit_test(test_broken_and_limits),
        cmocka_unit_test(test_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
