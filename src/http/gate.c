/* The strict reader of request heads: a state machine with one step a byte, bodies in bulk. */
#include "http/gate.h"

enum gate_state {
    AT_START, /* before a request; one empty line is forgiven (RFC 9112 section 2.2) */
    AT_START_LF,
    IN_METHOD,
    IN_TARGET,
    IN_VERSION,
    AT_VERSION_LF,
    AT_LINE, /* the first byte of a header line */
    IN_NAME,
    BEFORE_VALUE,
    IN_VALUE,
    AT_VALUE_LF,
    AT_HEAD_LF,
    IN_BODY,
    IN_CHUNK_SIZE,
    IN_CHUNK_EXTENSION,
    AT_CHUNK_SIZE_LF,
    IN_CHUNK,
    AT_CHUNK_CR,
    AT_CHUNK_LF,
    AT_TRAILER, /* the first byte of a trailer line */
    IN_TRAILER,
    AT_TRAILER_LF,
    AT_END_LF,
    CLOSED,
};

void http_gate_init(struct http_gate *g, size_t head_max, uint64_t body_max)
{
    memset(g, 0, sizeof *g);
    g->head_max = head_max;
    g->body_max = body_max;
}

static bool is_token(unsigned char c)
{
    static const bool other[128] = {
        ['!'] = 1, ['#'] = 1, ['$'] = 1, ['%'] = 1, ['&'] = 1, ['\''] = 1, ['*'] = 1, ['+'] = 1,
        ['-'] = 1, ['.'] = 1, ['^'] = 1, ['_'] = 1, ['`'] = 1, ['|'] = 1,  ['~'] = 1};
    return ascii_is_alnum(c) || (c < 128 && other[c]);
}

static void refuse(struct http_gate *g, int status_number)
{
    g->refused = status_number;
    g->state = CLOSED;
}

static void request_begin(struct http_gate *g)
{
    g->in_request = true;
    g->host_seen = g->length_seen = g->chunked = false;
    g->is_large = false;
    g->large_fits = (uint8_t)((1u << g->large_count) - 1);
    g->header_count = 0;
    g->head_len = 1;
    g->part_len = 0;
    g->body_left = g->body_len = 0;
}

static void request_end(struct http_gate *g)
{
    g->in_request = g->in_body = false;
    g->part_len = 0;
    g->state = AT_START;
}

static bool host_ok(str host)
{
    for (size_t i = 0; i < host.len; i++) {
        unsigned char c = (unsigned char)host.p[i];
        if (!ascii_is_alnum(c) && !memchr("-._~:[]%!$&'()*+,;=", c, 19))
            return false;
    }
    return true;
}

/* A header line is complete: only the three that decide where a request ends and whom it is
 * for matter here. Anything unusual about them is refused. */
static void header_end(struct http_gate *g)
{
    str name = {g->name, g->name_len};
    bool kept = g->value_len <= sizeof g->value;
    str value = str_trim(str_of(g->value, kept ? g->value_len : 0));
    if (str_eq(name, S("host"))) {
        if (g->host_seen || !kept || value.len == 0 || !host_ok(value))
            refuse(g, 400);
        g->host_seen = true;
    } else if (str_eq(name, S("content-length"))) {
        if (g->length_seen || g->chunked || !kept || value.len == 0 || value.len > 18)
            return refuse(g, 400);
        for (size_t i = 0; i < value.len; i++) {
            if (!ascii_is_digit((unsigned char)value.p[i]))
                return refuse(g, 400);
            g->body_left = g->body_left * 10 + (uint64_t)(value.p[i] - '0');
        }
        g->length_seen = true;
    } else if (str_eq(name, S("transfer-encoding"))) {
        if (g->length_seen || g->chunked || !g->minor_1)
            refuse(g, 400);
        else if (!kept || !str_ieq(value, S("chunked")))
            refuse(g, 501);
        g->chunked = true;
    }
}

static void head_end(struct http_gate *g)
{
    if (g->minor_1 && !g->host_seen)
        return refuse(g, 400);
    g->requests++;
    if (g->chunked || g->body_left) {
        g->in_body = true;
        g->part_len = 0;
        g->state = g->chunked ? IN_CHUNK_SIZE : IN_BODY;
    } else {
        request_end(g);
    }
}

static void start_step(struct http_gate *g, unsigned char c)
{
    if (g->state == AT_START_LF) {
        if (c != '\n')
            return refuse(g, 400);
        g->state = AT_START;
    } else if (c == '\r' && g->part_len != SIZE_MAX) {
        g->part_len = SIZE_MAX; /* one empty line only */
        g->state = AT_START_LF;
    } else if (is_token(c)) {
        request_begin(g);
        g->part_len = 1;
        g->state = IN_METHOD;
    } else {
        refuse(g, 400);
    }
}

/* Takes in the byte of the target at AT. */
static void target_step(struct http_gate *g, size_t at, unsigned char c)
{
    for (size_t i = 0; i < g->large_count && g->large_fits; i++)
        if (at < g->large[i].len && c != (unsigned char)g->large[i].p[at])
            g->large_fits &= (uint8_t) ~(1u << i);
}

/* Whether the target of LEN bytes goes on behind one of those it fits. */
static bool begins_large(const struct http_gate *g, size_t len)
{
    for (size_t i = 0; i < g->large_count; i++)
        if ((g->large_fits >> i & 1) && g->large[i].len && len > g->large[i].len)
            return true;
    return false;
}

static void request_line_step(struct http_gate *g, unsigned char c)
{
    static const char version[] = "HTTP/1.";
    g->part_len++;
    if (g->state == IN_METHOD) {
        if (c == ' ') {
            g->state = IN_TARGET;
            g->part_len = 0;
        } else if (!is_token(c)) {
            refuse(g, 400);
        } else if (g->part_len > HTTP_METHOD_LEN_MAX) {
            refuse(g, 501);
        }
    } else if (g->state == IN_TARGET) {
        size_t at = g->part_len - 1;
        if (c != ' ')
            target_step(g, at, c);
        if (c == ' ' && g->part_len > 1) {
            g->is_large = begins_large(g, at);
            g->state = IN_VERSION;
            g->part_len = 0;
        } else if (c <= ' ' || c >= 0x7f || (g->part_len == 1 && c != '/')) {
            refuse(g, 400); /* control bytes, raw UTF-8, and the absolute, '*' and CONNECT forms */
        } else if (g->part_len > HTTP_TARGET_LEN_MAX) {
            refuse(g, 414);
        }
    } else if (g->part_len <= sizeof version - 1) {
        if (c != (unsigned char)version[g->part_len - 1])
            refuse(g, g->part_len == 6 && ascii_is_digit(c) ? 505 : 400);
    } else if (g->part_len == sizeof version) {
        if (c != '0' && c != '1')
            refuse(g, ascii_is_digit(c) ? 505 : 400);
        g->minor_1 = c == '1';
    } else if (c == '\r' && g->part_len == sizeof version + 1) {
        g->state = AT_VERSION_LF;
    } else {
        refuse(g, 400);
    }
}

static void header_step(struct http_gate *g, unsigned char c)
{
    if (g->state == AT_LINE) {
        g->name_len = g->value_len = 0;
        if (c == '\r') {
            g->state = AT_HEAD_LF;
            return;
        }
        if (++g->header_count > HTTP_HEADER_COUNT_MAX)
            return refuse(g, 431);
        g->state = IN_NAME; /* white space here would be a folded line: not a token */
    } else if (g->state == IN_NAME && c == ':') {
        g->state = BEFORE_VALUE;
        return;
    }
    if (g->state == IN_NAME) {
        if (!is_token(c))
            return refuse(g, 400);
        if (g->name_len == sizeof g->name)
            return refuse(g, 431);
        g->name[g->name_len++] = (char)ascii_lower(c);
        return;
    }
    if (g->state == BEFORE_VALUE && (c == ' ' || c == '\t'))
        return;
    g->state = IN_VALUE;
    if (c == '\r') {
        g->state = AT_VALUE_LF;
    } else if ((c < ' ' && c != '\t') || c == 0x7f) {
        refuse(g, 400);
    } else {
        if (g->value_len < sizeof g->value)
            g->value[g->value_len] = (char)c;
        g->value_len++;
    }
}

static void line_feed_step(struct http_gate *g, unsigned char c)
{
    if (c != '\n')
        return refuse(g, 400);
    switch (g->state) {
    case AT_VERSION_LF: g->state = AT_LINE; break;
    case AT_VALUE_LF:
        g->state = AT_LINE;
        header_end(g);
        break;
    case AT_HEAD_LF: head_end(g); break;
    case AT_CHUNK_SIZE_LF:
        g->part_len = 0;
        g->state = g->body_left ? IN_CHUNK : AT_TRAILER;
        break;
    case AT_CHUNK_LF:
        g->part_len = 0;
        g->body_left = 0;
        g->state = IN_CHUNK_SIZE;
        break;
    case AT_TRAILER_LF: g->state = AT_TRAILER; break;
    default: request_end(g); break;
    }
}

static void chunk_size_step(struct http_gate *g, unsigned char c)
{
    int digit = ascii_hex_value(c);
    g->part_len++;
    if (g->state == IN_CHUNK_SIZE && digit >= 0) {
        if (g->part_len > 15)
            return refuse(g, 400);
        g->body_left = g->body_left * 16 + (unsigned)digit;
    } else if (g->part_len > 1 && c == '\r') {
        g->body_len += g->body_left;
        g->state = AT_CHUNK_SIZE_LF;
        if (g->body_len > (g->is_large ? g->large_max : g->body_max))
            refuse(g, 413);
    } else if (g->part_len > 1 && (c == ';' || g->state == IN_CHUNK_EXTENSION)) {
        g->state = IN_CHUNK_EXTENSION;
        if (c < ' ' || c == 0x7f || g->part_len > HTTP_CHUNK_LINE_MAX)
            refuse(g, 400);
    } else {
        refuse(g, 400);
    }
}

static void trailer_step(struct http_gate *g, unsigned char c)
{
    if (++g->part_len > HTTP_TRAILER_MAX)
        refuse(g, 431);
    else if (c == '\r')
        g->state = g->state == AT_TRAILER ? AT_END_LF : AT_TRAILER_LF;
    else if (g->state == AT_TRAILER ? !is_token(c) : (c < ' ' && c != '\t') || c == 0x7f)
        refuse(g, 400);
    else
        g->state = IN_TRAILER;
}

static void step(struct http_gate *g, unsigned char c)
{
    switch (g->state) {
    case AT_START:
    case AT_START_LF: start_step(g, c); return;
    case IN_METHOD:
    case IN_TARGET:
    case IN_VERSION: request_line_step(g, c); break;
    case AT_LINE:
    case IN_NAME:
    case BEFORE_VALUE:
    case IN_VALUE: header_step(g, c); break;
    case IN_CHUNK_SIZE:
    case IN_CHUNK_EXTENSION: chunk_size_step(g, c); return;
    case AT_CHUNK_CR:
        if (c != '\r')
            refuse(g, 400);
        else
            g->state = AT_CHUNK_LF;
        return;
    case AT_TRAILER:
    case IN_TRAILER: trailer_step(g, c); return;
    default: line_feed_step(g, c); break;
    }
    if (!g->in_body && ++g->head_len > g->head_max && g->in_request && !g->refused)
        refuse(g, 431);
}

/* Body bytes need no reading, only counting. */
static size_t body_take(struct http_gate *g, size_t len)
{
    size_t n = len < g->body_left ? len : (size_t)g->body_left;
    g->body_left -= n;
    if (g->body_left == 0) {
        if (g->state == IN_CHUNK)
            g->state = AT_CHUNK_CR;
        else
            request_end(g);
    }
    return n;
}

size_t http_gate_feed(struct http_gate *g, const char *bytes, size_t len)
{
    size_t good = 0; /* where the last complete request ended */
    size_t i = 0;
    while (i < len && g->state != CLOSED) {
        if (g->state == IN_BODY || g->state == IN_CHUNK)
            i += body_take(g, len - i);
        else
            step(g, (unsigned char)bytes[i++]);
        if (!g->in_request && !g->refused)
            good = i;
    }
    return g->refused ? good : len;
}
