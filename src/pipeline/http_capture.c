/* HTTP responses as archives keep them: head, chunks, content encodings. */
#include "pipeline/warc.h"

#include <brotli/decode.h>
#include <zlib.h>

#define INFLATE_FIRST ((size_t)64 << 10)
#define ENCODINGS_MAX 4 /* of one response */

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

static status unchunk(str *out, struct arena *a, str body, size_t bytes_max)
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

/* WINDOW as inflateInit2 takes it: 31 gzip, 15 zlib, -15 raw. */
static status inflated(str *out, struct arena *a, str body, int window, size_t bytes_max)
{
    z_stream z = {0};
    if (inflateInit2(&z, window) != Z_OK)
        return fail(E_LIMIT, "no memory for reading gzip data");
    struct sbuf b;
    sbuf_init(&b, a, bytes_max);
    z.next_in = (unsigned char *)(uintptr_t)body.p;
    z.avail_in = body.len > UINT32_MAX ? UINT32_MAX : (unsigned)body.len;
    int did = Z_OK;
    while (did == Z_OK) {
        size_t room = b.max - b.len < INFLATE_FIRST ? b.max - b.len : INFLATE_FIRST;
        char *to = room ? sbuf_room(&b, room) : NULL;
        if (!to)
            break;
        z.next_out = (unsigned char *)to;
        z.avail_out = (unsigned)room;
        did = inflate(&z, Z_NO_FLUSH);
        sbuf_added(&b, room - z.avail_out);
    }
    inflateEnd(&z);
    if (did == Z_OK)
        return fail(E_LIMIT, "the response is larger than %zu bytes", bytes_max);
    if (did != Z_STREAM_END)
        return fail(E_INPUT, "the response's compressed data is %s after %zu bytes",
                    did == Z_BUF_ERROR ? "cut off" : "broken", b.len);
    return sbuf_end(out, &b);
}

static status unbrotli(str *out, struct arena *a, str body, size_t bytes_max)
{
    BrotliDecoderState *state = BrotliDecoderCreateInstance(NULL, NULL, NULL);
    if (!state)
        return fail(E_LIMIT, "no memory for reading brotli data");
    struct sbuf b;
    sbuf_init(&b, a, bytes_max);
    const uint8_t *in = (const uint8_t *)body.p;
    size_t in_len = body.len;
    BrotliDecoderResult did = BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT;
    while (did == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT) {
        size_t room = b.max - b.len < INFLATE_FIRST ? b.max - b.len : INFLATE_FIRST;
        char *to = room ? sbuf_room(&b, room) : NULL;
        if (!to)
            break;
        uint8_t *at = (uint8_t *)to;
        size_t left = room;
        did = BrotliDecoderDecompressStream(state, &in_len, &in, &left, &at, NULL);
        sbuf_added(&b, room - left);
    }
    BrotliDecoderDestroyInstance(state);
    if (did == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT)
        return fail(E_LIMIT, "the response is larger than %zu bytes", bytes_max);
    if (did != BROTLI_DECODER_RESULT_SUCCESS)
        return fail(E_INPUT, "the response's brotli data is broken after %zu bytes", b.len);
    return sbuf_end(out, &b);
}

/* HTML begins with white space, a BOM or '<': then nothing is compressed, whatever the header. */
static bool looks_plain(str body)
{
    size_t i = str_starts(body, S("\xef\xbb\xbf")) ? 3 : 0;
    while (i < body.len && strchr(" \t\r\n", body.p[i]) && body.p[i])
        i++;
    if (i + 1 >= body.len)
        return body.len == 0;
    unsigned char next = (unsigned char)body.p[i + 1];
    return body.p[i] == '<' && (ascii_is_alpha(next) || next == '!' || next == '?');
}

static status decode_one(str *out, struct arena *a, str encoding, str body, size_t bytes_max)
{
    *out = body;
    if (str_empty(encoding) || str_ieq(encoding, S("identity")) || looks_plain(body))
        return OK;
    if (str_ieq(encoding, S("gzip")) || str_ieq(encoding, S("x-gzip")))
        return str_starts(body, S("\x1f\x8b")) ? inflated(out, a, body, 15 + 16, bytes_max) : OK;
    if (str_ieq(encoding, S("deflate"))) {
        /* The name means zlib (RFC 9110, 8.4.1.2), but raw deflate is sent as well. */
        bool zlib = body.len >= 2 && (body.p[0] & 0x0f) == 8 &&
                    ((unsigned char)body.p[0] << 8 | (unsigned char)body.p[1]) % 31 == 0;
        return inflated(out, a, body, zlib ? 15 : -15, bytes_max);
    }
    if (str_ieq(encoding, S("br")))
        return unbrotli(out, a, body, bytes_max);
    return fail(E_UNSUPPORTED, "the response's encoding '%.*s' is not known here",
                STR_FMT(encoding));
}

status http_capture_body(str *out, struct arena *a, const struct http_capture *c, size_t bytes_max)
{
    *out = c->body;
    if (str_ihas(c->transfer_encoding, S("chunked")))
        TRY(unchunk(out, a, c->body, bytes_max));
    str names[ENCODINGS_MAX];
    size_t n = 0;
    for (str rest = c->content_encoding; rest.p;) {
        if (n == ENCODINGS_MAX)
            return fail(E_LIMIT, "the response has more than %d encodings", ENCODINGS_MAX);
        names[n++] = str_trim(str_cut(&rest, ','));
    }
    while (n > 0)
        TRY(decode_one(out, a, names[--n], *out, bytes_max));
    if (out->len > bytes_max)
        return fail(E_LIMIT, "the response is larger than %zu bytes", bytes_max);
    return OK;
}
