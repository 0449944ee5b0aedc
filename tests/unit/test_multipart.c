/* Forms that send files: what browsers send, and what nobody should. */
#include "testing.h"

#include "http/multipart.h"

static struct arena arena;
static struct http_pairs fields, files;

static int setup(void **state)
{
    (void)state;
    arena_init(&arena);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_end(&arena);
    return 0;
}

static status parse(const char *type, str body)
{
    return http_multipart_parse(&fields, &files, &arena, str_c(type), body);
}

#define TYPE "multipart/form-data; boundary=----x7"
#define FIELD(name, value)                                                                         \
    "------x7\r\nContent-Disposition: form-data; name=\"" name "\"\r\n\r\n" value "\r\n"
#define END "------x7--\r\n"

static void a_form_has_fields_and_files(void **state)
{
    (void)state;
    assert_true(http_multipart_is(str_c("Multipart/Form-Data ; boundary=a")));
    assert_false(http_multipart_is(str_c("multipart/mixed; boundary=a")));
    assert_ok(parse(
        TYPE, S(FIELD("token", "a=b&c") FIELD("text", "one\r\ntwo \xc3\xa9\xff") FIELD(
                  "empty", "") "------x7\r\ncontent-disposition: form-data; "
                               "name=\"file\"; filename=\"my \\\"list\\\".opml\"\r\n"
                               "Content-Type: text/xml\r\n\r\n<opml>\xff\r\n--x\r\n\r\n" END)));
    assert_int_equal(fields.len, 3);
    assert_str(fields.at[0].value, "a=b&c");
    assert_str(fields.at[1].name, "text");
    assert_str(fields.at[1].value, "one\r\ntwo \xc3\xa9\xef\xbf\xbd");
    assert_str(fields.at[2].value, "");
    assert_int_equal(files.len, 1);
    assert_str(files.at[0].name, "file");
    assert_str(files.at[0].value, "<opml>\xff\r\n--x\r\n");
}

static void a_file_nobody_chose_is_none(void **state)
{
    (void)state;
    assert_ok(
        parse(TYPE, S("------x7\r\nContent-Disposition: form-data; name=\"file\"; "
                      "filename=\"\"\r\nContent-Type: application/octet-stream\r\n\r\n\r\n" END)));
    assert_int_equal(fields.len, 0);
    assert_int_equal(files.len, 0);
    assert_ok(parse(TYPE, S(END)));
    assert_ok(parse("multipart/form-data; charset=utf-8; boundary=\"a b\"",
                    S("before\r\n--a b \t\r\nContent-Disposition:form-data;name=x\r\n\r\n1\r\n"
                      "--a b--after")));
    assert_int_equal(fields.len, 1);
    assert_str(fields.at[0].name, "x");
    assert_str(fields.at[0].value, "1");
}

static void what_is_ill_formed_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *type;
        str body;
    } rows[] = {
        {"multipart/form-data", {"------x7--", 10}},
        {"multipart/form-data; boundary=", {"----", 4}},
        {TYPE, {"", 0}},
        {TYPE, {"text", 4}},
        {TYPE, {FIELD("a", "b"), sizeof FIELD("a", "b") - 1}}, /* no end */
        {TYPE, {"------x7\r\n\r\nno name\r\n" END, sizeof "------x7\r\n\r\nno name\r\n" END - 1}},
        {TYPE,
         {"------x7\r\nA: b\r\nno blank line" END,
          sizeof "------x7\r\nA: b\r\nno blank line" END - 1}},
        {TYPE, {FIELD("a", "b\0c") END, sizeof FIELD("a", "b\0c") END - 1}},
        {TYPE, {"------x7garbage\r\n\r\n" END, sizeof "------x7garbage\r\n\r\n" END - 1}},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        status st = parse(rows[i].type, rows[i].body);
        if (st != E_INPUT)
            print_error("row %zu: %d\n", i, (int)st);
        assert_int_equal(st, E_INPUT);
        assert_int_equal(fields.len + files.len, 0);
    }
    struct sbuf many;
    sbuf_init(&many, &arena, 1 << 20);
    for (int i = 0; i <= HTTP_PARTS_MAX; i++)
        sbuf_put(&many, S(FIELD("a", "b")));
    sbuf_put(&many, S(END));
    assert_int_equal(parse(TYPE, sbuf_str(&many)), E_LIMIT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_form_has_fields_and_files, setup, teardown),
        cmocka_unit_test_setup_teardown(a_file_nobody_chose_is_none, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_ill_formed_is_refused, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
