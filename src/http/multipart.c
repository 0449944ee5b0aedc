/* Forms that send files: boundaries, heads, contents; see multipart.h. */
#include "http/multipart.h"

#include "base/utf8.h"
#include "base/vec.h"

struct pairs VEC(struct http_pair);

bool http_multipart_is(str content_type)
{
    return str_ieq(str_trim(str_cut(&content_type, ';')), S("multipart/form-data"));
}

/* The value of a parameter that begins REST, quoted or not; REST goes on behind it. In quotes a
 * backslash escapes a quote or itself (RFC 9110, section 5.6.4); browsers write %22 for a quote. */
static str take_value(str *rest, struct arena *a)
{
    if (!str_starts(*rest, S("\"")))
        return str_trim(str_cut(rest, ';'));
    char *out = arena_alloc(a, rest->len + 1);
    size_t n = 0, i = 1;
    for (; i < rest->len && rest->p[i] != '"'; i++) {
        if (rest->p[i] == '\\' && i + 1 < rest->len &&
            (rest->p[i + 1] == '"' || rest->p[i + 1] == '\\'))
            i++;
        out[n++] = rest->p[i];
    }
    *rest = str_skip(*rest, i < rest->len ? i + 1 : i);
    (void)str_cut(rest, ';');
    return str_of(out, n);
}

/* The parameter of that name in "form-data; name=\"a\"; filename=\"b\""; p == NULL: none. */
static str parameter(struct arena *a, str header, str name)
{
    (void)str_cut(&header, ';');
    while (header.p && header.len) {
        size_t equals = str_chr(header, '=');
        if (equals == STR_NPOS)
            break;
        str key = str_trim(str_sub(header, 0, equals));
        header = str_skip(header, equals + 1);
        while (str_starts(header, S(" ")))
            header = str_skip(header, 1);
        str value = take_value(&header, a);
        if (str_ieq(key, name))
            return value;
    }
    return STR_NONE;
}

static status find_boundary(str *out, struct arena *a, str content_type)
{
    str boundary = parameter(a, content_type, S("boundary"));
    if (str_empty(boundary) || boundary.len > HTTP_BOUNDARY_MAX)
        return fail(E_INPUT, "the form does not say where its parts end");
    *out = str_printf(a, "\r\n--%.*s", STR_FMT(boundary));
    return OK;
}

/* The value of a header line of a part's HEAD; p == NULL: none. */
static str head_value(str head, str name)
{
    while (head.p) {
        size_t end = str_find(head, S("\r\n"));
        str line = str_sub(head, 0, end == STR_NPOS ? head.len : end);
        head = end == STR_NPOS ? STR_NONE : str_skip(head, end + 2);
        str value = line, key = str_cut(&value, ':');
        if (value.p && str_ieq(str_trim(key), name))
            return str_trim(value);
    }
    return STR_NONE;
}

static status take_part(struct pairs *fields, struct pairs *files, struct arena *a, str part)
{
    size_t blank = str_starts(part, S("\r\n")) ? 0 : str_find(part, S("\r\n\r\n"));
    if (blank == STR_NPOS || blank > HTTP_PART_HEAD_MAX)
        return fail(E_INPUT, "a part of the form has no head");
    str head = str_sub(part, 0, blank), content = str_skip(part, blank ? blank + 4 : 2);
    str said = head_value(head, S("content-disposition"));
    str name = parameter(a, said, S("name")), file = parameter(a, said, S("filename"));
    if (!name.p || str_chr(name, '\0') != STR_NPOS)
        return fail(E_INPUT, "a part of the form has no name");
    name = utf8_repair(a, name);
    if (file.p) {
        if (file.len || content.len)
            *vec_push(files, a) = (struct http_pair){name, content};
        return OK;
    }
    if (str_chr(content, '\0') != STR_NPOS)
        return fail(E_INPUT, "a field contains a NUL");
    *vec_push(fields, a) = (struct http_pair){name, utf8_repair(a, content)};
    return OK;
}

/* Cuts the part that BODY begins with off it; *last when no other follows. */
static status cut_part(str *part, bool *last, str *body, str boundary)
{
    size_t end = str_find(*body, boundary);
    if (end == STR_NPOS)
        return fail(E_INPUT, "the form ends in the middle");
    *part = str_sub(*body, 0, end);
    *body = str_skip(*body, end + boundary.len);
    *last = str_starts(*body, S("--"));
    /* White space may stand between a boundary and the end of its line (RFC 2046, 5.1.1). */
    while (!*last && (str_starts(*body, S(" ")) || str_starts(*body, S("\t"))))
        *body = str_skip(*body, 1);
    if (!*last && !str_starts(*body, S("\r\n")))
        return fail(E_INPUT, "a part of the form does not end with its line");
    *body = *last ? S("") : str_skip(*body, 2);
    return OK;
}

status http_multipart_parse(struct http_pairs *fields, struct http_pairs *files, struct arena *a,
                            str content_type, str body)
{
    struct pairs field_list = {0}, file_list = {0};
    str boundary, part;
    bool last = false;
    *fields = *files = (struct http_pairs){0};
    TRY(find_boundary(&boundary, a, content_type));
    /* The first boundary need not follow a line's end; what is before it says nothing. */
    str first = str_skip(boundary, 2);
    TRY(cut_part(&part, &last, &body, str_starts(body, first) ? first : boundary));
    for (size_t n = 0; !last; n++) {
        if (n == HTTP_PARTS_MAX)
            return fail(E_LIMIT, "more than %d parts in a form", HTTP_PARTS_MAX);
        TRY(cut_part(&part, &last, &body, boundary));
        TRY(take_part(&field_list, &file_list, a, part));
    }
    *fields = (struct http_pairs){field_list.at, field_list.len};
    *files = (struct http_pairs){file_list.at, file_list.len};
    return OK;
}
