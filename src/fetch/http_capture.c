/* HTTP responses as archives keep them: head, chunks. */
#include "fetch/http_capture.h"

#include "fetch/content_coding.h"

status http_capture_parse(struct http_capture *out, str block)
{
    *out = (struct http_capture){0};
    str rest = block;
    str line = str_cut(&rest, '\n');
    size_t space = str_chr(line, ' ');
    uint64_t code;
    if (!str_starts(line, S("HTTP/")) || space == STR_NPOS ||
        !str_to_u64(&code, str_sub(line, space + 1, space + 4)) || code < 100 || code > 599)
        return fail(E_INPUT, "the record holds no HTTP response");
    out->status_code = (int)code;
    while (rest.p) {
        line = str_trim(str_cut(&rest, '\n'));
        if (str_empty(line))
            break;
        size_t colon = str_chr(line, ':');
        str name = str_trim(str_sub(line, 0, colon));
        str value = colon == STR_NPOS ? S("") : str_trim(str_skip(line, colon + 1));
        if (str_ieq(name, S("Content-Type")))
            out->content_type = value;
        else if (str_ieq(name, S("Content-Encoding")))
            out->content_encoding = value;
        else if (str_ieq(name, S("Transfer-Encoding")))
            out->transfer_encoding = value;
    }
    out->body = rest.p ? rest : S("");
    return OK;
}

/* A chunk's size line; false when S does not begin with one. *len is the line's length. */
static bool chunk_size(size_t *size, size_t *len, str s)
{
    size_t end = str_chr(str_sub(s, 0, 256), '\n');
    if (end == STR_NPOS)
        return false;
    size_t digits = 0;
    *size = 0;
    while (digits < 8 && ascii_hex_value((unsigned char)s.p[digits]) >= 0)
        *size = *size << 4 | (size_t)ascii_hex_value((unsigned char)s.p[digits++]);
    str after = str_trim(str_sub(s, digits, end));
    *len = end + 1;
    return digits > 0 && (str_empty(after) || after.p[0] == ';');
}

status http_capture_unchunk(str *out, struct arena *a, str body, size_t bytes_max)
{
    size_t size, len;
    if (!chunk_size(&size, &len, body)) {
        *out = body; /* the crawler joined the chunks and kept the header */
        return OK;
    }
    struct sbuf b;
    sbuf_init(&b, a, bytes_max);
    for (;;) {
        if (!chunk_size(&size, &len, body))
            return fail(E_INPUT, "the response's chunks are broken after %zu bytes", b.len);
        body = str_skip(body, len);
        if (size == 0)
            break;
        if (size > body.len)
            return fail(E_INPUT, "the response is cut off inside a chunk");
        sbuf_put(&b, str_sub(body, 0, size));
        body = str_skip(body, size);
        if (str_starts(body, S("\r")))
            body = str_skip(body, 1);
        if (str_starts(body, S("\n")))
            body = str_skip(body, 1);
    }
    return sbuf_end(out, &b);
}

status http_capture_body(str *out, struct arena *a, const struct http_capture *c, size_t bytes_max)
{
    *out = c->body;
    if (str_ihas(c->transfer_encoding, S("chunked")))
        TRY(http_capture_unchunk(out, a, c->body, bytes_max));
    TRY(content_decode(out, a, c->content_encoding, *out, bytes_max, CONTENT_ARCHIVED));
    if (out->len > bytes_max)
        return fail(E_LIMIT, "the response is larger than %zu bytes", bytes_max);
    return OK;
}
