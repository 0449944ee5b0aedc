/* A Content-Type line, then bytes: any page decodes to well-formed UTF-8 within the limit. */
#include "base/attr.h"
#include "base/utf8.h"
#include "html/charset.h"

#define TEXT_MAX ((size_t)1 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;
    arena_init(&a);
    str input = {(const char *)data, size};
    size_t line = str_chr(input, '\n');
    str type = str_sub(input, 0, line);
    str bytes = line == STR_NPOS ? S("") : str_skip(input, line + 1);
    struct html_charset used;
    str text;
    status code = html_decode(&text, &used, &a, bytes, type, TEXT_MAX);
    ASSERT(code == OK || code == E_LIMIT);
    ASSERT(code != OK || (text.len <= TEXT_MAX && utf8_valid_prefix(text) == text.len));
    ASSERT(str_eq(html_charset_of_label(used.name), used.name) && used.name.len);
    str declared = html_charset_prescan(bytes);
    ASSERT(declared.len == 0 || html_charset_of_label(declared).len);
    arena_end(&a);
    return 0;
}
