/* Content codings, entity tags and status numbers. */
#include "http/response.h"

#include <brotli/encode.h>
#define ZLIB_CONST
#include <zlib.h>

#include "base/hash.h"

void http_response_header(struct http_response *out, const char *name, str value)
{
    ASSERT(out->header_count < ARRAY_LEN(out->headers));
    out->headers[out->header_count++] = (struct http_pair){str_c(name), value};
}

str http_coding_name(enum http_coding coding)
{
    static const str names[] = {{"", 0}, {"gzip", 4}, {"br", 2}};
    return names[coding];
}

/* "0", "1", "0.5", "1.000" in thousandths; -1 for anything else (RFC 9110 section 12.4.2). */
static int quality_parse(str s)
{
    if (s.len == 0 || s.len > 5 || (s.p[0] != '0' && s.p[0] != '1') || (s.len > 1 && s.p[1] != '.'))
        return -1;
    int quality = (s.p[0] - '0') * 1000;
    int unit = 100;
    for (size_t i = 2; i < s.len; i++, unit /= 10) {
        if (!ascii_is_digit((unsigned char)s.p[i]))
            return -1;
        quality += (s.p[i] - '0') * unit;
    }
    return quality <= 1000 ? quality : -1;
}

/* Takes one element "gzip;q=0.5" apart; its quality, -1 when it is ill-formed. */
static int element_parse(str *coding, str element)
{
    str parameters = element;
    *coding = str_trim(str_cut(&parameters, ';'));
    int quality = 1000;
    while (parameters.p) {
        str value = str_cut(&parameters, ';');
        str name = str_trim(str_cut(&value, '='));
        if (str_ieq(name, S("q")))
            quality = quality_parse(str_trim(value));
    }
    return quality;
}

enum http_coding http_coding_choose(str accept_encoding)
{
    int quality[HTTP_CODING_COUNT] = {-1, -1, -1};
    int any = -1;
    str rest = accept_encoding;
    while (rest.p) {
        str coding;
        int q = element_parse(&coding, str_cut(&rest, ','));
        if (str_ieq(coding, S("br")))
            quality[HTTP_BROTLI] = q;
        else if (str_ieq(coding, S("gzip")) || str_ieq(coding, S("x-gzip")))
            quality[HTTP_GZIP] = q;
        else if (str_ieq(coding, S("identity")))
            quality[HTTP_IDENTITY] = q;
        else if (str_eq(coding, S("*")))
            any = q;
    }
    enum http_coding best = HTTP_IDENTITY;
    int best_quality = quality[HTTP_IDENTITY] > 0 ? quality[HTTP_IDENTITY] : 0;
    for (int i = HTTP_GZIP; i <= HTTP_BROTLI; i++) {
        int q = quality[i] >= 0 ? quality[i] : any;
        if (q > 0 && q >= best_quality) {
            best = (enum http_coding)i;
            best_quality = q;
        }
    }
    return best;
}

bool http_coding_suits(str content_type)
{
    str type = str_trim(str_cut(&content_type, ';'));
    return str_istarts(type, S("text/")) || str_iends(type, S("/json")) ||
           str_iends(type, S("+json")) || str_iends(type, S("/xml")) ||
           str_iends(type, S("+xml")) || str_iends(type, S("/javascript"));
}

static status gzip_apply(unsigned char *out, size_t *len, str body)
{
    z_stream z = {0};
    if (deflateInit2(&z, HTTP_GZIP_LEVEL, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return fail(E_LIMIT, "gzip: out of memory");
    z.next_in = (const unsigned char *)body.p;
    z.avail_in = (uInt)body.len;
    z.next_out = out;
    z.avail_out = (uInt)*len;
    int rc = deflate(&z, Z_FINISH);
    *len = z.total_out;
    deflateEnd(&z);
    return rc == Z_STREAM_END ? OK : fail(E_LIMIT, "gzip: the body does not get smaller");
}

status http_coding_apply(void **out, size_t *out_len, enum http_coding coding, str body)
{
    *out = NULL;
    if (coding == HTTP_IDENTITY || body.len < 2 || body.len > INT32_MAX)
        return fail(E_LIMIT, "no coding for a body of %zu bytes", body.len);
    size_t len = body.len - 1;
    unsigned char *bytes = mem_alloc(len);
    status st = OK;
    if (coding == HTTP_GZIP)
        st = gzip_apply(bytes, &len, body);
    else if (!BrotliEncoderCompress(HTTP_BROTLI_LEVEL, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT,
                                    body.len, (const uint8_t *)body.p, &len, bytes))
        st = fail(E_LIMIT, "brotli: the body does not get smaller");
    if (st != OK) {
        free(bytes);
        return st;
    }
    *out = bytes;
    *out_len = len;
    return OK;
}

static str etag_opaque(str tag)
{
    tag = str_trim(tag);
    return str_starts(tag, S("W/")) ? str_skip(tag, 2) : tag;
}

bool http_etag_match(str if_none_match, str etag)
{
    if (etag.len == 0 || !if_none_match.p)
        return false;
    if (str_eq(str_trim(if_none_match), S("*")))
        return true;
    str rest = if_none_match;
    while (rest.p) /* our tags contain no comma, so cutting at commas finds them */
        if (str_eq(etag_opaque(str_cut(&rest, ',')), etag_opaque(etag)))
            return true;
    return false;
}

str http_etag_of(struct arena *a, str bytes)
{
    return str_printf(a, "\"%016llx\"", (unsigned long long)hash_str(bytes));
}

const char *http_status_text(int status_number)
{
    switch (status_number) {
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 503: return "Service Unavailable";
    case 505: return "HTTP Version Not Supported";
    default: return "Error";
    }
}

int http_status_of(status code)
{
    switch (code) {
    case OK: return 200;
    case E_NOTFOUND: return 404;
    case E_EXISTS: return 409;
    case E_INPUT: return 400;
    case E_LIMIT: return 413;
    case E_DENIED: return 403;
    case E_BUSY:
    case E_TIMEOUT:
    case E_CANCELLED: return 503;
    case E_UNSUPPORTED: return 501;
    default: return 500;
    }
}
