/* Names of accounts; see name.h. */
#include "people/name.h"

#include "base/utf8.h"
#include "text/fold.h"

#define EMAIL_BYTES_MAX 254

static bool shape(str name)
{
    size_t n = utf8_count(name);
    if (n < NAME_LEN_MIN || n > NAME_LEN_MAX || text_mixes_scripts(name))
        return false;
    bool first = true;
    while (name.len) {
        uint32_t c = utf8_next(&name);
        bool joins = c == '.' || c == '-' || c == '_';
        if (!text_is_letter(c) && !(joins && !first))
            return false;
        first = false;
    }
    return true;
}

status name_key(str *out, enum people_problem *why, struct arena *a, str name)
{
    str folded;
    if (name.len > NAME_LEN_MAX * 4 || utf8_valid_prefix(name) != name.len ||
        text_fold(&folded, a, name) != OK)
        return people_fail(why, PROBLEM_NAME_SHAPE);
    /* Of the folded form too, because folding can take characters away or make new ones. */
    if (!shape(name) || !shape(folded))
        return people_fail(why, PROBLEM_NAME_SHAPE);
    *out = folded;
    return OK;
}

bool name_is_email(str s)
{
    size_t at = str_chr(s, '@');
    if (s.len > EMAIL_BYTES_MAX || at == STR_NPOS || at == 0 || at + 1 == s.len ||
        str_rchr(s, '@') != at || utf8_valid_prefix(s) != s.len)
        return false;
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.p[i] <= ' ' || s.p[i] == 0x7f || s.p[i] == '<' || s.p[i] == '>')
            return false;
    return true;
}
