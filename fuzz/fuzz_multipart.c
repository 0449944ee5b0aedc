/* Forms that send files, from arbitrary bytes: the first line is the Content-Type, the rest the
 * body. Fields are text, files lie within the body. */
#include "http/multipart.h"

#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_text(str s)
{
    ASSERT(utf8_valid_prefix(s) == s.len);
    ASSERT(str_chr(s, '\0') == STR_NPOS);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;
    struct http_pairs fields, files;
    arena_init(&a);
    str body = str_of((const char *)data, size), type = str_cut(&body, '\n');
    if (body.p && http_multipart_parse(&fields, &files, &a, type, body) == OK) {
        ASSERT(fields.len + files.len <= HTTP_PARTS_MAX);
        for (size_t i = 0; i < fields.len; i++) {
            check_text(fields.at[i].name);
            check_text(fields.at[i].value);
        }
        for (size_t i = 0; i < files.len; i++) {
            str content = files.at[i].value;
            check_text(files.at[i].name);
            ASSERT(content.p >= body.p && content.p + content.len <= body.p + body.len);
        }
    }
    arena_end(&a);
    return 0;
}
