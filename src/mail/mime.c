/* gmime's tree of parts to a message. Only this file knows gmime. */

/* Before our own headers: glib's use functions that those ban. */
#include <gmime/gmime.h>

#include "mail/message.h"

#include "base/sbuf.h"
#include "base/utf8.h"
#include "html/charset.h"

#include <pthread.h>

#define BOUNDARIES_MAX 20000 /* lines that may begin a part */
#define COLONS_MAX 64        /* of a header of addresses: each may begin a group */

/* Before any thread uses it; gmime's own tables are read-only from then on. */
static pthread_once_t gmime_once = PTHREAD_ONCE_INIT;

static void gmime_begin(void)
{
    g_mime_init();
}

struct reading {
    struct mail_message *out;
    struct arena *a;
    GMimeParserOptions *options;
    size_t parts, bytes;
};

/* --- values ---------------------------------------------------------------------------------- */

/* One line, UTF-8, no control characters. */
static str value_of(struct arena *a, str s)
{
    struct sbuf b;
    s = str_trim(utf8_repair(a, str_sub(s, 0, 4 * MAIL_VALUE_MAX)));
    sbuf_init(&b, a, 4 * MAIL_VALUE_MAX);
    bool space = false;
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.p[i];
        bool c1 = c == 0xc2 && i + 1 < s.len && (unsigned char)s.p[i + 1] < 0xa0;
        i += c1; /* U+0080 to U+009F */
        if (c <= ' ' || c == 0x7f || c1) {
            space = true;
            continue;
        }
        if (space && b.len)
            sbuf_putc(&b, ' ');
        space = false;
        sbuf_putc(&b, (char)c);
    }
    str line = sbuf_str(&b);
    return str_sub(line, 0,
                   utf8_floor(line, line.len < MAIL_VALUE_MAX ? line.len : MAIL_VALUE_MAX));
}

static str header(struct reading *r, GMimeObject *object, const char *name)
{
    return value_of(r->a, str_c(g_mime_object_get_header(object, name)));
}

/* What is within the first <> of S, or all of it. */
static str within_angles(str s)
{
    size_t open = str_chr(s, '<');
    if (open == STR_NPOS)
        return str_trim(s);
    s = str_skip(s, open + 1);
    return str_trim(str_sub(s, 0, str_chr(s, '>')));
}

static bool is_address(str s)
{
    size_t at = str_rchr(s, '@');
    return at != STR_NPOS && at > 0 && at + 1 < s.len && str_chr(s, ' ') == STR_NPOS;
}

static void add_recipient(struct str_vec *to, struct arena *a, str address)
{
    address = value_of(a, address);
    if (to->len < MAIL_ADDRESSES_MAX && is_address(address))
        *vec_push(to, a) = address;
}

static void add_list(struct str_vec *to, struct arena *a, InternetAddressList *list, int depth)
{
    int n = list ? internet_address_list_length(list) : 0;
    for (int i = 0; i < n && to->len < MAIL_ADDRESSES_MAX; i++) {
        InternetAddress *item = internet_address_list_get_address(list, i);
        if (INTERNET_ADDRESS_IS_MAILBOX(item))
            add_recipient(to, a,
                          str_c(internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(item))));
        else if (INTERNET_ADDRESS_IS_GROUP(item) && depth < 4)
            add_list(to, a, internet_address_group_get_members(INTERNET_ADDRESS_GROUP(item)),
                     depth + 1);
    }
}

/* Those that mail servers write for the address a mail was really for come first: To may name a
 * list, or nobody. */
static void read_recipients(struct reading *r, GMimeMessage *message)
{
    static const char *const names[] = {"Delivered-To", "X-Original-To", "Envelope-To",
                                        "X-Envelope-To", "X-Delivered-To"};
    struct str_vec to = {0};
    GMimeHeaderList *headers = g_mime_object_get_header_list(GMIME_OBJECT(message));
    int n = g_mime_header_list_get_count(headers);
    for (int i = 0; i < n && to.len < MAIL_ADDRESSES_MAX; i++) {
        GMimeHeader *h = g_mime_header_list_get_header_at(headers, i);
        for (size_t k = 0; k < ARRAY_LEN(names); k++)
            if (str_ieq(str_c(g_mime_header_get_name(h)), str_c(names[k])))
                add_recipient(&to, r->a, within_angles(str_c(g_mime_header_get_value(h))));
    }
    add_list(&to, r->a, g_mime_message_get_addresses(message, GMIME_ADDRESS_TYPE_TO), 0);
    add_list(&to, r->a, g_mime_message_get_addresses(message, GMIME_ADDRESS_TYPE_CC), 0);
    r->out->recipients = (struct strs){to.at, to.len};
}

/* Some senders put these into links in place of the address. */
static void read_checksums(struct reading *r)
{
    static const GChecksumType types[] = {G_CHECKSUM_MD5, G_CHECKSUM_SHA1, G_CHECKSUM_SHA256};
    struct str_vec to = {0};
    for (size_t i = 0; i < r->out->recipients.len && i < MAIL_CHECKSUMS_MAX; i++) {
        str address = str_lower(r->a, r->out->recipients.at[i]);
        for (size_t k = 0; k < ARRAY_LEN(types); k++) {
            char *sum =
                g_compute_checksum_for_data(types[k], (const guchar *)address.p, address.len);
            *vec_push(&to, r->a) = str_dup(r->a, str_c(sum));
            g_free(sum);
        }
    }
    r->out->checksums = (struct strs){to.at, to.len};
}

static void read_from(struct reading *r, GMimeMessage *message)
{
    static const GMimeAddressType types[] = {GMIME_ADDRESS_TYPE_FROM, GMIME_ADDRESS_TYPE_SENDER};
    for (size_t i = 0; i < ARRAY_LEN(types); i++) {
        InternetAddressList *list = g_mime_message_get_addresses(message, types[i]);
        if (!list || internet_address_list_length(list) == 0)
            continue;
        InternetAddress *from = internet_address_list_get_address(list, 0);
        r->out->from_name = value_of(r->a, str_c(internet_address_get_name(from)));
        if (INTERNET_ADDRESS_IS_MAILBOX(from))
            r->out->from_address = value_of(
                r->a, str_c(internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(from))));
        return;
    }
}

static void read_unsubscribe(struct reading *r, GMimeObject *message)
{
    struct str_vec to = {0};
    str rest = str_c(g_mime_object_get_header(message, "List-Unsubscribe"));
    while (rest.p && to.len < MAIL_ADDRESSES_MAX) {
        size_t open = str_chr(rest, '<');
        if (open == STR_NPOS)
            break;
        rest = str_skip(rest, open + 1);
        size_t close = str_chr(rest, '>');
        /* A folded address has white space that is not its own. */
        str folded = str_sub(rest, 0, close);
        char *p = arena_alloc(r->a, folded.len + 1);
        size_t n = 0;
        for (size_t i = 0; i < folded.len; i++)
            if ((unsigned char)folded.p[i] > ' ')
                p[n++] = folded.p[i];
        if (n)
            *vec_push(&to, r->a) = utf8_repair(r->a, str_of(p, n));
        rest = close == STR_NPOS ? STR_NONE : str_skip(rest, close + 1);
    }
    r->out->unsubscribe = (struct strs){to.at, to.len};
}

static void read_headers(struct reading *r, GMimeMessage *message)
{
    GMimeObject *object = GMIME_OBJECT(message);
    struct mail_message *out = r->out;
    out->subject = value_of(r->a, str_c(g_mime_message_get_subject(message)));
    out->message_id = within_angles(value_of(r->a, str_c(g_mime_message_get_message_id(message))));
    str list = header(r, object, "List-Id");
    out->list_id = str_lower(r->a, within_angles(list));
    size_t open = str_chr(list, '<');
    if (open != STR_NPOS)
        out->list_name = str_trim(str_sub(list, 0, open));
    while (out->list_name.len > 1 && str_starts(out->list_name, S("\"")) &&
           str_ends(out->list_name, S("\"")))
        out->list_name = str_sub(out->list_name, 1, out->list_name.len - 1);
    out->archived_at = within_angles(header(r, object, "Archived-At"));
    /* What is about the content is kept with it. */
    GMimeObject *body = g_mime_message_get_mime_part(message);
    out->language = body ? header(r, body, "Content-Language") : S("");
    out->return_path = within_angles(header(r, object, "Return-Path"));
    GDateTime *date = g_mime_message_get_date(message);
    if (date)
        out->date_us = g_date_time_to_unix(date) * 1000000;
    read_from(r, message);
    read_recipients(r, message);
    read_checksums(r);
    read_unsubscribe(r, object);
}

/* --- the body -------------------------------------------------------------------------------- */

static bool is_type(GMimeObject *part, const char *type, const char *subtype)
{
    GMimeContentType *content = g_mime_object_get_content_type(part);
    return content && g_mime_content_type_is_type(content, type, subtype);
}

static str parameter(GMimeObject *part, const char *name)
{
    return str_c(g_mime_object_get_content_type_parameter(part, name));
}

static bool is_attached(GMimeObject *part)
{
    const char *disposition = g_mime_object_get_disposition(part);
    return disposition && str_ieq(str_c(disposition), S("attachment"));
}

/* Whether the bytes of PART could be had; they are in the arena. */
static bool content_of(str *out, struct reading *r, GMimeObject *part)
{
    GMimeDataWrapper *content = g_mime_part_get_content(GMIME_PART(part));
    if (!content)
        return false;
    GMimeStream *stream = g_mime_stream_mem_new();
    bool well = g_mime_data_wrapper_write_to_stream(content, stream) >= 0;
    const GByteArray *bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
    if (well)
        *out = str_dup(r->a, str_of((const char *)bytes->data, bytes->len));
    g_object_unref(stream);
    return well;
}

/* By the charset it names, unless the bytes refute that; else by what the bytes look like. */
static status decode(str *out, struct reading *r, GMimeObject *part, str bytes)
{
    str charset = parameter(part, "charset");
    if (charset.len && charset.len < 64 && str_empty(html_charset_of_label(charset)) &&
        html_decode_other(out, r->a, bytes, charset, MAIL_TEXT_MAX) == OK)
        return OK;
    str type = str_printf(r->a, "text/html; charset=%.*s", STR_FMT(str_sub(charset, 0, 64)));
    return html_decode(out, NULL, r->a, bytes, charset.len ? type : S(""), MAIL_TEXT_MAX);
}

static str without_nuls(struct arena *a, str s)
{
    if (str_chr(s, '\0') == STR_NPOS)
        return s;
    char *p = arena_alloc(a, s.len);
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++)
        if (s.p[i])
            p[n++] = s.p[i];
    return str_of(p, n);
}

static void take_text(struct reading *r, GMimeObject *part, bool markup)
{
    str bytes, text;
    if (!content_of(&bytes, r, part))
        return;
    if (decode(&text, r, part, bytes) != OK || text.len > MAIL_TEXT_MAX - r->bytes) {
        r->out->cut = true;
        return;
    }
    text = without_nuls(r->a, text);
    if (!markup && str_ieq(parameter(part, "format"), S("flowed")) &&
        mail_text_unflow(&text, r->a, text, str_ieq(parameter(part, "delsp"), S("yes"))) != OK)
        return;
    if (str_empty(str_trim(text)))
        return;
    r->bytes += text.len;
    *vec_push(&r->out->pieces, r->a) = (struct mail_piece){markup, text};
}

static void take(struct reading *r, GMimeObject *part, int depth);

/* How well PART can be shown; 0: not at all. An alternative is as good as what is in it. */
static int worth(GMimeObject *part, int depth)
{
    if (is_attached(part) || depth > MAIL_DEPTH_MAX)
        return 0;
    if (is_type(part, "text", "html"))
        return 3;
    if (is_type(part, "text", "plain"))
        return 2;
    if (GMIME_IS_MESSAGE_PART(part))
        return 1;
    if (!GMIME_IS_MULTIPART(part))
        return 0;
    int best = 0, n = g_mime_multipart_get_count(GMIME_MULTIPART(part));
    for (int i = 0; i < n && i < MAIL_PARTS_MAX && best < 3; i++) {
        int one = worth(g_mime_multipart_get_part(GMIME_MULTIPART(part), i), depth + 1);
        best = one > best ? one : best;
    }
    return best;
}

/* Of several forms of one text, the best; of equals the last, which is its author's choice. */
static void take_alternative(struct reading *r, GMimeMultipart *parts, int depth)
{
    GMimeObject *best = NULL;
    int most = 0, n = g_mime_multipart_get_count(parts);
    for (int i = 0; i < n && i < MAIL_PARTS_MAX; i++) {
        GMimeObject *part = g_mime_multipart_get_part(parts, i);
        int one = worth(part, depth);
        if (one >= most && one > 0) {
            best = part;
            most = one;
        }
    }
    if (best)
        take(r, best, depth + 1);
}

/* The text that the other parts are pictures of (RFC 2387). */
static void take_related(struct reading *r, GMimeMultipart *parts, int depth)
{
    str start = within_angles(parameter(GMIME_OBJECT(parts), "start"));
    int n = g_mime_multipart_get_count(parts);
    GMimeObject *root = NULL;
    for (int i = 0; i < n && i < MAIL_PARTS_MAX && !root; i++) {
        GMimeObject *part = g_mime_multipart_get_part(parts, i);
        str id = str_c(g_mime_object_get_content_id(part));
        if (worth(part, depth) > 0 && (str_empty(start) || str_eq(within_angles(id), start)))
            root = part;
    }
    for (int i = 0; i < n && i < MAIL_PARTS_MAX && !root; i++)
        if (worth(g_mime_multipart_get_part(parts, i), depth) > 0)
            root = g_mime_multipart_get_part(parts, i);
    if (root)
        take(r, root, depth + 1);
}

static void take_parts(struct reading *r, GMimeMultipart *parts, int depth)
{
    GMimeObject *object = GMIME_OBJECT(parts);
    if (is_type(object, "multipart", "alternative")) {
        take_alternative(r, parts, depth);
    } else if (is_type(object, "multipart", "related")) {
        take_related(r, parts, depth);
    } else if (is_type(object, "multipart", "encrypted")) {
        r->out->encrypted = true;
    } else {
        bool first_only = is_type(object, "multipart", "signed");
        int n = g_mime_multipart_get_count(parts);
        for (int i = 0; i < n && i < (first_only ? 1 : MAIL_PARTS_MAX); i++)
            take(r, g_mime_multipart_get_part(parts, i), depth + 1);
    }
}

static void take(struct reading *r, GMimeObject *part, int depth)
{
    if (r->parts++ > MAIL_PARTS_MAX || depth > MAIL_DEPTH_MAX) {
        r->out->cut = true;
        return;
    }
    if (is_attached(part))
        return;
    if (GMIME_IS_MULTIPART(part)) {
        take_parts(r, GMIME_MULTIPART(part), depth);
    } else if (GMIME_IS_MESSAGE_PART(part)) {
        /* A newsletter that somebody forwards as a whole. */
        GMimeMessage *inner = g_mime_message_part_get_message(GMIME_MESSAGE_PART(part));
        GMimeObject *body = inner ? g_mime_message_get_mime_part(inner) : NULL;
        if (body)
            take(r, body, depth + 1);
    } else if (is_type(part, "application", "pkcs7-mime") ||
               is_type(part, "application", "x-pkcs7-mime")) {
        r->out->encrypted = true;
    } else if (GMIME_IS_PART(part) &&
               (is_type(part, "text", "html") || is_type(part, "text", "plain"))) {
        take_text(r, part, is_type(part, "text", "html"));
    }
}

/* --- all of it ------------------------------------------------------------------------------- */

static bool is_of_addresses(str line)
{
    static const str names[] = {S("from"), S("sender"), S("reply-to"), S("to"), S("cc"), S("bcc")};
    str name = str_trim(str_sub(line, 0, str_chr(line, ':')));
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (str_ieq(name, names[i]))
            return true;
    return false;
}

/* What gmime does without a limit of its own: it enters groups of addresses within groups on the
 * stack, and makes an object of every part. *BYTES is a copy when something had to be changed. */
static status guard(str *bytes, struct arena *a)
{
    str rest = *bytes;
    size_t boundaries = 0, colons = 0;
    char *copy = NULL;
    bool addresses = false;
    while (rest.p) {
        size_t at = (size_t)(rest.p - bytes->p);
        str line = str_cut(&rest, '\n');
        if (str_starts(line, S("--")) && ++boundaries > BOUNDARIES_MAX)
            return fail(E_LIMIT, "the mail has more than %d parts", BOUNDARIES_MAX);
        if (line.len == 0 || (line.p[0] != ' ' && line.p[0] != '\t')) {
            addresses = is_of_addresses(line);
            colons = 0;
        }
        if (!addresses)
            continue;
        for (size_t i = 0; i < line.len; i++) {
            if (line.p[i] != ':' || ++colons <= COLONS_MAX)
                continue;
            if (!copy)
                copy = arena_dup(a, bytes->p, bytes->len);
            copy[at + i] = ' ';
        }
    }
    if (copy)
        bytes->p = copy;
    return OK;
}

static bool has_header(GMimeMessage *message)
{
    GMimeObject *body = g_mime_message_get_mime_part(message);
    return g_mime_header_list_get_count(g_mime_object_get_header_list(GMIME_OBJECT(message))) > 0 ||
           (body && g_mime_header_list_get_count(g_mime_object_get_header_list(body)) > 0);
}

static status parse(struct reading *r, str bytes)
{
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes.p, bytes.len);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    g_object_unref(stream);
    GMimeMessage *message = g_mime_parser_construct_message(parser, r->options);
    g_object_unref(parser);
    if (!message || !has_header(message)) {
        if (message)
            g_object_unref(message);
        return fail(E_INPUT, "what came is no mail: it has no header");
    }
    read_headers(r, message);
    GMimeObject *body = g_mime_message_get_mime_part(message);
    if (body)
        take(r, body, 0);
    g_object_unref(message);
    return OK;
}

status mail_message_read(struct mail_message *out, struct arena *a, str bytes)
{
    /* Headers with bytes beyond ASCII that nobody encoded. */
    static const char *const charsets[] = {"utf-8", "windows-1252", "iso-8859-1", NULL};
    *out = (struct mail_message){.date_us = TIME_NONE};
    if (bytes.len > MAIL_BYTES_MAX)
        return fail(E_LIMIT, "the mail has %zu bytes, %zu are allowed", bytes.len, MAIL_BYTES_MAX);
    if (str_empty(str_trim(bytes)))
        return fail(E_INPUT, "what came is no mail: it is empty");
    TRY(guard(&bytes, a));
    pthread_once(&gmime_once, gmime_begin);
    struct reading r = {.out = out, .a = a, .options = g_mime_parser_options_new()};
    g_mime_parser_options_set_fallback_charsets(r.options, (const char **)(uintptr_t)charsets);
    status done = parse(&r, bytes);
    g_mime_parser_options_free(r.options);
    return done;
}
